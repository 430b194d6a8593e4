"""What a refused call held is let go at once, not when cycles are collected.

Promises to count memory that Python handed out, with the collector switched off.
"""

import asyncio
import gc
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from tests.chassis.echo import Echo, refused, request, running

LARGE, CALLS = 3 * 1024 * 1024, 12


@pytest.fixture
def _uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    tracemalloc.start()
    yield
    tracemalloc.stop()
    gc.enable()


async def test_one_error_may_end_many_calls() -> None:
    echo, all_here, shared = (
        Echo(),
        asyncio.Event(),
        Refusal(ChassisReason.STORE_UNAVAILABLE, retry_after=1.0),
    )

    async def act(_: Any) -> Any:
        if echo.ran == CALLS:
            all_here.set()
        await all_here.wait()
        raise shared

    echo.act = act
    async with running(echo) as client:
        said = await asyncio.gather(*(refused(client.call("Ask", request())) for _ in range(CALLS)))
    assert [each.reason for each in said] == ["STORE_UNAVAILABLE"] * CALLS


@pytest.mark.usefixtures("_uncollected")
@pytest.mark.parametrize("how", ["malformed", "too large", "invalid", "refused inside", "failed"])
async def test_a_large_request_that_is_refused_is_let_go(how: str) -> None:
    echo, auth = Echo(), None if how == "too large" else ""
    asked: Any = request(long_text="a" * LARGE)
    if how == "malformed":
        asked = b"\xff" * LARGE
    if how == "invalid":
        asked.text = ""

    async def act(_: Any) -> Any:
        raise ValueError if how == "failed" else Refusal(ChassisReason.NOT_STORABLE)

    echo.act = act
    async with running(echo) as client:
        await refused(client.call("Ask", asked, auth=auth))
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(CALLS):
            await refused(client.call("Ask", asked, auth=auth))
        assert tracemalloc.get_traced_memory()[0] - before < 2 * LARGE
