"""The moments of a piece of work: it began to wait, or has what it waited for and did not go on.

Promises that nothing else of it goes on meanwhile. Must not skip a wait.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def at_wait(
    wait: int,
    work: Coroutine[Any, Any, Any],
    do: Callable[[asyncio.Task[Any]], object],
    *,
    over: bool = True,
) -> asyncio.Task[Any]:
    """Do something with the work's task when that wait of its is over, before it goes on, or has
    just begun; the task, once it has ended.
    """
    task, seen, last = asyncio.ensure_future(work), 0, None
    while not task.done():
        waited: Any = task._fut_waiter  # type: ignore[attr-defined]
        if waited is not None and waited is not last and (waited.done() or not over):
            last, seen = waited, seen + 1
            if seen > wait:
                do(task)
                break
        await asyncio.sleep(0)
    await asyncio.wait([task])
    return task
