"""A loop whose clock leaps: where all wait for a time, it is that time.

Promises that a slow machine changes nothing, for what waits for nothing but its own clock. Must not
be used where a server or a thread is waited for: its clock would not wait for them.
"""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec

P = ParamSpec("P")


class Looking(selectors.DefaultSelector):
    """Lets time pass instead of waiting for it."""

    now = 0.0  # seconds

    def select(self, timeout: float | None = None) -> Any:
        """What is ready, at once; without a time to wait for, whenever there is anything."""
        self.now += timeout or 0.0
        return super().select(None if timeout is None else 0)


class Leaping(asyncio.SelectorEventLoop):
    """As any loop, but for its time."""

    def __init__(self) -> None:
        self.looking = Looking()
        super().__init__(self.looking)

    def time(self) -> float:
        """Seconds that were waited for."""
        return self.looking.now


def leaping(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """A test on a loop of its own, with such a clock."""

    @functools.wraps(test)
    def run(*args: P.args, **options: P.kwargs) -> None:
        async def tried() -> None:
            await test(*args, **options)

        with asyncio.Runner(loop_factory=Leaping) as runner:
            runner.run(tried())

    return run
