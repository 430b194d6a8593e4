"""The grammar of filters, a part of AIP-160: `level >= 3 AND unit = "units/a b"` is two conditions.

A text that is not understood whole is refused with the place at which it breaks off, and with what
could stand there.
"""

import re
from collections.abc import Iterator
from typing import Any

from lark import Lark, Token, UnexpectedInput

from services.catalog.domain.refusals.reading import ReadingReason
from services.chassis.errors import Refusal

_GRAMMAR = Lark(
    r"""
    start: (_condition (_AND _condition)*)?
    _condition: FIELD OPERATOR (QUOTED | VALUE)
    FIELD: /[a-z_]+/
    OPERATOR: /[!<>]=|[=<>]/
    QUOTED: /"([^"\\]|\\.)*"/s
    VALUE: /[^\s"()=!<>]+/
    _AND: /AND(?=\s|$)/
    %ignore /\s+/
    """,
    parser="lalr",
)
_SPELLED = {
    "FIELD": "field",
    "OPERATOR": "= | != | < | <= | > | >=",
    "VALUE": 'value | "value"',
    "_AND": "AND",
}


def conditions(text: str) -> Iterator[tuple[Token, Token, Token]]:
    """Field, operator and value of each condition, in their order."""
    try:
        parts: Any = iter(_GRAMMAR.parse(text).children)
    except UnexpectedInput as unexpected:
        raise _broken_off(text, unexpected) from None
    return zip(parts, parts, parts, strict=True)


def position_of(part: Token) -> str:
    """The position of a token in the text, in characters from 1."""
    return str((part.start_pos or 0) + 1)


def unquoted(value: str) -> str:
    """A value without its quotes, within which a backslash lets any character stand for itself."""
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL) if value[0] == '"' else value


def malformed(position: str, expected: str) -> Refusal:
    """The refusal of a filter that has something else than expected at a position."""
    values = {"place": position, "expected": expected}
    return Refusal(ReadingReason.FILTER_MALFORMED, field="filter", values=values)


def _broken_off(text: str, unexpected: Any) -> Refusal:
    at_end = getattr(unexpected, "token", None) == ""
    at = len(text.rstrip()) if at_end else unexpected.pos_in_stream
    possible = getattr(unexpected, "allowed", None) or unexpected.expected
    return malformed(
        str(at + 1), " | ".join(_SPELLED[part] for part in _SPELLED if part in possible)
    )
