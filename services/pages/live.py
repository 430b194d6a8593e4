"""Figures of open pages as they change: one watch of the metrics service for all readers of a page
in one language who may see the same, and each change rendered once.

A reader that is slow gets the last of each figure, not every one. One whose session ended hears no
more. Must not outlive its last reader.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeAlias

from services.chassis import telemetry
from services.pages.refused import Refused

Key: TypeAlias = tuple[Any, ...]
# Yields the number of a figure and its markup, without end.
Watch: TypeAlias = Callable[[], AsyncIterator[tuple[int, str]]]
LOOKS = 5.0  # seconds between two looks at a reader's right; he is told that the page still lives
SOONEST, LATEST = 1.0, 30.0  # seconds until a watch that ended is begun again


async def always() -> bool:
    """Nobody takes this right back."""
    return True


@dataclass(eq=False)
class Reader:
    """Who reads: his session, and whether his token is still believed, wherever he signed out."""

    session: str = ""
    holds: Callable[[], Awaitable[bool]] = always
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Topic:
    """One watch, and what came of it last."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.latest: dict[int, tuple[int, str]] = {}  # version and markup of each figure
        self.version = 0
        self.changed = asyncio.Event()
        self.readers = 0
        self.over = False
        self.task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Watch, and begin again when the service is away; until it refuses the token of whoever
        began. Readers who come again then bring theirs.
        """
        try:
            await self._follow()
        finally:  # whatever ended it: readers are let go, and come again
            self.over = True
            self.changed.set()

    async def _follow(self) -> None:
        pause = SOONEST
        while not self.over:
            try:
                async for index, markup in self.watch():
                    self.tell(index, markup)
                    pause = SOONEST
            except Refused as refused:
                telemetry.log().info("live.refused", reason=refused.reason)
                self.over = refused.status is not HTTPStatus.SERVICE_UNAVAILABLE
            if not self.over:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LATEST)

    def tell(self, index: int, markup: str) -> None:
        """A figure as it stands now, if that is another one."""
        if self.latest.get(index, (0, ""))[1] == markup:
            return
        self.version += 1
        self.latest[index] = (self.version, markup)
        self.changed.set()
        self.changed = asyncio.Event()

    def since(self, seen: int) -> list[tuple[int, int, str]]:
        """Version, number and markup of what a reader has not seen."""
        return sorted((v, n, markup) for n, (v, markup) in self.latest.items() if v > seen)


class Hub:
    """The topics that somebody reads."""

    def __init__(self) -> None:
        self.topics: dict[Key, Topic] = {}
        self.readers: defaultdict[str, set[Reader]] = defaultdict(set)  # by session; none is empty
        self.ending = asyncio.Event()

    async def read(
        self, key: Key, watch: Watch, until: float, reader: Reader | None = None
    ) -> AsyncIterator[bytes]:
        """Server-sent events for one reader, until he leaves or signs out, his token expires, or we
        end.
        """
        reader = reader or Reader()
        topic = self.topics.get(key)
        if topic is None or topic.over:
            topic = self.topics[key] = Topic(watch)
        topic.readers += 1
        self.readers[reader.session].add(reader)
        if topic.task is None:
            topic.task = asyncio.create_task(topic.run())
        try:
            async for each in self.events(topic, until, reader):
                yield each
        finally:
            self.readers[reader.session].discard(reader)
            if not self.readers[reader.session]:
                del self.readers[reader.session]
            topic.readers -= 1
            if not topic.readers:
                topic.task.cancel()
                if self.topics.get(key) is topic:
                    del self.topics[key]

    async def events(self, topic: Topic, until: float, reader: Reader) -> AsyncIterator[bytes]:
        """What is new, and a sign of life where nothing is."""
        seen, look_at = 0, time.monotonic() + LOOKS
        yield b"retry: 3000\n\n"
        while not (topic.over or self.ending.is_set() or time.time() > until):
            if time.monotonic() >= look_at:
                if not await reader.holds():
                    return
                look_at = time.monotonic() + LOOKS
                yield b": quiet\n\n"
            if reader.over.is_set():
                return
            changed = topic.changed
            for version, index, markup in topic.since(seen):
                seen = version
                yield event({"figure": index, "markup": markup})
                if reader.over.is_set():
                    return
            await self.waited(changed, reader.over, look_at - time.monotonic())

    def let_go(self, session: str) -> None:
        """A session has ended: so do its streams."""
        for reader in self.readers.get(session, ()):
            reader.over.set()

    async def waited(self, changed: asyncio.Event, over: asyncio.Event, within: float) -> None:
        """Until something changed, the reader or we end, or it is time to look at his right."""
        tasks = [asyncio.ensure_future(each.wait()) for each in (changed, over, self.ending)]
        try:
            await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in tasks:
                each.cancel()

    async def end(self) -> None:
        """Let go of all readers: they come again to whoever serves then."""
        self.ending.set()
        for topic in list(self.topics.values()):
            if topic.task:
                topic.task.cancel()
                with suppress(asyncio.CancelledError):
                    await topic.task


def event(content: Any) -> bytes:
    """As EventSource reads it."""
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode()
