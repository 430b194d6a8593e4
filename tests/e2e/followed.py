"""Figures that are as new as what was recorded: metrics follows the other services a moment later.

Promises to wait for every event that was recorded when it was called, however long that takes.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.embedded.description import attach
from services.console.portal.client import Portal
from services.console.portal.patience import Patience
from services.console.portal.questions import FAR_DAY, get_rate, one_rate

FOLLOWED = ("catalog", "submissions")
PATIENT = Patience(away=240.0, slow=240.0)  # there may be thousands of events, and a busy machine


async def followed(data: Path) -> None:
    """Until metrics knows all that the other services of the stack in `data` recorded by now."""
    described = attach(data)
    assert described is not None
    recorded = {name: await head(described.postgres_dsn, name) for name in FOLLOWED}
    async with Portal(described) as portal:
        portal.patience = PATIENT
        await get_rate(portal, one_rate("online_handling", FAR_DAY, at_least=recorded))


async def head(dsn: str, service: str) -> int:
    """Where a service's log ends."""
    connection = await asyncpg.connect(urlsplit(dsn)._replace(path=f"/{service}").geturl())
    try:
        return int(await connection.fetchval("select position from head"))
    finally:
        await connection.close()
