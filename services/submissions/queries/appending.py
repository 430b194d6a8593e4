"""Rows that are written with an event: both in one transaction, or neither.

Promises that nobody finds such a row without its event, whenever a process ends. It goes past the
coalescer, whose batches hold appends alone: for what is seldom done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias

from services.chassis.database import Connection
from services.chassis.log import Append, Log, Outcome, Status

Write: TypeAlias = Callable[[Connection], Awaitable[bool]]  # False: there is nothing to append


class NotAppended(Exception):  # noqa: N818 — an outcome
    """The rows stay as they were, since the event was not appended."""


async def append_with(log: Log, append: Append, write: Write) -> Outcome | None:
    """What became of an append; of any but an appended one nothing is written. None: `write` said
    so. Goes on where the caller hangs up.
    """
    return await asyncio.shield(asyncio.create_task(_append_with(log, append, write)))


async def _append_with(log: Log, append: Append, write: Write) -> Outcome | None:
    outcome = None
    with suppress(NotAppended):
        async with log.pool.acquire() as connection, connection.transaction():
            if await write(connection):
                [outcome] = await log.append_in(connection, [append])
            if outcome is None or outcome.status is not Status.APPENDED:
                raise NotAppended
        log.wake()
    return outcome
