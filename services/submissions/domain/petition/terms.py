"""The terms of a petition: working days of the unit that has it, from the fact that starts them.

Example: received on Monday 18:00. The start moves to Tuesday, which is not counted, so a refusal in
2 working days is on time until Thursday 17:00. Nothing pauses a term.
"""

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from motcua.catalog.v1.events_pb2 import TIME_UNIT_WORKING_DAY
from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain import due
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.deadline import remind_time
from services.submissions.domain.deadlines.period import period
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import Moment


class Calendars(Protocol):
    """The working calendars that the catalogue published, as known when something is decided."""

    def version(self, name: str, version: int) -> WorkingCalendar | None:
        """A version of a calendar; None: it is not known."""

    def of_unit(self, unit: str, at: datetime) -> WorkingCalendar | None:
        """By which a unit works at an instant; None: by none."""


class Rule(NamedTuple):
    """How many working days each term has, and for how many years texts are kept after the year of
    the end; None: until somebody orders their erasure. Named in the facts, which carry the days.
    """

    id: str
    answer: int
    refusal: int
    first_request: int
    publication: int
    retention_years: int | None = None


VN_1 = Rule("vn.petition_terms@1", answer=15, refusal=2, first_request=5, publication=2)


class NoCalendars:
    """What is said where no calendar is known."""

    def version(self, name: str, version: int) -> None:
        """Not known."""

    def of_unit(self, unit: str, at: datetime) -> None:
        """By none."""


def stated(days: int, calendar: WorkingCalendar | None) -> events.PetitionTerm | None:
    """A term that is not counted yet; None: the unit has no calendar."""
    if calendar is None:
        return None
    return events.PetitionTerm(
        working_days=days, calendar=calendar.name, calendar_version=calendar.version
    )


def three(rule: Rule, calendar: WorkingCalendar | None) -> dict[str, Any]:
    """The terms that run from a reception or a transfer, not counted yet."""
    return {
        "answer_term": stated(rule.answer, calendar),
        "refusal_term": stated(rule.refusal, calendar),
        "first_request_term": stated(rule.first_request, calendar),
    }


def counted(
    term: events.PetitionTerm, since: Moment | None, calendars: Calendars
) -> events.PetitionTerm | None:
    """A term from a moment on, by the version of the calendar that it names; by one that is not
    known it stays as it is. None: the moment is not known, or no such day is found in 20 years.
    """
    if since is None:
        return None
    calendar = calendars.version(term.calendar, term.calendar_version)
    if calendar is None:
        return term if term.HasField("time") else None
    try:
        found = period(since.at, Duration(term.working_days, TIME_UNIT_WORKING_DAY), calendar).due
    except Refusal:
        return None
    after = events.PetitionTerm()
    after.CopyFrom(term)
    after.time.CopyFrom(found.time)
    after.ClearField("remind_time")
    if (reminder := remind_time(found, calendar)) is not None:
        after.remind_time.CopyFrom(stamp(reminder))
    return after


def verdict(moment: Moment | None, term: events.PetitionTerm | None) -> common.Verdict:
    """How something that was done compares with its term; unspecified: it is not known when."""
    if term is None:
        return common.VERDICT_NO_DUE
    if moment is None:
        return common.VERDICT_UNSPECIFIED
    return due.verdict(moment, common.Due(time=term.time))
