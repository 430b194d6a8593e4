"""How far a long measurement is, on standard error, and an end to one that gets no further.

A line whenever something begins, and every few seconds how much of it is done. Must not print where
figures are printed.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

SHOWN_EVERY, STUCK_AFTER = 10.0, 300.0  # seconds
Far = Callable[[], Awaitable[tuple[int, int]]]  # how much is done, and of how much


class Stuck(Exception):  # noqa: N818 — what is the case
    """Nothing has moved for minutes."""


class Progress:
    """Of one piece of work."""

    def __init__(self, what: str, *, of: int = 0) -> None:
        self.what, self.of = what, of
        self._shown = time.monotonic()
        say(f"{what}, {of:,}" if of else what)

    def reach(self, done: int) -> None:
        """So much is done."""
        if time.monotonic() - self._shown > SHOWN_EVERY:
            self._shown = time.monotonic()
            say(f"  {self.what}: {done:,}{f' of {self.of:,}' if self.of else ''}")


def say(line: str) -> None:
    """With the time of day."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


async def waited(what: str, far: Far, *, again: float = 0.2) -> None:
    """Until all of it is done. Raises Stuck where nothing moves any more."""
    last, moved_at = -1, time.monotonic()
    done, of = await far()
    progress = Progress(what, of=of)
    while done < of:
        if done != last:
            last, moved_at = done, time.monotonic()
        if time.monotonic() - moved_at > STUCK_AFTER:
            raise Stuck(f"{what}: {done:,} of {of:,} for {STUCK_AFTER:.0f} s")
        progress.of = of
        progress.reach(done)
        await asyncio.sleep(again)
        done, of = await far()
