"""How forwarding ends.

Given a forwarder, when it is cancelled at the moment at which something that it waits for comes,
then it ends. Before Python 3.12 `asyncio.wait_for`, by which NATS's client waits, returns the
answer then, and forgets the cancellation.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from deploy.embedded.stack import Stack
from services.console.reading.folding import streams
from services.readers.forwarder import Forwarder
from services.readers.lanes import Lanes
from services.readers.round_robin import CAPACITY, RoundRobin
from tests.e2e.intruder import connected
from tests.waiting import has_heard, until


@pytest.fixture(params=["stored", "missing"])
async def stream(stack: Stack, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """The stream `metrics`, empty; or none, of which JetStream answers nothing."""
    async with connected(stack, "metrics") as owner:
        await owner.delete_stream("metrics")
        if request.param == "stored":
            await owner.ensure_stream("metrics")
        yield
        await owner.delete_stream("metrics")


@pytest.mark.usefixtures("stream")
async def test_a_forwarder_ends_that_is_cancelled_as_jetstream_answers(stack: Stack) -> None:
    forwarder = Forwarder("metrics", stack.nats_url("metrics"))
    running = asyncio.create_task(forwarder.run())
    await until(lambda: forwarder.lanes and forwarder.lanes.are_open)
    client: Any = forwarder.bus.client
    await has_heard(client)  # else nobody would get what is asked for
    answer = client._request_sub_callback

    async def cancel_at_once(message: Any) -> None:
        await answer(message)
        running.cancel()

    client._request_sub_callback = cancel_at_once
    async with streams.connected(stack.nats_url("city")) as city:
        await city.publish("JS.metrics.API.DIRECT.GET.metrics", b'{"seq":1}', reply="_INBOX.x")
        await city.flush()
        await ended(running)


async def ended(running: asyncio.Task[Any]) -> None:
    """Wait for the end that it was told of, and leave nothing behind where it missed it."""
    try:
        await until(running.cancelling)
        await until(running.done)
        assert running.cancelled()
    finally:
        running.cancel()


class Client:
    """Whose `flush` returns although it was cancelled."""

    def __init__(self) -> None:
        self.stats = {"in_msgs": 0}

    @asynccontextmanager
    async def taking(self, *_: Any) -> AsyncIterator[None]:
        yield

    async def flush(self) -> None:
        task = asyncio.current_task()
        assert task
        task.cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            return


async def test_lanes_end_that_are_cancelled_as_one_was_closed() -> None:
    client: Any = Client()
    lanes = Lanes(client, RoundRobin())
    running = asyncio.create_task(lanes.run())
    await until(lambda: lanes.are_open)
    for _ in range(CAPACITY + 1):
        lanes._lanes[0]._take("request")
    await ended(running)


@pytest.mark.parametrize("later", range(6))
async def test_who_waits_for_a_request_ends_when_cancelled_as_one_arrives(later: int) -> None:
    pending = RoundRobin(lambda: 100.0)
    pending.add(1, "paused")
    pending.pause(1, 60)
    waiting = asyncio.create_task(pending.next())
    await asyncio.sleep(0.01)
    pending.add(1, "paused, too")
    for _ in range(later):
        await asyncio.sleep(0)
    waiting.cancel()
    await ended(waiting)
