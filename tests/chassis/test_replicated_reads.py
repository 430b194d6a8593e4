"""What the relay publishes is read within bounds: a server that does not answer is left.

Promises a real lock in the way of a read. Must not wait for the system's own time-outs.
"""

from __future__ import annotations

import asyncpg
import pytest

from services.chassis.database import Connection, is_lost
from services.chassis.log import Log
from services.chassis.replicated import replicated


async def test_a_read_that_is_not_answered_ends_its_session(
    log: Log, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with replicated(log) as source:
        assert (await source.head()).position == 0
        monkeypatch.setattr("services.chassis.replicated.ANSWERED_WITHIN", 0.5)
        for read in (source.head, lambda: source.read(0, 1)):
            async with owner.transaction():
                await owner.execute("lock table head, events in access exclusive mode")
                with pytest.raises((TimeoutError, asyncpg.InterfaceError)) as unanswered:
                    await read()
                assert is_lost(unanswered.value)
