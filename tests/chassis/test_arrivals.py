"""Servers learn of calls without looking at every method that they have.

Each of several in one process learns of its own.
"""

from __future__ import annotations

import asyncio

import pytest

from services.chassis.arrivals import Arrivals
from tests.chassis.echo import Echo, request, running


async def test_what_has_ended_is_told_once_and_the_rest_is_waited_for_again() -> None:
    gates = [asyncio.Event() for _ in range(3)]
    tasks = {asyncio.create_task(gate.wait()): n for n, gate in enumerate(gates)}
    arrivals = Arrivals()
    gates[0].set()
    gates[2].set()
    await asyncio.sleep(0)
    ended, others = await arrivals.wait(tasks.keys())
    assert sorted(tasks[each] for each in ended) == [0, 2]
    assert [tasks[each] for each in others] == [1]
    for each in ended:
        del tasks[each]
    later = asyncio.create_task(asyncio.sleep(0))
    tasks[later] = 3
    assert await arrivals.wait(tasks.keys()) == ({later}, others)
    waiting = asyncio.ensure_future(arrivals.wait(others))
    await asyncio.sleep(0)
    gates[1].set()
    assert await waiting == (others, set())


async def test_a_server_waits_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two in one process each learns of its own calls, and neither asks asyncio about all."""
    monkeypatch.setattr(asyncio, "wait", None)
    async with running(Echo()) as one, running(Echo()) as other:
        for _ in range(3):
            asked = (each.call("Ask", request(text="a")) for each in (one, other, one))
            assert [each.text for each in await asyncio.gather(*asked)] == ["a"] * 3
        monkeypatch.undo()
