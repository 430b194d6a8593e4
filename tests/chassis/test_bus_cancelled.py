"""Callers of NATS who are cancelled at the moment of an answer, or while a server takes no bytes.

Given NATS's client over Python 3.11, which then returns the answer or raises what it says, or goes
on where its queue of flushes was full, when a caller was cancelled, then it ends.
"""

import asyncio
from typing import Any

import pytest
from nats.errors import NoRespondersError

from services.chassis.bus import Bus
from services.chassis.client import FastClient


class Client:
    """Whose answer comes as its caller is cancelled."""

    is_connected = True

    def __init__(self, answer: Exception | None) -> None:
        self.answer = answer

    async def request(self, *_: Any, **__: Any) -> Any:
        task = asyncio.current_task()
        assert task
        task.cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            if self.answer:
                raise self.answer from None

    async def answered(self, well: bool) -> None:
        """Nothing follows from it."""


@pytest.mark.parametrize("answer", [None, NoRespondersError(), TimeoutError()])
async def test_a_cancellation_that_meets_an_answer_ends_the_caller(
    answer: Exception | None,
) -> None:
    client: Any = Client(answer)
    asking = asyncio.create_task(Bus(client).api("INFO"))
    await asyncio.wait([asking])
    assert asking.cancelled()


def stuck() -> FastClient:
    """A client whose server takes no bytes: a flush is under way, and 1,024 wait behind it."""
    client: Any = FastClient()
    client._status = FastClient.CONNECTED
    client._flush_queue = asyncio.Queue(1024)
    for _ in range(1024):
        client._flush_queue.put_nowait(asyncio.Future())
    client._flusher_task = asyncio.create_task(asyncio.Event().wait())
    found: FastClient = client
    return found


async def test_who_begins_and_ends_reading_at_a_full_queue_is_cancelled_at_once() -> None:
    client, read = stuck(), asyncio.Event()

    async def reading() -> None:
        async with client.taking("motcua.x", lambda _: None):
            read.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(reading())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=20)
    assert task.cancelled()  # and it neither read on nor waits for the server
    assert not client._takers
    sent = b"".join(client._pending)
    assert sent.count(b"UNSUB") == sent.count(b"\r\nSUB") + sent.startswith(b"SUB") == 1
    client._flusher_task.cancel()  # type: ignore[union-attr]
