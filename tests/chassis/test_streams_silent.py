"""Streams of requests that fall silent: none keeps its place among the few there are.

Promises an end with a reason, before the first message and after any, and at the token's end.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.chassis import server_call
from services.chassis.claims import CLOCKS_DIFFER
from tests.chassis.echo import Echo, Said, refused, request, running, token
from tests.chassis.test_calls_admitted import small
from tests.waiting import until

SHAPES = {"Send": "stream_unary", "Talk": "stream_stream", "Listen": "stream_stream"}
SILENT = [("Send", 0), ("Send", 2), ("Talk", 0), ("Talk", 2), ("Listen", 0)]


async def silent_after(n: int) -> AsyncIterator[bytes]:
    """So many messages, and then none that ever comes."""
    for _ in range(n):
        yield request().SerializeToString()
    await asyncio.Event().wait()


async def ended(client: Any, method: str, n: int, auth: str = "") -> Said:
    """With what a stream ends that falls silent after n messages."""
    call = client.stream(method, silent_after(n), shape=SHAPES[method], auth=auth)
    return await refused(call if method == "Send" else read(call))


async def read(call: Any) -> None:
    async for _ in call:
        pass


@pytest.mark.parametrize(("method", "n"), SILENT)
async def test_who_falls_silent_gives_the_place_back(
    method: str, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_call, "SILENCE", 0.2)
    async with running(Echo(), lanes=small()) as client:
        for _ in range(3):  # there are two places
            said = await ended(client, method, n)
            assert (said.code, said.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "REQUEST_LATE")


async def test_a_silent_stream_ends_with_its_token() -> None:
    life = timedelta(seconds=2 - CLOCKS_DIFFER)
    async with running(Echo(), lanes=small()) as client:
        said = await ended(client, "Send", 1, token(life=life))
    assert (said.code, said.reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_EXPIRED")


async def unread(client: Any, method: str) -> Any:
    """A stream of which nothing is ever read."""

    async def many() -> AsyncIterator[bytes]:
        for _ in range(1 if method == "Follow" else 1000):
            yield request().SerializeToString()
        await asyncio.Event().wait()

    return client.stream(method, many(), shape="stream_stream")


@pytest.mark.parametrize("method", ["Talk", "Follow"])
async def test_who_does_not_read_gives_the_place_back(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_call, "SILENCE", 0.2)
    echo, lanes = Echo(), small()

    async def long(asked: Any) -> Any:
        answered = await echo.answer(asked)
        answered.text = "x" * 100_000
        return answered

    echo.act = long
    async with running(echo, lanes=lanes) as client:
        calls = [await unread(client, method) for _ in range(2)]
        await until(lambda: lanes.uploads.held or lanes.downloads.held)
        await until(lambda: not lanes.uploads.held and not lanes.downloads.held)
        for each in calls:
            each.cancel()
