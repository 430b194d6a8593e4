"""Every method, once through the whole service: gRPC, log, projection, tables.

Promises that what is written is answered and then read alike. Must not test a rule again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, fresh, level, refusal, states_of
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NA, NO, YES

DAY = timedelta(days=1)


async def test_a_unit_reads_as_it_was_answered(client: Client) -> None:
    city = await client.unit()
    ward = await client.unit(parent=city.name)
    assert ward.parent == city.name
    assert ward.code == "000.01"
    assert ward.position > city.position
    assert await client.get(ward.name) == ward


async def test_a_service_is_a_draft_until_it_is_published(client: Client) -> None:
    city = await client.unit()
    fee = facts.FeeLine(code="LP", amount=8_000)
    draft = await client.draft(
        city.name,
        fees=[fee],
        written_result=True,
        codes=[facts.ServiceCode(system="national", value="1.001193")],
    )
    assert (draft.state, draft.version) == (api.Service.STATE_DRAFT, 0)
    assert not draft.HasField("effective_time")
    assert not draft.HasField("one_stop")
    assert await client.get(draft.name) == draft
    service = await client.publish(draft.name)
    assert (service.state, service.version) == (api.Service.STATE_PUBLISHED, 1)
    assert (list(service.fees), service.written_result) == ([fee], True)
    assert await client.get(draft.name) == service


async def test_a_planned_version_leaves_the_draft_until_its_day(client: Client) -> None:
    city = await client.unit()
    draft = await client.draft(city.name)
    service = await client.publish(draft.name, at=datetime.now(UTC) + DAY)
    assert service.state == api.Service.STATE_PUBLISHED
    assert (await client.get(draft.name)).state == api.Service.STATE_DRAFT
    later = await client.get(draft.name, at=datetime.now(UTC) + 2 * DAY)
    assert later == service


async def test_an_offering_reads_as_it_was_answered(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    offering = await client.offer(
        service.name, city.name, LEVEL_4, ceiling=3, ceiling_reason="Quyết định 12"
    )
    assert offering.name == f"{service.name}/offerings/{city.name.removeprefix('units/')}"
    assert (offering.assessment.earned, level(offering), offering.ceiling) == (4, 3, 3)
    assert offering.level_rule == "vn.levels@1"
    assert states_of(offering) == LEVEL_4
    assert await client.get(offering.name) == offering


async def test_a_recording_raises_the_level_and_a_fall_lowers_it(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    offering = await client.offer(service.name, city.name, LEVEL_2)
    risen = await client.record(offering.name, LEVEL_3)
    assert (level(offering), level(risen)) == (2, 3)
    assert await client.get(offering.name) == risen
    fallen = await client.record(offering.name, {facts.CAPABILITY_FILE_ONLINE: NO})
    assert (level(fallen), fallen.assessment.extent) == (2, facts.EXTENT_NONE)
    assert await client.get(offering.name) == fallen


async def test_a_fee_of_the_version_in_force_bears_on_the_level(client: Client) -> None:
    city = await client.unit()
    states = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}
    free = await client.service(city.name)
    dear = await client.service(city.name, fees=[facts.FeeLine(code="LP", amount=1)])
    assert level(await client.offer(free.name, city.name, states)) == 4
    offered = await client.offer(dear.name, city.name, states)
    assert (level(offered), offered.assessment.attainable) == (3, 4)


async def test_evidence_is_kept(client: Client) -> None:
    city = await client.unit()
    offering = await client.offer((await client.service(city.name)).name, city.name)
    seen = facts.RecordedCapability(
        capability=facts.CAPABILITY_FILE_ONLINE, state=YES, evidence="QĐ 1867/QĐ-UBND"
    )
    await client.call(
        "RecordCapabilities",
        api.RecordCapabilitiesRequest(
            name=offering.name,
            capabilities=[seen],
            request_id="2b6e8a1e-6c1c-4b6e-9d55-0a1f0f6f5a01",
        ),
    )
    assert list((await client.get(offering.name)).capabilities) == [seen]


async def test_what_does_not_exist_is_refused_by_name(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    draft = await client.draft(city.name)
    cases = {
        client.unit(parent="units/nowhere"): "NOT_FOUND UNIT_UNKNOWN unit.parent",
        client.unit(city.name.removeprefix("units/")): "ALREADY_EXISTS UNIT_EXISTS unit_id",
        client.unit("-"): "INVALID_ARGUMENT ID_RESERVED unit_id",
        client.unit(parent="nowhere"): "INVALID_ARGUMENT NAME_MALFORMED unit.parent",
        client.draft("units/nowhere"): "NOT_FOUND UNIT_UNKNOWN service.authority",
        client.publish("services/none"): "NOT_FOUND SERVICE_UNKNOWN name",
        client.publish(service.name): "FAILED_PRECONDITION NOTHING_DRAFTED name",
        client.offer("services/none", city.name): "NOT_FOUND SERVICE_UNKNOWN parent",
        client.offer(service.name, "units/nowhere"): "NOT_FOUND UNIT_UNKNOWN offering.unit",
        client.offer(draft.name, city.name): "FAILED_PRECONDITION SERVICE_NOT_IN_FORCE_THEN parent",
        client.record(f"{service.name}/offerings/x", LEVEL_2): "NOT_FOUND OFFERING_UNKNOWN name",
        client.get("units/nowhere"): "NOT_FOUND NONE_THEN name",
        client.get("services/none"): "NOT_FOUND NONE_THEN name",
        client.get("services/none/offerings/x"): "NOT_FOUND NONE_THEN name",
    }
    assert {await refusal(asked): expected for asked, expected in cases.items()} == {
        expected: expected for expected in cases.values()
    }


async def test_rules_reach_the_caller_with_their_field(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    past = datetime.now(UTC) - DAY
    refused = await refusal(client.offer(service.name, city.name, LEVEL_3, ceiling=3))
    assert refused == "INVALID_ARGUMENT REASON_MISSING offering.ceiling_reason"
    refused = await refusal(client.unit(at=past))
    assert refused == "INVALID_ARGUMENT PAST_WITHOUT_REASON effective_time"


async def test_an_editor_edits_in_the_own_subtree_only(catalog: Running, client: Client) -> None:
    city, other = await client.unit(), await client.unit()
    local = catalog.client(unit=city.name)
    # Permissions know the new ward at once, so the editor of the city may go on below it.
    ward = await local.unit(parent=city.name)
    service = await local.service(ward.name)
    offering = await local.offer(service.name, ward.name)
    assert level(await local.record(offering.name, LEVEL_2)) == 2
    elsewhere = await client.service(other.name)
    denied = "PERMISSION_DENIED NOT_PERMITTED"
    assert await refusal(local.unit()) == denied
    assert await refusal(local.unit(parent=other.name)) == denied
    assert await refusal(local.draft(other.name)) == denied
    assert await refusal(local.publish(elsewhere.name)) == denied
    hidden = local.publish((await client.draft(other.name)).name)
    assert await refusal(hidden) == "NOT_FOUND SERVICE_UNKNOWN name"
    assert await refusal(local.offer(elsewhere.name, other.name)) == denied
    away = await client.offer(elsewhere.name, other.name)
    assert await refusal(local.record(away.name, LEVEL_2)) == denied


@pytest.mark.parametrize("role", ["", "officer", "inspector"])
async def test_others_read_and_do_not_write(catalog: Running, client: Client, role: str) -> None:
    city = await client.unit()
    reader = catalog.client(role)
    assert await reader.get(city.name) == city
    code = "PERMISSION_DENIED NOT_PERMITTED" if role else "UNAUTHENTICATED TOKEN_MISSING"
    assert await refusal(reader.unit(fresh("u"))) == code
