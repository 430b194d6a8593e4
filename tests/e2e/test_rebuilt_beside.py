"""Tables of metrics made again beside those in use, while dossiers come in and rates are asked for.

Given a stack at work, when its tables are rebuilt, then every question is answered meanwhile, and
the new ones give what the streams say.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.processes import Child
from motcua.metrics.v1.events_pb2 import Rate
from services.console.operation import ended
from services.console.portal import Portal
from services.console.questions import get_rate, list_rates, one_rate
from services.console.verify import verified
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import until

TABLES = "select schemaname, tablename from pg_tables where tablename = 'dossier_items'"


NOW = datetime.now(UTC)
YEAR = (date(NOW.year - 1, 1, 1), date(NOW.year + 2, 1, 1))


class City:
    """A stack, its office, and whoever asks for figures all the time."""

    def __init__(self, stack: MigratedStack, portal: Portal) -> None:
        self.stack, self.portal = stack, portal
        self.answers = 0

    async def rebuild(self, *words: str) -> tuple[int, str]:
        """How it ended, and what it said."""
        child = Child(self.stack.services["metrics"].program("rebuild", *words))
        assert await child.ended(within=120)
        return child.process.returncode, child.said(lines=50)

    async def ask(self, stop: asyncio.Event) -> None:
        """The year's rate, and the lines of its months, until told to stop."""
        while not stop.is_set():
            rate = await self.year()
            lines = await list_rates(self.portal, "online_handling", by="unit", period=YEAR)
            assert sum(each.receipt.considered for each in lines) >= rate.receipt.considered
            self.answers += 1

    async def year(self) -> Rate:
        """The whole tree's rate."""
        return await get_rate(self.portal, one_rate("online_handling", YEAR))

    async def owner(self) -> Any:
        [database] = await self.stack.create_databases("metrics")
        return await asyncpg.connect(database.owner_dsn)


@pytest.fixture(scope="module")
async def city() -> AsyncIterator[City]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        yield City(stack, portal)
    shutil.rmtree(path)


async def test_tables_are_made_again_while_all_goes_on(city: City) -> None:
    office = await Office.open(city.portal)
    for number in range(12):
        await office.handle(await office.submit(number), number)
    await city.year()  # so that leaves are kept
    stop = asyncio.Event()
    working = asyncio.gather(office.work(stop), city.ask(stop))
    code, told = await city.rebuild()
    stop.set()
    await working
    assert code == 0, told
    assert "the new tables are in use" in told
    found = compared_in(told)  # at first, and whenever the tables were asked for
    assert len(found) > 1
    assert {different for _, _, different in found} == {0}
    assert city.answers > 3
    for number in range(3):
        await office.handle(await office.submit(number), number)
    compared = await verified(city.portal)
    assert compared.differences == []
    assert compared.total > 0
    connection = await city.owner()
    assert [tuple(row) for row in await connection.fetch(TABLES)] == [("public", "dossier_items")]
    await connection.close()


def compared_in(told: str) -> list[tuple[int, ...]]:
    """Sums, leaves and differing figures of each comparison."""
    found = re.findall(r"compared: ([\d,]+) sums and ([\d,]+) leaves .*; ([\d,]+) fig", told)
    return [tuple(int(each.replace(",", "")) for each in numbers) for numbers in found]


async def is_swept(connection: Any) -> bool:
    """Whether every month that moved was counted since."""
    return not await connection.fetchval("select count(*) from months where built < moved")


async def test_other_figures_are_taken_only_when_told_so(
    city: City, capfd: pytest.CaptureFixture[str]
) -> None:
    before = await city.year()
    connection = await city.owner()
    await until(lambda: is_swept(connection))  # else the sweeper puts right what is altered here
    await connection.execute("create schema rebuilt")  # as one that was killed leaves it
    await connection.execute("update public.month_cells set n = n + 1 where class = 1")
    described = city.stack.describe()
    assert await ended(described, "metrics", ["rebuild"]) == 1
    told = capfd.readouterr().out
    [(sums, leaves, different)] = compared_in(told)
    assert min(sums, leaves, different) > 0
    assert "online_handling@1 units/ward-1" in told
    assert "nothing was replaced" in told
    assert await ended(described, "metrics", ["rebuild", "--even-if-different"]) == 0
    cells = "select sum(n) from month_cells where definition = 'online_handling@1'"
    assert await connection.fetchval(cells) == before.receipt.considered
    await connection.close()


async def test_one_at_a_time(city: City) -> None:
    connection = await city.owner()
    await connection.execute("select pg_advisory_lock(x'72656275696c64'::bigint)")
    code, told = await city.rebuild()
    assert (code, "another rebuild is under way" in told) == (1, True)
    await connection.close()
