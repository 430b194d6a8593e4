"""Leaves that were kept: taken while nothing moved their month, and never beyond that.

Promises a real PostgreSQL, and readers that keep leaves beside a projection that is writing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest

from services.chassis.database import Pool
from services.metrics.domain.digest import LeafKey, figure_digest
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries import leaves as kept_leaves
from services.metrics.queries.leaves import Leaves
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from tests.metrics import given, recount
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, BIRTH, CITY, IN_PERSON, WARD
from tests.metrics.naive_digest import naive_leaves
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import MARCH, YEAR, asking, drawn, says, should_say, submit

ONLINE = "online_handling@1"


async def kept(fed: Fed) -> dict[tuple[str, str, str], str]:
    """By definition, unit and month those that hold, but for empty ones."""
    rows = await fed.pool.fetch(
        "select l.definition, n.name, to_char(l.month, 'YYYY-MM'), encode(l.leaf, 'hex')"
        " from month_leaves l join names n on n.number = l.unit"
        " join months m on m.unit = l.unit and m.month = l.month and m.moved = l.made"
        " and m.key = case when l.definition = any($1) then 1 else 2 end where l.leaf is not null",
        [each.name for each in of_kind("dossier") if each.key == "accepted"],
    )
    return {tuple(row[:3]): row[3] for row in rows}


def naive(events: list[Any], period: Period) -> dict[tuple[str, str, str], str]:
    """The same from the events."""
    found = {}
    for definition in of_kind("dossier"):
        items = recount.items(events, definition.name, period)
        rows = [recount.row(name, each) for name, each in items.items()]
        found |= {(definition.name, *at): leaf for at, leaf in naive_leaves(rows).items()}
    return found


async def digest(fed: Fed, **asked: Any) -> str:
    """As somebody reads it who remembers nothing."""
    return (await Reader(fed.pool).figure(asking(**asked), NOW)).digest


async def spoil(fed: Fed) -> None:
    """So that it shows who takes them."""
    await fed.pool.execute(r"update month_leaves set leaf = '\x00'")


@pytest.mark.parametrize("seed", range(2))
async def test_leaves_equal_the_items_after_every_batch(fed: Fed, seed: int) -> None:
    events, _, _, position, _ = drawn(seed)
    for end in (len(events) // 2, len(events)):
        start = 0 if end < len(events) else len(events) // 2
        await fed.apply(events[start:end], size=3)
        for definition in of_kind("dossier"):
            await fed.reader.figure(asking(period=YEAR, definition=definition), NOW)
        assert await kept(fed) == naive(events[:end], YEAR)
    for definition in of_kind("dossier"):  # some leaves hold at an earlier position, others do not
        question = asking(period=YEAR, definition=definition)
        earlier = await fed.reader.figure(
            question, Requested(submissions=min(position, len(events)))
        )
        assert says(earlier) == should_say(events[:position], question)


async def test_a_leaf_is_taken_until_its_month_moves(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    told = await digest(fed)
    await spoil(fed)
    assert await digest(fed) != told
    await fed.apply([given.recorded(3, given.accepted(1, channel=IN_PERSON))])
    now = await digest(fed)
    assert now != told
    await spoil(fed)
    known = await fed.reader.figure(asking(), Requested(submissions=2))
    assert known.digest == told  # a leaf that was made later tells nothing of what was known then
    await fed.apply([given.recorded(4, given.accepted(1))])
    assert await digest(fed) == told


@pytest.mark.parametrize(
    "asked",
    [
        {"scope": Scope(service=BIRTH)},
        {"period": Period(date(2026, 3, 1), date(2026, 3, 31))},
        {"as_of": midnight(date(2026, 3, 31))},
    ],
)
async def test_of_a_filter_or_a_part_of_a_month_nothing_is_kept_nor_taken(
    fed: Fed, asked: dict[str, Any]
) -> None:
    await fed.apply(submit(0, 1))
    told = await digest(fed, **asked)
    assert not await kept(fed)
    assert await digest(fed) == told  # all items are these
    await spoil(fed)
    assert await digest(fed, **asked) == told


async def test_large_figures_are_kept_month_by_month(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fed.apply([*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))])
    asked: Any = {"scope": Scope(CITY), "period": Period(MARCH.start, date(2026, 6, 1))}
    at_once = await digest(fed, **asked)
    await fed.pool.execute("update month_leaves set made = 0")
    monkeypatch.setattr(kept_leaves, "MANY", 1)
    assert await digest(fed, **asked) == at_once
    assert {at[1:] for at in await kept(fed)} == {(WARD, "2026-03"), (WARD, "2026-05")}


async def test_a_period_of_centuries_costs_no_more_than_the_months_that_have_items(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may ask at all may name any period, and neither a statement a month nor a turn of the
    loop a month may follow of it.
    """
    await fed.apply([*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))])
    ever = asking(period=Period(date(1900, 1, 1), date(9998, 12, 31)))
    answered, asked = await fed.reader.figure(ever, NOW), list[str]()
    pool = Counting(fed.pool, asked)
    found = [leaf async for leaf in Leaves(pool).each(ever, answered.positions)]
    assert [leaf.key for leaf in found] == [LeafKey(WARD, "2026-03"), LeafKey(WARD, "2026-05")]
    assert figure_digest(found) == answered.digest
    assert len(asked) <= 4
    steps = list[Any]()
    monkeypatch.setattr(kept_leaves, "midnight", lambda day: steps.append(day) or midnight(day))
    items = [each.id async for each in fed.reader.items(answered, LeafKey(WARD, "2026-05"))]
    assert (len(items), len(steps) <= 9) == (1, True)
    for part in ("1899-12", "9999-01", "2026-5", "2026-13", "٢٠٢٦-05"):
        assert [each async for each in fed.reader.items(answered, LeafKey(WARD, part))] == []


async def test_items_as_known_earlier_are_read_once(fed: Fed) -> None:
    """Sums and digest come from one reading, of those months that moved since alone."""
    events = [*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))]
    await fed.apply(events)
    await fed.sweep()
    spring = asking(period=Period(MARCH.start, date(2026, 6, 1)))
    await fed.reader.figure(spring, NOW)
    await fed.apply([*submit(4, 3), given.recorded(7, given.accepted(1, channel=IN_PERSON))])
    asked: list[str] = []
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    for scope in (Scope(), Scope(CITY), Scope(WARD)):
        asked.clear()
        question = spring._replace(scope=scope)
        found = await reader.figure(question, Requested(submissions=len(events)))
        assert says(found) == should_say(events, question)
        assert sum("join unnest($11::smallint[]" in statement for statement in asked) == 1


@pytest.mark.parametrize("many", [1, 10**6])
async def test_what_was_known_earlier_of_many_is_read_month_by_month(
    fed: Fed, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    events = [*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))]
    await fed.apply([*events, *submit(4, 3), *submit(6, 4, at=midnight(date(2026, 5, 4)))])
    monkeypatch.setattr(kept_leaves, "MANY", many)
    for period in (Period(MARCH.start, date(2026, 6, 1)), Period(MARCH.start, date(2026, 5, 4))):
        question = asking(Scope(CITY), period=period)
        found = await fed.reader.figure(question, Requested(submissions=len(events)))
        assert (found.considered, says(found)) == (2, should_say(events, question))


class Counting:
    """A pool, with what is asked of it."""

    def __init__(self, pool: Pool, asked: list[str]) -> None:
        self._pool, self._asked = pool, asked

    async def fetch(self, statement: str, *values: Any) -> Any:
        self._asked.append(statement)
        return await self._pool.fetch(statement, *values)

    async def execute(self, statement: str, *values: Any) -> Any:
        self._asked.append(statement)
        return await self._pool.execute(statement, *values)

    async def fetchval(self, statement: str, *values: Any) -> Any:
        self._asked.append(statement)
        return await self._pool.fetchval(statement, *values)

    async def fetchrow(self, statement: str, *values: Any) -> Any:
        self._asked.append(statement)
        return await self._pool.fetchrow(statement, *values)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self._pool.acquire() as connection:
            yield Connected(connection, self._asked)


class Connected:
    """A connection of such a pool."""

    def __init__(self, connection: Any, asked: list[str]) -> None:
        self._connection, self._asked = connection, asked
        self.transaction, self.execute = connection.transaction, connection.execute

    async def fetch(self, statement: str, *values: Any) -> Any:
        self._asked.append(statement)
        return await self._connection.fetch(statement, *values)


async def test_readers_beside_a_projection_keep_what_is_so(fed: Fed) -> None:
    events = [
        given.recorded(2 * number - 1 + step, message, AT, version=1 + step)
        for number in range(1, 121)
        for step, message in enumerate((given.submitted(number), given.accepted(number)))
    ]
    done = asyncio.Event()

    async def read() -> None:
        while not done.is_set():
            found = await Reader(fed.pool).figure(asking(), NOW)
            known = events[: found.positions.submissions]
            assert says(found) == should_say(known, found.question)

    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(read())
        await fed.apply(events, size=20)
        done.set()
    await fed.reader.figure(asking(), NOW)
    found = await kept(fed)
    assert found == {at: leaf for at, leaf in naive(events, MARCH).items() if at[0] == ONLINE}
