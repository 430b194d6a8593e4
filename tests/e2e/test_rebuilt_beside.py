"""Tables of metrics made again beside those in use, while dossiers come in and rates are asked for.

Given a stack at work, when its tables are rebuilt, then every question is answered meanwhile, and
the new ones give what the streams say.
"""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from google.protobuf import json_format

from deploy.embedded.directory import make_temporary
from deploy.embedded.processes import Child
from deploy.embedded.services import Service
from motcua.metrics.v1.definitions_pb2 import AdoptDefinitionRequest
from motcua.metrics.v1.events_pb2 import DefinitionAdopted, Rate
from services.console.commands.verify import verified
from services.console.portal.client import Portal
from services.console.portal.operation import ended
from services.console.portal.questions import get_rate, list_rates, one_rate
from services.metrics.domain.indicators.shipped import shipped
from tests.e2e import exactness
from tests.e2e.faults import killed
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.waiting import until

OWN = shipped()["online_handling.all@1"].text.replace("online_handling.all", "own.share")
CELLS = (
    "select unit, month, class, n::bigint from month_cells where definition = $1 order by 1, 2, 3"
)
ITEMS = """
select unit,
  date_trunc('month', accepted_shown at time zone 'UTC' + interval '7 hours')::date as month,
  case channel when 1 then 1 else 2 end::smallint as class, count(*) as n
from dossier_items where accepted_shown is not null and known_to = 9223372036854775807
group by 1, 2, 3 order by 1, 2, 3
"""
LACKING = """
select count(*) from months m
where m.key = 1 and m.adopted < (select position from definitions where id || '@' || version = $1)
"""
TABLES = "select schemaname, tablename from pg_tables where tablename = 'dossier_items'"


NOW = datetime.now(UTC)
YEAR = (date(NOW.year - 1, 1, 1), date(NOW.year + 2, 1, 1))


class City:
    """A stack, its office, and whoever asks for figures all the time."""

    def __init__(self, stack: MigratedStack, portal: Portal) -> None:
        self.stack, self.portal = stack, portal
        self.answers = 0
        self.took = 0.0  # seconds, the last rebuild

    async def rebuild(self, *words: str) -> tuple[int, str]:
        """How it ended, and what it said."""
        child = Child(self.stack.services["metrics"].program("rebuild", *words))
        began = time.monotonic()
        assert await child.ended(within=600)
        self.took = time.monotonic() - began
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
    await until(lambda: city.answers > 3)  # none of which was refused
    stop.set()
    await working
    assert code == 0, told
    assert "the new tables are in use" in told
    found = compared_in(told)  # at first, and whenever the tables were asked for
    assert len(found) > 1
    assert {different for _, _, different in found} == {0}
    for number in range(3):
        await office.handle(await office.submit(number), number)
    # Whose notices came later would move months that are altered by then.
    owner = city.stack.services["submissions"].wiring.owner_dsn
    await exactness.have(owner, exactness.PASSED, office.overdue)
    compared = await verified(city.portal)
    assert compared.differences == []
    assert compared.total > 0
    connection = await city.owner()
    assert [tuple(row) for row in await connection.fetch(TABLES)] == [("public", "dossier_items")]
    await connection.close()


def compared_in(told: str) -> list[tuple[int, ...]]:
    """Sums, leaves and differing figures of each comparison."""
    found = re.findall(r"compared: sums ([\d,]+), leaves .* ([\d,]+); .* differ: ([\d,]+)", told)
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


async def test_one_that_is_killed_leaves_the_tables_as_they_were(city: City) -> None:
    chance, office = random.Random(20261129), await Office.open(city.portal)
    metrics, stop = city.stack.services["metrics"], asyncio.Event()
    working = asyncio.create_task(office.work(stop))
    child = Child(metrics.program("rebuild"))
    await asyncio.sleep(chance.uniform(0.2, 1.0) * city.took)
    await child.kill()
    child = Child(metrics.program("rebuild"))
    await asyncio.sleep(chance.uniform(0.2, 0.8) * city.took)
    await killed(metrics, chance)()  # who asks and who moves the tables in use
    await child.ended(within=600)
    stop.set()
    await working
    connection = await city.owner()
    await until(lambda: is_alone(connection))
    code, told = await city.rebuild()
    assert code == 0, told
    assert [tuple(row) for row in await connection.fetch(TABLES)] == [("public", "dossier_items")]
    await demand_exact(city, connection)
    await connection.close()


async def test_adopting_is_killed_and_each_version_adopted_once(city: City) -> None:
    chance, metrics = random.Random(20261130), city.stack.services["metrics"]
    versions = (1, 2)
    for version in versions:
        request = AdoptDefinitionRequest(
            text=OWN.replace("version = 1", f"version = {version}").encode(),
            request_id=str(uuid4()),
        )
        adopting = city.portal.call(
            city.portal.definitions.AdoptDefinition, request, role="publisher"
        )
        await asyncio.gather(adopting, killed_soon(metrics, chance))
    connection = await city.owner()
    rows = await connection.fetch(
        "select position, payload from events where type = $1",
        DefinitionAdopted.DESCRIPTOR.full_name,
    )
    events = [json_format.Parse(row["payload"], DefinitionAdopted()) for row in rows]
    own = [each.version for each in events if each.definition == "own.share"]
    assert own == list(versions)
    await demand_exact(city, connection)
    await connection.close()


async def killed_soon(metrics: Service, chance: random.Random) -> None:
    """Before, while or after it adopts, and builds the first cells."""
    await asyncio.sleep(chance.uniform(0, 0.3))
    await killed(metrics, chance)()


async def is_alone(connection: Any) -> bool:
    """Whether no rebuild that was killed goes on in the database."""
    lock = "x'72656275696c64'::bigint"
    alone = await connection.fetchval(f"select pg_try_advisory_lock({lock})")
    if alone:
        await connection.execute(f"select pg_advisory_unlock({lock})")
    return bool(alone)


async def demand_exact(city: City, connection: Any) -> None:
    """Cells are what their items come to, and everything is as the streams say."""
    compared = await verified(city.portal)  # which waits until all is read
    assert (compared.differences, compared.not_known) == ([], {})
    await until(lambda: is_swept(connection))
    definitions = await connection.fetch("select id || '@' || version from definitions")
    shares = {name for (name,) in definitions if name.startswith(("online_handling.all@", "own."))}
    assert "online_handling.all@1" in shares
    for name in shares:
        await until(lambda name=name: is_kept(connection, name))
        assert await connection.fetch(CELLS, name) == await connection.fetch(ITEMS)


async def is_kept(connection: Any, name: str) -> bool:
    """Whether it has cells of all months."""
    return not await connection.fetchval(LACKING, name)


async def test_one_at_a_time(city: City) -> None:
    connection = await city.owner()
    await connection.execute("select pg_advisory_lock(x'72656275696c64'::bigint)")
    code, told = await city.rebuild()
    assert (code, "another rebuild is under way" in told) == (1, True)
    await connection.close()
