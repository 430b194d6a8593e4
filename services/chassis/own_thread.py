"""Work on a loop and a thread of its own, which a busy loop does not hold up; and whether that one
still turns, as seen from there.

What such work touches belongs to its own loop: connections above all.
"""

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import Any

from services.chassis import telemetry

SHOWN = 1.0  # seconds: a loop that is held for longer is logged, with what holds it


async def run_in_own_thread(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Until it ends, or this is cancelled: then it is cancelled there, and waited for."""
    ending, running = threading.Event(), list[tuple[asyncio.AbstractEventLoop, Any]]()

    async def body() -> None:
        running.append((asyncio.get_running_loop(), asyncio.current_task()))
        if not ending.is_set():
            await work()

    def run() -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(body())

    with ThreadPoolExecutor(1) as thread:
        ended = asyncio.get_running_loop().run_in_executor(thread, run)
        try:
            await asyncio.shield(ended)
        finally:
            ending.set()
            for loop, task in running:
                with suppress(RuntimeError):  # it has ended, and its loop with it
                    loop.call_soon_threadsafe(task.cancel)
            await asyncio.wait([ended])


class LoopWatch:
    """Whether the loop that made this turns; `ask` now and then from another thread."""

    def __init__(self) -> None:
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        self._probed_at: float | None = None  # and not answered yet
        self._shown = False

    @property
    def held(self) -> float:
        """Seconds for which it has not turned since it was asked."""
        since = self._probed_at
        return monotonic() - since if since is not None else 0.0

    def probe(self) -> None:
        """Schedule an answer on the loop, and log once what holds the loop if it gives none."""
        if self.held > SHOWN and not self._shown:
            self._shown = True
            telemetry.log().warning("loop.held", seconds=round(self.held, 1), by=self._stack())
        if self._probed_at is None:
            self._probed_at = monotonic()
            self._loop.call_soon_threadsafe(self._turn)

    def _turn(self) -> None:
        self._probed_at, self._shown = None, False

    def _stack(self) -> list[str]:
        """The frames of our code in which the loop is, innermost first."""
        frame = sys._current_frames().get(self._thread)  # noqa: SLF001 — there is no other way
        found = list[str]()
        while frame is not None and len(found) < 3:
            if "/services/" in frame.f_code.co_filename:
                file = frame.f_code.co_filename.rpartition("/services/")[2]
                found.append(f"{file}:{frame.f_lineno}")
            frame = frame.f_back
        return found
