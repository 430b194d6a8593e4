"""Targets through the whole service: gRPC, log, projection, tables.

Promises both time axes on every read, and permission by every unit concerned. Must not test a rule
again.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from google.type.date_pb2 import Date

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import targets_pb2 as api
from tests.catalog.client import refusal
from tests.catalog.conftest import Running
from tests.catalog.registry_client import RegistryClient
from tests.dates import on

DAY = timedelta(days=1)
DENIED = "PERMISSION_DENIED NOT_PERMITTED"
HALF = facts.Share(numerator=1, denominator=2)


@pytest.fixture
def registry(catalog: Running) -> RegistryClient:
    return RegistryClient(catalog)


async def test_a_target_reads_as_it_was_answered(registry: RegistryClient) -> None:
    city = await registry.client.unit()
    service = await registry.client.service(city.name)
    said = {
        "unit": city.name,
        "service": service.name,
        "channel": facts.CHANNEL_ONLINE,
        "by_date": on("2026-12-31"),
        "legal_basis": "QĐ 766/QĐ-TTg",
    }
    made = await registry.target(**said)
    assert (made.state, made.threshold.numerator) == (api.Target.STATE_SET, 19)
    assert {name: getattr(made, name) for name in said} == said
    assert await registry.get(made.name) == made


async def test_a_target_is_read_as_of_and_as_known(registry: RegistryClient) -> None:
    made = await registry.target()
    target_id, later = made.name.removeprefix("targets/"), datetime.now(UTC) + DAY
    planned = await registry.target(target_id, threshold=HALF, at=later)
    assert (await registry.get(made.name)).threshold == made.threshold
    assert await registry.get(made.name, at=later) == planned
    assert await registry.get(made.name, at=later, as_known=made.position) == made
    gone = await registry.withdraw(made.name, at=later + DAY)
    assert (gone.state, gone.threshold) == (api.Target.STATE_WITHDRAWN, HALF)
    assert await registry.get(made.name, at=later + DAY) == gone
    assert (await registry.get(made.name, at=later)).state == api.Target.STATE_SET


async def test_a_repeat_is_answered_as_the_first_time(registry: RegistryClient) -> None:
    target_id, request_id = f"ct-{uuid.uuid4().hex[:8]}", str(uuid.uuid4())
    made = await registry.target(target_id, request_id=request_id)
    withdrawal = str(uuid.uuid4())
    gone = await registry.withdraw(made.name, request_id=withdrawal)
    await registry.target(target_id, threshold=HALF)
    assert await registry.target(target_id, request_id=request_id) == made
    assert await registry.withdraw(made.name, request_id=withdrawal) == gone


async def test_a_target_is_refused_by_name_and_field(registry: RegistryClient) -> None:
    made = await registry.target()
    target_id = made.name.removeprefix("targets/")
    too_much = facts.Share(numerator=3, denominator=2)
    cases = {
        registry.target(unit="units/nowhere"): "NOT_FOUND UNIT_UNKNOWN target.unit",
        registry.target(unit="nowhere"): "INVALID_ARGUMENT NAME_MALFORMED target.unit",
        registry.target(service="services/no"): "NOT_FOUND SERVICE_UNKNOWN target.service",
        registry.target(
            threshold=too_much
        ): "INVALID_ARGUMENT THRESHOLD_OUT_OF_RANGE target.threshold",
        registry.target(
            by_date=Date(year=2026, month=2, day=30)
        ): "INVALID_ARGUMENT TIME_INVALID target.by_date",
        registry.target(indicator="Rate!"): "INVALID_ARGUMENT TEXT_MALFORMED target.indicator",
        registry.target("-"): "INVALID_ARGUMENT ID_RESERVED target_id",
        registry.target(target_id, etag='"7"'): "ABORTED VERSION_CONFLICT etag",
        registry.withdraw("targets/none"): "NOT_FOUND TARGET_UNKNOWN name",
        registry.withdraw("none"): "INVALID_ARGUMENT NAME_MALFORMED name",
        registry.withdraw(made.name, reason=""): "INVALID_ARGUMENT FIELD_REQUIRED reason",
        registry.get("targets/none"): "NOT_FOUND NONE_THEN name",
        registry.get("none"): "INVALID_ARGUMENT NAME_MALFORMED name",
        registry.get(made.name, at=datetime.now(UTC) - DAY): "NOT_FOUND NONE_THEN name",
    }
    assert [await refusal(asked) for asked in cases] == list(cases.values())


async def test_targets_are_listed_by_subtree(registry: RegistryClient) -> None:
    city = await registry.client.unit()
    ward = await registry.client.unit(parent=city.name)
    made = [await registry.target(unit=each.name) for each in (city, ward)]
    await registry.target()
    request = api.ListTargetsRequest(subtree=city.name)
    assert list((await registry.call("ListTargets", request)).targets) == made
    gone = await registry.withdraw(made[0].name)
    for state, expected in (("WITHDRAWN", [gone]), ("SET", made[1:])):
        request.filter = f"state = {state}"
        assert list((await registry.call("ListTargets", request)).targets) == expected


async def test_targets_are_filtered_by_indicator_and_service(registry: RegistryClient) -> None:
    city = await registry.client.unit()
    service = await registry.client.service(city.name)
    await registry.target(unit=city.name)
    made = await registry.target(unit=city.name, service=service.name, indicator="on_time")
    for condition in ("code = on_time", f'service = "{service.name}"'):
        request = api.ListTargetsRequest(subtree=city.name, filter=condition)
        assert list((await registry.call("ListTargets", request)).targets) == [made]


async def test_an_editor_acts_for_every_unit_that_a_target_was_set_for(
    catalog: Running, registry: RegistryClient
) -> None:
    city, other = await registry.client.unit(), await registry.client.unit()
    local, elsewhere = (
        RegistryClient(catalog, unit=city.name),
        RegistryClient(catalog, unit=other.name),
    )
    made = await local.target(unit=city.name)
    target_id = made.name.removeprefix("targets/")
    assert await refusal(local.target()) == DENIED
    assert await refusal(elsewhere.target(target_id, unit=other.name)) == DENIED
    assert await refusal(elsewhere.withdraw(made.name)) == DENIED
    assert (await local.withdraw(made.name)).state == api.Target.STATE_WITHDRAWN
    assert await RegistryClient(catalog, role="").get(made.name)
