"""Planned ends of units, services and offerings that are withdrawn, through gRPC.

What is read afterwards is as if nobody had planned the end.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import asyncpg

from motcua.catalog.v1 import catalog_pb2 as api
from tests.catalog.client import Client, level, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4
from tests.catalog.place import AHEAD, BEGUN, Place, withdraw

OPEN, CLOSED = api.Offering.STATE_OPEN, api.Offering.STATE_CLOSED
DENIED = "PERMISSION_DENIED NOT_PERMITTED"
INSTANTS = [BEGUN, AHEAD - DAY, AHEAD, AHEAD + DAY, AHEAD + 9 * DAY]


async def read(client: Client, name: str) -> list[api.Offering]:
    """An offering at some instants, whichever event was the last of it."""
    found = [await client.get(name, at=at) for at in INSTANTS]
    for each in found:
        each.ClearField("position")
        each.ClearField("etag")
    return found


async def last_command(catalog: Running) -> list[tuple[str, str]]:
    """The streams and the types of events of the last command."""
    connection = await asyncpg.connect(catalog.database.dsn)
    try:
        rows = await connection.fetch(
            "select stream, type from events where command_id = (select command_id from events"
            " order by position desc limit 1) order by position"
        )
    finally:
        await connection.close()
    return [(row["stream"], row["type"].rpartition(".")[2]) for row in rows]


async def test_an_offering_is_read_as_if_nobody_had_planned_the_end_of_its_unit(
    catalog: Running, client: Client, place: Place
) -> None:
    name = await place.offering(await place.service(), place.ward, LEVEL_3)
    await client.record(name, LEVEL_4, at=AHEAD + 2 * DAY)
    before = await read(client, name)
    closed = await client.act("CloseUnit", name=place.ward, effective_time=AHEAD)
    assert (await client.get(name, at=AHEAD)).state == CLOSED
    command = {"request_id": str(uuid.uuid4())}
    back = await withdraw(client, closed, **command)
    assert await last_command(catalog) == [
        (place.ward, "UnitChangeWithdrawn"),
        (name, "OfferingAssessed"),
    ]
    assert await read(client, name) == before
    assert [level(each) for each in before] == [3, 3, 3, 3, 4]
    planned = await client.get(name, at=AHEAD, as_known=closed.position + 1)
    assert planned.state == CLOSED
    assert await withdraw(client, closed, **command) == back


async def test_an_offering_is_read_as_if_nobody_had_planned_that_its_service_retires(
    catalog: Running, client: Client, place: Place
) -> None:
    service = await place.service()
    name = await place.offering(service, place.ward, LEVEL_3)
    await client.record(name, LEVEL_4, at=AHEAD + 2 * DAY)
    before = await read(client, name)
    retired = await client.act("RetireService", name=service, effective_time=AHEAD)
    assert (await client.get(name, at=AHEAD)).state == CLOSED
    asked: dict[str, Any] = {"name": service, "reason": "hoãn", "etag": retired.etag}
    asked["request_id"] = str(uuid.uuid4())
    of_a = catalog.client(unit=place.a)  # not over the authority
    assert await refusal(of_a.act("WithdrawServiceRetirement", **asked)) == DENIED
    back = await client.act("WithdrawServiceRetirement", **asked)
    assert back.state == api.Service.STATE_PUBLISHED
    assert await last_command(catalog) == [
        (service, "ServiceRetirementWithdrawn"),
        (name, "OfferingAssessed"),
    ]
    assert await read(client, name) == before
    assert await client.act("WithdrawServiceRetirement", **asked) == back
    history = (await client.act("ListChanges", name=service)).changes
    assert history[-1].reason == "hoãn"


async def test_what_is_recorded_as_an_end_is_withdrawn_is_not_lost(
    client: Client, place: Place
) -> None:
    service = await place.service()
    for _ in range(5):
        ward = await place.unit(place.city)
        name = await place.offering(service, ward, LEVEL_2)
        closed = await client.act("CloseUnit", name=ward, effective_time=AHEAD)
        await asyncio.gather(withdraw(client, closed), client.record(name, LEVEL_4))
        assert level(await client.get(name, at=AHEAD)) == 4


async def test_sixteen_who_close_units_at_once_are_all_answered(
    client: Client, place: Place
) -> None:
    service = await place.service()
    wards = [await place.unit(place.a) for _ in range(16)]
    offered = [await place.offering(service, ward) for ward in wards]
    answers = await asyncio.gather(
        *(client.act("CloseUnit", name=ward, effective_time=AHEAD) for ward in wards)
    )
    assert {answer.state for answer in answers} == {api.Unit.STATE_CLOSED}
    for name in offered:
        assert (await client.get(name, at=AHEAD)).state == CLOSED
