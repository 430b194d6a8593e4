"""What is known of one ticket at the counters, as far as a figure can depend on it.

A ticket is shown when it was called first; how long it waited is stated by its end. One that was
never called is in no figure.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import ticket_events_pb2 as events
from services.metrics.domain.periods import instant_of, may_be
from services.metrics.domain.seen import Seen
from services.metrics.domain.shown import Shown

CALLED = 7  # the key of tickets, as tables number it
MINUTE = 60  # seconds


class TicketFacts(NamedTuple):
    """A ticket's facts. `None` where nothing happened yet."""

    ticket: str  # the last part of its resource name
    service: str = ""  # "": none was named
    unit: str = ""  # whose counters call it
    called_at: datetime | None = None  # first
    waiting_minutes: int | None = None  # whole ones
    no_show: bool = False
    voided: bool = False


def shown(facts: TicketFacts) -> Iterator[Shown]:
    """By its first call."""
    if facts.called_at is not None:
        yield Shown(CALLED, facts.unit, facts.called_at)


def of(facts: TicketFacts, seen: Seen) -> TicketFacts:
    """What every event of a ticket says."""
    return facts._replace(unit=seen.message.unit, service=seen.message.service)


def called(facts: TicketFacts, seen: Seen) -> TicketFacts:
    """To a counter, for the first time or again."""
    return of(facts, seen)._replace(called_at=first_call(seen))


def served(facts: TicketFacts, seen: Seen) -> TicketFacts:
    """Whoever held it; and how long he waited."""
    at = first_call(seen)
    minutes = None if at is None else seen.message.waiting_seconds // MINUTE
    return of(facts, seen)._replace(called_at=at, waiting_minutes=minutes)


def not_served(facts: TicketFacts, seen: Seen) -> TicketFacts:
    """It was called and nobody came, or its day ended."""
    no_show = seen.message.reason == events.NOT_SERVED_REASON_NO_SHOW
    return served(facts, seen)._replace(no_show=no_show)


def voided(facts: TicketFacts, seen: Seen) -> TicketFacts:
    """Taken in error: excluded from now on."""
    return of(facts, seen)._replace(voided=True)


def first_call(seen: Seen) -> datetime | None:
    """The instant that the event states; one that cannot be is that of its recording."""
    if not seen.message.HasField("first_call_time"):
        return None
    at = instant_of(seen.message.first_call_time)
    return at if may_be(at, seen.recorded_at) else seen.recorded_at


CHANGES: dict[Any, Callable[[TicketFacts, Seen], TicketFacts]] = {
    events.TicketTaken: of,
    events.TicketCalled: called,
    events.TicketMoved: of,
    events.TicketServed: served,
    events.TicketNotServed: not_served,
    events.TicketVoided: voided,
}
