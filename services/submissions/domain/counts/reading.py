"""A counted fact as another system states it, checked and made an event.

Periods are local days; a fact that cannot be known of what is counted is refused.
"""

from collections.abc import Iterator
from datetime import date
from math import gcd
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.counts_pb2 import Count, StandardCount
from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import EARLIEST, day, midnight

# What can be known of items of one population alone.
_ONLY_OF = {
    "verdict": events.POPULATION_ENDED,
    "electronic_result": events.POPULATION_ENDED,
    "rating": events.POPULATION_RATED,
}
_BOUNDS = {"level": (0, 4), "rating": (1, 5)}
_SAME = (
    "unit", "service", "population", "n", "residual", "channel", "assisted", "level", "verdict",
    "written_result", "electronic_result", "rating",
)  # fmt: skip
_SAME_OF_STANDARD = (
    "unit", "service", "code", "volume", "met", "target_numerator", "target_denominator",
)  # fmt: skip


def count(
    stated: Count, *, name: str, source: str, position: int, field: str
) -> events.CountRecorded:
    """The event of a count; `field`: of administration, of the service."""
    _refuse(stated, _faults_of_count(stated))
    said = events.CountRecorded(count=name, catalog_position=position, field=field)
    _fill(said, stated, _SAME, source)
    return said


def standard(
    stated: StandardCount, *, name: str, source: str, position: int, field: str
) -> events.StandardRecorded:
    """The event of a standard."""
    _refuse(stated, _faults_of_standard(stated))
    said = events.StandardRecorded(standard=name, catalog_position=position, field=field)
    _fill(said, stated, _SAME_OF_STANDARD, source)
    return said


def _fill(said: Any, stated: Any, same: tuple[str, ...], source: str) -> None:
    for name in same:
        field = stated.DESCRIPTOR.fields_by_name[name]
        if not field.has_presence or stated.HasField(name):
            setattr(said, name, getattr(stated, name))
    said.origin.source, said.origin.key = source, stated.key
    said.start_time.CopyFrom(stamp(midnight(day(stated.start_date))))
    said.end_time.CopyFrom(stamp(midnight(day(stated.end_date))))


def _refuse(stated: Any, found: Iterator[tuple[Reason, str]]) -> None:
    first, last = day(stated.start_date), day(stated.end_date)
    if not EARLIEST.date() <= first < last < date.max:
        raise Refusal(CountingReason.PERIOD_EMPTY, field="end_date")
    for reason, field in found:
        raise Refusal(reason, field=field)


def _faults_of_count(stated: Count) -> Iterator[tuple[Reason, str]]:
    if stated.n < 0:
        yield CountingReason.COUNTED_NEGATIVE, "n"
    for name, population in _ONLY_OF.items():
        known = {field.name for field, _ in stated.ListFields()}
        if name in known and stated.population != population:
            yield CountingReason.COUNT_FACT_INVALID, name
    for name, (least, most) in _BOUNDS.items():
        if stated.HasField(name) and not least <= getattr(stated, name) <= most:
            yield CountingReason.COUNT_FACT_INVALID, name


def _faults_of_standard(stated: StandardCount) -> Iterator[tuple[Reason, str]]:
    for name in ("volume", "met"):
        if getattr(stated, name) < 0:
            yield CountingReason.COUNTED_NEGATIVE, name
    if stated.HasField("volume") and stated.met > stated.volume:
        yield CountingReason.MET_ABOVE_VOLUME, "met"
    above, below = stated.target_numerator, stated.target_denominator
    given = stated.HasField("target_numerator") or stated.HasField("target_denominator")
    if given and not (0 < above <= below and gcd(above, below) == 1):
        yield CountingReason.TARGET_INVALID, "target_numerator"
