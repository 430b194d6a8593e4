"""Requests on their way: ids that come from their content, and several at a time.

Promises the same id for the same content, so that a repetition adds nothing.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Iterable
from typing import Any

NAMESPACE = uuid.UUID("0c0c6a52-3f5c-5d4e-9c7e-6d6f74637561")
AT_ONCE = 16


def request_id(request: Any) -> str:
    """Always the same for the same content."""
    text = f"{request.DESCRIPTOR.full_name}:{request.SerializeToString(deterministic=True).hex()}"
    return str(uuid.uuid5(NAMESPACE, text))


async def gather(work: Iterable[Awaitable[object]], *, at_once: int = AT_ONCE) -> None:
    """Do it all, a few at a time and in order of beginning; the first failure ends the rest."""
    rest = iter(work)

    async def worker() -> None:
        for each in rest:
            await each

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(worker())
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
