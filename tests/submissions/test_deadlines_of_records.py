"""Dates of dossiers that another system recorded: what it states stays, the rest stands beside.

Holds them through the gRPC server, with calendars and processing times from the catalogue's stream.
"""

from __future__ import annotations

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions import deadline_tables as tables
from tests.submissions.deadline_office import Office, opened
from tests.submissions.house import House
from tests.submissions.test_deadlines_by_hand import written
from tests.submissions.test_records_served import record


@pytest.fixture
async def office(house: House) -> Office:
    return await opened(house)


def steps(*times: str) -> list[api.Step]:
    """An acceptance, and an end where there is a second time."""
    statuses = (events.STATUS_ACCEPTED, events.STATUS_RESULT_READY)
    pairs = zip(statuses, times, strict=False)
    return [api.Step(status=status, time=tables.at(time)) for status, time in pairs]


async def test_a_record_keeps_what_it_states_and_is_computed_beside(office: Office) -> None:
    accepted, ended = "Mon 2026-03-02 09:00", "Tue 2026-03-03 11:30"
    stated = api.Deadline(date={"year": 2026, "month": 3, "day": 4})
    dossier = await office.backfilled("a", steps=steps(accepted, ended), due=stated)
    assert dossier.due.end_of_day
    assert written(dossier.deadline.computed) == "Sat 2026-03-07 17:00"
    assert (dossier.deadline.calendar, dossier.deadline.calendar_version) == (office.calendar, 1)
    assert dossier.working_minutes == (6 * 60 + 30) + 4 * 60
    assert dossier.no_due == contract.NO_DUE_REASON_UNSPECIFIED


async def test_a_record_that_states_no_due_has_none(office: Office) -> None:
    source = f"s-{office.id}"
    told = record("b", offering=office.offering, steps=steps("Mon 2026-03-02 09:00"))
    assert (await office.house.backfill([told], source=source)).added == 1
    dossier = (await office.house.recorded(source))["b"]
    assert not dossier.HasField("due")
    assert dossier.no_due == contract.NO_DUE_REASON_NOT_STATED
    assert written(dossier.deadline.computed) == "Sat 2026-03-07 17:00"
    (summary,) = await office.explained(dossier.name)
    assert summary.summary.no_due == contract.NO_DUE_REASON_NOT_STATED
    (summary, *_) = await office.explained(dossier.name, computed=True)
    assert summary.summary.due == dossier.deadline.computed


async def test_what_is_computed_beside_follows_a_corrected_acceptance(office: Office) -> None:
    dossier = await office.backfilled("d", steps=steps("Mon 2026-03-02 09:00"))
    instead = api.Statement(time=tables.at("Tue 2026-03-03 09:00"))
    said = {"version": 2, "instead": instead, "reason_code": "typing"}
    corrected = await office.house.step("CorrectDossier", dossier.name, **said)
    assert not corrected.HasField("due")
    assert written(corrected.deadline.computed) == "Sun 2026-03-08 17:00"


async def test_a_record_is_not_refused_by_a_time_beyond_20_years(office: Office) -> None:
    await office.with_times(catalog.ProcessingTime(amount=10_000, unit=2))
    dossier = await office.backfilled("c", steps=steps("Mon 2026-03-02 09:00"))
    assert not dossier.deadline.HasField("computed")
    assert dossier.deadline.duration.amount == 10_000
