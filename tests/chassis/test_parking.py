"""An operator lets a projection pass an event, by a call: who and why is kept, once.

Over a real log whose events 3 and 5 cannot be applied. Must not depend on time.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest

from motcua.chassis.v1 import operations_pb2 as api
from motcua.chassis.v1.operations_pb2_grpc import OperationServiceStub
from services.chassis import operation_service
from services.chassis.database import Connection
from services.chassis.server import Server
from tests.chassis import echo
from tests.chassis.streaming import Seen, World, running
from tests.waiting import until


def whole() -> tuple[tuple[str, str], ...]:
    """An operator of the whole tree, whose token is of now."""
    return (("authorization", echo.token("operator", "*", sub="ops.1")),)


CHANGES = [
    {"position": 4},
    {"event_id": str(uuid.uuid4())},
    {"projection": "unseen"},
]


@pytest.fixture
async def stub(relayed: World) -> AsyncIterator[OperationServiceStub]:
    """Of a service with seven events of which two are poison, halted at the first of them."""
    await relayed.append(7)
    seen = Seen(relayed.pool, relayed.own())
    seen.poisoned_at, seen.poison = "apply", {3, 5}
    methods = [operation_service.offered(relayed.pool)]
    async with (
        running(seen.projector),
        Server(echo.settings(), methods, within=lambda *_: False) as server,
        grpc.aio.insecure_channel(server.address) as channel,
    ):
        found = OperationServiceStub(channel)
        await halted_at(found, 3)
        yield found


async def shown(stub: OperationServiceStub) -> api.Projection:
    """The one projection."""
    answer = await stub.ListProjections(api.ListProjectionsRequest(), metadata=whole())
    return next(iter(answer.projections), api.Projection())


async def halted_at(stub: OperationServiceStub, position: int) -> api.Projection:
    """The projection, once it stands still there."""

    async def found() -> bool:
        return (await shown(stub)).halted.position == position

    await until(found)
    return await shown(stub)


def parking(found: api.Projection, **changes: Any) -> api.ParkEventRequest:
    """A request for what is halted."""
    asked = {
        "projection": found.name,
        "position": found.halted.position,
        "event_id": found.halted.event_id,
        "reason": "agreed by two",
        "request_id": str(uuid.uuid4()),
    }
    return api.ParkEventRequest(**{**asked, **changes})


async def test_the_projection_goes_on_and_who_let_it_and_why_is_kept(
    stub: OperationServiceStub, owner: Connection
) -> None:
    found = await shown(stub)
    assert (found.name, found.position, "poison" in found.halted.error) == ("seen", 2, True)
    request = parking(found)
    answer = await stub.ParkEvent(request, metadata=whole())
    assert (answer.position, answer.parked_by, answer.reason) == (3, "ops.1", "agreed by two")
    assert (await halted_at(stub, 5)).position == 4
    assert [tuple(row) for row in await owner.fetch("select position, parked_by from parked")] == [
        (3, "ops.1")
    ]
    # The answer was lost, and the call is repeated; then somebody takes the id for another event.
    assert await stub.ParkEvent(request, metadata=whole()) == answer
    other = parking(await shown(stub), request_id=request.request_id)
    assert (
        await echo.refused(stub.ParkEvent(other, metadata=whole()))
    ).reason == "REQUEST_ID_REUSED"
    assert (await shown(stub)).position == 4


@pytest.mark.parametrize("changes", CHANGES)
async def test_another_event_than_the_one_that_halts_is_refused(
    stub: OperationServiceStub, owner: Connection, changes: dict[str, Any]
) -> None:
    request = parking(await shown(stub), **changes)
    refused = await echo.refused(stub.ParkEvent(request, metadata=whole()))
    expected = "NOT_HALTED" if "projection" in changes else "HALTED_ELSEWHERE"
    assert (refused.reason, refused.code) == (
        f"PROJECTION_{expected}",
        grpc.StatusCode.FAILED_PRECONDITION,
    )
    assert await owner.fetchval("select count(*) from parked") == 0


async def test_nothing_is_parked_where_nothing_halts(stub: OperationServiceStub) -> None:
    for position in (3, 5):
        await stub.ParkEvent(parking(await halted_at(stub, position)), metadata=whole())
    await until(lambda: reached(stub, 7))
    request = parking(api.Projection(name="seen"), position=5, event_id=str(uuid.uuid4()))
    refused = await echo.refused(stub.ParkEvent(request, metadata=whole()))
    assert refused.reason == "PROJECTION_NOT_HALTED"


async def reached(stub: OperationServiceStub, position: int) -> bool:
    return bool((await shown(stub)).position == position)


async def test_of_two_operators_at_once_one_parks_the_event(stub: OperationServiceStub) -> None:
    found = await shown(stub)
    both = [stub.ParkEvent(parking(found), metadata=whole()) for _ in range(2)]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(isinstance(each, grpc.aio.AioRpcError) for each in answers) == [False, True]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": ""}, "FIELD_REQUIRED"),
        ({"reason": "asked by an@example.vn"}, "TEXT_NAMES_SOMEBODY"),
        ({"event_id": "3"}, "TEXT_MALFORMED"),
        ({"request_id": "again"}, "REQUEST_ID_INVALID"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    stub: OperationServiceStub, changes: dict[str, Any], reason: str
) -> None:
    request = parking(await shown(stub), **changes)
    assert (await echo.refused(stub.ParkEvent(request, metadata=whole()))).reason == reason


@pytest.mark.parametrize(
    ("role", "unit"), [("inspector", "*"), ("editor", "*"), ("operator", "units/city")]
)
async def test_only_an_operator_of_the_whole_tree_is_answered(
    stub: OperationServiceStub, role: str, unit: str
) -> None:
    who = (("authorization", echo.token(role, unit)),)
    for answer in (
        stub.ListProjections(api.ListProjectionsRequest(), metadata=who),
        stub.ParkEvent(parking(api.Projection()), metadata=who),
    ):
        assert (await echo.refused(answer)).reason == "NOT_PERMITTED"
