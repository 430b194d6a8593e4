"""Figures of the second reading: every item classified, counted and digested by the definitions in
services/metrics/README.md.

Promises one figure for each definition, unit subtree and local month, and for each service in the
whole tree. Must not import or copy the metrics service.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console import digest
from services.console.digest import WHOLE_TREE, Leaf
from services.console.dossier_fold import Acceptance, Dossier, Ending
from services.console.fold import Reading
from services.console.instants import (
    NINETEEN_HUNDRED,
    from_timestamp,
    local_day,
    local_midnight,
    month_of,
    months,
    next_month,
)
from services.console.said import Span

NUMERATOR, DENOMINATOR, EXCLUDED, UNKNOWN = "numerator", "denominator", "excluded", "unknown"
COVERAGE, ONLINE_HANDLING, ON_TIME = "coverage.l3l4", "online_handling", "on_time.ended"
DEFINITIONS = {COVERAGE: 1, ONLINE_HANDLING: 1, ON_TIME: 1}
ONE_LEAF = {COVERAGE}  # these do not add up over units

VOIDED = "voided"
NO_CHANNEL = {submissions.CHANNEL_UNSPECIFIED, submissions.CHANNEL_UNKNOWN}
UNACCEPTED = submissions.ANOMALY_ENDED_WITHOUT_ACCEPTANCE
# After a time that is not known, in this order: the first that fits is the reason.
NOT_ENDED = {
    submissions.ANOMALY_ENDED_IN_FUTURE: "ended_in_future",
    submissions.ANOMALY_ENDED_BEFORE_ACCEPTED: "ended_before_accepted",
    submissions.ANOMALY_ENDED_WITHOUT_ACCEPTANCE: "ended_without_acceptance",
}


class Place(NamedTuple):
    """Which figure: of a definition, in a scope ("" is all), in a local month."""

    definition: str
    unit: str
    service: str
    month: date


@dataclass(frozen=True, slots=True)
class Item:
    """Where one dossier or service stands."""

    kind: str
    id: str
    membership: str
    reason: str = ""
    assisted: bool = False
    unit: str = ""  # to whose credit

    def line(self) -> str:
        """As the digest has it; every item here weighs 1."""
        return f"{self.kind}\t{self.id}\t{self.membership}\t{self.reason}\t1\n"


@dataclass(slots=True)
class Figure:
    """The items of one figure, and what they add up to."""

    items: list[Item] = field(default_factory=list)

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
        )

    def leaves(self, place: Place) -> dict[Leaf, str]:
        """By unit and month; of what does not add up over units there is one, as of the end."""
        whole = Leaf(place.unit or WHOLE_TREE, next_month(place.month).isoformat())
        month, one = f"{place.month:%Y-%m}", place.definition in ONE_LEAF
        return digest.leaves(
            (whole if one else Leaf(item.unit, month), item.line()) for item in self.items
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


def figures(reading: Reading, now: datetime) -> dict[Place, Figure]:
    """Every figure that has an item; coverage for every month that it is asked for until now."""
    found: dict[Place, Figure] = {}
    scopes = Scopes(reading)
    for definition, dossier, key, unit, item in dossier_items(reading):
        month = month_of(key)
        places = [Place(definition, scope, "", month) for scope in scopes.of(unit, month)]
        # And the service in the whole tree.
        for place in (*places, Place(definition, "", dossier.offering.service, month)):
            found.setdefault(place, Figure()).items.append(item)
    return found | coverage(reading, scopes, now)


def coverage(reading: Reading, scopes: Scopes, now: datetime) -> dict[Place, Figure]:
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
            add_coverage(before, reading, scopes, month)
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


def dossier_items(reading: Reading) -> Iterator[tuple[str, Dossier, datetime, str, Item]]:
    """Definition, dossier, key time, credited unit, item."""
    for dossier in reading.dossiers.values():
        handled = online_handling(dossier)
        if handled:
            yield ONLINE_HANDLING, dossier, *handled
        if dossier.ending:
            yield ON_TIME, dossier, *on_time(dossier, dossier.ending)


def online_handling(dossier: Dossier) -> tuple[datetime, str, Item] | None:
    """By the acceptance, credited to the competent unit; by recording where none came before it."""
    ending, acceptance = dossier.ending, dossier.acceptance
    if ending and (acceptance is None or UNACCEPTED in ending.anomalies):
        reason = VOIDED if dossier.voided else NOT_ENDED[UNACCEPTED]
        unit = dossier.offering.unit
        item = Item("dossier", dossier.name, EXCLUDED, reason, dossier.assisted, unit)
        return ending.first_recorded_at, unit, item
    if acceptance is None:
        return None
    found = (EXCLUDED, VOIDED) if dossier.voided else online_class(acceptance)
    unit = acceptance.offering.unit
    item = Item("dossier", dossier.name, *found, dossier.assisted, unit)
    return acceptance.time or acceptance.recorded_at, unit, item


def online_class(acceptance: Acceptance) -> tuple[str, str]:
    """By the level at acceptance and the dossier's own channel."""
    if acceptance.time is None:
        return EXCLUDED, "accepted_without_time"
    if submissions.ANOMALY_ACCEPTED_IN_FUTURE in acceptance.anomalies:
        return EXCLUDED, "accepted_in_future"
    online = acceptance.channel == submissions.CHANNEL_ONLINE
    if not acceptance.offering.HasField("level"):
        return EXCLUDED, "level_unknown"
    if acceptance.offering.level < 3:
        return EXCLUDED, "online_below_3" if online else "other_below_3"
    if acceptance.channel in NO_CHANNEL:
        return UNKNOWN, ""
    return (NUMERATOR if online else DENOMINATOR), ""


def on_time(dossier: Dossier, ending: Ending) -> tuple[datetime, str, Item]:
    """An ended dossier, keyed by its end and credited to the unit that handled it then."""
    key = ending.time or ending.recorded_at
    membership, reason = (EXCLUDED, VOIDED) if dossier.voided else on_time_class(dossier, ending)
    item = Item("dossier", dossier.name, membership, reason, dossier.assisted, ending.unit)
    return key, ending.unit, item


def on_time_class(dossier: Dossier, ending: Ending) -> tuple[str, str]:
    """By the due of the ending event; the verdict is judged again here, not read."""
    if ending.time is None:
        return EXCLUDED, "ended_without_time"
    unaccepted = frozenset() if dossier.acceptance else frozenset({UNACCEPTED})
    for anomaly, reason in NOT_ENDED.items():
        if anomaly in ending.anomalies | unaccepted:
            return EXCLUDED, reason
    if ending.due is None:
        return EXCLUDED, "no_due"
    due = from_timestamp(ending.due.time)
    kept = is_kept(ending.time, due, end_of_day=ending.due.end_of_day, day_only=ending.day_only)
    return (NUMERATOR if kept else DENOMINATOR), ""


def is_kept(ended: datetime, due: datetime, *, end_of_day: bool, day_only: bool) -> bool:
    """Not later than the due: of an end that is a day, its day; the midnight that ends a due day is
    late.
    """
    if day_only:
        last = due - timedelta.resolution if end_of_day else due
        return local_day(ended) <= local_day(last)
    return ended < due if end_of_day else ended <= due


def add_coverage(found: dict[Place, Figure], reading: Reading, scopes: Scopes, month: date) -> None:
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
            item = Item("service", service, coverage_class(inside))
            for only in ("", service) if scope == "" else ("",):
                place = Place(COVERAGE, scope, only, month)
                found.setdefault(place, Figure()).items.append(item)


def spans_open(reading: Reading, as_of: datetime) -> dict[str, list[tuple[str, Span]]]:
    """Every open offering's unit and span, by service."""
    found: dict[str, list[tuple[str, Span]]] = {}
    for offering in reading.offerings.values():
        if span := offering.open_span(as_of):
            found.setdefault(offering.service, []).append((offering.unit, span))
    return found


def coverage_class(spans: list[Span]) -> str:
    """Numerator if the best offering reaches level 3; unknown if one might, as does one under a
    rule that claims no level.
    """
    if any(span.level is not None and span.level >= 3 for span in spans):
        return NUMERATOR
    if any(span.level is None or span.earned < 3 <= span.attainable for span in spans):
        return UNKNOWN
    return DENOMINATOR
