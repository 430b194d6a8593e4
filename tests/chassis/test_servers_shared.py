"""Servers behind a balancer: connections used for a while, a calm end, one port for several.

Promises real servers and a client that goes on as a portal does. Must not judge how long anything
took: the ages here are short, and waited for.
"""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.chassis.errors import Refusal
from services.chassis.health import Health
from services.chassis.server import Server
from services.chassis.server_options import RENEWING, options
from services.chassis.settings import PROJECTOR, RELAY
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

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
AGE = 0.5


class Counting(Echo):
    """Follow counts on without end from what the caller has; peers of calls are noted."""

    def __init__(self) -> None:
        super().__init__()
        self.peers: list[str] = []

    async def Ask(self, asked: Any, context: Any) -> Any:  # noqa: N802
        self.peers.append(context.peer())
        return await super().Say(asked, context)

    async def Follow(self, asked: Any, _: Any) -> Any:  # noqa: N802
        number = int(asked.text)
        while True:
            number += 1
            yield message("SayResponse")(text=str(number))
            await asyncio.sleep(0.01)


def server_of(echo: Echo, **changes: Any) -> Server:
    return Server(settings(**changes), [(add, echo, contract())], within=lambda *_: True)


async def test_a_stream_without_an_end_is_begun_again_where_it_was() -> None:
    echo, got, ends = Counting(), list[int](), list[Said]()

    async def follow(client: Client) -> None:
        while len(ends) < 3:
            call = client.stream(
                "Follow", request(text=str(got[-1] if got else 0)), shape="unary_stream"
            )
            ends.append(await refused(read_on(call, got)))

    async with (
        server_of(echo, longest_connection=AGE) as server,
        grpc.aio.insecure_channel(server.address) as channel,
    ):
        client = Client(channel)
        following = asyncio.ensure_future(follow(client))
        while not following.done():
            assert (await client.call("Ask", request())).text == "xin chào"
            await asyncio.sleep(0.02)
        await following
    assert {(each.code, each.reason) for each in ends} == {
        (grpc.StatusCode.UNAVAILABLE, "SERVER_ENDING")
    }
    assert all(each.retry is not None for each in ends)
    assert got == list(range(1, len(got) + 1))
    assert len(set(echo.peers)) > 1  # calls went on over another connection


async def read_on(call: Any, got: list[int]) -> None:
    while (answer := await call.read()) is not grpc.aio.EOF:
        got.append(int(answer.text))


async def test_who_watches_health_is_asked_to_come_back_too() -> None:
    async with (
        server_of(Echo(), longest_connection=AGE) as server,
        grpc.aio.insecure_channel(server.address) as channel,
    ):
        watched = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert (await refused(to_the_end(watched))).reason == "SERVER_ENDING"


async def to_the_end(call: Any) -> None:
    while (await call.read()) is not grpc.aio.EOF:
        pass


async def test_an_end_during_a_send_is_reported_before_the_stream_ends() -> None:
    health = Health()
    health.set("", SERVING)
    watched = aiter(health.Watch(health_pb2.HealthCheckRequest(), None))
    assert (await anext(watched)).status == SERVING
    health.end()
    assert (await anext(watched)).status == NOT_SERVING
    with pytest.raises(Refusal, match="SERVER_ENDING"):
        await anext(watched)


def test_what_runs_outlives_its_connection() -> None:
    """A stream may begin when its connection is as old as it gets, ten percent over the age."""
    given = dict(options(settings(longest_connection=60.0)))
    assert given["grpc.max_connection_age_ms"] == 60_000
    assert given["grpc.max_connection_age_grace_ms"] == 60_000 + RENEWING * 1000
    assert not [name for name in dict(options(settings())) if "connection_age" in name]


async def test_calls_are_taken_until_balancers_have_noticed() -> None:
    server = server_of(Echo(), drain=600.0)
    await server.start()
    async with grpc.aio.insecure_channel(server.address) as channel:
        client, health = Client(channel), health_pb2_grpc.HealthStub(channel)
        watched = health.Watch(health_pb2.HealthCheckRequest())
        await watched.read()
        stopping = asyncio.ensure_future(server.stop(60))
        assert (await watched.read()).status == NOT_SERVING
        assert (await client.call("Ask", request())).text == "xin chào"
        assert not stopping.done()
        stopping.cancel()
    server.drain = 0.0
    await server.stop(60)
    async with grpc.aio.insecure_channel(server.address) as channel:
        assert await unreachable(Client(channel))


async def unreachable(client: Client) -> bool:
    try:
        await client.call("Ask", request(), timeout=60)
    except grpc.aio.AioRpcError as error:
        return error.code() is grpc.StatusCode.UNAVAILABLE
    return False


async def test_several_servers_share_a_port() -> None:
    echoes = [Counting() for _ in range(2)]
    first = server_of(echoes[0], reuse_port=True)
    async with first, server_of(echoes[1], reuse_port=True, listen=first.address) as second:
        assert first.address == second.address
        await until(lambda: asked_anew(first.address, echoes))


async def asked_anew(address: str, echoes: list[Counting]) -> bool:
    """One call over a connection of its own; whether both have been asked by now."""
    alone = (("grpc.use_local_subchannel_pool", 1),)
    async with grpc.aio.insecure_channel(address, options=alone) as channel:
        await Client(channel).call("Ask", request())
    return all(each.peers for each in echoes)


async def test_a_process_that_is_not_for_calls_tells_its_health_only() -> None:
    async with (
        server_of(Echo(), roles=frozenset({RELAY, PROJECTOR})) as server,
        grpc.aio.insecure_channel(server.address) as channel,
    ):
        said = await refused(Client(channel).call("Ask", request()))
        assert (said.code, said.reason) == (grpc.StatusCode.UNIMPLEMENTED, "METHOD_UNKNOWN")
        health = health_pb2_grpc.HealthStub(channel)
        answer = await health.Check(health_pb2.HealthCheckRequest())
        assert answer.status == SERVING
