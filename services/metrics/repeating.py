"""Work that is done again and again for as long as the process lives, by the replica that leads.

Promises that a database that is away is waited for; any other fault ends the process.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from services.chassis import telemetry
from services.chassis.database import is_lost


async def repeat(
    name: str,
    work: Callable[[], Awaitable[object]],
    *,
    leads: Callable[[], bool],
    every: float,
    share: int,
) -> None:
    """Work, rest `share` times as long as that took, at least `every` seconds, until cancelled."""
    while True:
        began = time.monotonic()
        try:
            if leads():
                await work()
        except Exception as error:
            if not is_lost(error):
                raise
            telemetry.log().warning(f"{name}.waits", why=repr(error))
        await asyncio.sleep(max(every, share * (time.monotonic() - began)))
