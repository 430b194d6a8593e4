"""A counted fact as another system states it, checked and made events.

Periods are local days; a fact that cannot be known of what is counted is refused, every field at
once. What a source states of a standard is recorded as it is, more met than there were, too: an
indicator excludes that by name.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from math import gcd
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.counts_pb2 import Count, StandardCount
from services.chassis.errors import Refusal, refuse_all
from services.submissions.domain.counts import parts
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import day, has_come, midnight

# What can be known of items of one population alone.
_ONLY_OF = {
    "verdict": events.POPULATION_ENDED,
    "electronic_result": events.POPULATION_ENDED,
    "rating": events.POPULATION_RATED,
}
# Of one fact: figures add up thousands of millions of them in 63 bits, whoever stated which.
MOST_COUNTED = 10**9
_BOUNDS = {"level": range(5), "rating": range(1, 6)}
_SAME = ("unit", "service", "population", "n", *parts.FACTS)
_SAME_OF_STANDARD = (
    "unit", "service", "code", "volume", "met", "target_numerator", "target_denominator",
)  # fmt: skip


class Stated(NamedTuple):
    """By which source, what was known of the catalogue then, when it was recorded, and how facts
    are named by their kind, source, key and part: `counts/…`, the same whoever brings them.
    """

    source: str
    position: int
    field: str  # of administration, of the service
    now: datetime
    name: Callable[..., str]


def counts(stated: Count, by: Stated) -> list[events.CountRecorded]:
    """The events of a count: one, or one for each part of a total and for what they leave."""
    refuse_all([*_faults_of_period(stated, by.now), *_faults_of_count(stated)])
    counted = parts.items(stated)
    found = [_filled(events.CountRecorded(), each, _SAME, by) for each in counted]
    for index, event in enumerate(found):
        event.residual = bool(stated.parts) and index >= len(stated.parts)
        event.count = by.name("counts", by.source, stated.key, *_part(event, stated))
    return found


def standard(stated: StandardCount, by: Stated) -> events.StandardRecorded:
    """The event of a standard."""
    refuse_all([*_faults_of_period(stated, by.now), *_faults_of_standard(stated)])
    event: events.StandardRecorded
    event = _filled(events.StandardRecorded(), stated, _SAME_OF_STANDARD, by)
    event.standard = by.name("standards", by.source, stated.key)
    return event


def _part(event: events.CountRecorded, stated: Count) -> Iterator[str]:
    """What tells a part of a total from the others."""
    for field, value in event.ListFields() if stated.parts else ():
        if field.name in ("residual", *parts.FACTS):
            yield from (field.name, str(value))


def _filled(event: Any, stated: Any, same: Sequence[str], by: Stated) -> Any:
    event.catalog_position, event.field = by.position, by.field
    for name in same:
        field = stated.DESCRIPTOR.fields_by_name[name]
        if not field.has_presence or stated.HasField(name):
            setattr(event, name, getattr(stated, name))
    event.origin.source, event.origin.key = by.source, stated.key
    event.start_time.CopyFrom(stamp(midnight(day(stated.start_date))))
    event.end_time.CopyFrom(stamp(midnight(day(stated.end_date))))
    return event


def _faults_of_period(stated: Any, now: datetime) -> Iterator[Refusal]:
    first, last = day(stated.start_date), day(stated.end_date)
    if first >= last:
        yield Refusal(CountingReason.PERIOD_EMPTY, field="end_date")
        return
    for field, within in (("start_date", first), ("end_date", last - timedelta(days=1))):
        if not has_come(within, now):
            yield Refusal(CountingReason.PERIOD_NOT_OVER, field=field)


def _faults_of_count(stated: Count) -> Iterator[Refusal]:
    yield from _faults_of_number(stated, "n")
    yield from _faults_of_facts(stated, stated.population, prefix="")
    for index, part in enumerate(stated.parts[: parts.MOST_PARTS]):
        yield from _faults_of_facts(part, stated.population, prefix=f"parts[{index}].")
    yield from parts.faults(stated)


def _faults_of_number(stated: Any, name: str) -> Iterator[Refusal]:
    """What is no number of things that were counted."""
    if (counted := getattr(stated, name)) < 0:
        yield Refusal(CountingReason.COUNTED_NEGATIVE, field=name)
    elif counted > MOST_COUNTED:
        values = {"most": f"{MOST_COUNTED:,}"}
        yield Refusal(CountingReason.COUNTED_TOO_MANY, field=name, values=values)


def _faults_of_facts(stated: Any, population: int, *, prefix: str) -> Iterator[Refusal]:
    """What cannot be known of these items, or is no such value."""
    for field, value in stated.ListFields():
        elsewhere = population != _ONLY_OF.get(field.name, population)
        if elsewhere or not _is_within(field.name, value):
            yield Refusal(CountingReason.COUNT_FACT_INVALID, field=f"{prefix}{field.name}")


def _is_within(name: str, value: Any) -> bool:
    return name not in _BOUNDS or value in _BOUNDS[name]


def _faults_of_standard(stated: StandardCount) -> Iterator[Refusal]:
    for name in ("volume", "met"):
        yield from _faults_of_number(stated, name)
    above, below = stated.target_numerator, stated.target_denominator
    given = stated.HasField("target_numerator") or stated.HasField("target_denominator")
    if given and not (0 < above <= below and gcd(above, below) == 1):
        yield Refusal(CountingReason.TARGET_INVALID, field="target_numerator")
