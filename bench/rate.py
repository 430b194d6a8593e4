"""GetRate with a million dossiers behind it, against GROUP BY over the items in the same database.

Promises a figure over all of them, with its receipt and digest, through gRPC. Must not compare
different populations: both counts are checked to be the same.
"""

from __future__ import annotations

import time

import asyncpg

from bench import size
from bench.pairs import Row, compare
from bench.progress import waited
from bench.world import World
from motcua.metrics.v1 import events_pb2, metrics_pb2

GROUPED = """
select channel, count(*) as n from dossier_items
where level >= 3 and accepted_shown is not null and known_to = 9223372036854775807 group by channel
"""
ONLINE = 1
BUILT = "select count(*) filter (where built >= moved), count(*) from months"


def question() -> metrics_pb2.GetRateRequest:
    """The online-handling rate of the whole tree over all years."""
    request = metrics_pb2.GetRateRequest(definition="online_handling")
    request.start_date.year, request.start_date.month, request.start_date.day = 2020, 1, 1
    request.end_date.year, request.end_date.month, request.end_date.day = 2030, 1, 1
    return request


async def row(world: World) -> Row:
    """Times, as calls per second of one caller."""
    connection = await asyncpg.connect(world.stack.services["metrics"].wiring.owner_dsn)
    await built(connection)
    await connection.execute("vacuum analyze dossier_items")
    asked = await ask(world)
    counted = {each["channel"]: each["n"] for each in await connection.fetch(GROUPED)}
    assert asked.receipt.numerator == counted[ONLINE]
    assert asked.receipt.denominator == sum(counted.values())

    async def ours() -> float:
        return await speed(lambda: ask(world), size.SIZE.rates)

    async def theirs() -> float:
        return await speed(lambda: connection.fetch(GROUPED), size.SIZE.grouped)

    ratio, mine, other = await compare(ours, theirs)
    await connection.close()
    what = f"GetRate, {sum(counted.values()):,} dossiers behind it"
    return Row(what, "`GROUP BY` over the items in the same database", "≥ 50", ratio, mine, other,
               "answers/s")  # fmt: skip


async def built(connection: asyncpg.Connection) -> None:
    """Wait until every cell is built: then both sides have the machine to themselves."""

    async def far() -> tuple[int, int]:
        return tuple(await connection.fetchrow(BUILT))

    await waited("months of which cells are built", far, again=1.0)


async def ask(world: World) -> events_pb2.Rate:
    return await world.portal.call(world.portal.metrics.GetRate, question(), role="inspector")


async def speed(act: object, times: int) -> float:
    """Times a second, one after the other."""
    started = time.perf_counter()
    for _ in range(times):
        await act()  # type: ignore[operator]
    return times / (time.perf_counter() - started)
