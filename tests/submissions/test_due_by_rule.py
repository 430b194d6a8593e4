"""A due that another system states as a rule, such as "20 working days after acceptance".

Holds it against the deadlines worked out by hand, and through the gRPC server: what is recorded,
explained, corrected and refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.records.facts import take_in
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.offerings import ANY_CHANNEL, ProcessingTime, Version
from tests.submissions import deadline_tables as tables
from tests.submissions.deadline_office import Office, opened
from tests.submissions.deadline_tables import Case
from tests.submissions.house import House
from tests.submissions.test_deadlines_by_hand import written
from tests.submissions.test_records import BEGINNING, OFFERING, record, step
from tests.submissions.test_records_grow import NOW
from tests.submissions.test_records_served import record as sent

DAYS, ANY = catalog.TIME_UNIT_WORKING_DAY, Duration(1, catalog.TIME_UNIT_MONTH)
# No record is recorded before its acceptance.
CASES = [each for each in tables.cases() if each.accepted < NOW]


@pytest.fixture
async def office(house: House) -> Office:
    return await opened(house)


def rule(amount: int, unit: catalog.TimeUnit = DAYS, **more: Any) -> api.DueRule:
    return api.DueRule(amount=amount, unit=unit, **more)


def steps(*times: str) -> list[api.Step]:
    statuses = (events.STATUS_ACCEPTED, events.STATUS_RESULT_READY)
    pairs = zip(statuses, times, strict=False)
    return [api.Step(status=status, time=tables.at(time)) for status, time in pairs]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_promised_by_a_rule_is_what_the_paper_calendar_says(case: Case) -> None:
    """Whatever processing time the service has: only its pause policy counts."""
    time = ProcessingTime(ANY_CHANNEL, ANY, case.policy, policy_recorded=True)
    offering = replace(OFFERING, versions=(Version(BEGINNING, 1, None, None, None, times=(time,)),))
    told = record(
        step(events.STATUS_ACCEPTED, case.accepted),
        due_rule=rule(*case.duration, calendar="calendars/vn"),
    )
    reading = read(
        told,
        name="dossiers/d",
        source="old",
        offering=offering,
        now=NOW,
        catalog_position=5,
        calendar=lambda name, _: case.calendar if name == "calendars/vn" else None,
    )
    dates = DOSSIERS.fold(Dossier(), take_in(reading)).deadline
    assert dates is not None
    assert (written(dates.promised), dates.due) == (case.promised, dates.promised)
    assert dates.rule_recorded
    assert dates.policy == case.policy
    assert not dates.HasField("computed")


async def test_a_rule_is_computed_recorded_and_explained(office: Office) -> None:
    told = steps("Mon 2026-03-02 09:00", "Thu 2026-03-05 17:30")
    dossier = await office.backfilled("a", steps=told, due_rule=rule(3))
    assert written(dossier.due) == "Thu 2026-03-05 17:00"
    assert dossier.verdict == events.VERDICT_OVERDUE
    assert dossier.deadline.calendar == office.calendar
    assert (dossier.deadline.duration.amount, dossier.deadline.duration.unit) == (3, DAYS)
    summary, period = await office.explained(dossier.name)
    assert summary.summary.recorded.rule_recorded
    assert written(summary.summary.due) == "Thu 2026-03-05 17:00"
    assert period.stage.kind == contract.DEADLINE_STAGE_KIND_PERIOD
    assert period.stage.calendar == office.calendar
    assert [day.counted for day in period.stage.days] == [0, 1, 1, 1]


async def test_a_rule_names_its_own_calendar(office: Office) -> None:
    weekdays = tables.usual("Mon-Fri 08:00-12:00 14:00-18:00")
    revision = catalog.CalendarRevised(calendar=f"{office.calendar}-b", version=1, week=weekdays)
    await office.house.catalogue.publish(revision.calendar, revision)
    dossier = await office.backfilled(
        "a", steps=steps("Thu 2026-03-05 09:00"), due_rule=rule(2, calendar=revision.calendar)
    )
    assert written(dossier.due) == "Mon 2026-03-09 18:00"
    assert dossier.deadline.calendar == revision.calendar


async def test_a_pause_of_the_record_moves_the_due_and_not_the_promised_date(
    office: Office,
) -> None:
    waited = [
        *steps("Mon 2026-03-02 09:00"),
        api.Step(status=events.STATUS_SUPPLEMENT_REQUESTED, time=tables.at("Tue 2026-03-03 07:30")),
        api.Step(status=events.STATUS_PROCESSING, time=tables.at("Wed 2026-03-04 07:30")),
    ]
    dossier = await office.backfilled("a", steps=waited, due_rule=rule(3))
    assert written(dossier.deadline.promised) == "Thu 2026-03-05 17:00"
    assert written(dossier.due) == "Fri 2026-03-06 17:00"


async def test_without_a_calendar_or_an_acceptance_a_rule_gives_no_due(house: House) -> None:
    office = Office(house)
    await office.opened()
    told = steps("Mon 2026-03-02 09:00")
    dossier = await office.backfilled("a", steps=told, due_rule=rule(3))
    assert not dossier.HasField("due")
    assert dossier.no_due == contract.NO_DUE_REASON_NO_CALENDAR
    nowhen = [api.Step(status=events.STATUS_ACCEPTED)]
    dossier = await office.backfilled("b", steps=nowhen, due_rule=rule(3))
    assert not dossier.HasField("due")
    assert dossier.no_due == contract.NO_DUE_REASON_NOT_STATED


async def test_records_whose_rule_no_calendar_counts_are_named(
    house: House, office: Office
) -> None:
    bare = Office(house)
    await bare.opened()
    accepted = steps("Mon 2026-03-02 09:00")
    records = [
        sent("none", offering=bare.offering, steps=accepted, due_rule=rule(3)),
        sent(
            "own",
            offering=bare.offering,
            steps=accepted,
            due_rule=rule(3, calendar=office.calendar),
        ),
        sent("units", offering=office.offering, steps=accepted, due_rule=rule(3)),
        sent("no rule", offering=bare.offering, steps=accepted),
        sent("no time", offering=bare.offering, steps=[api.Step(status=2)], due_rule=rule(3)),
    ]
    for trial in (True, False):
        answer = await house.backfill(records, source=f"s-{bare.id}", trial=trial)
        assert (answer.added, list(answer.without_calendar_keys)) == (5, ["none"])


async def test_a_rule_that_cannot_hold_is_refused_by_its_field(office: Office) -> None:
    told, due = steps("Mon 2026-03-02 09:00"), api.Deadline(date={"year": 2026, "month": 3})
    due.date.day = 4
    records = [
        sent("a", offering=office.offering, steps=told, due_rule=rule(3), due=due),
        sent("b", offering=office.offering, steps=told, due_rule=rule(3), promised=due),
        sent("c", offering=office.offering, steps=told, due_rule=rule(10_001)),
        sent("d", offering=office.offering, steps=told, due_rule=rule(-1)),
        sent("e", offering=office.offering, steps=told, due_rule=api.DueRule(amount=3)),
        sent("f", offering=office.offering, steps=told, due_rule=rule(10_000)),
        sent(
            "g", offering=office.offering, steps=told, due_rule=rule(3, calendar="calendars/none")
        ),
    ]
    answer = await office.house.backfill(records, source=f"s-{office.id}")
    assert (answer.added, answer.refused) == (0, len(records))
    assert {(each.key, each.reason, each.field) for each in answer.refusals} == {
        ("a", "DUE_STATED_TWICE", "due_rule"),
        ("b", "DUE_STATED_TWICE", "due_rule"),
        ("c", "DUE_RULE_OUT_OF_RANGE", "due_rule.amount"),
        ("d", "DUE_RULE_OUT_OF_RANGE", "due_rule.amount"),
        ("e", "FIELD_REQUIRED", "due_rule.unit"),
        ("f", "DEADLINE_TOO_FAR", "due_rule.amount"),
        ("g", "CALENDAR_UNKNOWN", "due_rule.calendar"),
    }


async def test_the_same_rule_is_known_and_another_one_corrects(office: Office) -> None:
    source, told = f"s-{office.id}", steps("Mon 2026-03-02 09:00")

    async def night(**more: Any) -> Any:
        return await office.house.backfill(
            [sent("a", offering=office.offering, steps=told, **more)], source=source
        )

    assert (await night(due_rule=rule(3))).added == 1
    further = [*told, *steps("Mon 2026-03-02 09:00", "Fri 2026-03-06 09:00")[1:]]
    told = further
    assert (await night(due_rule=rule(3))).updated == 1
    (refused,) = (await night(due_rule=rule(4))).refusals
    assert (refused.reason, refused.field) == ("RECORD_CHANGED", "due_rule")
    answer = await night(due_rule=rule(4), correction_reason_code="retyped")
    assert (answer.updated, answer.refused) == (1, 0), answer
    dossier = (await office.house.recorded(source))["a"]
    assert written(dossier.deadline.promised) == "Fri 2026-03-06 17:00"
    assert dossier.verdict == events.VERDICT_ON_TIME
    answer = await night(due_rule=rule(4), correction_reason_code="retyped-again")
    assert (answer.known, answer.updated, answer.refused) == (1, 0, 0), answer


async def test_a_corrected_acceptance_moves_a_due_by_rule(office: Office) -> None:
    source = f"s-{office.id}"
    first, second = (
        sent("a", offering=office.offering, steps=steps(time), due_rule=rule(3), **more)
        for time, more in (
            ("Mon 2026-03-02 09:00", {}),
            ("Tue 2026-03-03 09:00", {"correction_reason_code": "typing"}),
        )
    )
    assert (await office.house.backfill([first], source=source)).added == 1
    assert (await office.house.backfill([second], source=source)).updated == 1
    dossier = (await office.house.recorded(source))["a"]
    assert written(dossier.due) == "Fri 2026-03-06 17:00"
    assert dossier.deadline.rule_recorded


async def test_an_officer_corrects_a_rule_and_a_due_takes_its_place(office: Office) -> None:
    dossier = await office.backfilled("a", steps=steps("Mon 2026-03-02 09:00"), due_rule=rule(3))
    said = {"version": 2, "reason_code": "typing"}
    instead = api.Statement(due_rule=rule(5))
    corrected = await office.house.step("CorrectDossier", dossier.name, **said, instead=instead)
    assert written(corrected.due) == "Sat 2026-03-07 17:00"
    instead = api.Statement(due={"date": {"year": 2026, "month": 3, "day": 9}})
    corrected = await office.house.step("CorrectDossier", dossier.name, **said, instead=instead)
    assert written(corrected.due) == "end of Mon 2026-03-09"
    assert not corrected.deadline.rule_recorded
