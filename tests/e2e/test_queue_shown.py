"""Tickets as `./motcua queue` shows them, to people and to programs.

Promises every state of a ticket. Must not need a stack: the demo's test shows a real queue.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.submissions.v1 import counter_pb2 as api
from services.console.commands.queue import STATES, cells, document
from services.console.display.names import Names

TAKEN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 08:30 in Vietnam
NAMES = Names({"services/birth": "Khai sinh"})
STATED = [each for each in api.TicketState.values() if each]


def ticket(state: int, *, called: int | None = None, ended: int | None = None) -> api.Ticket:
    """With minutes from taking it."""
    found = api.Ticket(
        name="tickets/1",
        number="A-001",
        state=state,
        day={"year": 2026, "month": 3, "day": 2},
        service="services/birth",
        take_time=TAKEN,
        serving_seconds=125,
    )
    if called is not None:
        found.first_call_time.FromDatetime(TAKEN + timedelta(minutes=called))
    if ended is not None:
        found.end_time.FromDatetime(TAKEN + timedelta(minutes=ended))
    return found


def test_every_state_has_its_words_in_both_languages() -> None:
    assert sorted(STATES) == sorted(STATED)
    assert all(vi and en and vi != en for en, vi in STATES.values())


@pytest.mark.parametrize(
    ("shown", "waited", "served"),
    [
        (ticket(api.TICKET_STATE_WAITING), "45", ""),
        (ticket(api.TICKET_STATE_CALLED, called=7), "7", ""),
        (ticket(api.TICKET_STATE_SERVED, called=7, ended=20), "7", "2"),
        (ticket(api.TICKET_STATE_NOT_SERVED, ended=30), "30", ""),
    ],
)
def test_who_waits_is_shown_until_now_and_everybody_else_until_called_or_ended(
    shown: api.Ticket, waited: str, served: str
) -> None:
    row = cells(shown, TAKEN + timedelta(minutes=45), NAMES, vi=False)
    assert (row[0], *row[4:]) == ("A-001", "08:30", waited, served, "Khai sinh")


def test_a_program_reads_what_is_not_known_as_null() -> None:
    found = document(ticket(api.TICKET_STATE_NOT_SERVED, ended=30))
    assert (found["state"], found["day"]) == ("not_served", "2026-03-02")
    assert found["first_call"] is None
    assert found["ended"] == (TAKEN + timedelta(minutes=30)).isoformat()
