"""Filters of lists: a documented part of AIP-160, `level >= 3 AND extent = FULL`.

A filter that is not understood whole is refused, with the place where it breaks off.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from lark import Token

from motcua.catalog.v1.catalog_pb2 import Offering, Service, Unit
from motcua.catalog.v1.events_pb2 import Extent, Verdict
from motcua.catalog.v1.targets_pb2 import Target
from services.catalog.domain import spelling
from services.catalog.domain.conditions import conditions, malformed, position_of, unquoted
from services.catalog.domain.refusals.reading import ReadingReason
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


class Field(NamedTuple):
    """What a kind of resource is filtered by: any text, or one of a few numbers with names."""

    column: str
    allowed: Mapping[str, int] | None = None  # None: any text
    is_ordered: bool = False


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
        "parent": Field("above"),
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
    requested = list(_filters(kind, spelling.composed(text)))
    if kind == OFFERINGS and all(each.column != "state" for each in requested):
        requested.append(OPEN)
    return tuple(requested)


def _filters(kind: str, text: str) -> Iterator[Filter]:
    """At most one of each column."""
    merged: dict[tuple[str, bool], set[Any]] = {}
    for column, among, negated in (_filter(kind, *each) for each in conditions(text)):
        values_of_column = merged.setdefault((column, negated), set(among))
        # A resource has several codes: all that are named must be there. Of anything else it has
        # one, which must be each that is named.
        values_of_column.update(
            among
        ) if negated or column == "codes" else values_of_column.intersection_update(among)
    for (column, negated), values in merged.items():
        yield Filter(column, tuple(sorted(values)), negated)


def _filter(kind: str, name: Token, comparator: Token, value: Token) -> Filter:
    """One condition on its own."""
    fields = FIELDS[kind]
    if name not in fields:
        values = {"name": name, "place": position_of(name), "fields": ", ".join(fields)}
        raise Refusal(ReadingReason.FILTER_FIELD_UNKNOWN, field="filter", values=values)
    field, sought = fields[name], unquoted(value)
    if comparator not in {"=", "!="} and not field.is_ordered:
        raise malformed(position_of(comparator), "= | !=")
    if field.allowed is None:
        return Filter(field.column, (sought,), comparator == "!=")
    if sought not in field.allowed:
        allowed = ", ".join(list(field.allowed)[: len(set(field.allowed.values()))])
        values = {"name": name, "value": sought, "place": position_of(value), "known": allowed}
        raise Refusal(ReadingReason.FILTER_VALUE_UNKNOWN, field="filter", values=values)
    compare, bound = OPERATORS[comparator], field.allowed[sought]
    fitting = {each for each in field.allowed.values() if compare(each, bound)}
    return Filter(field.column, tuple(sorted(fitting)))
