"""Many waiting loads, one statement: what queued up while one batch was under way is the next.

Promises every waiter his own answer, or the error of his own question. A lone one is asked at once;
after a batch of several, whoever has arrived by then comes along.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic

from services.chassis.coalescer import Item, Result, Waiter, gathered, settle

LARGEST_BATCH = 64


class Loading(Generic[Item, Result]):
    """One queue; `fetch` answers some questions, in their order, and what it raises is raised."""

    def __init__(self, fetch: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._fetch = fetch
        self._waiting: list[Waiter[Item, Result]] = []
        self._task: asyncio.Task[None] | None = None
        self._last = 0  # how many were asked together

    async def answer(self, question: Item) -> Result:
        """The answer to one question."""
        waiter = Waiter[Item, Result](question, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), context=Context())  # no caller's own
        return await waiter.outcome

    async def _run(self) -> None:
        while self._waiting:
            if self._last > 1:  # a lone one is not kept waiting
                await gathered(self._waiting, LARGEST_BATCH)
            batch = self._waiting[:LARGEST_BATCH]
            del self._waiting[:LARGEST_BATCH]
            self._last = len(batch)
            await settle(batch, self._fetch, lambda error: error)
