"""The counts of one source that differ in their periods alone, and which of them are marked.

Example: ward A's table of dossiers received online, month by month. A row for 15 June to 15 July is
refused once one for June is known, since days in both would count twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.instants import instant, shown
from services.submissions.domain.subjects import fact

Counted: TypeAlias = events.CountRecorded | events.StandardRecorded
OVERLAP = "count-overlap"  # the kind of timer that marks a count beside which dossiers came
# What tells counts of one series from one another, and what is said of them.
_NOT_DIMENSIONS = {
    "count", "standard", "origin", "catalog_position", "field", "start_time", "end_time", "n",
    "volume", "met", "target_numerator", "target_denominator",
}  # fmt: skip


class Period(NamedTuple):
    """A count of the series: half open."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Series:
    """Its periods, and the unit that they are of."""

    unit: str = ""
    periods: tuple[Period, ...] = ()
    overlapped: frozenset[str] = frozenset()  # counts beside which single dossiers came


def dimensions(counted: Counted) -> list[str]:
    """What tells a series from others: the source, and everything that is known of its items."""
    parts = [counted.DESCRIPTOR.name, counted.origin.source]
    for field, value in counted.ListFields():
        if field.name not in _NOT_DIMENSIONS:
            parts += [field.name, str(value)]
    return parts


def record(series: Series, counted: Counted, *, at: datetime) -> list[Fact]:
    """Add a count, or refuse it where its period overlaps one that is known."""
    period = _period(counted)
    for each in series.periods:
        if each.start < period.end and period.start < each.end:
            values = {"start": shown(each.start), "end": shown(each.end)}
            raise Refusal(CountingReason.COUNT_OVERLAPS, field="start_date", values=values)
    return [fact(counted, at, unit=counted.unit)]


def overlap(
    series: Series, *, name: str, dossier: str, at: datetime, catalog_position: int
) -> list[Fact]:
    """Mark a count beside which a single dossier came; once."""
    known = any(each.name == name for each in series.periods)
    if not known or name in series.overlapped:
        return []
    event = events.CountOverlapped(count=name, catalog_position=catalog_position, dossier=dossier)
    return [fact(event, at, unit=series.unit)]


def end_overlap(series: Series, *, name: str, at: datetime, catalog_position: int) -> list[Fact]:
    """Mark a count no more, beside which no single dossier counts now."""
    if name not in series.overlapped:
        return []
    event = events.CountOverlapEnded(count=name, catalog_position=catalog_position)
    return [fact(event, at, unit=series.unit)]


def _evolve(series: Series, event: Any, _: datetime) -> Series:
    if isinstance(event, events.CountOverlapped):
        return replace(series, overlapped=series.overlapped | {event.count})
    if isinstance(event, events.CountOverlapEnded):
        return replace(series, overlapped=series.overlapped - {event.count})
    return replace(series, unit=event.unit, periods=(*series.periods, _period(event)))


def _period(event: Any) -> Period:
    name = event.count if isinstance(event, events.CountRecorded) else event.standard
    return Period(name, instant(event.start_time), instant(event.end_time))


SERIES: Decider[Series] = Decider(initial=Series, evolve=_evolve)
_KINDS: tuple[type[Message], ...] = (
    events.CountRecorded,
    events.StandardRecorded,
    events.CountOverlapped,
    events.CountOverlapEnded,
)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in _KINDS}
