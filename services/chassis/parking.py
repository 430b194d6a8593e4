"""Parking: an operator lets a projection pass the event that it halted at.

The reason is kept with it, in the transaction that moves the checkpoint.
"""

from services.chassis.database import SQL, Pool, statements

PATIENT = "60000"  # milliseconds without a statement: nothing waits for it


async def park(pool: Pool, *, projection: str, position: int, reason: str) -> None:
    """Note why, and move the checkpoint; raises LookupError if it is not halted there."""
    sql = statements(SQL)
    async with pool.acquire() as connection, connection.transaction():
        checkpoint = await connection.fetchrow(sql["checkpoint_hold"], projection)
        row = await connection.fetchrow(sql["halted_at"], projection)
        if row is None or (row["position"], checkpoint["position"]) != (position, position - 1):
            raise LookupError(f"projection {projection} is not halted at position {position}")
        await connection.execute(sql["parked_note"], projection, position, row["event_id"], reason)
        await connection.fetchval(
            sql["checkpoint_move"], projection, *checkpoint, position, row["event_id"], PATIENT
        )
