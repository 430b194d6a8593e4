"""Who is served when too many ask: places of a lane in random histories, and a server that is full.

Promises that nobody is starved and no place lost, whoever gives up when; and that a refused call
was never read.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.chassis import gauges, server_call
from services.chassis.errors import Refusal
from services.chassis.limits.lanes import Lane, Lanes
from services.chassis.reasons import ChassisReason
from tests.chassis.echo import Client, Echo, counted, refused, request, running, token
from tests.waiting import until

ACTIVE, WAITING = 8, 12


class Visitors:
    """Calls of some callers at one lane, each held until it is told to go."""

    def __init__(self) -> None:
        self.lane = Lane("tried", active=ACTIVE, waiting=WAITING)
        self.inside: list[tuple[str, asyncio.Event]] = []
        self.tasks: set[asyncio.Task[str]] = set()

    def come(self, caller: str) -> asyncio.Task[str]:
        task = asyncio.ensure_future(self.visit(caller))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def visit(self, caller: str) -> str:
        try:
            await self.lane.enter(caller)
        except Refusal as refusal:
            return refusal.reason.code
        go = asyncio.Event()
        self.inside.append((caller, go))
        try:
            await go.wait()
        finally:
            self.inside.remove((caller, go))
            self.lane.leave(caller)
        return "served"

    def check(self) -> None:
        """What holds between any two steps."""
        held = Counter(caller for caller, _ in self.inside)
        assert held == self.lane.held
        assert self.lane.free == ACTIVE - held.total()
        waiting = {caller: len(queue) for caller, queue in self.lane.queues.items()}
        assert self.lane.room == WAITING - sum(waiting.values()) >= 0
        assert all(waiting.values())
        assert not [each for each in waiting if held[each] < self.lane.free]


@pytest.mark.parametrize("seed", range(40))
async def test_places_are_shared_in_every_history(seed: int) -> None:
    chance, visitors = random.Random(seed), Visitors()
    for _ in range(200):
        for _ in range(chance.choice([1, 1, 1, 5])):
            step(chance, visitors)
        for _ in range(4):
            await asyncio.sleep(0)
        visitors.check()
    while visitors.tasks:
        for _, go in visitors.inside:
            go.set()
        await asyncio.sleep(0)
    visitors.check()
    assert (visitors.lane.free, visitors.lane.room) == (ACTIVE, WAITING)
    assert not visitors.lane.held


def step(chance: random.Random, visitors: Visitors) -> None:
    """Somebody comes, goes, or gives up, perhaps in the same moment as a place falls free."""
    deed = chance.random()
    if deed < 0.5:
        visitors.come(chance.choice("aaaabbcd"))
    elif deed < 0.8 and visitors.inside:
        chance.choice(visitors.inside)[1].set()
    elif visitors.tasks:
        chance.choice(sorted(visitors.tasks, key=id)).cancel()


async def test_a_newcomer_finds_a_place_while_another_floods() -> None:
    visitors = Visitors()
    flood = [visitors.come("flood") for _ in range(100)]
    await asyncio.sleep(0)
    assert visitors.lane.held == {"flood": ACTIVE // 2}
    assert sum(each.done() for each in flood) == 100 - ACTIVE // 2 - WAITING // 2
    for caller in ("a", "b"):
        visitors.come(caller)
    await asyncio.sleep(0)
    assert visitors.lane.held == {"flood": ACTIVE // 2, "a": 1, "b": 1}
    for each in list(visitors.tasks):
        each.cancel()


async def test_who_waits_is_served_in_turn_caller_by_caller() -> None:
    visitors, order = Visitors(), []
    for caller in ("x", "y", "z"):  # they take what there is
        for _ in range(ACTIVE):
            visitors.come(caller)
    await asyncio.sleep(0)
    for _ in range(6):
        before = [caller for caller, _ in visitors.inside]
        visitors.inside[0][1].set()
        await until(lambda before=before: [c for c, _ in visitors.inside] != before)
        order.append(visitors.inside[-1][0])
    assert Counter(order).most_common(1)[0][1] <= 3
    for each in list(visitors.tasks):
        each.cancel()


def small() -> Lanes:
    """A server that is full with few calls."""
    lanes = Lanes()
    lanes.public = Lane("public", active=4, waiting=2)
    lanes.signed = Lane("signed", active=4, waiting=0)
    lanes.uploads = Lane("uploads", active=2, waiting=0)
    return lanes


@asynccontextmanager
async def full(
    method: str, auth: str | None = None
) -> AsyncIterator[tuple[Echo, Client, asyncio.Event]]:
    """A server whose places for one caller are taken by calls that do not end by themselves."""
    echo, go = Echo(), asyncio.Event()

    async def act(asked: Any) -> Any:
        await go.wait()
        return await echo.answer(asked)

    echo.act = act
    async with running(echo, lanes=small()) as client:
        taking = [
            asyncio.ensure_future(client.call(method, request(), auth=auth)) for _ in range(2)
        ]
        await until(lambda: echo.ran == 2)
        yield echo, client, go
        go.set()
        await asyncio.gather(*taking)


async def never() -> AsyncIterator[bytes]:
    """A message that is not sent."""
    await asyncio.Event().wait()
    yield b""


async def test_who_asks_too_much_is_refused_before_the_message_is_sent() -> None:
    before, auth = counted("SERVER_BUSY"), token()
    async with full("Say", auth) as (echo, client, go):
        said = await refused(client.stream("Say", never(), shape="stream_unary", auth=auth))
        another = asyncio.ensure_future(client.call("Say", request(), auth=token(sub="officers/2")))
        await until(lambda: echo.ran == 3)
        go.set()
        assert (await another).text == "xin chào"
    assert (said.code, said.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_BUSY")
    assert said.retry is not None
    assert 500 <= said.retry.retry_delay.ToMilliseconds() <= 1500
    assert said.words["vi"] != said.words["en"]
    assert counted("SERVER_BUSY") == before + 1


async def test_a_flood_without_token_does_not_keep_out_who_has_one_nor_who_asks_for_health() -> (
    None
):
    async with full("Ask") as (echo, client, go):
        waiting = asyncio.ensure_future(client.call("Ask", request(), auth=None))
        await until(lambda: lane_waits("public") == 1)
        said = await refused(client.call("Ask", request(), auth=None))
        assert said.reason == "SERVER_BUSY"
        health = health_pb2_grpc.HealthStub(client.channel)
        answer = await health.Check(health_pb2.HealthCheckRequest())
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
        signed = asyncio.ensure_future(client.call("Say", request()))
        await until(lambda: echo.ran == 3)
        go.set()
        assert (await signed).text == (await waiting).text == "xin chào"


async def test_who_has_no_place_is_not_told_what_he_may() -> None:
    async with full("Ask") as (_, client, go):
        waiting = asyncio.ensure_future(client.call("Ask", request(), auth=None))
        await until(lambda: lane_waits("public") == 1)
        said = await refused(client.call("Say", b"", auth="Bearer x"))
        assert (said.code, said.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_BUSY")
        go.set()
        await waiting


def lane_waits(lane: str) -> float | None:
    return gauges.REGISTRY.get_sample_value("motcua_calls_waiting", {"lane": lane})


async def test_a_place_is_given_back_whatever_becomes_of_the_call() -> None:
    async with running(echo := Echo(), lanes=small()) as client:
        for _ in range(5):
            await refused(client.call("Say", b"\xff"))
            await refused(client.call("Rule", request()))
            await client.call("Say", request())
            with pytest.raises(grpc.aio.AioRpcError) as late:
                await client.stream("Say", never(), shape="stream_unary", timeout=0.05)
            assert late.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
        assert echo.ran == 5
        await until(lambda: lane_is_empty("signed"))


def lane_is_empty(lane: str) -> bool:
    return gauges.REGISTRY.get_sample_value("motcua_calls_active", {"lane": lane}) == 0


async def test_a_stream_that_finds_no_place_is_refused_with_a_reason() -> None:
    async with running(Echo(), lanes=small()) as client:
        held = client.stream("Send", never(), shape="stream_unary")
        await until(lambda: not lane_is_empty("uploads"))
        said = await refused(client.stream("Send", never(), shape="stream_unary"))
        assert said.reason == "SERVER_BUSY"
        held.cancel()


async def test_a_large_message_that_is_not_read_still_learns_why() -> None:
    large = request(long_text="a" * (4 * 1024 * 1024 - 100))
    async with running(Echo()) as client:
        for _ in range(10):
            assert (await refused(client.call("Say", large, auth=None))).reason == "TOKEN_MISSING"
            assert (await refused(client.call("Nothing", large))).reason == "METHOD_UNKNOWN"


async def test_a_client_with_a_retry_policy_comes_back_by_itself() -> None:
    echo, policy = Echo(), {"maxAttempts": 3, "initialBackoff": "60s", "maxBackoff": "60s"}
    policy |= {"backoffMultiplier": 1, "retryableStatusCodes": ["RESOURCE_EXHAUSTED"]}
    config = {"methodConfig": [{"name": [{}], "retryPolicy": policy}]}

    async def act(asked: Any) -> Any:
        if echo.ran == 1:
            raise Refusal(ChassisReason.SERVER_BUSY, retry_after=0.1)
        return await echo.answer(asked)

    echo.act = act
    async with (
        running(echo) as client,
        grpc.aio.insecure_channel(
            client.address, options=[("grpc.service_config", json.dumps(config))]
        ) as channel,
    ):
        answer = await Client(channel).call("Say", request(), timeout=30)
    assert (answer.text, echo.ran) == ("xin chào", 2)


@pytest.mark.parametrize(("size", "taken"), [(15_000, True), (17_000, False)])
async def test_headers_have_one_bound(size: int, taken: bool) -> None:
    async with running(Echo()) as client:
        for _ in range(5):
            call = client.call("Say", request(), metadata=(("x-made-up", "a" * size),))
            if taken:
                await call
                continue
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await call
            assert failed.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_who_has_no_token_cannot_keep_a_place_by_sending_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running(Echo(), lanes=small()) as client:
        with monkeypatch.context() as hasty:
            hasty.setattr(server_call, "READ_WITHIN", 0.1)
            for _ in range(6):
                said = await refused(client.stream("Ask", never(), shape="stream_unary", auth=None))
                late = grpc.StatusCode.DEADLINE_EXCEEDED, "REQUEST_LATE"
                assert (said.code, said.reason) == late
        assert (await client.call("Ask", request(), auth=None)).text == "xin chào"
