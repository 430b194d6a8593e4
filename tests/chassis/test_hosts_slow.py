"""Servers that are all slower than one of several has time for: none of them is given up for ever.

Promises real servers behind connections that the test makes slow.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from deploy.embedded.databases import Database
from services.chassis import hosts
from services.chassis.database import connect
from tests.chassis.test_hosts import before
from tests.waiting import until


async def test_servers_that_are_all_slow_have_longer_each_time(
    migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine where a process waits for its turn longer than one server has."""
    original = asyncpg.connect

    async def slowly(*words: Any, timeout: float, **options: Any) -> Any:
        async with asyncio.timeout(timeout):
            await asyncio.sleep(0.3)
        return await original(*words, timeout=60, **options)

    monkeypatch.setattr(hosts, "HOST_WITHIN", 0.05)
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 0)
    monkeypatch.setattr(asyncpg, "connect", slowly)
    dsn = before(migrated.dsn, "127.0.0.1:1")

    async def is_connected() -> bool:
        with suppress(TimeoutError):
            await (await connect(dsn, timeout=60)).close()
            return True
        return False

    await until(is_connected)
