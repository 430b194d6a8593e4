"""Parking: an operator lets a projection pass the event that it halted at.

Who and why is kept with it, in the transaction that moves the checkpoint.
"""

from typing import Any, NamedTuple
from uuid import UUID

from services.chassis.database import SQL, Connection, Pool, statements
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

PATIENT = "60000"  # milliseconds without a statement: nothing waits for it


class Parking(NamedTuple):
    """Which event a projection is to pass, why, and who says so."""

    projection: str
    position: int
    event_id: UUID
    reason: str
    by: str = ""
    request_id: UUID | None = None


async def park(pool: Pool, parking: Parking) -> Any:
    """Note it, and move the checkpoint; the row. The same request gets the same answer again."""
    async with pool.acquire() as connection, connection.transaction():
        checkpoint = await connection.fetchrow(
            statements(SQL)["checkpoint_hold"], parking.projection
        )
        if earlier := await answered(connection, parking):
            return earlier
        await must_be_halted(connection, parking, checkpoint)
        noted = await connection.fetchrow(statements(SQL)["parked_note"], *parking)
        await connection.fetchval(
            statements(SQL)["checkpoint_move"],
            parking.projection,
            *checkpoint,
            parking.position,
            parking.event_id,
            PATIENT,
        )
        return noted


async def answered(connection: Connection, parking: Parking) -> Any:
    """What this request did before; a refusal where the same id came with other content."""
    row = await connection.fetchrow(statements(SQL)["parked_by_request"], parking.request_id)
    if row is not None and tuple(row)[: len(parking)] != tuple(parking):
        raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
    return row


async def must_be_halted(connection: Connection, parking: Parking, checkpoint: Any) -> None:
    """A refusal unless the projection stands still at that event."""
    row = await connection.fetchrow(statements(SQL)["halted_at"], parking.projection)
    values = {"projection": parking.projection}
    if checkpoint is None or row is None or row["position"] != checkpoint["position"] + 1:
        raise Refusal(ChassisReason.PROJECTION_NOT_HALTED, values=values)
    if (row["position"], row["event_id"]) != (parking.position, parking.event_id):
        values |= {"position": str(row["position"]), "event": str(row["event_id"])}
        raise Refusal(ChassisReason.PROJECTION_HALTED_ELSEWHERE, values=values)
