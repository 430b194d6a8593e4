"""The terms of a petition: by hand, and equal to a count day by day under random calendars.

Promises plain values. Must not need a database.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.moments import LOCAL, Moment
from services.submissions.domain.petition import keeping, notices, terms
from services.submissions.domain.petition.receiving import receive, require_reception
from services.submissions.domain.petition.steps import MOST_FACTS, require_room
from tests.submissions.deadline_oracle import Office
from tests.submissions.deadline_tables import at
from tests.submissions.live_petition import (
    FILING,
    GIVEN,
    HOUR,
    MONDAY,
    NEXT,
    LivePetition,
    lived,
    local,
)
from tests.submissions.petition_model import term
from tests.submissions.test_deadlines_equal_minutes import published, some_minutes, some_offices

DAY = timedelta(days=1)
RECEPTION = events.PETITION_CHANNEL_RECEPTION_DAY


class One:
    """One calendar for all."""

    def __init__(self, calendar: WorkingCalendar | None) -> None:
        self.calendar = calendar

    def version(self, _: str, __: int) -> WorkingCalendar | None:
        return self.calendar

    def of_unit(self, _: str, __: datetime) -> WorkingCalendar | None:
        return self.calendar


@settings(max_examples=150, deadline=None)
@given(some_offices, some_minutes, some.sampled_from([1, 2, 5, 15]))
def test_a_term_is_what_a_count_of_days_says(office: Office, since: datetime, days: int) -> None:
    calendar = published(office)
    stated = terms.stated(days, calendar)
    assert stated is not None
    moment = Moment(since.replace(tzinfo=LOCAL))
    found = terms.counted(stated, moment, One(calendar))
    assert found is not None
    assert local(found.time) == term(office, since, days)
    assert found.remind_time.ToDatetime() < found.time.ToDatetime()


def date_of(term: Any) -> str:
    return f"{local(term.time):%a %d %H:%M}"


def test_terms_run_from_the_reception_and_the_holidays_of_the_holder_do_not_count() -> None:
    state = LivePetition().state  # on Monday 2 March; 5, 6, 9 and 10 March are off
    assert [date_of(state.refusal_term), date_of(state.first_request_term)] == [
        "Wed 04 17:00",
        "Fri 13 17:00",
    ]
    assert date_of(state.answer_term) == "Fri 27 17:00"
    term = state.answer_term
    assert term is not None
    assert (term.working_days, term.calendar, term.calendar_version) == (15, "calendars/ward", 3)


def test_a_transfer_starts_the_three_terms_anew_by_the_calendar_of_its_unit() -> None:
    petition = lived("start", "ask")
    [moved] = petition.do("transfer", after=DAY)
    assert (moved.from_unit, moved.holder) == ("units/ward", NEXT)
    assert moved.answer_term.calendar == "calendars/next"
    # From Tuesday 3 March on; Saturdays are worked there until noon, and 20 March is off.
    assert date_of(moved.refusal_term) == "Thu 05 17:00"
    assert date_of(moved.answer_term) == "Sat 21 11:30"
    assert petition.state.status == events.PETITION_STATUS_SUPPLEMENT_REQUESTED
    petition.do("supply")
    [again] = petition.do("ask")
    assert (again.number, again.first) == (2, True)
    [third] = [petition.do("supply"), petition.do("ask")][1]
    assert (third.number, third.first, third.verdict) == (3, False, common.VERDICT_UNSPECIFIED)


def test_nothing_pauses_a_term_and_the_publication_has_one_of_its_own() -> None:
    petition = lived("start", "ask")
    term = petition.state.answer_term
    petition.do("supply", after=10 * DAY)
    assert petition.state.answer_term == term
    [answered] = petition.do("answer", after=timedelta(days=16))  # Sunday 29 March or later
    assert (answered.term, answered.verdict) == (term, common.VERDICT_OVERDUE)
    assert date_of(answered.publication_term) == "Wed 01 17:00"
    [publication] = petition.do("publish", after=HOUR)
    assert publication.term == answered.publication_term
    assert publication.verdict == common.VERDICT_EARLY


def test_the_very_closing_is_on_time_and_a_microsecond_later_is_not() -> None:
    closing = at("Wed 2026-03-04 17:00")
    for after, verdict in (
        (timedelta(), common.VERDICT_ON_TIME),
        (timedelta(microseconds=1), common.VERDICT_OVERDUE),
    ):
        petition = LivePetition()
        [refused] = petition.do("refuse", after=closing - MONDAY + after)
        assert refused.verdict == verdict


def test_without_a_calendar_or_with_one_that_is_never_worked_there_is_no_term() -> None:
    never = WorkingCalendar(name="calendars/never", version=1)
    for calendar in (None, never):
        given = replace(GIVEN, calendars=One(calendar))
        [fact] = receive(FILING, given)
        said: Any = fact.message
        assert not said.HasField("answer_term")
        assert terms.verdict(Moment(MONDAY), None) == common.VERDICT_NO_DUE


def test_notices_are_given_once_begun_and_only_of_what_is_still_to_be_done() -> None:
    state = LivePetition().state
    found = notices.instants_of(state)
    assert len(found) == 6
    assert found["petition-refusal-soon"] == at("Tue 2026-03-03 07:30")
    passed = at("Wed 2026-03-04 17:00") + timedelta(microseconds=1)
    assert found["petition-refusal-passed"] == passed
    given = replace(GIVEN, clock=passed + HOUR)
    kind = "petition-refusal-passed"
    [notice] = notices.give(state, given, kind=kind, at=passed, unit=NEXT)
    said: Any = notice.message
    assert (said.kind, said.holder, notice.occurred_at) == (2, NEXT, passed + HOUR)
    begun = lived("start").state
    assert notices.give(begun, given, kind=kind, at=passed, unit=NEXT) == []
    assert sorted(notices.instants_of(lived("start", "ask").state)) == [
        "petition-answer-passed",
        "petition-answer-soon",
    ]


MARCH_2 = {"year": 2026, "month": 3, "day": 2}
WHOLE = {"date": MARCH_2, "leader": "l", "unit": "units/a"}


@pytest.mark.parametrize(
    ("channel", "reception", "reason"),
    [
        (RECEPTION, None, "RECEPTION_MISSING reception"),
        (RECEPTION, {**WHOLE, "date": None}, "RECEPTION_MISSING reception.date"),
        (RECEPTION, {"date": MARCH_2}, "RECEPTION_MISSING reception.leader"),
        (
            RECEPTION,
            {**WHOLE, "date": {**MARCH_2, "day": 3}},
            "RECEPTION_DAY_INVALID reception.date",
        ),
        (1, {"leader": "l"}, "RECEPTION_NOT_APPLICABLE reception"),
    ],
)
def test_a_reception_day_is_whole_and_has_come(channel: Any, reception: Any, reason: str) -> None:
    day = events.ReceptionDay(**reception) if reception else None
    with pytest.raises(Refusal) as refused:
        require_reception(channel, day, MONDAY)
    assert f"{refused.value.reason.code} {refused.value.field}" == reason


def test_texts_are_kept_from_the_end_on_and_a_correction_that_reopens_stops_that() -> None:
    petition = LivePetition()
    petition.state = replace(petition.state, retention_years=5)
    assert keeping.kept_until(petition.state) is None
    petition.do("withdraw")
    assert keeping.kept_until(petition.state) == at("Thu 2032-01-01 00:00")
    petition.correct(2)
    assert petition.state.closed_at is None
    assert keeping.kept_until(petition.state) is None


def test_the_channel_of_a_reception_can_be_corrected_with_its_day() -> None:
    petition = LivePetition()
    with pytest.raises(Refusal) as refused:
        petition.correct(1, PetitionStatement(channel=RECEPTION))
    assert refused.value.field == "instead.reception"
    petition.correct(1, PetitionStatement(channel=RECEPTION, reception=WHOLE))
    assert petition.state.reception == events.ReceptionDay(**WHOLE)
    petition.correct(1, PetitionStatement(channel=events.PETITION_CHANNEL_EMAIL))
    assert petition.state.reception is None


def test_a_petition_takes_half_of_its_facts_from_whoever_speaks_for_the_petitioner() -> None:
    half = replace(LivePetition().state, version=MOST_FACTS // 2)
    require_room(half, for_citizen=False)
    with pytest.raises(Refusal):
        require_room(half, for_citizen=True)


def test_a_publication_goes_by_the_calendar_of_the_unit_that_had_it_after_a_correction() -> None:
    petition = lived("transfer")
    petition.do("transfer", to_unit="units/ward")
    petition.do("start")
    [answered] = petition.do("answer")
    assert answered.publication_term.calendar == "calendars/ward"
    said = petition.correct(3)
    [restated] = [each.answered for each in said.restated if each.HasField("answered")]
    term = restated.publication_term
    assert (term.calendar, date_of(term)) == ("calendars/next", "Wed 04 17:00")


def test_a_correction_says_which_transfer_the_terms_run_from() -> None:
    petition = lived("transfer", "start")
    said = petition.correct(3).facts
    assert said.transfer_cause == common.TRANSFER_CAUSE_DECISION
    said = petition.correct(2).facts
    assert said.HasField("transfer_cause")
    assert said.transfer_cause == common.TRANSFER_CAUSE_UNSPECIFIED
