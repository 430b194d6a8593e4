"""Names, officers, policies and calendars of units through gRPC.

Promises that a write is answered as it is read, now and as of its own time, and that a repeat says
the same. Must not reach into the service.
"""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, text
from tests.catalog.place import AHEAD, BEGUN, Place
from tests.catalog.registry_client import RegistryClient

LEADER = {"officer": "o-1", "duty": facts.DUTY_LEADER}
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("RenameUnit", {"display_name": text("Phường Mới"), "code": "00097"}),
    ("AppointOfficer", LEADER),
    ("SetFilingPolicy", {"refuse_below_level_3": False}),
]
each_change = pytest.mark.parametrize(("method", "stated"), CHANGES, ids=[m for m, _ in CHANGES])


@each_change
async def test_a_change_is_answered_as_it_is_read(
    client: Client, place: Place, method: str, stated: dict[str, Any]
) -> None:
    before = await client.get(place.ward)
    changed = await client.act(method, name=place.ward, **stated, etag=before.etag)
    assert changed.etag != before.etag
    assert await client.get(place.ward) == changed
    assert (await client.get(place.ward, at=BEGUN - DAY)).etag == changed.etag


@each_change
async def test_a_planned_change_is_answered_as_of_its_time(
    client: Client, place: Place, method: str, stated: dict[str, Any]
) -> None:
    planned = await client.act(method, name=place.ward, **stated, effective_time=AHEAD)
    assert planned.effective_time.ToDatetime(tzinfo=UTC) == AHEAD
    assert await client.get(place.ward, at=AHEAD) == planned


@each_change
async def test_a_change_repeated_is_answered_as_the_first_time(
    client: Client, place: Place, method: str, stated: dict[str, Any]
) -> None:
    request_id = str(uuid.uuid4())
    first = await client.act(method, name=place.ward, **stated, request_id=request_id)
    await client.act("RenameUnit", name=place.ward, kind="commune")
    await client.act("CloseUnit", name=place.ward)
    assert await client.act(method, name=place.ward, **stated, request_id=request_id) == first


@each_change
async def test_who_edits_elsewhere_may_not(
    catalog: Running, place: Place, method: str, stated: dict[str, Any]
) -> None:
    refused = await refusal(catalog.client(unit=place.b).act(method, name=place.ward, **stated))
    assert refused == "PERMISSION_DENIED NOT_PERMITTED"


async def test_the_second_of_two_editors_reads_again(client: Client, place: Place) -> None:
    seen = await client.get(place.ward)
    await client.act("RenameUnit", name=place.ward, kind="commune", etag=seen.etag)
    second = client.act("AppointOfficer", name=place.ward, **LEADER, etag=seen.etag)
    assert await refusal(second) == "ABORTED VERSION_CONFLICT etag"
    assert (await client.get(place.ward)).kind == "commune"


async def test_an_officer_comes_and_goes(client: Client, place: Place) -> None:
    await client.act("AppointOfficer", name=place.ward, **LEADER)
    left = await client.act("RelieveOfficer", name=place.ward, **LEADER, effective_time=AHEAD)
    assert list(left.appointments) == []
    [appointment] = (await client.get(place.ward)).appointments
    assert (appointment.officer, appointment.duty) == ("o-1", facts.DUTY_LEADER)
    again = client.act("AppointOfficer", name=place.ward, **LEADER)
    assert await refusal(again) == "FAILED_PRECONDITION OFFICER_ON_DUTY_ALREADY officer"


async def test_a_policy_must_be_said(client: Client, place: Place) -> None:
    refused = await refusal(client.act("SetFilingPolicy", name=place.ward))
    assert refused == "INVALID_ARGUMENT FIELD_REQUIRED refuse_below_level_3"
    kept = await client.act("SetFilingPolicy", name=place.ward, refuse_below_level_3=True)
    assert kept.refuse_below_level_3


async def test_a_unit_works_by_a_calendar_that_is_known(
    catalog: Running, client: Client, place: Place
) -> None:
    calendar = await RegistryClient(catalog).calendar()
    assigned = await client.act("AssignCalendar", name=place.ward, calendar=calendar.name)
    assert assigned.calendar == calendar.name
    assert await client.get(place.ward) == assigned
    unknown = await refusal(
        client.act("AssignCalendar", name=place.ward, calendar="calendars/nowhere")
    )
    assert unknown == "NOT_FOUND CALENDAR_UNKNOWN calendar"


async def test_history_names_every_change_with_its_version(client: Client, place: Place) -> None:
    await client.act("RenameUnit", name=place.ward, kind="commune", effective_time=AHEAD)
    await client.act("WithdrawUnitChange", name=place.ward, version=2, reason="hoãn lại")
    changes = (await client.act("ListChanges", name=place.ward)).changes
    kinds = [change.fact.TypeName().rpartition(".")[2] for change in changes]
    assert kinds == ["UnitOpened", "UnitRenamed", "UnitChangeWithdrawn"]
    assert [change.version for change in changes] == [1, 2, 3]
