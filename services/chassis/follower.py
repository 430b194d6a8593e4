"""A projector where another process leads: it follows the checkpoint that this one moves.

The tables are in the database, so that whatever is committed there is read here, too; what is held
in memory is read from them before the position says that it is known.
"""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from services.chassis import checkpoint as checkpoints
from services.chassis.checkpoint import Checkpoint

if TYPE_CHECKING:
    from services.chassis.projector import Projector

    Following: TypeAlias = "Projector[Any]"

POLL = 0.25  # seconds until it looks, woken or not
RESTS = 0.01  # seconds between two looks, however often it is woken
ASKS = 0.25  # seconds between two questions to the source how far it goes
ELSEWHERE = "it halted where it is led"


async def follow(projector: "Following") -> None:
    """Until this process leads."""
    asked_at = float("-inf")
    while not projector.peers.role.held:
        projector.noticed.clear()
        await refresh(projector)
        if monotonic() > asked_at + ASKS:
            asked_at = monotonic()
            await projector.source.observe(projector.position)
        await asyncio.sleep(RESTS)
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                await projector.noticed.wait()


async def refresh(projector: "Following") -> None:
    """Read the checkpoint of the tables, and whether the leader halted."""
    row = await projector.pool.fetchrow(projector.sql["checkpoint_look"], projector.name)
    checkpoint = Checkpoint(row["position"], row["event_id"]) if row else checkpoints.START
    if checkpoint != projector.checkpoint or not projector.opened_once:
        await projector.found(checkpoint)
    if row and row["halted"]:
        projector.halt(ELSEWHERE)
    else:
        projector.go_on()
