"""Open pages: one watch for all who may see the same, first what was missed, and an end for all.

The watch is the test's own; the service's is heard in test_pages_asked.py.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from http import HTTPStatus

import pytest

from services.pages import live
from services.pages.live import Hub, Reader
from services.pages.refused import Refused

FAR = time.time() + 24 * 60 * 60  # said when tests are collected, used at their end


class Source:
    """A watch whose figures the test tells."""

    def __init__(self) -> None:
        self.begun = 0
        self.said: asyncio.Queue[tuple[int, str] | Refused] = asyncio.Queue()

    async def watch(self) -> AsyncIterator[tuple[int, str]]:
        self.begun += 1
        while True:
            each = await self.said.get()
            if isinstance(each, Refused):
                raise each
            yield each


async def heard(events: AsyncIterator[bytes]) -> dict[str, object]:
    """The next event with a figure."""
    async for each in events:
        if each.startswith(b"data: "):
            found: dict[str, object] = json.loads(each.removeprefix(b"data: "))
            return found
    raise StopAsyncIteration


async def test_two_readers_share_one_watch_and_the_second_hears_what_was_said() -> None:
    hub, source = Hub(), Source()
    first = hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "a"))
    assert await heard(first) == {"figure": 0, "markup": "a"}
    second = hub.read("key", source.watch, FAR)
    assert await heard(second) == {"figure": 0, "markup": "a"}
    source.said.put_nowait((1, "b"))
    assert [await heard(each) for each in (first, second)] == [{"figure": 1, "markup": "b"}] * 2
    assert source.begun == 1
    await first.aclose()
    assert hub.topics
    await second.aclose()
    assert not hub.topics


async def test_a_slow_reader_gets_the_last_of_each_figure() -> None:
    hub, source = Hub(), Source()
    quick, slow = hub.read("key", source.watch, FAR), hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "1"))
    assert [(await heard(each))["markup"] for each in (quick, slow)] == ["1", "1"]
    for markup in "2345":
        source.said.put_nowait((0, markup))
        assert (await heard(quick))["markup"] == markup
    assert (await heard(slow))["markup"] == "5"
    await quick.aclose()
    await slow.aclose()


async def test_the_same_again_is_no_news() -> None:
    hub, source = Hub(), Source()
    reader = hub.read("key", source.watch, FAR)
    for each in ((0, "a"), (0, "a"), (0, "b")):
        source.said.put_nowait(each)
    assert (await heard(reader))["markup"] in {"a", "b"}
    source.said.put_nowait((1, "c"))
    rest = [(await heard(reader))["markup"]]
    while rest[-1] != "c":
        rest.append((await heard(reader))["markup"])
    assert rest in (["b", "c"], ["c"])
    await reader.aclose()


async def test_other_rights_are_another_watch() -> None:
    hub, one, two = Hub(), Source(), Source()
    readers = hub.read("leader", one.watch, FAR), hub.read("inspector", two.watch, FAR)
    one.said.put_nowait((0, "own"))
    two.said.put_nowait((0, "all"))
    assert [(await heard(each))["markup"] for each in readers] == ["own", "all"]
    for each in readers:
        await each.aclose()


async def test_a_token_that_is_refused_ends_the_watch_and_the_next_reader_begins_anew() -> None:
    hub, source = Hub(), Source()
    first = hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "a"))
    await heard(first)
    source.said.put_nowait(Refused(HTTPStatus.UNAUTHORIZED, "TOKEN_EXPIRED", {}))
    assert [each async for each in first if each.startswith(b"data")] == []
    second = hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "b"))
    assert (await heard(second))["markup"] == "b"
    assert source.begun == 2
    await second.aclose()


async def test_readers_are_let_go_at_the_end_and_when_their_tokens_expire() -> None:
    hub, source = Hub(), Source()
    reader = hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "a"))
    await heard(reader)
    await hub.end()
    assert [each async for each in reader if each.startswith(b"data")] == []
    expired = Hub().read("key", source.watch, time.time() - 1)
    assert [each async for each in expired] == [b"retry: 3000\n\n"]


async def test_a_session_that_ends_ends_its_streams_and_no_others() -> None:
    hub, source = Hub(), Source()
    own = [hub.read("key", source.watch, FAR, Reader("session-1")) for _ in range(2)]
    other = hub.read("key", source.watch, FAR, Reader("session-2"))
    source.said.put_nowait((0, "a"))
    for each in (*own, other):
        await heard(each)
    waiting = [asyncio.create_task(rest(each)) for each in own]
    await asyncio.sleep(0)
    hub.let_go("session-1")
    async with asyncio.timeout(60):
        assert await asyncio.gather(*waiting) == [[], []]
    source.said.put_nowait((0, "b"))
    assert (await heard(other))["markup"] == "b"
    await other.aclose()
    assert not hub.readers


async def test_a_session_that_ends_gets_no_pending_figures() -> None:
    hub, source = Hub(), Source()
    own, other = hub.read("key", source.watch, FAR, Reader("s")), hub.read("key", source.watch, FAR)
    for each in ((0, "a"), (1, "b"), (2, "c")):
        source.said.put_nowait(each)
    while (await heard(other))["markup"] != "c":
        pass
    assert (await heard(own))["markup"] == "a"
    hub.let_go("s")
    assert await rest(own) == []
    await other.aclose()


async def test_a_session_that_ended_at_another_process_ends_here_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Services do not believe its token any more; one that is away says nothing."""
    monkeypatch.setattr(live, "LOOKS", 0.05)
    hub, source, told = Hub(), Source(), [True, True, False]

    async def holds() -> bool:
        return told.pop(0)

    reader = hub.read("key", source.watch, FAR, Reader("session-1", holds))
    source.said.put_nowait((0, "a"))
    await heard(reader)
    async with asyncio.timeout(60):
        assert await rest(reader) == []
    assert told == []


async def rest(events: AsyncIterator[bytes]) -> list[bytes]:
    """What is said until the end, but for signs of life."""
    return [each async for each in events if each.startswith(b"data")]


async def test_a_watch_that_breaks_lets_its_readers_go_and_they_begin_another() -> None:
    hub, source = Hub(), Source()
    source.said.put_nowait(None)  # type: ignore[arg-type]
    broken = [each async for each in hub.read("key", source.watch, FAR)]
    assert not [each for each in broken if each.startswith(b"data: ")]
    again = hub.read("key", source.watch, FAR)
    source.said.put_nowait((0, "a"))
    assert await heard(again) == {"figure": 0, "markup": "a"}
    assert source.begun == 2
    await again.aclose()
