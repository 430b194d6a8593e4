"""Commands of offerings through the door: what they answer, and what is read afterwards.

Promises that a write answers what a read finds as of its time. Must not mock the store.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.points import POINTS, SIX_POINTS_1
from tests.catalog.calls_of_offerings import close, close_unit, declare, read
from tests.catalog.client import Client, level, refusal, states_of
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NA, NOW, YES

SIX = SIX_POINTS_1
LONG_AGO = NOW - 200 * DAY
BACKWARDS = {"reason": "nhập lại"}


def soon(days: float = 1) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + days * DAY


async def offered(client: Client, states: Any = LEVEL_4, **rest: Any) -> api.Offering:
    """An offering of a service and a unit of its own, since long ago unless a time is given."""
    unit = await client.unit(at=LONG_AGO, **BACKWARDS)
    service = await client.service(unit.name, at=LONG_AGO, **BACKWARDS)
    said = {"at": LONG_AGO, **BACKWARDS, **rest}
    return await client.offer(service.name, unit.name, states, **said)


async def test_a_ceiling_is_declared_and_lifted(client: Client) -> None:
    offering = await offered(client)
    declared = await declare(client, offering.name, 3, at=soon(1))
    assert (declared.ceiling, declared.ceiling_reason) == (3, "Quyết định 12")
    assert (declared.assessment.earned, declared.assessment.level) == (4, 3)
    lifted = await declare(client, offering.name, None, "", at=soon(2))
    assert not lifted.HasField("ceiling")
    assert level(lifted) == 4
    assert await read(client, offering.name, at=soon(1.5)) != lifted
    assert level(await read(client, offering.name)) == 4
    assert level(await read(client, offering.name, at=soon(1.5))) == 3


async def test_a_closed_offering_shows_neither_level_nor_capabilities(client: Client) -> None:
    offering, ends = await offered(client), soon()
    closed = await close(client, offering.name, at=ends)
    assert closed.state == api.Offering.STATE_CLOSED
    assert not closed.HasField("assessment")
    assert not closed.capabilities
    assert closed.ending_time.ToDatetime(tzinfo=UTC) == ends
    before = await read(client, offering.name)
    assert (before.state, level(before)) == (api.Offering.STATE_OPEN, 4)
    assert before.ending_time == closed.ending_time


@pytest.mark.parametrize("later", [DAY, 400 * DAY])
async def test_a_write_answers_what_a_read_finds(client: Client, later: Any) -> None:
    opens = soon() + later
    planned = await offered(client, LEVEL_3, at=opens, reason="")
    assert await read(client, planned.name, at=opens) == planned
    declared = await declare(client, planned.name, 2, at=opens + DAY)
    assert await read(client, planned.name, at=opens + DAY) == declared
    closed = await close(client, planned.name, at=opens + 2 * DAY)
    assert await read(client, planned.name, at=opens + 2 * DAY) == closed


async def test_a_planned_offering_is_found_and_claims_nothing(client: Client) -> None:
    opens = soon()
    planned = await offered(client, LEVEL_3, at=opens, reason="")
    now = await read(client, planned.name)
    assert now.state == api.Offering.STATE_PLANNED
    assert now.effective_time.ToDatetime(tzinfo=UTC) == opens
    assert not now.HasField("assessment")
    assert now.etag == planned.etag


async def test_a_closed_offering_opens_again(client: Client) -> None:
    offering = await offered(client)
    service = offering.name.rpartition("/offerings/")[0]
    await close(client, offering.name, at=soon(1))
    again = await client.offer(service, offering.unit, LEVEL_2, at=soon(3))
    assert (again.name, level(again)) == (offering.name, 2)
    found = [await read(client, offering.name, at=soon(n)) for n in (0.5, 2, 4)]
    states = [api.Offering.STATE_OPEN, api.Offering.STATE_CLOSED, api.Offering.STATE_OPEN]
    assert [each.state for each in found] == states


async def test_what_was_known_before_stays_answerable(client: Client) -> None:
    offering = await offered(client)
    await close(client, offering.name, at=soon(1))
    then = await read(client, offering.name, at=soon(2), known=offering.position)
    assert (then.state, level(then), then.etag) == (api.Offering.STATE_OPEN, 4, offering.etag)


async def test_a_repeat_is_answered_as_the_first_time(client: Client) -> None:
    offering, ids, ends = await offered(client), [str(uuid.uuid4()) for _ in range(2)], soon(2)
    declared = await declare(client, offering.name, 3, at=soon(1), request_id=ids[0])
    closed = await close(client, offering.name, at=ends, request_id=ids[1])
    at = declared.assessment.effective_time.ToDatetime(tzinfo=UTC)
    assert await declare(client, offering.name, 3, at=at, request_id=ids[0]) == declared
    assert await close(client, offering.name, at=ends, request_id=ids[1]) == closed


@pytest.mark.parametrize("write", [declare, close])
async def test_an_outdated_etag_is_refused_and_nothing_is_lost(client: Client, write: Any) -> None:
    offering = await offered(client)
    said = {"ceiling": 3} if write is declare else {}
    newer = await declare(client, offering.name, 2, etag=offering.etag)
    refused = await refusal(write(client, offering.name, etag=offering.etag, **said))
    assert refused == "ABORTED VERSION_CONFLICT etag"
    assert (await read(client, offering.name)).etag == newer.etag


@pytest.mark.parametrize("write", [declare, close])
async def test_only_who_acts_for_the_unit_changes_its_offering(
    catalog: Running, client: Client, write: Any
) -> None:
    offering = await offered(client)
    said = {"ceiling": 3} if write is declare else {}
    other = (await client.unit()).name
    refused = await refusal(write(catalog.client("editor", other), offering.name, **said))
    assert refused == "PERMISSION_DENIED NOT_PERMITTED"
    assert await write(catalog.client("editor", offering.unit), offering.name, **said)


async def test_every_refusal_names_its_field(client: Client) -> None:
    offering = await offered(client, LEVEL_3)
    name = offering.name
    refused = await refusal(declare(client, name, 4))
    assert refused == "FAILED_PRECONDITION CEILING_ABOVE_EARNED ceiling"
    refused = await refusal(declare(client, name, 3, ""))
    assert refused == "INVALID_ARGUMENT REASON_MISSING ceiling_reason"
    refused = await refusal(close(client, name, at=NOW - DAY))
    assert refused == "INVALID_ARGUMENT PAST_WITHOUT_REASON effective_time"
    refused = await refusal(close(client, "services/none/offerings/none"))
    assert refused == "NOT_FOUND OFFERING_UNKNOWN name"
    await close(client, name)
    refused = await refusal(close(client, name))
    assert refused == "FAILED_PRECONDITION OFFERING_ENDS_ALREADY effective_time"
    refused = await refusal(client.record(name, LEVEL_4))
    assert refused == "FAILED_PRECONDITION OFFERING_CLOSED_THEN effective_time"


async def test_an_offering_is_opened_under_a_rule_without_levels(client: Client) -> None:
    offering = await offered(client, dict.fromkeys(POINTS, YES), level_rule=SIX)
    assert (offering.level_rule, offering.extent_rule) == (SIX, "")
    assert offering.assessment.verdict == facts.VERDICT_FULLY_ONLINE
    assert not offering.assessment.HasField("level")
    assert states_of(offering) == dict.fromkeys(POINTS, YES)
    refused = await refusal(declare(client, offering.name, 1))
    assert refused == "FAILED_PRECONDITION RULE_WITHOUT_LEVELS ceiling"


async def test_evidence_is_kept_with_its_capability(client: Client) -> None:
    offering = await offered(client)
    told = facts.RecordedCapability(
        capability=facts.CAPABILITY_PAY_ONLINE, state=NA, evidence="https://dvc.vn/phi"
    )
    request = api.RecordCapabilitiesRequest(
        name=offering.name, capabilities=[told], request_id=str(uuid.uuid4())
    )
    await client.call("RecordCapabilities", request)
    found = (await read(client, offering.name)).capabilities
    assert [each.evidence for each in found if each.evidence] == ["https://dvc.vn/phi"]


async def test_no_offering_stays_open_in_a_unit_that_is_closed_at_the_same_moment(
    client: Client,
) -> None:
    root = await client.unit(at=LONG_AGO, **BACKWARDS)
    service = await client.service(root.name, at=LONG_AGO, **BACKWARDS)
    for _ in range(8):
        unit, ends = await client.unit(parent=root.name, at=LONG_AGO, **BACKWARDS), soon(1)
        closed, offering = await asyncio.gather(
            close_unit(client, unit.name, at=ends), client.offer(service.name, unit.name, LEVEL_2)
        )
        assert closed.state == api.Unit.STATE_CLOSED
        assert (await read(client, offering.name)).state == api.Offering.STATE_OPEN
        found = await read(client, offering.name, at=ends)
        assert found.state == api.Offering.STATE_CLOSED
