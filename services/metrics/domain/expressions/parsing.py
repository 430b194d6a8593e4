"""A text becomes a tree of known types, or is refused: the place where it breaks off, or the part
that does not fit.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import VisitError
from lark.visitors import Transformer_NonRecursive

from services.chassis.errors import Refusal
from services.metrics.domain.expressions.literals import instant, number, one_type
from services.metrics.domain.expressions.nodes import (
    AND,
    BOOL,
    CHOICE,
    FACT,
    HAS,
    IN,
    INSTANT,
    LITERAL,
    MINUS,
    NOT,
    NUMBER,
    OR,
    ORDERED,
    SECONDS,
    TIMES,
    WORD,
    Fact,
    Node,
)
from services.metrics.domain.expressions.refusals import ExpressionReason

LONGEST = 2000  # characters
DEEPEST = 30  # operators above one another

Facts = Mapping[str, Fact]

_GRAMMAR = Lark(Path(__file__).with_name("grammar.lark").read_text(), parser="lalr")


def parse(text: str, facts: Facts) -> Node:
    """An expression over these facts. Raises Refusal for whatever is not one."""
    if len(text) > LONGEST:
        raise Refusal(ExpressionReason.EXPRESSION_TOO_LONG, values={"most": str(LONGEST)})
    try:
        return _Typing(facts).transform(_GRAMMAR.parse(text))
    except UnexpectedInput as unexpected:
        raise _broken_off(text, unexpected) from None
    except VisitError as error:
        raise error.orig_exc from None


def parse_condition(text: str, facts: Facts) -> Node:
    """An expression that is true, false or absent."""
    return typed(parse(text, facts), BOOL)


def typed(node: Node, expected: str) -> Node:
    """The node itself, where it has this type."""
    if node.type != expected:
        values = {"type": node.type, "expected": expected}
        raise Refusal(ExpressionReason.EXPRESSION_TYPE_MISMATCH, values=values)
    return node


class _Typing(Transformer_NonRecursive[Token, Node]):
    """One method a rule of the grammar, called from the leaves up."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts

    def fact(self, name: list[Token]) -> Node:
        found = self._find(str(name[0]))
        return Node(FACT, found.type, fact=found)

    def known(self, name: list[Token]) -> Node:
        return Node(HAS, BOOL, fact=self._find(str(name[0])))

    def true(self, _: list[Any]) -> Node:
        return Node(LITERAL, BOOL, value=True)

    def false(self, _: list[Any]) -> Node:
        return Node(LITERAL, BOOL, value=False)

    def number(self, digits: list[Token]) -> Node:
        return Node(LITERAL, NUMBER, value=number(str(digits[0])))

    def word(self, text: list[Token]) -> Node:
        return Node(LITERAL, WORD, value=str(text[0])[1:-1])

    def instant(self, text: list[Token]) -> Node:
        return Node(LITERAL, INSTANT, value=instant(str(text[0])[1:-1]))

    def negation(self, parts: list[Node]) -> Node:
        return _bounded(Node(NOT, BOOL, (typed(parts[0], BOOL),)))

    def conjunction(self, parts: list[Node]) -> Node:
        return _bounded(Node(AND, BOOL, tuple(typed(part, BOOL) for part in parts)))

    def disjunction(self, parts: list[Node]) -> Node:
        return _bounded(Node(OR, BOOL, tuple(typed(part, BOOL) for part in parts)))

    def choice(self, parts: list[Node]) -> Node:
        condition, yes, no = typed(parts[0], BOOL), *one_type(parts[1], parts[2], self.facts)
        return _bounded(Node(CHOICE, yes.type, (condition, yes, no)))

    def comparison(self, parts: list[Any]) -> Node:
        left, right = one_type(parts[0], parts[2], self.facts)
        if (operator := str(parts[1])) not in ("==", "!=") and left.type not in ORDERED:
            raise Refusal(ExpressionReason.EXPRESSION_TYPE_UNORDERED, values={"type": left.type})
        return _bounded(Node(operator, BOOL, (left, right)))

    def among(self, parts: list[Node]) -> Node:
        values = [one_type(parts[0], value, self.facts)[1] for value in parts[1:]]
        if parts[0].operator == LITERAL or any(value.operator != LITERAL for value in values):
            raise Refusal(ExpressionReason.EXPRESSION_LIST_NOT_LITERAL)
        return _bounded(Node(IN, BOOL, (parts[0], *values)))

    def product(self, parts: list[Node]) -> Node:
        return _bounded(Node(TIMES, NUMBER, tuple(typed(part, NUMBER) for part in parts)))

    def difference(self, parts: list[Node]) -> Node:
        if _subtracts(parts[0]):  # of two, an instant could leave what readers can count in
            raise Refusal(ExpressionReason.EXPRESSION_DIFFERENCE_TWICE)
        return _bounded(Node(MINUS, INSTANT, (typed(parts[0], INSTANT), typed(parts[1], SECONDS))))

    def _find(self, name: str) -> Fact:
        if name not in self.facts:
            values = {"fact": name, "facts": ", ".join(sorted(self.facts))}
            raise Refusal(ExpressionReason.EXPRESSION_FACT_UNKNOWN, values=values)
        return self.facts[name]


def _subtracts(node: Node) -> bool:
    """Whether the instant is a difference, or either branch of a choice is one."""
    chosen = node.parts[1:] if node.operator == CHOICE else ()
    return node.operator == MINUS or any(map(_subtracts, chosen))


def _bounded(node: Node) -> Node:
    if node.depth > DEEPEST:
        raise Refusal(ExpressionReason.EXPRESSION_TOO_DEEP, values={"most": str(DEEPEST)})
    return node


def _broken_off(text: str, unexpected: Any) -> Refusal:
    at_end = getattr(unexpected, "token", None) == ""
    at = len(text.rstrip()) if at_end else unexpected.pos_in_stream
    values = {"place": str(at + 1), "rest": text[at : at + 20]}
    return Refusal(ExpressionReason.EXPRESSION_MALFORMED, values=values)
