"""Starting several parts side by side.

Promises one error, the first, instead of a group of them.
"""

import asyncio
from collections.abc import Coroutine


async def together(*starts: Coroutine[None, None, None]) -> None:
    """Run them side by side; the first failure ends the others and is the one reported."""
    try:
        async with asyncio.TaskGroup() as group:
            for start in starts:
                group.create_task(start)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
