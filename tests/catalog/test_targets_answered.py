"""Targets through the whole service: gRPC, log, projection, tables.

Promises both time axes on every read, and permission by every unit concerned. Must not test a rule
again.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import targets_pb2 as api
from tests.catalog.conftest import Running
from tests.catalog.desk import refusal
from tests.catalog.office import Office

DAY = timedelta(days=1)
DENIED = "PERMISSION_DENIED NOT_PERMITTED"
HALF = facts.Share(numerator=1, denominator=2)


@pytest.fixture
def office(catalog: Running) -> Office:
    return Office(catalog)


async def test_a_target_reads_as_it_was_answered(office: Office) -> None:
    city = await office.desk.unit()
    service = await office.desk.service(city.name)
    said = {
        "unit": city.name,
        "service": service.name,
        "channel": facts.CHANNEL_ONLINE,
        "by": "2026-12-31",
        "legal_basis": "QĐ 766/QĐ-TTg",
    }
    made = await office.target(**said)
    assert (made.state, made.threshold.numerator) == (api.Target.STATE_STANDING, 19)
    assert {name: getattr(made, name) for name in said} == said
    assert await office.get(made.name) == made


async def test_a_target_is_read_as_of_and_as_known(office: Office) -> None:
    made = await office.target()
    target_id, later = made.name.removeprefix("targets/"), datetime.now(UTC) + DAY
    planned = await office.target(target_id, threshold=HALF, at=later)
    assert (await office.get(made.name)).threshold == made.threshold
    assert await office.get(made.name, at=later) == planned
    assert await office.get(made.name, at=later, as_known=made.position) == made
    gone = await office.withdraw(made.name, at=later + DAY)
    assert (gone.state, gone.threshold) == (api.Target.STATE_WITHDRAWN, HALF)
    assert await office.get(made.name, at=later + DAY) == gone
    assert (await office.get(made.name, at=later)).state == api.Target.STATE_STANDING


async def test_a_repeat_is_answered_as_the_first_time(office: Office) -> None:
    target_id, request_id = f"ct-{uuid.uuid4().hex[:8]}", str(uuid.uuid4())
    made = await office.target(target_id, request_id=request_id)
    withdrawal = str(uuid.uuid4())
    gone = await office.withdraw(made.name, request_id=withdrawal)
    await office.target(target_id, threshold=HALF)
    assert await office.target(target_id, request_id=request_id) == made
    assert await office.withdraw(made.name, request_id=withdrawal) == gone


async def test_a_target_is_refused_by_name_and_field(office: Office) -> None:
    made = await office.target()
    target_id = made.name.removeprefix("targets/")
    too_much = facts.Share(numerator=3, denominator=2)
    cases = {
        office.target(unit="units/nowhere"): "NOT_FOUND UNIT_UNKNOWN target.unit",
        office.target(unit="nowhere"): "INVALID_ARGUMENT NAME_MALFORMED target.unit",
        office.target(service="services/no"): "NOT_FOUND SERVICE_UNKNOWN target.service",
        office.target(
            threshold=too_much
        ): "INVALID_ARGUMENT THRESHOLD_OUT_OF_RANGE target.threshold",
        office.target(by="2026-02-30"): "INVALID_ARGUMENT DATE_NOT_REAL target.by",
        office.target(indicator="Rate!"): "INVALID_ARGUMENT TEXT_MALFORMED target.indicator",
        office.target("-"): "INVALID_ARGUMENT ID_RESERVED target_id",
        office.target(target_id, etag='"7"'): "ABORTED VERSION_CONFLICT etag",
        office.withdraw("targets/none"): "NOT_FOUND TARGET_UNKNOWN name",
        office.withdraw("none"): "INVALID_ARGUMENT NAME_MALFORMED name",
        office.withdraw(made.name, reason=""): "INVALID_ARGUMENT FIELD_REQUIRED reason",
        office.get("targets/none"): "NOT_FOUND NONE_THEN name",
        office.get("none"): "INVALID_ARGUMENT NAME_MALFORMED name",
        office.get(made.name, at=datetime.now(UTC) - DAY): "NOT_FOUND NONE_THEN name",
    }
    assert [await refusal(asked) for asked in cases] == list(cases.values())


async def test_targets_are_listed_by_subtree(office: Office) -> None:
    city = await office.desk.unit()
    ward = await office.desk.unit(parent=city.name)
    made = [await office.target(unit=each.name) for each in (city, ward)]
    await office.target()
    request = api.ListTargetsRequest(subtree=city.name)
    assert list((await office.call("ListTargets", request)).targets) == made
    gone = await office.withdraw(made[0].name)
    for state, expected in (("WITHDRAWN", [gone]), ("STANDING", made[1:])):
        request.filter = f"state = {state}"
        assert list((await office.call("ListTargets", request)).targets) == expected


async def test_targets_are_filtered_by_indicator_and_service(office: Office) -> None:
    city = await office.desk.unit()
    service = await office.desk.service(city.name)
    await office.target(unit=city.name)
    made = await office.target(unit=city.name, service=service.name, indicator="on_time")
    for condition in ("code = on_time", f'service = "{service.name}"'):
        request = api.ListTargetsRequest(subtree=city.name, filter=condition)
        assert list((await office.call("ListTargets", request)).targets) == [made]


async def test_an_editor_acts_for_every_unit_that_a_target_was_set_for(
    catalog: Running, office: Office
) -> None:
    city, other = await office.desk.unit(), await office.desk.unit()
    local, elsewhere = Office(catalog, unit=city.name), Office(catalog, unit=other.name)
    made = await local.target(unit=city.name)
    target_id = made.name.removeprefix("targets/")
    assert await refusal(local.target()) == DENIED
    assert await refusal(elsewhere.target(target_id, unit=other.name)) == DENIED
    assert await refusal(elsewhere.withdraw(made.name)) == DENIED
    assert (await local.withdraw(made.name)).state == api.Target.STATE_WITHDRAWN
    assert await Office(catalog, role="").get(made.name)
