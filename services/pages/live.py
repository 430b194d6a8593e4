"""Figures of open pages as they change: one watch of the metrics service for all readers of a page
in one language who may see the same, and each change rendered once.

A reader that is slow gets the last of each figure, not every one. Must not outlive its last reader.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, TypeAlias

from services.chassis import telemetry
from services.pages.refused import Refused

Key: TypeAlias = tuple[Any, ...]
# Yields the number of a figure and its markup, without end.
Watch: TypeAlias = Callable[[], AsyncIterator[tuple[int, str]]]
QUIET = 15.0  # seconds after which a reader is told that the page still lives
SOONEST, LATEST = 1.0, 30.0  # seconds until a watch that ended is begun again


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
        self.ending = asyncio.Event()

    async def read(self, key: Key, watch: Watch, until: float) -> AsyncIterator[bytes]:
        """Server-sent events for one reader, until he leaves, his token expires, or we end."""
        topic = self.topics.get(key)
        if topic is None or topic.over:
            topic = self.topics[key] = Topic(watch)
        topic.readers += 1
        if topic.task is None:
            topic.task = asyncio.create_task(topic.run())
        try:
            async for each in self.events(topic, until):
                yield each
        finally:
            topic.readers -= 1
            if not topic.readers:
                topic.task.cancel()
                if self.topics.get(key) is topic:
                    del self.topics[key]

    async def events(self, topic: Topic, until: float) -> AsyncIterator[bytes]:
        """What is new, and a sign of life where nothing is."""
        seen = 0
        yield b"retry: 3000\n\n"
        while not (topic.over or self.ending.is_set() or time.time() > until):
            changed = topic.changed
            for version, index, markup in topic.since(seen):
                seen = version
                yield event({"figure": index, "markup": markup})
            if not await self.waited(changed.wait()):
                yield b": quiet\n\n"

    async def waited(self, change: Awaitable[Any]) -> bool:
        """Whether something changed, or we end, before a reader would wonder."""
        tasks = [asyncio.ensure_future(each) for each in (change, self.ending.wait())]
        try:
            done, _ = await asyncio.wait(tasks, timeout=QUIET, return_when=asyncio.FIRST_COMPLETED)
            return bool(done)
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
