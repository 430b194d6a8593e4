"""An office that keeps its tickets in memory, by the service's own code; and a naive model of it.

The model knows tickets as rows of a list, and sorts nothing: it looks for who is next one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.submissions.v1 import counter_pb2 as api
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.moments import local_day
from services.submissions.domain.ticket import queue, steps
from services.submissions.domain.ticket.state import TICKETS, Ticket
from services.submissions.domain.ticket.steps import Given

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)  # Monday, 08:00 in Vietnam
UNIT = "units/ward"
CLASSES = ("disabled", "elderly")


@dataclass
class TicketOffice:
    """Commands go through the domain; what it refuses is the code of the refusal."""

    now: datetime = MORNING
    tickets: dict[str, Ticket] = field(default_factory=dict)
    said: list[Any] = field(default_factory=list)  # every message, in order
    facts: list[tuple[str, Fact]] = field(default_factory=list)

    def take(self, group: str = "", priority_class: str = "") -> str:
        today = [t for t in self.tickets.values() if t.day == local_day(self.now)]
        given = queue.Given(
            max((t.turn for t in today), default=0),
            max((t.serial for t in today if t.taken_for == group), default=0),
            waiting := sum(t.state == api.TICKET_STATE_WAITING for t in today),
            waiting,
        )
        asked = {"group": group, "priority_class": priority_class}
        place = queue.next_position(given, classes=CLASSES, **asked)
        name = f"tickets/{UUID(int=len(self.tickets))}"
        self._fold(name, steps.take(name, self._given, place, unit=UNIT, **asked))
        return name

    def call_next(self, counter: str, groups: tuple[str, ...] = ()) -> str | None:
        day = local_day(self.now)
        entries = [
            queue.Entry(t.name, t.number, t.state, t.group, t.counter, t.priority, t.turn)
            for t in self.tickets.values()
            if t.day == day and t.state in steps.OPEN
        ]
        queue.require_free(entries, counter)
        found = queue.next_at(entries, counter, groups)
        if found is None:
            return None
        self.do("call", found.name, counter=counter)
        return found.name

    def do(self, command: str, name: str, **content: Any) -> None:
        ticket = self.tickets[name]
        self._fold(name, getattr(steps, command)(ticket, self._given, **content))

    def close(self) -> None:
        """As the timers do."""
        for name in list(self.tickets):
            self.do("close", name)

    @property
    def _given(self) -> Given:
        return Given(self.now, 7, "officer.test")

    def _fold(self, name: str, facts: Any) -> None:
        self.said += [each.message for each in facts]
        self.facts += [(name, each) for each in facts]
        self.tickets[name] = TICKETS.fold(self.tickets.get(name, TICKETS.initial()), facts)


def refusal(call: Any, *arguments: Any, **named: Any) -> str:
    """The code with which a command is refused; "" where it is not."""
    try:
        call(*arguments, **named)
    except Refusal as refused:
        return refused.reason.code
    return ""


@dataclass
class Row:
    """A ticket, as somebody with a sheet of paper would keep it."""

    number: str
    group: str
    rank: int
    taken: datetime
    day: Any
    state: str = "waiting"
    counter: str = ""
    first_call: datetime | None = None
    last_call: datetime | None = None
    at_counters: timedelta = timedelta()


class Sheet:
    """The naive model: rows in the order in which tickets were taken."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def number(self, group: str, day: Any) -> str:
        n = 1
        while (number := f"{group}-{n:03}" if group else f"{n:03}") in {
            row.number for row in self.rows.values() if row.day == day
        }:
            n += 1
        return number

    def next(self, counter: str, groups: tuple[str, ...], day: Any) -> str | None:
        for rank in range(len(CLASSES) + 1):
            for name, row in self.rows.items():
                here = row.counter == counter if row.counter else not groups or row.group in groups
                if row.day == day and row.state == "waiting" and row.rank == rank and here:
                    return name
        return None

    def holder(self, counter: str, day: Any) -> str | None:
        for name, row in self.rows.items():
            if (row.day, row.state, row.counter) == (day, "called", counter):
                return name
        return None
