"""A petition in memory with the live commands on it, at two units with calendars of their own.

Promises the domain's own functions, each called as the service calls it. Must not assert.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from services.chassis.decider import Fact
from services.submissions.domain.authority import Accountable
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.petition import (
    correcting,
    ending,
    handling,
    receiving,
    transferring,
)
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.live import Given
from services.submissions.domain.petition.state import Petition
from tests.submissions.deadline_oracle import Office
from tests.submissions.deadline_tables import at
from tests.submissions.test_deadlines_equal_minutes import OFFICE, published

WARD, NEXT = "units/ward", "units/next"
MONDAY = at("Mon 2026-03-02 09:00")
HOUR = timedelta(hours=1)
TET = frozenset(date(2026, 3, day) for day in (5, 6, 9, 10))
OFFICES = {
    WARD: Office([OFFICE] * 5 + [()] * 2, off=TET),
    NEXT: Office([OFFICE] * 5 + [((450, 690),), ()], off=frozenset({date(2026, 3, 20)})),
}
CALENDARS = {
    unit: replace(published(office), name=f"calendars/{unit.removeprefix('units/')}")
    for unit, office in OFFICES.items()
}


class Known:
    """These calendars, for whom they are."""

    def version(self, name: str, version: int) -> WorkingCalendar | None:
        wanted = (name, version)
        found = (each for each in CALENDARS.values() if (each.name, each.version) == wanted)
        return next(found, None)

    def of_unit(self, unit: str, _: datetime) -> WorkingCalendar | None:
        return CALENDARS.get(unit)


GIVEN = Given(MONDAY, 7, Accountable("an", WARD), calendars=Known())
FILING = receiving.Filing(
    name="petitions/00000000-0000-7000-8000-000000000001",
    number="ward-260302-0001",
    receiving_unit="units/desk",
    holder=WARD,
    kind=events.PETITION_KIND_COMPLAINT,
    channel=events.PETITION_CHANNEL_PORTAL,
    portal="city",
)


def merge(petition: Petition, given: Given) -> list[Fact]:
    """Into another one that is open."""
    into = Petition(name="petitions/other", status=events.PETITION_STATUS_HANDLING)
    return ending.merge(petition, given, into=into)


COMMANDS: dict[str, Callable[..., list[Fact]]] = {
    "start": handling.start_handling,
    "ask": handling.request_supplement,
    "supply": handling.answer_supplement,
    "answer": handling.answer,
    "refuse": handling.refuse,
    "publish": handling.publish,
    "assign": handling.assign,
    "transfer": transferring.transfer,
    "merge": merge,
    "withdraw": ending.withdraw,
    "void": ending.void,
}
USUAL: dict[str, dict[str, Any]] = {
    "ask": {"reason_code": "unclear"},
    "refuse": {"reason_code": "not-competent"},
    "publish": {"publication": "publications/00000000-0000-7000-8000-00000000000a"},
    "assign": {"assignee": "binh"},
    "transfer": {"to_unit": NEXT, "reason_code": "competence"},
    "void": {"reason_code": "typing-error"},
}


class LivePetition:
    """A complaint of Monday 2 March 2026, 09:00; `now` is the clock of its commands."""

    def __init__(self, **filed: Any) -> None:
        self.now = MONDAY
        self.state = Petition()
        self.facts: list[Fact] = []
        filing = replace(FILING, **filed)
        self.take(receiving.receive(filing, self.given))

    @property
    def given(self) -> Given:
        """What a command of now comes with."""
        return replace(GIVEN, clock=self.now)

    def take(self, facts: list[Fact]) -> list[Any]:
        """Fold facts in; their messages."""
        self.facts += facts
        self.state = PETITIONS.fold(self.state, facts)
        return [each.message for each in facts]

    def do(self, command: str, *, after: timedelta = HOUR, **more: Any) -> list[Any]:
        """A command, an hour after the last one unless told otherwise; the messages recorded."""
        self.now += after
        content = USUAL.get(command, {}) | more
        return self.take(COMMANDS[command](self.state, self.given, **content))

    def correct(
        self, version: int, instead: PetitionStatement | None = None, *, after: timedelta = HOUR
    ) -> events.PetitionCorrected:
        """The fact of a version should have been another, or not at all."""
        self.now += after
        facts = correcting.correct(
            self.state, self.given, version=version, instead=instead, reason_code="mistaken"
        )
        [message] = self.take(facts)
        corrected: events.PetitionCorrected = message
        return corrected


def lived(*commands: str, **filed: Any) -> LivePetition:
    """A petition with these commands on it, an hour apart."""
    petition = LivePetition(**filed)
    for each in commands:
        petition.do(each)
    return petition


def local(stamp: Any) -> datetime:
    """An instant of a message, local and naive."""
    return stamp.ToDatetime() + timedelta(hours=7)  # type: ignore[no-any-return]
