"""Literals: what is written in an expression, and the type under which it is compared.

Example: `"post"` beside the fact `channel` is that word's number; beside `level` it is refused.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from services.chassis.errors import Refusal
from services.metrics.domain.expressions.nodes import LITERAL, WORD, Fact, Node
from services.metrics.domain.expressions.refusals import ExpressionReason

LARGEST = 2**53  # numbers below it are exact in every reader, also of JSON
YEARS = range(1900, 2200)  # of an instant: a century earlier is an instant for every reader, too


def number(digits: str) -> int:
    """A whole number."""
    value = int(digits)
    if abs(value) >= LARGEST:
        raise Refusal(
            ExpressionReason.EXPRESSION_NUMBER_TOO_LARGE, values={"most": str(LARGEST - 1)}
        )
    return value


def instant(text: str) -> datetime:
    """An instant by ISO 8601, with its offset."""
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None and at.year in YEARS:
            return at
    raise Refusal(ExpressionReason.EXPRESSION_INSTANT_INVALID, values={"text": text})


def one_type(left: Node, right: Node, facts: Mapping[str, Fact]) -> tuple[Node, Node]:
    """Both, where they are of one type; a word beside an enumeration becomes its number."""
    left, right = _coded(left, right.type, facts), _coded(right, left.type, facts)
    if left.type != right.type or left.type == WORD:
        values = {"type": right.type, "expected": left.type}
        raise Refusal(ExpressionReason.EXPRESSION_TYPE_MISMATCH, values=values)
    return left, right


def _coded(node: Node, other: str, facts: Mapping[str, Fact]) -> Node:
    words = next((dict(fact.words) for fact in facts.values() if fact.type == other), {})
    if node.type != WORD or not words:
        return node
    if node.value not in words:
        values = {"word": str(node.value), "words": ", ".join(words)}
        raise Refusal(ExpressionReason.EXPRESSION_WORD_UNKNOWN, values=values)
    return Node(LITERAL, other, value=words[str(node.value)])
