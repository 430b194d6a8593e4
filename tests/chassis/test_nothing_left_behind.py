"""Whoever is cancelled leaves no task behind: it would disturb whatever runs on the loop after it.

Promises to count real tasks of this process. Must not need a database or a NATS.
"""

from __future__ import annotations

import asyncio

import pytest

from services.chassis.bus import Bus
from tests.chassis.echo import Echo, request
from tests.chassis.test_server_ends import serving
from tests.waiting import until

NOBODY = "nats://127.0.0.1:1"


async def test_who_gives_up_connecting_leaves_no_attempt() -> None:
    before = asyncio.all_tasks()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await Bus.connect(NOBODY)
    await until(lambda: not asyncio.all_tasks() - before)


async def test_an_end_that_is_cut_short_leaves_nobody_who_watches() -> None:
    echo = Echo()
    echo.act = lambda _: asyncio.Event().wait()
    async with serving(echo) as (server, client):
        call = asyncio.ensure_future(client.call("Say", request()))
        await until(lambda: echo.ran)
        ending = asyncio.ensure_future(server.stop(60))
        await until(lambda: server.health.ending)
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
        await until(lambda: all(each.done() for each in server.watching))
        call.cancel()
