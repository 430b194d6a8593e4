"""Conditions over an item's facts, of which some are not known: true, false or absent (None).

What is computed from an absent value is absent, unless `&&`, `||` or `?:` can do without. Example:
`level < 3 || voided` is true of a voided dossier whatever its level, and absent of one that is not
voided and whose level is not known.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from services.console.reading.definitions.tokens import UnreadableError

DEEPEST = 30  # operators above one another
Value: TypeAlias = bool | int | str | datetime | timedelta
Facts: TypeAlias = Mapping[str, Value | None]
Evaluate: TypeAlias = Callable[[Facts], Value | None]

COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """How a value is found, which facts it reads, and the longest way down its operators."""

    of: Evaluate
    facts: frozenset[str] = frozenset()
    depth: int = 1
    sign: str = ""
    parts: tuple["Expression", ...] = ()
    fixed: Value | None = None  # of a literal


def literal(value: Value) -> Expression:
    """The same for every item."""
    return Expression(lambda _: value, fixed=value)


def fact(name: str) -> Expression:
    """A fact of the item."""
    return Expression(operator.itemgetter(name), frozenset({name}))


def known(name: str) -> Expression:
    """Whether a fact is known."""
    return Expression(lambda facts: facts[name] is not None, frozenset({name}))


def combined(sign: str, parts: tuple[Expression, ...], of: Evaluate) -> Expression:
    """An operator over its parts."""
    depth = 1 + max(part.depth for part in parts)
    if depth > DEEPEST:
        raise UnreadableError(f"more than {DEEPEST} operators stand above one another")
    facts = frozenset[str]().union(*(part.facts for part in parts))
    return Expression(of, facts, depth, sign, parts)


def negation(part: Expression) -> Expression:
    """The other of true and false."""

    evaluate = part.of

    def of(facts: Facts) -> Value | None:
        value = truth(evaluate(facts))
        return None if value is None else not value

    return combined("!", (part,), of)


def connection(sign: str, left: Expression, right: Expression) -> Expression:
    """`&&` or `||`: one false, or one true, decides whatever the others are. A chain is one."""
    parts = tuple(
        each for side in (left, right) for each in (side.parts if side.sign == sign else (side,))
    )
    decides, other = sign == "||", sign != "||"
    each_of = tuple(part.of for part in parts)

    def of(facts: Facts) -> Value | None:
        absent = False
        for evaluate in each_of:
            value = evaluate(facts)
            if value is decides:
                return decides
            absent = absent or (value is not other and truth(value) is None)
        return None if absent else other

    return combined(sign, parts, of)


def choice(condition: Expression, yes: Expression, no: Expression) -> Expression:
    """`?:`: only the side that is chosen need be known."""

    def of(facts: Facts) -> Value | None:
        value = truth(condition.of(facts))
        return None if value is None else (yes if value else no).of(facts)

    return combined("?:", (condition, yes, no), of)


def comparison(sign: str, left: Expression, right: Expression) -> Expression:
    """Of two values of one type."""
    compare = COMPARED[sign]
    of_left, of_right = left.of, right.of

    def of(facts: Facts) -> Value | None:
        one, other = of_left(facts), of_right(facts)
        if one is None or other is None:
            return None
        return compare(one, other) if type(one) is type(other) else compare(*alike(one, other))

    return combined(sign, (left, right), of)


def among(part: Expression, values: tuple[Expression, ...]) -> Expression:
    """`in`: whether a value is one of several."""

    evaluate = part.of
    kinds = {type(each.fixed) for each in values}
    fixed = frozenset(each.fixed for each in values)

    def of(facts: Facts) -> Value | None:
        one = evaluate(facts)
        if one is None:
            return None
        if kinds == {type(one)}:
            return one in fixed
        others = [each.of(facts) for each in values]
        return any(other is not None and operator.eq(*alike(one, other)) for other in others)

    return combined("in", (part, *values), of)


def product(left: Expression, right: Expression) -> Expression:
    """Of two whole numbers, exactly."""

    def of(facts: Facts) -> Value | None:
        one, other = left.of(facts), right.of(facts)
        return None if one is None or other is None else number(one) * number(other)

    return combined("*", (left, right), of)


def difference(left: Expression, right: Expression) -> Expression:
    """An instant that lies so many seconds before another."""

    def of(facts: Facts) -> Value | None:
        instant, seconds = left.of(facts), right.of(facts)
        if instant is None or seconds is None:
            return None
        if not isinstance(instant, datetime):
            raise UnreadableError(f"{instant} is no instant")
        if isinstance(seconds, timedelta):
            return instant - seconds
        return instant - timedelta(seconds=number(seconds))

    return combined("-", (left, right), of)


def truth(value: Value | None) -> bool | None:
    """A condition's value."""
    if value is None or isinstance(value, bool):
        return value
    raise UnreadableError(f"{value} is neither true nor false")


def number(value: Value) -> int:
    """A whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnreadableError(f"{value} is no number")


def alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Both, where they are of one type: 1 is not `true`."""
    if type(one) is type(other):
        return one, other
    raise UnreadableError(f"{one} and {other} are not of one type")
