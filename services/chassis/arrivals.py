"""Calls as they arrive at a gRPC server, in a time that does not grow with its methods.

gRPC keeps a task for each method and gives all of them to `asyncio.wait` before each call, which
adds a callback to every one and takes it away again: some 50 µs a call at 92 methods, 5 µs here.
"""

import asyncio
from collections.abc import Set
from typing import Any
from weakref import WeakKeyDictionary

from grpc._cython import cygrpc  # type: ignore[attr-defined]

Tasks = Set["asyncio.Task[Any]"]


class Arrivals:
    """The tasks that one server waits for: all but a few are those of the time before."""

    def __init__(self) -> None:
        self.watched, self.ended = set[Any](), set[Any]()
        self.waiter: asyncio.Future[None] | None = None

    async def wait(self, tasks: Tasks) -> tuple[Tasks, Tasks]:
        """As `asyncio.wait`, until the first one ends: those that have ended, and the others."""
        for each in tasks - self.watched:
            self.watched.add(each)
            each.add_done_callback(self.end)
        if not self.ended:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
        ended, self.ended = self.ended, set()
        return ended, tasks - ended

    def end(self, task: "asyncio.Task[Any]") -> None:
        """One has ended."""
        self.watched.discard(task)
        self.ended.add(task)
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)


class Asyncio:
    """What gRPC finds as `asyncio`: the same, but for how its servers wait."""

    def __init__(self) -> None:
        self.arrivals: WeakKeyDictionary[Any, Arrivals] = WeakKeyDictionary()  # by waiting task

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    def wait(self, tasks: Tasks, *, return_when: str) -> Any:
        """Until the first one ends, as its servers wait; anything else as ever."""
        if return_when != asyncio.FIRST_COMPLETED:
            return asyncio.wait(tasks, return_when=return_when)
        return self.arrivals.setdefault(asyncio.current_task(), Arrivals()).wait(tasks)


def install() -> None:
    """For all servers of this process."""
    if not isinstance(cygrpc.asyncio, Asyncio):
        cygrpc.asyncio = Asyncio()
