"""Cells are what their items add up to, and no reader sees one that is behind.

Promises a real PostgreSQL, and a sweeper beside a projection that is writing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from services.chassis.database import statements
from services.metrics.domain.periods import local_day, month_of
from services.metrics.queries.classified import classified
from services.metrics.settings import SQL
from services.metrics.sweeper import AT_ONCE, LONGEST_REST, SHARE, Sweeper
from tests.metrics import given, recount
from tests.metrics.conftest import Fed
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import drawn
from tests.waiting import until

WAITED_FOR = """select exists (select from pg_locks l join pg_stat_activity a using (pid)
                               where not l.granted and a.datname = current_database())"""


async def cells(fed: Fed) -> Counter[Any]:
    """All that is stored of dossiers, by definition, unit, month and class."""
    rows = await fed.pool.fetch(
        "select c.definition, n.name, c.month, c.class, c.n, c.assisted"
        " from month_cells c join names n on n.number = c.unit where c.definition = any($1)",
        [each.name for each in of_kind("dossier")],
    )
    return Counter({tuple(row[:4]): (row[4], row[5]) for row in rows})


def counted(events: list[Any]) -> dict[Any, tuple[int, int]]:
    """The same, dossier by dossier."""
    found: Counter[Any] = Counter()
    assisted: Counter[Any] = Counter()
    for definition in of_kind("dossier"):
        by = classified(definition)
        numbers = {by.item_class(number): number for number in by.class_lines[0]}
        for each in recount.contributions(events, definition.name).values():
            month = month_of(local_day(each.key_at))
            number = numbers[each.membership, each.reason, each.can_still]
            key = (definition.name, each.unit, month, number)
            found[key] += 1
            assisted[key] += each.assisted
    return {key: (n, assisted[key]) for key, n in found.items()}


@pytest.mark.parametrize("seed", range(4))
async def test_a_cell_is_the_sum_over_its_items(fed: Fed, seed: int) -> None:
    events, *_, size = drawn(seed)
    for half in (events[: len(events) // 2], events[len(events) // 2 :]):
        if half:
            await fed.apply(half, size=size)
            await fed.sweep()
    assert await cells(fed) == counted(events)
    assert await fed.sweeper.sweep() == 0


async def test_a_month_that_moves_is_behind_until_it_is_built(fed: Fed) -> None:
    query = "select count(*) from months where built < moved"
    await fed.apply([given.recorded(1, given.submitted(1), version=1)])
    assert await fed.pool.fetchval(query) == 0
    await fed.apply([given.recorded(2, given.accepted(1))])
    assert await fed.pool.fetchval(query) == 1
    await fed.sweep()
    assert await fed.pool.fetchval(query) == 0
    await fed.apply([given.recorded(3, given.ended(1))])
    assert await fed.pool.fetchval(query) == 2  # by its acceptance, too: another version
    await fed.sweep()
    assert {key[0] for key in await cells(fed)} == {each.name for each in of_kind("dossier")}


async def test_a_month_that_is_being_moved_stays_behind(fed: Fed) -> None:
    await fed.apply([given.recorded(1, given.submitted(1), version=1)])
    await fed.apply([given.recorded(2, given.accepted(1))])
    async with fed.pool.acquire() as connection, connection.transaction():
        await connection.execute("update months set moved = moved + 1")
        async with asyncio.timeout(60):  # it waits for nobody
            assert await fed.sweeper.sweep() == 1
    assert await fed.sweeper.sweep() == 1
    assert await fed.sweeper.sweep() == 0


async def test_a_projection_goes_on_while_cells_of_its_months_are_built(fed: Fed) -> None:
    await fed.apply([given.recorded(1, given.submitted(1), version=1)])
    await fed.apply([given.recorded(2, given.accepted(1))])
    async with fed.pool.acquire() as connection, connection.transaction():
        await connection.execute("lock table month_cells in exclusive mode")
        sweeping = asyncio.create_task(fed.sweeper.sweep())
        await until(lambda: connection.fetchval(WAITED_FOR))
        async with asyncio.timeout(60):
            await fed.apply([given.recorded(3, given.ended(1))])
    assert await sweeping == 2  # by its end, too, whose month came later
    assert await fed.pool.fetchval("select count(*) from months where built < moved") == 1
    await fed.sweep()
    assert await fed.sweeper.sweep() == 0


async def test_sweepers_beside_a_projection_leave_nothing_behind(fed: Fed) -> None:
    events = [
        given.recorded(2 * number - 1 + step, message, version=1 + step)
        for number in range(1, 151)
        for step, message in enumerate((given.submitted(number), given.accepted(number)))
    ]
    done = asyncio.Event()

    async def sweep() -> None:
        while not done.is_set():
            await Sweeper(fed.pool).sweep()

    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(sweep())
        await fed.apply(events, size=20)
        done.set()
    await fed.sweep()
    assert await cells(fed) == counted(events)


async def test_what_moves_while_it_is_built_is_built_again_after_a_rest(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    found = iter((AT_ONCE, 2 * AT_ONCE, 3, 0))

    class Listed(Sweeper):
        async def sweep(self) -> int:
            done.append(f"swept {(n := next(found))}")
            return n

    async def rest(_: float) -> None:
        done.append("rested")
        if done[-2] == "swept 0":
            raise asyncio.CancelledError

    # The sweeper's alone: whatever else runs here sleeps as ever.
    monkeypatch.setattr("services.metrics.sweeper.asyncio", SimpleNamespace(sleep=rest))
    with suppress(asyncio.CancelledError):
        await Listed(fed.pool).run()
    rounds = [f"swept {n}" for n in (AT_ONCE, 2 * AT_ONCE, 3)]
    assert done == [*rounds, "rested", "swept 0", "rested"]


async def test_no_rest_is_long_however_long_a_round_took(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Sweeper):
        async def _caught_up(self) -> float:
            self.notice()
            return took.pop()

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if not took:
            raise asyncio.CancelledError

    took, rests = [600.0, 1.0, 0.0], list[float]()
    monkeypatch.setattr("services.metrics.sweeper.asyncio", SimpleNamespace(sleep=rest))
    sweeper = Slow(fed.pool)
    with suppress(asyncio.CancelledError):
        await sweeper.run()
    assert rests == [sweeper.every, SHARE, LONGEST_REST]


async def test_cells_are_forgotten_by_their_keys_also_where_postgresql_expects_none(
    fed: Fed,
) -> None:
    """As it does while those of a new definition are built: it must not read all that there are."""
    asked = (["own.share@1"], [1] * 500, [date(2026, 3, 1)] * 500)
    plan = await fed.pool.fetch("explain " + statements(SQL)["cells_forget"], *asked)
    text = "\n".join(row[0] for row in plan)
    assert "Tid Scan" in text
    assert "(definition = d.definition) AND (month = stale.month) AND (unit = stale.unit)" in text
