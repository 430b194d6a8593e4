"""Deadlines through the gRPC server: computed at acceptance, explained day by day, and what if.

Holds that what submissions knows of calendars and processing times comes from the catalogue's
stream, also after a restart. Acceptances take the server's time, so dates are compared, not stated.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.deadline import deadline
from services.submissions.domain.moments import as_date, local_day
from tests.dates import iso, on
from tests.submissions import deadline_tables as tables
from tests.submissions.deadline_office import Office, opened
from tests.submissions.house import House, refused

SHIFT, RESTART, SUBTRACT = tables.POLICIES.values()


@pytest.fixture
async def office(house: House) -> Office:
    return await opened(house)


def computed(dossier: Any, calendar: WorkingCalendar) -> Any:
    """What the pure function says of the dossier's own acceptance."""
    at = dossier.accept_time.ToDatetime(tzinfo=UTC)
    return deadline(at, 5, catalog.TIME_UNIT_WORKING_DAY, calendar).due


async def test_an_acceptance_computes_its_dates_also_after_a_restart(office: Office) -> None:
    for _ in range(2):
        dossier = await office.accepted()
        dates = dossier.deadline
        assert dossier.due == dossier.promised == computed(dossier, office.version(1))
        assert (dates.calendar, dates.calendar_version) == (office.calendar, 1)
        assert (dates.duration.amount, dates.policy, dates.policy_recorded) == (5, SHIFT, False)
        assert dates.start_time.ToDatetime() >= dossier.accept_time.ToDatetime()
        assert dates.remind_time.ToDatetime() < dossier.due.time.ToDatetime()
        assert dossier.no_due == contract.NO_DUE_REASON_UNSPECIFIED
        (_, event) = await office.house.events(dossier.name)
        assert event.deadline == dates
        await office.house.stop()
        await office.house.start()


async def test_a_stated_due_stands_beside_what_is_computed(office: Office) -> None:
    dossier = await office.accepted(due=api.Deadline(date={"year": 2099, "month": 1, "day": 1}))
    assert dossier.due.end_of_day
    assert dossier.deadline.computed == computed(dossier, office.version(1))
    (summary, *stages) = await office.explained(dossier.name)
    assert summary.summary.due == dossier.due
    assert [each.stage.kind for each in stages] == [contract.DEADLINE_STAGE_KIND_STATED]
    (summary, *stages) = await office.explained(dossier.name, computed=True)
    assert summary.summary.due == dossier.deadline.computed
    assert summary.summary.what_if


async def test_the_nearest_calendar_above_counts_until_a_unit_has_its_own(house: House) -> None:
    above = await Office(house).opened()
    assert isinstance(above, Office)
    await above.with_calendar()
    ward = Office(house)
    await ward.opened(above.unit)
    await ward.with_times(catalog.ProcessingTime(amount=5, unit=catalog.TIME_UNIT_WORKING_DAY))
    assert (await ward.accepted()).deadline.calendar == above.calendar
    await ward.with_calendar()
    assert (await ward.accepted()).deadline.calendar == ward.calendar
    assigned = house.catalogue.versions[ward.unit]
    await ward.publish(catalog.UnitChangeWithdrawn, version=assigned, reason="r")
    assert (await ward.accepted()).deadline.calendar == above.calendar


async def test_without_a_time_or_a_calendar_the_answer_says_why_there_is_no_due(
    house: House,
) -> None:
    office = Office(house)
    await office.opened()
    untimed = await office.accepted()
    assert not untimed.HasField("due")
    assert untimed.no_due == contract.NO_DUE_REASON_NO_PROCESSING_TIME
    await office.with_times(catalog.ProcessingTime(amount=5, unit=catalog.TIME_UNIT_WORKING_DAY))
    uncounted = await office.accepted()
    assert uncounted.no_due == contract.NO_DUE_REASON_NO_CALENDAR
    ((summary,),) = [await office.explained(uncounted.name)]
    assert summary.summary.no_due == contract.NO_DUE_REASON_NO_CALENDAR


async def test_a_revision_moves_no_promised_date_and_answers_what_if(office: Office) -> None:
    dossier = await office.accepted()
    first = dossier.due.time.ToDatetime(tzinfo=UTC)
    days = [
        catalog.SpecialDay(
            date=on((first + timedelta(hours=7) - timedelta(days=n)).date().isoformat()),
            kind=catalog.DAY_KIND_CLOSURE,
            name=catalog.Text(vi="Mất điện", en="Power cut"),
        )
        for n in range(3)
    ]
    await office.revise(days=days)
    later = await office.accepted()
    assert later.deadline.calendar_version == 2
    assert later.due == computed(later, office.version(2))
    (recorded, *_) = await office.explained(dossier.name)
    assert (recorded.summary.due, recorded.summary.what_if) == (dossier.due, False)
    (other, *stages) = await office.explained(dossier.name, calendar_version=2)
    assert other.summary.what_if
    assert other.summary.recorded.due == dossier.due
    assert other.summary.due == computed(dossier, office.version(2))
    closed = [day for each in stages for day in each.stage.days if day.kind]
    assert {day.name.vi for day in closed} == {"Mất điện"}
    assert {day.why for day in closed} == {contract.COUNT_REASON_SPECIAL_DAY}
    assert [day.counted for day in closed] == [0, 0, 0]


async def test_an_explanation_shows_each_day_and_its_hours(office: Office) -> None:
    dossier = await office.accepted()
    (_, *answers) = await office.explained(dossier.name)
    period = answers[-1].stage
    assert period.kind == contract.DEADLINE_STAGE_KIND_PERIOD
    assert (period.calendar, period.calendar_version) == (office.calendar, 1)
    assert period.due == dossier.due
    assert [day.counted for day in period.days] == [0, 1, 1, 1, 1, 1]
    assert period.days[0].why == contract.COUNT_REASON_FIRST_DAY
    assert [(each.begins, each.ends) for each in period.days[-1].intervals] == [
        (27_000_000_000, 41_400_000_000),
        (46_800_000_000, 61_200_000_000),
    ]


async def test_a_long_stage_goes_on_in_further_messages(office: Office) -> None:
    time = catalog.ProcessingTime(amount=3650, unit=catalog.TIME_UNIT_CALENDAR_DAY)
    await office.with_times(time)
    dossier = await office.accepted()
    (_, *answers) = await office.explained(dossier.name)
    long = [each.stage for each in answers if each.stage.number == answers[-1].stage.number]
    assert len(long) == 10
    dates = [iso(day.date) for stage in long for day in stage.days]
    assert len(dates) == len(set(dates)) == 3651
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("what_if", "reason", "field"),
    [
        ({"calendar_version": 7}, "CALENDAR_VERSION_UNKNOWN", "calendar_version"),
        ({"calendar": "calendars/nowhere"}, "CALENDAR_UNKNOWN", "calendar"),
    ],
)
async def test_what_nobody_published_is_no_what_if(
    office: Office, what_if: dict[str, Any], reason: str, field: str
) -> None:
    dossier = await office.accepted()
    why = await refused(office.explained(dossier.name, **what_if))
    assert (why.code, why.reason, why.field) == (grpc.StatusCode.NOT_FOUND, reason, field)


async def test_what_is_not_accepted_or_not_the_callers_is_not_explained(office: Office) -> None:
    name = (await office.submit()).name
    why = await refused(office.explained(name))
    assert why.reason == "DOSSIER_NOT_ACCEPTED"
    request = api.ExplainDeadlineRequest(name=name)
    call = office.house.calls.ExplainDeadline(
        request, **office.house.caller("officer", "units/other")
    )
    assert (await refused(anext(aiter(call)))).reason == "DOSSIER_UNKNOWN"


async def test_a_search_over_20_years_refuses_the_acceptance(office: Office) -> None:
    await office.with_times(catalog.ProcessingTime(amount=10_000, unit=2))
    why = await refused(office.accepted())
    assert why.reason == "DEADLINE_TOO_FAR"
    assert why.languages == {"vi", "en"}


async def test_a_live_answer_starts_the_period_again_and_is_explained(office: Office) -> None:
    """However short: the due is counted from the answer."""
    await office.with_times(
        catalog.ProcessingTime(amount=5, unit=2, pause_policy=catalog.PAUSE_POLICY_RESTART)
    )
    accepted = await office.accepted()
    name = accepted.name
    await office.house.step("RequestSupplement", name, reason_code="lacking")
    await office.revise(days=[closed_on(accepted.due)])
    seen = {"catalog_position": office.position}
    answered = await office.house.step("AnswerSupplement", name, **seen)
    (pause,) = answered.pauses
    at = pause.end_time.ToDatetime(tzinfo=UTC)
    unit = catalog.TIME_UNIT_WORKING_DAY
    assert answered.due == deadline(at, 5, unit, office.version(2)).due
    assert answered.promised == accepted.promised
    assert answered.deadline.calendar_version == 2
    assert pause.HasField("working_minutes")
    (summary, *stages) = await office.explained(name)
    assert (summary.summary.promised, summary.summary.due) == (accepted.due, answered.due)
    kinds = [each.stage.kind for each in stages]
    assert contract.DEADLINE_STAGE_KIND_PAUSE in kinds
    assert kinds.count(contract.DEADLINE_STAGE_KIND_PERIOD) == 2
    (shifted, *_) = await office.explained(name, policy=SHIFT, calendar_version=1)
    assert shifted.summary.due == accepted.due


def closed_on(due: events.Due) -> catalog.SpecialDay:
    """The due's own day, closed."""
    return catalog.SpecialDay(
        date=as_date(local_day(due.time.ToDatetime(tzinfo=UTC))),
        kind=catalog.DAY_KIND_CLOSURE,
        name=catalog.Text(vi="Đóng cửa"),
    )
