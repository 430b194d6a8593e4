"""Services of the second reading: those in force at a month's end, classified for each scope.

Promises one leaf a figure, since a service has one class in a scope and another in each unit of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from services.console.definitions.definition import Definition
from services.console.definitions.expressions import Facts
from services.console.digest import WHOLE_TREE, Leaf
from services.console.fold import Reading
from services.console.instants import (
    NINETEEN_HUNDRED,
    local_midnight,
    month_of,
    months,
    next_month,
)
from services.console.items import Item, item_of
from services.console.said import Span
from services.console.sums import Figure, Place, Scopes, Sums, sums_of


def coverage(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, now: datetime
) -> dict[Place, Figure]:
    """Of every month from the first service's coming into force to the present one. Where nothing
    took effect in a month, its end is like the last one's.
    """
    found: dict[Place, Figure] = {}
    until = local_midnight(next_month(month_of(now)))
    changed = {month_of(instant) for instant in reading.instants() if instant < until}
    before: dict[Place, Sums] = {}
    for month in covered_months(reading, now):
        if month in changed or not before:
            before = covered(reading, definitions, scopes, month)
        for place, sums in before.items():
            leaf = Leaf(place.unit or WHOLE_TREE, next_month(month).isoformat())
            found[place._replace(month=month)] = Figure({leaf: sums})
    return found


def covered(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, month: date
) -> dict[Place, Sums]:
    """All items of each figure in one leaf."""
    found: dict[Place, list[Item]] = {}
    for place, item in service_items(reading, definitions, scopes, month):
        found.setdefault(place, []).append(item)
    return {place: sums_of(sorted(items, key=Item.line)) for place, items in found.items()}


def covered_months(reading: Reading, now: datetime) -> list[date]:
    """Those for which coverage is asked. A service in force since before 1900 is a typing mistake,
    and counts from now on.
    """
    begins = [
        version.since if version.since >= NINETEEN_HUNDRED else now
        for service in reading.services.values()
        for version in service.versions.values()
    ]
    first = min(begins, default=None)
    return list(months(month_of(first), month_of(now))) if first and first <= now else []


def service_items(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, month: date
) -> Iterator[tuple[Place, Item]]:
    """Every service in force at the month's end, wherever its authority or an offering of it is."""
    as_of = local_midnight(next_month(month))
    offerings = spans_open(reading, as_of)
    for service, said in reading.services.items():
        authority = said.authority(as_of)
        if authority is None:
            continue
        there: dict[str, list[Span]] = {scope: [] for scope in scopes.of(authority, month)}
        for unit, span in offerings.get(service, []):
            for scope in scopes.of(unit, month):
                there.setdefault(scope, []).append(span)
        for scope, inside in there.items():
            facts = service_facts(inside)
            for definition in definitions:
                if standing := definition.standing(facts):
                    item = item_of(definition, service, standing)
                    for only in ("", service) if scope == "" else ("",):
                        yield Place(definition.id, scope, only, month), item


def spans_open(reading: Reading, as_of: datetime) -> dict[str, list[tuple[str, Span]]]:
    """Every open offering's unit and span, by service."""
    found: dict[str, list[tuple[str, Span]]] = {}
    for offering in reading.offerings.values():
        if span := offering.open_span(as_of):
            found.setdefault(offering.service, []).append((offering.unit, span))
    return found


def service_facts(spans: list[Span]) -> Facts:
    """Level 3 is reached where the best offering reaches it; unknown where one might, as does one
    under a rule that claims no level.
    """
    reached = any(span.level is not None and span.level >= 3 for span in spans)
    might = any(span.level is None or span.earned < 3 <= span.attainable for span in spans)
    return {"level_3": reached or (None if might else False)}
