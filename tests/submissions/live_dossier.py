"""A dossier in memory with the live commands on it, by a calendar of the tables.

Promises the domain's own functions, each called as the service calls it. Must not assert.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.decider import Fact
from services.submissions.domain.authority import Accountable
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.dossier import (
    archiving,
    correcting,
    ending,
    filing,
    handling,
    linking,
    paying,
    rating,
    transferring,
)
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier, Handover, Payment
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import Offering, ProcessingTime, Span, Version
from tests.submissions import deadline_tables as tables

NAME, UNIT, WARD_2 = "calendars/vn", "units/ward", "units/ward-2"
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = tables.at("Mon 2026-03-02 09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOUR_DAYS = ProcessingTime(
    0, Duration(4, tables.UNITS["working day"]), tables.POLICIES["shift"], policy_recorded=True
)
FEE, OBLIGATION = events.PAYMENT_PURPOSE_FEE, events.PAYMENT_PURPOSE_OBLIGATION
FAR = datetime(2090, 1, 1, tzinfo=UTC)
VERSION = Version(BEGIN, 1, True, None, 50_000, times=(FOUR_DAYS,))
OFFERING = Offering(
    "services/birth/offerings/ward", "services/birth", UNIT,
    (Span(BEGIN, open=True, level=4),), (VERSION,),
)  # fmt: skip


def calendars() -> Calendars:
    """The calendar `office` of the tables, in every version."""
    known = Calendars()
    for each in tables.revisions("office"):
        known.learn({(NAME, each.version): (each.version, each)})
    return known


CALENDARS = calendars()
GIVEN = Given(MONDAY, 7, Accountable("an", UNIT), task="t1", measures=CalendarMeasures(CALENDARS))


def about(moment: Moment | None) -> events.OfferingFacts:
    """What the catalogue says of the offering."""
    return OFFERING.about(moment.at) if moment else OFFERING.about_no_instant()


def accept(dossier: Dossier, given: Given, *, due: events.Due | None = None) -> list[Fact]:
    """With the dates that the calendar gives, or a stated one."""
    return filing.accept(
        dossier, given, offering=OFFERING, due=due, calendar=CALENDARS.known(NAME),
        handling_unit=UNIT,
    )  # fmt: skip


def pay(dossier: Dossier, given: Given, **payment: Any) -> list[Fact]:
    """A fee of 50,000 đồng online, unless told otherwise."""
    usual = {"payment": "p1", "purpose": FEE, "online": True, "amount": 50_000}
    usual |= {"reference": ("bank", payment.get("payment", "p1"))}
    return paying.record_payment(dossier, given, Payment(**(usual | payment)))


def result(dossier: Dossier, given: Given, **more: Any) -> list[Fact]:
    """Electronic, by the unit that has it."""
    usual = {"electronic_result": True, "handling_unit": dossier.handling_unit}
    return ending.record_result(dossier, given, **(usual | more))


COMMANDS: dict[str, Callable[..., list[Fact]]] = {
    "accept": accept,
    "refuse": filing.refuse,
    "start": handling.start_handling,
    "ask": handling.request_supplement,
    "answer": handling.answer_supplement,
    "oblige": handling.request_obligation,
    "assign": handling.assign,
    "transfer": transferring.transfer,
    "extend": handling.extend_due,
    "pay": pay,
    "refund": paying.refund_payment,
    "waive": paying.waive_fee,
    "waive_obligation": paying.waive_obligation,
    "result": result,
    "return": ending.return_result,
    "withdraw": ending.withdraw,
    "stop": ending.stop,
    "rate": rating.rate,
    "archive": archiving.archive,
    "hand_over": archiving.hand_over,
    "link": partial(linking.link, leads=False),
    "void": filing.void,
}
USUAL: dict[str, dict[str, Any]] = {
    "refuse": {"reason_code": "not-competent"},
    "ask": {"reason_code": "incomplete"},
    "oblige": {"amount": 1_000_000, "reason_code": "land-tax"},
    "assign": {"assignee": "binh"},
    "transfer": {"to_unit": WARD_2, "reason_code": "competence"},
    "extend": {"extended": events.Due(time=FAR), "reason_code": "workload"},
    "refund": {"payment": "p1", "amount": 50_000},
    "waive": {"reason_code": "poor-household"},
    "waive_obligation": {"reason_code": "exempt"},
    "stop": {"reason_code": "court"},
    "rate": {"value": 5, "changeable": timedelta(days=30)},
    "archive": {"archive_code": "A-1"},
    "hand_over": {"to": Handover("his", "2026-03", "117")},
    "link": {"root": "dossiers/018f0000-0000-7000-8000-00000000000a"},
    "void": {"reason_code": "typing-error"},
}


class LiveDossier:
    """A dossier filed online on Monday 2 March 2026, 09:00; `now` is the clock of its commands."""

    def __init__(self, **submitted: Any) -> None:
        self.now = MONDAY
        self.state = Dossier()
        self.facts: list[Fact] = []
        usual: dict[str, Any] = {
            "name": "dossiers/d", "number": "ward-260302-0001", "receiving_unit": "units/desk",
            "offering": OFFERING, "channel": events.CHANNEL_ONLINE, "assisted": False, "root": "",
            "portal": "city", "at": MONDAY, "catalog_position": 7,
        }  # fmt: skip
        self.take(filing.submit(**(usual | submitted)))

    def take(self, facts: list[Fact]) -> list[Any]:
        """Fold facts in; their messages."""
        self.facts += facts
        self.state = DOSSIERS.fold(self.state, facts)
        return [each.message for each in facts]

    def do(self, command: str, *, after: timedelta = HOUR, **more: Any) -> list[Any]:
        """A command, an hour after the last one unless told otherwise; the messages recorded."""
        self.now += after
        given = replace(GIVEN, clock=self.now)
        return self.take(COMMANDS[command](self.state, given, **(USUAL.get(command, {}) | more)))

    def correct(
        self, version: int, instead: Statement | None = None, *, after: timedelta = HOUR
    ) -> events.DossierCorrected:
        """The fact of a version should have been another, or not at all."""
        self.now += after
        facts = correcting.correct(
            self.state, replace(GIVEN, clock=self.now), version=version, instead=instead,
            about=about, reason_code="mistaken",
        )  # fmt: skip
        message, *_ = self.take(facts)
        assert isinstance(message, events.DossierCorrected)
        return message


def lived(*commands: str) -> LiveDossier:
    """A dossier with these commands on it, an hour apart."""
    dossier = LiveDossier()
    for each in commands:
        dossier.do(each)
    return dossier
