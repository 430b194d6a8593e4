"""Drafts of several callers: each in its turn, whoever asks how often.

Promises that no caller keeps others out, and that the place is left within its time, whatever the
machine's speed: what is waited for is time alone.
"""

from __future__ import annotations

import asyncio

import pytest

from services.chassis.errors import Refusal
from services.metrics.queries import draft_turns
from services.metrics.queries.draft_turns import Turns
from tests.leaping import leaping


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("SECONDS", 2.0), ("WITHIN", 0.5), ("LEAVING", 1.0)):
        monkeypatch.setattr(draft_turns, name, seconds)


async def count(turns: Turns, caller: str, *, takes: float = 0.0) -> str:
    """A draft that takes so long: what its caller is told."""
    try:
        async with turns.of(caller):
            await asyncio.sleep(takes)
    except Refusal as refused:
        return refused.reason.code
    return "counted"


async def keep_asking(turns: Turns, caller: str) -> None:
    """Drafts that take too long, one after the other."""
    while True:
        await count(turns, caller, takes=60)
        await asyncio.sleep(0)


@leaping
async def test_who_waits_is_counted_after_the_one_before() -> None:
    turns = Turns()
    first = asyncio.create_task(count(turns, "officers/1", takes=0.1))
    await asyncio.sleep(0.01)
    assert await count(turns, "officers/2") == "counted"
    assert await first == "counted"


@pytest.mark.parametrize("several", [1, 5])
@leaping
async def test_nobody_is_kept_out_by_those_who_ask_all_the_time(several: int) -> None:
    turns = Turns()
    others = [asyncio.create_task(keep_asking(turns, f"officers/{n}")) for n in range(several)]
    try:
        await asyncio.sleep(0.05)
        for _ in range(3):
            assert await count(turns, "officers/me") == "counted"  # by then, or it is refused
    finally:
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@leaping
async def test_a_caller_has_one_place_counting_or_waiting() -> None:
    turns = Turns()
    first = asyncio.create_task(count(turns, "officers/1", takes=0.2))
    second = asyncio.create_task(count(turns, "officers/2"))
    await asyncio.sleep(0.01)
    assert await count(turns, "officers/1") == "DRAFT_BUSY"
    assert await count(turns, "officers/2") == "DRAFT_BUSY"
    assert await asyncio.gather(first, second) == ["counted", "counted"]
    assert await count(turns, "officers/1") == "counted"


@leaping
async def test_alone_a_draft_has_all_of_its_time_and_no_more() -> None:
    turns = Turns()
    assert await count(turns, "officers/1", takes=1.0) == "counted"
    assert await count(turns, "officers/1", takes=60) == "DRAFT_TOO_SLOW"
    assert await count(turns, "officers/2") == "counted"


@leaping
async def test_who_gives_up_leaves_the_place_to_the_next() -> None:
    turns = Turns()
    tasks = [asyncio.create_task(count(turns, f"officers/{n}", takes=30)) for n in range(3)]
    await asyncio.sleep(0.01)
    for each in tasks[:2]:
        each.cancel()
    await asyncio.gather(*tasks[:2], return_exceptions=True)
    assert await count(turns, "officers/me") == "counted"
    assert await tasks[2] == "DRAFT_TOO_SLOW"
