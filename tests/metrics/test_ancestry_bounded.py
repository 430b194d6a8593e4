"""Who lies below whom, as known at every position: each event costs what it changes.

Given moves, ends and withdrawals in batches of any size, then the tables say the same as places
read one by one, and grow by as much with the last event as with the first.
"""

from datetime import timedelta
from itertools import pairwise

import pytest

from services.chassis.database import Pool
from tests.metrics.catalogue_recount import FIRST, INSTANTS, UNITS, Truth
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, CITY, DISTRICT, OTHER, WARD, moved, unit_opened
from tests.metrics.test_catalogue_recounted import drawn, told

DAY = timedelta(days=1)
THEN = (
    "effective_from < $1 and effective_to >= $1"
    " and known_from <= $2 and (known_to is null or known_to > $2)"
)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("size", [1, 7])
async def test_ancestors_equal_those_of_the_recount(pool: Pool, seed: int, size: int) -> None:
    facts, _, _ = drawn(seed)
    fed = await told(pool, facts, size)
    for as_of in INSTANTS[1::2]:
        for position in range(len(FIRST), len(facts) + 1):
            truth = Truth(facts, position, as_of)
            parents = {unit: truth.parent(unit) for unit in UNITS}
            assert await pairs(fed, "edges", position, as_of) == sorted(
                (parent, unit) for unit, parent in parents.items() if parent
            )
            assert await pairs(fed, "ancestry", position, as_of) == sorted(
                (above, unit) for unit in UNITS for above in UNITS if truth.inside(unit, above)
            )


async def pairs(fed: Fed, table: str, position: int, as_of: object) -> list[tuple[str, str]]:
    """Each unit after one above it, as often as a row says so; without those that have none."""
    above = {"edges": "parent", "ancestry": "ancestor"}[table]
    text = f"select {above}, unit from {table} where {above} <> '' and {THEN} order by 1, 2"
    return [tuple(row) for row in await fed.pool.fetch(text, as_of, position)]


async def rows(fed: Fed) -> int:
    """How many edges and paths there are, those of before among them."""
    found: int = await fed.pool.fetchval(
        "select (select count(*) from edges) + (select count(*) from ancestry)"
    )
    return found


async def test_each_move_adds_as_many_rows_as_the_first(fed: Fed) -> None:
    """An editor of a district moves one of its wards, with ten below it, to and fro."""
    one, two, ward = "units/one", "units/two", "units/between"
    below = [unit_opened(f"units/below{n}", ward) for n in range(10)]
    await fed.learn(unit_opened(one, DISTRICT), unit_opened(two, DISTRICT), unit_opened(ward, one))
    await fed.learn(*below)
    grown = [await rows(fed)]
    for n in range(1, 41):
        await fed.learn(moved(ward, (one, two)[n % 2], AT + n * DAY))
        grown.append(await rows(fed))
    added = [after - before for before, after in pairwise(grown)]
    assert max(added[1:]) <= added[0] == 2 + 2 * 11


@pytest.mark.parametrize("at", [3, 6])  # the last position but three, and the very last one
async def test_ways_that_were_written_apart_are_read_on(fed: Fed, at: int) -> None:
    """A service of before wrote two rows where a unit moved within what lies above it."""
    both = "(ancestor, unit, effective_from, effective_to, known_from, known_to)"
    gone = "delete from ancestry where ancestor = $1 and unit = $2"
    await fed.pool.execute(gone, CITY, WARD)
    for since, until in (("-infinity", "2026-03-01Z"), ("2026-03-01Z", "infinity")):
        written = f"insert into ancestry {both} values ($1, $2, '{since}', '{until}', $3, null)"
        await fed.pool.execute(written, CITY, WARD, at)
    await fed.learn(moved(WARD, OTHER, AT))
    for position in range(at, fed.catalog + 1):
        for as_of in (AT - 9 * DAY, AT + DAY):
            found = await pairs(fed, "ancestry", position, as_of)
            assert found.count((CITY, WARD)) == 1, position
