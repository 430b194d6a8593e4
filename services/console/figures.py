"""Figures of the second reading: every item classified by the definitions' texts, counted and
digested.

Promises one figure for each definition, unit subtree and local month, and for each service in the
whole tree. Must not import or copy the metrics service.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from services.console import digest
from services.console.definitions.definition import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    UNKNOWN,
    Definition,
)
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
from services.console.items import Contribution, Item, item_of, items_of
from services.console.said import Span


class Place(NamedTuple):
    """Which figure: of a definition, in a scope ("" is all), in a local month."""

    definition: str
    unit: str
    service: str
    month: date


@dataclass(slots=True)
class Figure:
    """The items of one figure, and what they add up to."""

    items: list[Item] = field(default_factory=list)
    one_leaf: bool = False  # of a definition that does not add up over units

    @property
    def can_still(self) -> bool:
        """Whether an item that is not in the numerator can still come into it."""
        return any(item.can_still for item in self.items)

    def numbers(self, place: Place) -> "Numbers":
        """Everything that must be equal in another reading."""
        counts = Counter(item.membership for item in self.items)
        below = counts[NUMERATOR] + counts[DENOMINATOR] + counts[UNKNOWN]
        return Numbers(
            numerator=counts[NUMERATOR],
            denominator=below,
            unknown=counts[UNKNOWN],
            considered=len(self.items),
            excluded=dict(
                Counter(item.reason for item in self.items if item.membership == EXCLUDED)
            ),
            assisted=sum(item.assisted for item in self.items if item.membership != EXCLUDED),
            digest=digest.figure(self.leaves(place)),
            buckets=dict(
                Counter(
                    item.reason
                    for item in self.items
                    if item.membership == NUMERATOR and item.reason
                )
            ),
        )

    def leaves(self, place: Place) -> dict[Leaf, str]:
        """By unit and month; of what does not add up over units there is one, as of the end."""
        whole = Leaf(place.unit or WHOLE_TREE, next_month(place.month).isoformat())
        month = f"{place.month:%Y-%m}"
        return digest.leaves(
            (whole if self.one_leaf else Leaf(item.unit, month), item.line()) for item in self.items
        )


class Numbers(NamedTuple):
    """What two readings compare."""

    numerator: int
    denominator: int
    unknown: int
    considered: int
    excluded: dict[str, int]
    assisted: int
    digest: str
    buckets: dict[str, int]  # of a histogram: those that hold an item, by upper bound


class Scopes:
    """The scopes that a unit counts in, by the tree at the end of a local month."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.trees: dict[date, dict[str, str]] = {}
        self.known: dict[tuple[date, str], list[str]] = {}

    def of(self, unit: str, month: date) -> list[str]:
        """The whole tree (""), the unit itself, and every unit above it."""
        if month not in self.trees:
            self.trees[month] = self.reading.tree(local_midnight(next_month(month)))
        if (month, unit) not in self.known:
            self.known[month, unit] = ["", *path_up(self.trees[month], unit)]
        return self.known[month, unit]


def path_up(tree: Mapping[str, str], unit: str) -> list[str]:
    """The unit and the units above it, each once."""
    path: list[str] = []
    while unit and unit not in path:
        path.append(unit)
        unit = tree.get(unit, "")
    return path


def figures(
    reading: Reading, definitions: Sequence[Definition], now: datetime
) -> dict[Place, Figure]:
    """Every figure that has an item; of services for every month that is asked for until now."""
    found: dict[Place, Figure] = {}
    scopes = Scopes(reading)
    for definition, at, service, item in dossier_items(reading, definitions):
        month = month_of(at)
        places = [Place(definition.id, scope, "", month) for scope in scopes.of(item.unit, month)]
        # And the service in the whole tree.
        for place in (*places, Place(definition.id, "", service, month)):
            found.setdefault(place, Figure()).items.append(item)
    return found | coverage(reading, of_kind("service", definitions), scopes, now)


def of_kind(kind: str, definitions: Iterable[Definition]) -> list[Definition]:
    """Those whose items are of this kind."""
    return [each for each in definitions if each.kind == kind]


def dossier_items(reading: Reading, definitions: Iterable[Definition]) -> Iterator[Contribution]:
    """Every dossier in every definition of dossiers."""
    wanted = of_kind("dossier", definitions)
    for dossier in reading.dossiers.values():
        yield from items_of(dossier, wanted)


def coverage(
    reading: Reading, definitions: Sequence[Definition], scopes: Scopes, now: datetime
) -> dict[Place, Figure]:
    """Of every month from the first service's coming into force to the present one. Where nothing
    took effect in a month, its end is like the last one's.
    """
    found: dict[Place, Figure] = {}
    until = local_midnight(next_month(month_of(now)))
    changed = {month_of(instant) for instant in reading.instants() if instant < until}
    before: dict[Place, Figure] = {}
    for month in covered_months(reading, now):
        if month in changed or not before:
            before = {}
            for place, item in service_items(reading, definitions, scopes, month):
                before.setdefault(place, Figure(one_leaf=True)).items.append(item)
        found |= {place._replace(month=month): figure for place, figure in before.items()}
    return found


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
