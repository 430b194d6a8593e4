"""Filters of lists: a documented part of AIP-160, `level >= 3 AND extent = FULL`.

Promises that a filter that is not understood whole is refused with the place where it breaks off.
Must not widen what is asked.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from motcua.catalog.v1.catalog_pb2 import Offering, Service, Unit
from motcua.catalog.v1.events_pb2 import Extent, Verdict
from motcua.catalog.v1.targets_pb2 import Target
from services.catalog.domain import spelling
from services.catalog.domain.refusals.reading import (
    FILTER_FIELD_UNKNOWN,
    FILTER_MALFORMED,
    FILTER_VALUE_UNKNOWN,
)
from services.catalog.queries import OFFERINGS, SERVICES, TARGETS, UNITS, Filter
from services.chassis.errors import Refusal

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FIELD = re.compile(r"[a-z_]+")
_OPERATOR = re.compile(r"[!<>]=|[=<>]")
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"()=!<>]+')
_AND = re.compile(r"AND(?=\s|$)")
_SPACE = re.compile(r"\s*")


class Field(NamedTuple):
    """What a kind of resource is filtered by: any text, or one of a few numbers with names."""

    column: str
    known: Mapping[str, int] | None = None  # None: any text
    is_ordered: bool = False


class Condition(NamedTuple):
    """`field operator value`, and the places of its parts, in characters from 1."""

    name: str
    operator: str
    value: str
    places: tuple[int, int, int]


def _named(enum: Any, prefix: str) -> Mapping[str, int]:
    """The values of an enum that mean something, with and without the enum's own name."""
    values = {name: number for name, number in enum.items() if number}
    return {name.removeprefix(prefix): number for name, number in values.items()} | values


OPEN = Filter("state", (int(Offering.STATE_OPEN),))
LEVEL = Field("level", {str(level): level for level in range(5)}, is_ordered=True)
FIELDS: Mapping[str, Mapping[str, Field]] = {
    UNITS: {
        "state": Field("state", _named(Unit.State, "STATE_")),
        "kind": Field("field"),
        "code": Field("codes"),
    },
    SERVICES: {
        "state": Field("state", _named(Service.State, "STATE_")),
        "field": Field("field"),
        "unit": Field("unit"),
        "authority_state": Field("authority_state", _named(Unit.State, "STATE_")),
        "code": Field("codes"),
    },
    OFFERINGS: {
        "state": Field("state", _named(Offering.State, "STATE_")),
        "level": LEVEL,
        "extent": Field("extent", _named(Extent, "EXTENT_")),
        "verdict": Field("verdict", _named(Verdict, "VERDICT_")),
        "unit": Field("unit"),
        "service": Field("service"),
        "rule": Field("rule"),
    },
    TARGETS: {
        "state": Field("state", _named(Target.State, "STATE_")),
        "unit": Field("unit"),
        "service": Field("service"),
        "code": Field("codes"),
    },
}


def filters(kind: str, text: str) -> tuple[Filter, ...]:
    """What a filter asks of resources of a kind: at most one of each column. Of offerings those are
    asked for that are open, unless the filter speaks of their state.
    """
    asked = list(_filters(kind, spelling.composed(text)))
    if kind == OFFERINGS and all(each.column != "state" for each in asked):
        asked.append(OPEN)
    return tuple(asked)


def _filters(kind: str, text: str) -> Iterator[Filter]:
    """At most one of each column."""
    merged: dict[tuple[str, bool], set[Any]] = {}
    for column, among, negated in (_filter(kind, each) for each in _conditions(text)):
        known = merged.setdefault((column, negated), set(among))
        # A resource has several codes: all that are named must be there. Of anything else it has
        # one, which must be each that is named.
        known.update(among) if negated or column == "codes" else known.intersection_update(among)
    for (column, negated), values in merged.items():
        yield Filter(column, tuple(sorted(values)), negated)


def _filter(kind: str, condition: Condition) -> Filter:
    """One condition on its own."""
    name, said, value, (at_name, at_operator, at_value) = condition
    fields = FIELDS[kind]
    if name not in fields:
        values = {"name": name, "place": str(at_name), "fields": ", ".join(fields)}
        raise Refusal(FILTER_FIELD_UNKNOWN, field="filter", values=values)
    field = fields[name]
    if said not in {"=", "!="} and not field.is_ordered:
        raise _malformed(at_operator, "= | !=")
    if field.known is None:
        return Filter(field.column, (value,), said == "!=")
    if value not in field.known:
        known = ", ".join(list(field.known)[: len(set(field.known.values()))])
        values = {"name": name, "value": value, "place": str(at_value), "known": known}
        raise Refusal(FILTER_VALUE_UNKNOWN, field="filter", values=values)
    compare, bound = OPERATORS[said], field.known[value]
    fitting = {each for each in field.known.values() if compare(each, bound)}
    return Filter(field.column, tuple(sorted(fitting)))


def _conditions(text: str) -> Iterator[Condition]:
    """The conditions, joined by AND."""
    scanner = Scanner(text)
    while not scanner.is_at_end:
        name, at_name = scanner.take(_FIELD, "field")
        said, at_operator = scanner.take(_OPERATOR, "= | != | < | <= | > | >=")
        value, at_value = scanner.take(_VALUE, 'value | "value"')
        yield Condition(name, said, _unquoted(value), (at_name, at_operator, at_value))
        if not scanner.is_at_end:
            scanner.take(_AND, "AND")
            if scanner.is_at_end:
                raise _malformed(len(text) + 1, "field")


class Scanner:
    """A text that is read part by part; space between parts means nothing."""

    def __init__(self, text: str) -> None:
        self._text = text.rstrip()
        self._at = 0
        self._skip()

    @property
    def is_at_end(self) -> bool:
        """Whether all was read."""
        return self._at == len(self._text)

    def take(self, part: re.Pattern[str], expected: str) -> tuple[str, int]:
        """The part that comes next, and its place, from 1."""
        at = self._at
        found = part.match(self._text, at)
        if found is None:
            raise _malformed(at + 1, expected)
        self._at = found.end()
        self._skip()
        return found[0], at + 1

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)


def _malformed(place: int, expected: str) -> Refusal:
    values = {"place": str(place), "expected": expected}
    return Refusal(FILTER_MALFORMED, field="filter", values=values)
