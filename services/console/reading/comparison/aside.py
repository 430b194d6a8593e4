"""Computing aside: while one thread reads a second time, the service is asked and answers.

Promises one thread for all of it, so that nothing is read while another comparison makes it.
"""

import asyncio
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

Argument = TypeVar("Argument")
Made = TypeVar("Made")


# Seconds that the reading thread computes on after the one that asks has something to do: by
# Python's own 5 ms, each look at a socket would wait so long.
SWITCHED_AFTER = 0.0005


@cache
def thread() -> ThreadPoolExecutor:
    """Of this process."""
    sys.setswitchinterval(SWITCHED_AFTER)
    return ThreadPoolExecutor(1, thread_name_prefix="second-reading")


def started(work: Callable[..., Made], *arguments: Any) -> "asyncio.Future[Made]":
    """Work that is under way, or waits for what was started before it."""
    return asyncio.get_running_loop().run_in_executor(thread(), work, *arguments)


async def aside(work: Callable[..., Made], *arguments: Any) -> Made:
    """What the work comes to."""
    return await started(work, *arguments)


async def one_ahead(
    work: Callable[[Argument], Made], every: Iterable[Argument]
) -> AsyncIterator[tuple[Argument, Made]]:
    """Each with what the work comes to; that of the next one is under way, and no other's."""
    begun = deque[tuple[Argument, asyncio.Future[Made]]]()
    try:
        for each in every:
            begun.append((each, started(work, each)))
            if len(begun) > 1:
                before, made = begun[0]
                yield before, await made
                begun.popleft()
        for each, made in begun:
            yield each, await made
    finally:
        for _, made in begun:
            made.cancel()
        await asyncio.gather(*(made for _, made in begun), return_exceptions=True)
