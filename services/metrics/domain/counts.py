"""Counted facts: how many there were of something in a period, where only that is known, and how
often a standard was met.

A count is an item of its weight in each definition of its population; what it does not say is
absent. It is shown in every month that its period touches, and counts where a question holds all of
its period.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.metrics.domain.periods import (
    instant_of,
    local_day,
    may_be,
    midnight,
    months,
    whole_months,
)
from services.metrics.domain.seen import Seen, stated
from services.metrics.domain.shown import Shown

ACCEPTED, ENDED, RATED, COUNTED = 1, 2, 3, 8  # keys, as tables number them
KEYS = {
    int(events.POPULATION_ACCEPTED): ACCEPTED,
    int(events.POPULATION_ENDED): ENDED,
    int(events.POPULATION_RATED): RATED,
}  # none counts submitted dossiers, and a counted petition does not say which term is meant
INSTANT = timedelta(microseconds=1)
MOST = 10**15  # nobody counted more; and thousands of such counts add up in 64 bits


class CountFacts(NamedTuple):
    """A count's facts. `None` where the source does not say."""

    counted: str  # the last part of its resource name
    service: str = ""  # of all services together
    unit: str = ""
    start_at: datetime | None = None  # half open; None, of both: a period that cannot be
    end_at: datetime | None = None
    n: int = 0
    population: int = 0
    channel: int = 0
    assisted: bool | None = None
    level: int | None = None
    verdict: int = 0
    written_result: bool | None = None
    electronic_result: bool | None = None
    rating: int | None = None
    overlapped: bool = False  # single dossiers of its days came later: both are counted


class StandardFacts(NamedTuple):
    """A service standard's facts. `None` where the source does not say."""

    standard: str  # the last part of its resource name
    service: str = ""
    unit: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    volume: int | None = None
    met: int | None = None
    target_n: int | None = None
    target_d: int | None = None


def count_shown(facts: CountFacts) -> Iterator[Shown]:
    """In the months that it touches, by the key of its population."""
    key = KEYS.get(facts.population)
    return shown(facts, key) if key else iter(())


def standard_shown(facts: StandardFacts) -> Iterator[Shown]:
    """In the months that it touches."""
    return shown(facts, COUNTED)


def shown(facts: CountFacts | StandardFacts, key: int) -> Iterator[Shown]:
    """Once in each month between its begin and its end."""
    if facts.start_at is None or facts.end_at is None:
        return
    last = local_day(facts.end_at - INSTANT)
    for month in months(whole_months(local_day(facts.start_at), last)):
        yield Shown(key, facts.unit, midnight(month.start))


def recorded(facts: CountFacts, seen: Seen) -> CountFacts:
    """Said once, for ever. A number that cannot be is in no figure."""
    event = seen.message
    start, end = period(seen) if event.n <= MOST else (None, None)
    return facts._replace(
        service=event.service,
        unit=event.unit,
        start_at=start,
        end_at=end,
        n=event.n,
        population=event.population,
        channel=event.channel,
        verdict=event.verdict,
        **{name: stated(event, name) for name in OPTIONAL},
    )


OPTIONAL = ("assisted", "level", "written_result", "electronic_result", "rating")


def overlapped(facts: CountFacts, _: Seen) -> CountFacts:
    """Single dossiers of its days came."""
    return facts._replace(overlapped=True)


def overlap_ended(facts: CountFacts, _: Seen) -> CountFacts:
    """None of them counts there any more."""
    return facts._replace(overlapped=False)


def standard_recorded(facts: StandardFacts, seen: Seen) -> StandardFacts:
    """Said once, for ever."""
    event = seen.message
    start, end = period(seen)
    return facts._replace(
        service=event.service,
        unit=event.unit,
        start_at=start,
        end_at=end,
        volume=stated(event, "volume"),
        met=stated(event, "met"),
        target_n=stated(event, "target_numerator"),
        target_d=stated(event, "target_denominator"),
    )


def period(seen: Seen) -> tuple[datetime | None, datetime | None]:
    """From begin to end; one that cannot be is none, and then it is in no figure."""
    start, end = instant_of(seen.message.start_time), instant_of(seen.message.end_time)
    possible = all(may_be(each, seen.recorded_at) for each in (start, end))
    return (start, end) if possible and start < end else (None, None)


COUNT_CHANGES: dict[Any, Callable[[CountFacts, Seen], CountFacts]] = {
    events.CountRecorded: recorded,
    events.CountOverlapped: overlapped,
    events.CountOverlapEnded: overlap_ended,
}
STANDARD_CHANGES: dict[Any, Callable[[StandardFacts, Seen], StandardFacts]] = {
    events.StandardRecorded: standard_recorded,
}
