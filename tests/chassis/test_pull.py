"""A consumer that is not heard of is left, and one that is heard of late is not.

Promises that a loop of ours which was held does not look like a server that is gone.
"""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
import uvloop

from services.chassis import pull as under_test
from services.chassis.pull import Pull, Silence


class Client:
    """Asks nobody."""

    def new_inbox(self) -> str:
        return "inbox"

    async def publish(self, *_: Any, **__: Any) -> None:
        """Whatever is asked for."""


class Answering(Client):
    """What is asked for comes before it is known that it was asked for."""

    def __init__(self) -> None:
        self.pull: Pull | None = None

    async def publish(self, *_: Any, **__: Any) -> None:
        assert self.pull
        self.pull.deliver(SimpleNamespace(headers=None, metadata=SimpleNamespace(num_pending=0)))


async def test_what_comes_while_more_is_requested_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It lay there until the next heartbeat."""
    monkeypatch.setattr(under_test, "SILENCE", 0.2)
    client = Answering()
    client.pull = Pull(client, "s.c", prefix="$JS.API", away=lambda: False)
    assert len(await client.pull.take(1)) == 1


async def test_an_end_before_the_wait_is_reported_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No heartbeat comes after it."""
    monkeypatch.setattr(under_test, "SILENCE", 0.2)
    pull = Pull(Client(), "s.c", prefix="$JS.API", away=lambda: False)
    pull.deliver(SimpleNamespace(headers={"Status": "409", "Description": "Consumer Deleted"}))
    with pytest.raises(Silence, match="Consumer Deleted"):
        await pull.take(1)


class Held(asyncio.Protocol):
    """What comes over a connection is a heartbeat."""

    def __init__(self, pull: Pull) -> None:
        self.pull = pull

    def data_received(self, _: bytes) -> None:
        self.pull.arrived.set()


def test_a_heartbeat_that_waits_to_be_read_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the loop that services run on, which looks at its timers before it reads."""
    monkeypatch.setattr(under_test, "SILENCE", 0.2)

    async def body() -> None:
        loop = asyncio.get_running_loop()
        pull = Pull(Client(), "s.c", prefix="$JS.API", away=lambda: False)
        server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1")
        writers: list[asyncio.StreamWriter] = []
        host, port = server.sockets[0].getsockname()
        transport, _ = await loop.create_connection(lambda: Held(pull), host, port)
        while not writers:
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(pull._wait())
        await asyncio.sleep(0)  # it waits
        writers[0].write(b"+")
        time.sleep(0.5)
        await waiting
        with pytest.raises(Silence):
            await pull._wait()
        transport.close()
        server.close()

    uvloop.run(body())
