"""Months of the whole tree that a reader remembers: the same figures, and only until they move.

Promises a real PostgreSQL, and one reader that stays while events come.
"""

from __future__ import annotations

import asyncio
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from services.metrics.domain.digest import Block, Leaf, LeafKey, blocks_digest, figure_digest
from services.metrics.domain.figures import Figure, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries import country
from services.metrics.queries.country import Country
from services.metrics.queries.items import Kept
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, CITY, DISTRICT, IN_PERSON
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import MARCH, YEAR, asking, drawn, says, should_say, submit
from tests.metrics.test_leaves_kept import Counting

SPRING = Period(date(2026, 3, 1), date(2026, 6, 1))
SPOIL = "delete from month_cells"
KEPT = "select count(*) from country_months"


@having(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "a-b", "A", "ă", "Đ", "𐀀", "￿"]),
            st.sampled_from(["2026-03", "2026-04", "2027-01"]),
            st.binary(min_size=32, max_size=32),
        ),
        unique_by=lambda leaf: leaf[:2],
    ),
    st.integers(0, 3),
)
def test_blocks_have_the_digest_of_their_leaves(
    drawn: list[tuple[str, str, bytes]], apart: int
) -> None:
    every = [Leaf(LeafKey(unit, part), leaf.hex()) for unit, part, leaf in drawn]
    blocks = []
    for part in {part for _, part, _ in drawn[apart:]}:
        mine = sorted((unit, leaf) for unit, of, leaf in drawn[apart:] if of == part)
        leaves = b"".join(leaf for _, leaf in mine)
        blocks.append(Block(part, [unit for unit, _ in mine], leaves))
    assert blocks_digest(blocks, every[:apart]) == figure_digest(every)


@having(st.permutations(["2026-03", "2026-04", "2027-01"]), st.randoms(use_true_random=False))
def test_blocks_of_the_same_units_have_the_digest_of_their_leaves(
    parts: list[str], by: Random
) -> None:
    units = sorted(["a", "a-b", "A", "ă", "Đ"])
    blocks = [Block(part, units, by.randbytes(32 * len(units))) for part in parts]
    every = [
        Leaf(LeafKey(unit, block.part), block.leaves[32 * n : 32 * n + 32].hex())
        for block in blocks
        for n, unit in enumerate(units)
    ]
    assert blocks_digest(blocks, []) == figure_digest(every)


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_remembered_is_what_a_recount_finds_after_every_batch(
    fed: Fed, seed: int
) -> None:
    events, _, _, position, size = drawn(seed)
    definitions = of_kind("dossier")[seed::4]
    third = max(1, len(events) // 3)
    for start in range(0, len(events), third):
        await fed.apply(events[start : start + third], size=size)
        if seed % 2:
            await fed.sweep()
        known = events[: start + third]
        for definition in definitions:
            for period in (YEAR, Period(date(2025, 12, 1), date(2026, 2, 1))):
                question = asking(period=period, definition=definition)
                assert says(await fed.reader.figure(question, NOW)) == should_say(known, question)
    for definition in definitions:
        question = asking(period=YEAR, definition=definition)
        earlier = Requested(submissions=min(position, len(events)))
        found = await fed.reader.figure(question, earlier)
        assert says(found) == should_say(events[: earlier.submissions], question)


async def test_only_months_that_moved_are_read_again(fed: Fed) -> None:
    await fed.apply([*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))])
    await fed.sweep()
    question = asking(period=SPRING)
    before = await fed.reader.figure(question, NOW)
    await fed.pool.execute(SPOIL)
    await fed.pool.execute(r"update month_leaves set leaf = '\x00'")
    assert await fed.reader.figure(question, NOW) == before
    await fed.apply([given.recorded(5, given.accepted(1, channel=IN_PERSON))])
    after = await fed.reader.figure(question, NOW)  # March from its items, May as it was
    assert (before.numerator, after.numerator, after.denominator) == (2, 1, 2)
    assert says(after) == should_say([event for name, event in fed.told if name != "catalog"],
                                     question)  # fmt: skip


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Months go into the table when they are looked at."""
    monkeypatch.setattr(country, "RESTED", -1.0)


@pytest.mark.usefixtures("at_once")
async def test_a_process_that_begins_reads_months_that_another_kept(fed: Fed) -> None:
    await fed.apply([*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))])
    await fed.sweep()
    question = asking(period=SPRING)
    before = await fed.reader.figure(question, NOW)
    await fed.reader.keep_rested()
    await fed.pool.execute(SPOIL)
    await fed.pool.execute(r"update month_leaves set leaf = '\x00'")
    assert await beginning(fed).figure(question, NOW) == before
    await fed.apply([given.recorded(5, given.accepted(1, channel=IN_PERSON))])
    after = await beginning(fed).figure(question, NOW)  # March from its items, May as it was kept
    assert (before.numerator, after.numerator, after.denominator) == (2, 1, 2)
    assert says(after) == should_say([event for name, event in fed.told if name != "catalog"],
                                     question)  # fmt: skip


def beginning(fed: Fed) -> Reader:
    """That of a process that remembers nothing."""
    return Reader(fed.pool, now=lambda: given.RECORDED)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("seed", range(2))
async def test_what_is_kept_is_what_a_recount_finds_after_every_batch(fed: Fed, seed: int) -> None:
    events, _, _, _, size = drawn(seed)
    definitions = of_kind("dossier")[seed::4]
    third = max(1, len(events) // 3)
    older = beginning(fed)
    for start in range(0, len(events), third):
        await fed.apply(events[start : start + third], size=size)
        for definition in definitions:
            question = asking(period=YEAR, definition=definition)
            expected = should_say(events[: start + third], question)
            for reader in (beginning(fed), older):
                assert says(await reader.figure(question, NOW)) == expected
                await reader.keep_rested()


async def test_a_month_is_kept_once_it_rests(fed: Fed, monkeypatch: pytest.MonkeyPatch) -> None:
    await fed.apply(submit(0, 1))
    await fed.reader.figure(asking(period=SPRING), NOW)
    await fed.reader.keep_rested()
    assert await fed.pool.fetchval(KEPT) == 0
    monkeypatch.setattr(country, "RESTED", -1.0)
    await fed.reader.keep_rested()  # without another question
    assert await fed.pool.fetchval(KEPT) == 1


@pytest.mark.usefixtures("at_once")
async def test_a_month_that_moved_since_it_was_asked_for_is_not_kept(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    await fed.reader.figure(asking(period=SPRING), NOW)
    await fed.apply(submit(2, 2))
    await fed.reader.keep_rested()
    assert await fed.pool.fetchval(KEPT) == 0
    found = await fed.reader.figure(asking(period=SPRING), NOW)
    await fed.reader.keep_rested()
    assert await fed.pool.fetchval(KEPT) == 1
    assert await beginning(fed).figure(asking(period=SPRING), NOW) == found


@pytest.mark.usefixtures("at_once")
async def test_what_is_kept_falls_out_of_memory_in_the_order_of_questions(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    first, second = sorted(of_kind("dossier"), key=lambda each: each.name)[:2]
    kept = Kept(fed.pool)
    for definition in (second, first):
        await kept.figure(asking(period=SPRING, definition=definition), NOW, given.RECORDED)
    before = list(kept.country._known)
    await kept.country.keep_rested()
    assert list(kept.country._known) == before
    assert await fed.pool.fetchval(KEPT) == len(before)


async def test_what_is_no_whole_country_is_not_remembered(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    await fed.sweep()
    assert (await fed.reader.figure(asking(), NOW)).numerator == 1
    await fed.pool.execute(SPOIL)
    assert (await fed.reader.figure(asking(), NOW)).numerator == 1
    for scope in (Scope(CITY), Scope(DISTRICT)):
        assert (await fed.reader.figure(asking(scope), NOW)).numerator == 0


async def test_few_months_are_remembered_at_a_time(fed: Fed) -> None:
    await fed.apply([*submit(0, 1), *submit(2, 2, at=midnight(date(2026, 5, 3)))])
    whole = await Reader(fed.pool, now=lambda: given.RECORDED).figure(asking(period=SPRING), NOW)
    kept = Kept(fed.pool)
    kept.country = Country(fed.pool, leaves=1)  # nothing has room
    for _ in range(2):
        assert await kept.figure(asking(period=SPRING), NOW, given.RECORDED) == whole


@pytest.mark.parametrize("many", [1, 5, 10**6])
async def test_leaves_of_months_in_a_row_are_made_together(
    fed: Fed, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(country, "DENSE", many)
    months = [date(2025, 11, 3), date(2025, 12, 4), date(2026, 1, 5), date(2026, 3, 6)]
    events = [
        event
        for n, day in enumerate(months * 2)
        for event in submit(2 * n, n + 1, at=midnight(day))
    ]
    await fed.apply(events)
    asked: list[str] = []
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    period = Period(date(2025, 1, 1), date(2027, 1, 1))
    question = asking(period=period)
    assert says(await reader.figure(question, NOW)) == should_say(events, question)
    made = sum("month_leaves" in statement for statement in asked)
    assert made == {1: 4, 5: 3, 10**6: 2}[many]


async def test_readers_that_remember_beside_a_projection(fed: Fed) -> None:
    events = [
        given.recorded(2 * number - 1 + step, message, AT, version=1 + step)
        for number in range(1, 121)
        for step, message in enumerate((given.submitted(number), given.accepted(number)))
    ]
    done = asyncio.Event()
    found: list[Figure] = []

    async def read() -> None:
        while not done.is_set():
            found.append(await fed.reader.figure(asking(), NOW))

    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(read())
        await fed.apply(events, size=20)
        done.set()
    found.append(await fed.reader.figure(asking(period=MARCH), NOW))
    assert found[-1].positions.submissions == len(events)
    said: dict[int, Any] = {}
    for each in found:
        position = each.positions.submissions
        said.setdefault(position, should_say(events[:position], each.question))
        assert says(each) == said[position]
