"""How a server ends: what runs may finish, what never would ends at once, and everybody learns why.

Promises a code, a reason and a time to come back after for every call that was cut off.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from services.chassis.server import Server
from tests.chassis.echo import (
    Client,
    Echo,
    Said,
    add,
    contract,
    message,
    refused,
    request,
    settings,
)
from tests.waiting import until

SERVING, NOT_SERVING = (
    health_pb2.HealthCheckResponse.SERVING,
    health_pb2.HealthCheckResponse.NOT_SERVING,
)


@asynccontextmanager
async def serving(echo: Echo) -> AsyncIterator[tuple[Server, Client]]:
    """A server that the test ends, and a client."""
    server = Server(settings(), [(add, echo, contract())], within=lambda *_: True)
    await server.start()
    try:
        async with grpc.aio.insecure_channel(server.address) as channel:
            yield server, Client(channel)
    finally:
        await server.stop(0)


def must_come_back(said: Said) -> None:
    assert (said.code, said.reason) == (grpc.StatusCode.UNAVAILABLE, "SERVER_ENDING")
    assert said.retry is not None
    assert said.words["vi"] != said.words["en"]


async def to_the_end(call: Any) -> None:
    while (await call.read()) is not grpc.aio.EOF:
        pass


async def test_what_runs_may_finish_while_who_watches_is_told() -> None:
    echo, go = Echo(), asyncio.Event()

    async def act(asked: object) -> object:
        await go.wait()
        return await echo.answer(asked)

    echo.act = act
    async with serving(echo) as (server, client):
        watched = health_pb2_grpc.HealthStub(client.channel).Watch(health_pb2.HealthCheckRequest())
        assert (await watched.read()).status == SERVING
        call = asyncio.ensure_future(client.call("Ask", request()))
        await until(lambda: echo.ran)
        stopping = asyncio.ensure_future(server.stop(60))
        assert (await watched.read()).status == NOT_SERVING
        must_come_back(await refused(to_the_end(watched)))
        assert not stopping.done()
        go.set()
        assert (await call).text == "xin chào"
        await stopping


@pytest.mark.parametrize("how", ["quiet", "busy", "not read"])
async def test_an_endless_stream_ends_at_once_with_a_time_to_come_back(how: str) -> None:
    echo = Echo()
    large = message("SayResponse")(text="a" * (1 if how == "busy" else 1 << 16))

    async def act(_: object) -> object:
        if how == "quiet" and echo.ran:
            await asyncio.Event().wait()
        echo.ran += 1
        await asyncio.sleep(0)
        return large

    echo.act = act
    async with serving(echo) as (server, client):
        call = client.stream("Follow", request(), shape="unary_stream")
        await call.read()
        if how == "not read":
            await until(lambda: blocked(echo))
        stopping = asyncio.ensure_future(server.stop(60))
        await until(lambda: server.health.ending)
        must_come_back(await refused(to_the_end(call)))
        await stopping


async def test_a_stream_that_is_being_written_ends_with_a_reason_too() -> None:
    async with serving(Echo()) as (server, client):
        for _ in range(20):
            call = client.stream("Follow", request(), shape="unary_stream")
            ending = asyncio.ensure_future(refused(to_the_end(call)))
            await until(lambda: any(each.writing for each in server.chain.running), every=0)
            server.chain.end(endless=True)
            async with asyncio.timeout(60):  # a call without a status would never end
                must_come_back(await ending)


SEEN: list[int] = []


def blocked(echo: Echo) -> bool:
    """Whether the stream waits for its reader: nothing was added for a while."""
    SEEN.append(echo.ran)
    return len(SEEN) > 20 and SEEN[-20] == echo.ran


async def test_what_outlasts_the_grace_is_cut_off_with_a_reason() -> None:
    echo = Echo()
    echo.act = lambda _: asyncio.Event().wait()
    async with serving(echo) as (server, client):
        call = asyncio.ensure_future(client.call("Say", request()))
        await until(lambda: echo.ran)
        stopping = asyncio.ensure_future(server.stop(0.05))
        must_come_back(await refused(call))
        await stopping
    assert echo.cancelled.is_set()


async def test_a_stream_of_reflection_does_not_hold_up_the_end() -> None:
    async with serving(Echo()) as (server, client):
        call = reflection_pb2_grpc.ServerReflectionStub(client.channel).ServerReflectionInfo()
        await call.write(reflection_pb2.ServerReflectionRequest(list_services=""))
        await call.read()
        stopping = asyncio.ensure_future(server.stop(60))
        must_come_back(await refused(to_the_end(call)))
        await stopping


async def test_a_stream_of_both_that_is_being_written_ends_with_a_reason_too() -> None:
    """Its requests are heard out for a second, in which nothing may cut off what it is told."""
    async with serving(Echo()) as (server, client):
        call = reflection_pb2_grpc.ServerReflectionStub(client.channel).ServerReflectionInfo()
        await call.write(reflection_pb2.ServerReflectionRequest(list_services=""))
        ending = asyncio.ensure_future(refused(to_the_end(call)))
        await until(lambda: any(each.writing for each in server.chain.running), every=0)
        server.chain.end(endless=True)
        async with asyncio.timeout(60):
            must_come_back(await ending)
