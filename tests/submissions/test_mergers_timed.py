"""Which units that merge have a timer: those with an open dossier or petition, whoever is quicker.

Promises that a merger which becomes known while something comes to its unit is not missed. Must not
wait for a clock.
"""

from __future__ import annotations

import asyncio
import uuid

import asyncpg

from motcua.submissions.v1 import events_pb2 as events
from tests.submissions.house import House
from tests.submissions.persons import run
from tests.submissions.place import TOMORROW, Place
from tests.submissions.test_mergers_followed import merges, places
from tests.waiting import until

PLANNED = "select due_at from timers where subject = $1 and kind = 'merger'"
WITHDRAWN = f"select from dossiers where unit = $1 and status = {events.STATUS_WITHDRAWN}"
WAITING = (
    "select from pg_locks l where not l.granted and l.pid in ("
    "select a.pid from pg_stat_activity a where a.datname = current_database())"
)


async def followed(house: House, place: Place) -> bool:
    """Its merger is known, and no timer of it is left."""
    rows = await run(
        house,
        "select coalesce(t.fired, true) as done from unit_changes u"
        " left join timers t on t.subject = u.unit where u.unit = $1 and u.merger is not null",
        place.unit,
    )
    return bool(rows) and all(row["done"] for row in rows)


async def test_a_unit_that_has_nothing_open_needs_no_timer(house: House) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    await house.step("WithdrawDossier", name)
    await until(lambda: run(house, WITHDRAWN, left.unit))
    await merges(left, successor, TOMORROW)
    await successor.submit(catalog_position=left.position)  # which waits until that is known
    assert await run(house, PLANNED, left.unit) == []
    await left.submit()
    await until(lambda: run(house, PLANNED, left.unit))


async def test_what_comes_to_a_unit_while_its_merger_becomes_known_is_not_missed(
    house: House,
) -> None:
    left, successor = await places(house)
    name = (await successor.submit()).name
    await until(lambda: run(house, "select from dossiers where unit = $1", successor.unit))
    connection = await asyncpg.connect(house.database.owner_dsn)
    try:
        async with connection.transaction():  # as the projection's, which brings one to the unit
            await connection.execute(
                "update checkpoints set position = position where projection = 'submissions'"
            )
            telling = asyncio.create_task(merges(left, successor, TOMORROW))
            await until(lambda: run(house, WAITING))
            dossier = uuid.UUID(name.rpartition("/")[2])
            brings = "update dossiers set unit = $1 where dossier = $2"
            await connection.execute(brings, left.unit, dossier)
        await telling
    finally:
        await connection.close()
    await until(lambda: run(house, PLANNED, left.unit))
