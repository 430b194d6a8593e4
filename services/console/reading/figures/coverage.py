"""Services of the second reading: those in force at a month's end, classified for each scope.

Promises one leaf a figure, since a service has one class in a scope and another in each unit of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from motcua.catalog.v1 import events_pb2 as catalog
from services.console.instants import NINETEEN_HUNDRED, local_midnight, month_of, months, next_month
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.expressions import Facts
from services.console.reading.figures.digest import WHOLE_TREE, Leaf
from services.console.reading.figures.items import Item, item_of
from services.console.reading.figures.sums import Figure, FigureKey, Scopes, Sums, sums_of
from services.console.reading.folding.catalogue import Span, Version
from services.console.reading.folding.fold import Reading


def coverage(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, now: datetime
) -> dict[FigureKey, Figure]:
    """Of every month from the first service's coming into force to the present one. Where nothing
    took effect in a month, its end is like the last one's.
    """
    found: dict[FigureKey, Figure] = {}
    until = local_midnight(next_month(month_of(now)))
    changed = {month_of(instant) for instant in reading.instants() if instant < until}
    before: dict[FigureKey, Sums] = {}
    for month in covered_months(reading, now):
        if month in changed or not before:
            before = covered(reading, definitions, scopes, month)
        for key, sums in before.items():
            leaf = Leaf(key.unit or WHOLE_TREE, next_month(month).isoformat())
            found[key._replace(month=month)] = Figure({leaf: sums})
    return found


def covered(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, month: date
) -> dict[FigureKey, Sums]:
    """All items of each figure in one leaf."""
    found: dict[FigureKey, list[Item]] = {}
    for key, item in service_items(reading, definitions, scopes, month):
        found.setdefault(key, []).append(item)
    return {key: sums_of(sorted(items, key=Item.line)) for key, items in found.items()}


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
) -> Iterator[tuple[FigureKey, Item]]:
    """Every service in force at the month's end, wherever its authority or an offering of it is."""
    as_of = local_midnight(next_month(month))
    found = services_in_force(reading, definitions, as_of, lambda unit: scopes.of(unit, month))
    for scope, definition, item in found:
        for only in ("", item.id) if scope == "" else ("",):
            yield FigureKey(definition.id, scope, only, month), item


def services_in_force(
    reading: Reading,
    definitions: Sequence[Definition],
    as_of: datetime,
    scopes: Callable[[str], Iterable[str]],
) -> Iterator[tuple[str, Definition, Item]]:
    """Every service in force, in each of the scopes that hold its authority or an offering."""
    offerings = spans_open(reading, as_of)
    for service, said in reading.services.items():
        version = said.in_force(as_of)
        if version is None:
            continue
        there: dict[str, list[Span]] = {scope: [] for scope in scopes(version.authority)}
        for unit, span in offerings.get(service, []):
            for scope in scopes(unit):
                there.setdefault(scope, []).append(span)
        for scope, inside in there.items():
            facts = service_facts(version, inside)
            for definition in definitions:
                if in_force := definition.classify(facts):
                    yield scope, definition, item_of(definition, service, in_force)


def spans_open(reading: Reading, as_of: datetime) -> dict[str, list[tuple[str, Span]]]:
    """Every open offering's unit and span, by service."""
    found: dict[str, list[tuple[str, Span]]] = {}
    for offering in reading.offerings.values():
        if span := offering.open_span(as_of):
            found.setdefault(offering.service, []).append((offering.unit, span))
    return found


def service_facts(version: Version, spans: list[Span]) -> Facts:
    """What is so of the best offering in scope; not known where it might be so of one. Nothing is
    known of a level that no rule claims, nor of an extent that no rule says.
    """
    points = [span.verdict for span in spans if span.verdict]
    pointless = bool(points) and set(points) == {catalog.VERDICT_NO_POINTS}
    unknown_extents = (catalog.EXTENT_UNSPECIFIED, catalog.EXTENT_UNKNOWN)
    return {
        "level_3": best(
            any(span.level is not None and span.level >= 3 for span in spans),
            any(span.level is None or span.earned < 3 <= span.attainable for span in spans),
        ),
        "full": best(
            any(span.extent == catalog.EXTENT_FULL for span in spans),
            any(span.extent in unknown_extents for span in spans),
        ),
        "fully_online": best(
            catalog.VERDICT_FULLY_ONLINE in points, catalog.VERDICT_UNKNOWN in points
        ),
        "six_points": bool(points),
        "no_applicable_point": pointless,
        "eligible_full": version.eligible_full,
        "one_stop": version.one_stop,
    }


def best(is_so: bool, might_be: bool) -> bool | None:
    """Of several offerings."""
    return True if is_so else None if might_be else False
