"""Cells of definitions that are adopted while others have theirs, believed only when built.

Given items whose cells are built, when a definition is adopted, then its figures are right before,
while and after its cells are built. Must not need NATS.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from motcua.metrics.v1.events_pb2 import Receipt
from services.chassis.log import Log
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.indicators.shipped import ORDER, shipped
from services.metrics.domain.receipts import rate
from services.metrics.queries.kept_months import KeptMonths
from services.metrics.sweeper import Sweeper
from tests.metrics import given
from tests.metrics.adopting import City, accept, asking, followed, text
from tests.metrics.conftest import Fed
from tests.metrics.test_items_projected import Draw
from tests.metrics.test_kinds_verified import YEAR


@pytest.fixture
async def city(fed: Fed, log: Log) -> AsyncIterator[City]:
    async with followed(City(fed, log)) as city:
        yield city


async def test_a_new_definition_gets_its_cells_and_others_keep_theirs(city: City) -> None:
    await city.shipped()
    for number in range(1, 6):
        await accept(city.fed, number, channel=given.ONLINE if number % 2 else given.IN_PERSON)
    await city.sweep()
    found = await city.adopt(asking(text()))
    assert (found.kept_months.months, found.kept_months.kept) == (1, 0)
    before, expected = await city.figure("own.online"), await city.figure("online_handling.all")
    assert (before.numerator, before.denominator) == (3, 5)
    await built_with(city, "own.online", expected=[])
    assert await city.sweeper.sweep() == 1
    await built_with(city, "own.online", expected=[(1, 3), (2, 2)])
    after = await city.figure("own.online")
    assert rate(after) == rate(before)
    assert await city.sweeper.sweep() == 0
    [shown] = [each for each in city.definitions if each.id == "own.online"]
    assert await KeptMonths(city.fed.pool).lacking([shown]) == {}
    assert (expected.numerator, expected.denominator) == (3, 5)


async def built_with(city: City, id_: str, *, expected: list[tuple[int, int]]) -> None:
    rows = await city.fed.pool.fetch(
        "select class, n from month_cells where definition = $1 order by class", f"{id_}@1"
    )
    assert [tuple(row) for row in rows] == expected


async def test_a_replica_that_does_not_know_a_definition_leaves_its_months_to_others(
    city: City,
) -> None:
    await accept(city.fed, 1)
    behind = Sweeper(city.fed.pool, Definitions())
    await city.adopt(asking(text()))
    await city.sweep()
    await accept(city.fed, 2)
    while await behind.sweep():
        pass
    await built_with(city, "own.online", expected=[(1, 1)])  # as it was before the second one
    assert (await city.figure("own.online")).numerator == 2
    await city.sweep()
    await built_with(city, "own.online", expected=[(1, 2)])
    assert (await city.figure("own.online")).numerator == 2


async def test_a_text_of_any_kind_under_an_own_id_gives_the_same_figures(city: City) -> None:
    await city.fed.apply(Draw(1).stream(140), size=50)
    await city.shipped()
    for name in ORDER:
        own = shipped()[name].text.replace(f'id = "{name[:-2]}"', f'id = "own.{name[:-2]}"')
        await city.adopt(asking(own.encode()))
    before = {name: await numbers(city, name[:-2]) for name in ORDER}
    assert {name: await numbers(city, f"own.{name[:-2]}") for name in ORDER} == before
    await city.sweep()
    assert {name: await numbers(city, f"own.{name[:-2]}") for name in ORDER} == before
    kinds = {shipped()[name].kind.name for name in ORDER if before[name].considered}
    assert kinds >= {"dossier", "dossier_at", "act", "rating", "petition", "ticket", "standard"}


async def numbers(city: City, id_: str) -> Receipt:
    """A figure without what it is called; its digest names no definition."""
    found = rate(await city.figure(id_, period=YEAR)).receipt
    found.ClearField("definition")
    found.ClearField("definition_digest")
    return found
