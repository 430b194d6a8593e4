"""Lists of all units of the whole tree, from what a reader remembers of its months: the same rows.

Promises a real PostgreSQL, and one reader that stays while events come: each row is the figure that
another reader is told of the unit alone.
"""

from __future__ import annotations

from datetime import date

import pytest

from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries import country_lines
from services.metrics.queries.listing import Row
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.unit_sums import SumsByUnit
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.dense import dense
from tests.metrics.given import CITY, DISTRICT, IN_PERSON, OTHER, WARD
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import YEAR, asking, drawn, says, submit
from tests.metrics.test_leaves_kept import Counting
from tests.metrics.test_subtrees_listed import listing

SPRING = Period(date(2026, 3, 1), date(2026, 6, 1))
UNITS = (CITY, DISTRICT, OTHER, WARD)
SPOIL = (
    "delete from month_cells",
    r"update month_leaves set leaf = '\x00'",
)
NAME = "online_handling.all"


@pytest.fixture(autouse=True)
def every_page_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few lines it has."""
    monkeypatch.setattr(country_lines, "MANY", 0)


def beginning(fed: Fed) -> Reader:
    """That of a process that remembers nothing."""
    return Reader(fed.pool, now=lambda: given.RECORDED)


async def rows_of_all_pages(
    reader: Reader, name: str, period: Period, at: Positions, *, subtrees: bool
) -> list[Row]:
    """All rows, in pages of three."""
    wanted, found = listing(name, period, at, Scope(), subtrees=subtrees), list[Row]()
    while True:
        rows, after = await reader.page(wanted, 3)
        found += rows
        if not after:
            return found
        wanted = wanted._replace(after=after)


@pytest.mark.parametrize("subtrees", [False, True])
@pytest.mark.parametrize("seed", range(4))
async def test_rows_are_the_figures_of_their_units_after_every_batch(
    fed: Fed, monkeypatch: pytest.MonkeyPatch, seed: int, subtrees: bool
) -> None:
    if seed % 2:
        monkeypatch.setattr(country_lines, "ENOUGH", 0)  # on a thread
    events, _, _, position, size = drawn(seed)
    events = dense(seed) if seed % 2 else events
    third = max(1, len(events) // 3)
    for start in range(0, len(events), third):
        await fed.apply(events[start : start + third], size=size)
        if seed > 1:
            await fed.sweep()
        now = await fed.reader.current_positions(Scope())
        earlier = now._replace(submissions=min(position, now.submissions))
        for definition in of_kind("dossier")[seed::4]:
            for period in (YEAR, Period(date(2025, 12, 1), date(2026, 1, 1))):
                for at in (now, earlier):
                    name = definition.id
                    rows = await rows_of_all_pages(fed.reader, name, period, at, subtrees=subtrees)
                    single = []
                    for unit in UNITS:
                        alone = not subtrees and unit in (CITY, DISTRICT)
                        asked = asking(Scope(unit, alone=alone), period, definition=definition)
                        single += [await beginning(fed).figure(asked, Requested(*at))]
                    assert [(row.key, row.figure.question, says(row.figure)) for row in rows] == [
                        (each.question.scope.unit, each.question, says(each))
                        for each in sorted(single, key=lambda each: each.question.scope.unit)
                        if each.considered
                    ]


@pytest.mark.parametrize("subtrees", [False, True])
async def test_only_months_that_moved_are_read_again(fed: Fed, subtrees: bool) -> None:
    may = midnight(date(2026, 5, 3))
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, at=may)])
    await fed.sweep()
    now = await fed.reader.current_positions(Scope())
    before = await rows_of_all_pages(fed.reader, NAME, SPRING, now, subtrees=subtrees)
    for each in SPOIL:
        await fed.pool.execute(each)
    assert await rows_of_all_pages(fed.reader, NAME, SPRING, now, subtrees=subtrees) == before
    await fed.apply([given.recorded(5, given.accepted(1, unit=WARD, channel=IN_PERSON))])
    now = await fed.reader.current_positions(Scope())
    after = await rows_of_all_pages(fed.reader, NAME, SPRING, now, subtrees=subtrees)
    units = [row.key for row in after]
    assert units == ([CITY, DISTRICT, OTHER, WARD] if subtrees else [OTHER, WARD])
    numerators = {row.key: row.figure.numerator for row in after}
    assert (numerators[WARD], numerators[OTHER]) == (0, 1)  # from items, and as it was


async def test_a_month_that_moved_since_is_read_unit_by_unit(fed: Fed) -> None:
    await fed.apply(submit(0, 1, unit=WARD))
    earlier = await fed.reader.current_positions(Scope())
    before = await rows_of_all_pages(fed.reader, NAME, SPRING, earlier, subtrees=False)
    await fed.apply(submit(2, 2, unit=WARD))
    for reader in (fed.reader, beginning(fed)):
        assert await rows_of_all_pages(reader, NAME, SPRING, earlier, subtrees=False) == before
    now = await fed.reader.current_positions(Scope())
    [row] = await rows_of_all_pages(fed.reader, NAME, SPRING, now, subtrees=False)
    assert (before[0].figure.numerator, row.figure.numerator) == (1, 2)


async def test_further_pages_ask_for_nothing_whatever_moves(fed: Fed) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER)])
    positions, asked = await fed.reader.current_positions(Scope()), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    wanted = listing(NAME, SPRING, positions, Scope())
    at_once, _ = await reader.page(wanted, 4)
    _, after = await reader.page(wanted, 1)
    await fed.apply(submit(4, 3, unit=WARD))
    asked.clear()
    rows, _ = await reader.page(wanted._replace(after=after), 3)
    assert (rows, asked) == (at_once[1:], [])


async def test_a_small_page_reads_its_own_units_unless_all_are_known(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER)])
    positions, asked = await fed.reader.current_positions(Scope()), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    wanted = listing(NAME, SPRING, positions, Scope(), subtrees=False)

    async def unit_by_unit() -> bool:
        asked.clear()
        await reader.page(wanted, 1)
        return any("piece as materialized" in each for each in asked)

    monkeypatch.setattr(country_lines, "MANY", 200)
    assert await unit_by_unit()
    await reader.page(wanted, 200)
    assert not await unit_by_unit()
    await fed.apply(submit(4, 3, unit=WARD))
    wanted = wanted._replace(positions=await fed.reader.current_positions(Scope()))
    assert await unit_by_unit()


async def test_a_list_of_more_months_than_are_remembered_reads_its_own_units(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = midnight(date(2026, 5, 3))
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, at=may)])
    now, asked = await fed.reader.current_positions(Scope()), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    monkeypatch.setattr(country_lines, "LONGEST", 1)
    long = await rows_of_all_pages(reader, NAME, SPRING, now, subtrees=False)
    assert any("piece as materialized" in each for each in asked)
    monkeypatch.undo()
    monkeypatch.setattr(country_lines, "MANY", 0)
    asked.clear()
    assert await rows_of_all_pages(reader, NAME, SPRING, now, subtrees=False) == long


async def test_few_months_are_remembered_at_a_time(fed: Fed) -> None:
    may = midnight(date(2026, 5, 3))
    await fed.apply([*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER, at=may)])
    now = await fed.reader.current_positions(Scope())
    whole = await rows_of_all_pages(beginning(fed), NAME, SPRING, now, subtrees=False)
    reader = beginning(fed)
    sums = reader._country_lines._sums = SumsByUnit(fed.pool, most=1)
    for _ in range(2):
        assert await rows_of_all_pages(reader, NAME, SPRING, now, subtrees=False) == whole
        assert len(sums._known) == 1


async def test_a_list_adds_up_to_the_whole_of_the_country(fed: Fed) -> None:
    await fed.apply(dense(7))
    now = await fed.reader.current_positions(Scope())
    for definition in of_kind("dossier"):
        rows = await rows_of_all_pages(fed.reader, definition.id, YEAR, now, subtrees=False)
        whole = await fed.reader.figure(asking(period=YEAR, definition=definition), NOW)
        assert sum(row.figure.considered for row in rows) == whole.considered
