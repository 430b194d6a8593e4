"""Whole months of few units, found by their keys: the figures that items give, at every moment.

Promises a real PostgreSQL; histories in random batches, sweeps and moves of units at random moments
between them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from deploy.embedded.databases import Database
from services.chassis.database import OF_POOLS, connect
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries import made_leaves, unit_months
from services.metrics.queries.classified import classified
from services.metrics.queries.positions import NOW, Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.unit_months import BY_KEY
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.corrections import voided
from tests.metrics.dense import dense
from tests.metrics.given import AT, CITY, DISTRICT, IN_PERSON, OTHER, WARD
from tests.metrics.shipped import of_kind
from tests.metrics.test_figures_read import MARCH, asking, drawn, says, should_say, submit
from tests.metrics.test_leaves_kept import Counting

MONTHS = [
    date(2025, 11, 1),
    date(2025, 12, 1),
    date(2026, 1, 1),
    date(2026, 2, 1),
    date(2026, 3, 1),
]
UNITS = [WARD, OTHER, DISTRICT, CITY]
MOVES = datetime(2025, 12, 10, tzinfo=UTC)


def by_items(fed: Fed) -> Reader:
    """One that reads nothing by key."""
    reader = Reader(fed.pool, now=lambda: given.RECORDED)

    async def nothing(*_: Any) -> None:
        return None

    reader._kinds["dossier"]._months.read = nothing  # type: ignore[union-attr, method-assign]
    return reader


def keep_from(items: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves of so many items are kept, and written at once."""
    monkeypatch.setattr(made_leaves, "KEPT", items)
    monkeypatch.setattr(made_leaves, "ENOUGH", items)


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_found_by_key_is_what_items_give(fed: Fed, seed: int) -> None:
    by, events = Random(seed), dense(seed) if seed % 3 else drawn(seed)[0]
    other, counting = by_items(fed), list[str]()
    reader = Reader(Counting(fed.pool, counting), now=lambda: given.RECORDED)
    done, known = 0, [fed.catalog]
    while done < len(events):
        batch = by.randint(1, 40)
        await fed.apply(events[done : done + batch], size=by.randint(1, 9))
        done = min(len(events), done + batch)
        if by.random() < 0.7:
            await fed.sweep()
        if by.random() < 0.3:
            at = MOVES + timedelta(days=by.randrange(60))
            await fed.learn(given.moved(WARD, by.choice((CITY, OTHER, DISTRICT)), at))
            known.append(fed.catalog)
        for _ in range(4):
            start, end = sorted(by.sample(MONTHS, 2))
            unit = by.choice(UNITS)
            scope = Scope(unit, alone=by.random() < 0.3)
            as_of = midnight(by.choice((end, end, MONTHS[-1])))
            question = asking(
                scope,
                Period(start, end),
                definition=by.choice(of_kind("dossier")),
                as_of=max(as_of, midnight(end)),
            )
            asked = by.choice((NOW, NOW, Requested(submissions=by.randint(0, done))))
            asked = asked._replace(catalog=by.choice((None, by.choice(known))))
            found = await reader.figure(question, asked)
            assert found == await other.figure(question, asked)
            if len(known) == 1:  # a recount knows one tree
                assert says(found) == should_say(events[: found.positions.submissions], question)
    assert any("unnest($6::date[]) a (month)" in each for each in counting)


async def test_a_unit_and_month_are_one_statement(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    await fed.sweep()
    question, asked = asking(Scope(WARD)), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    for later in range(3):  # another as_of is another question
        asked.clear()
        more = question._replace(as_of=question.as_of + timedelta(seconds=later))
        found = await reader.figure(more, NOW)
        assert (len(asked), says(found)) == (1, should_say(submit(0, 1), question))


@pytest.mark.parametrize(("few", "kept", "statements"), [(3, 4, 1), (3, 3, 2), (2, 3, 2)])
async def test_leaves_of_few_items_are_made_at_once_and_those_of_more_are_kept(
    fed: Fed, few: int, kept: int, statements: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_months, "FEW", few)
    keep_from(kept, monkeypatch)
    events = [each for n in range(3) for each in submit(2 * n, n + 1)]
    await fed.apply(events)
    await fed.sweep()
    question, asked = asking(Scope(WARD)), list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    for count in (statements, 1):
        asked.clear()
        assert says(await reader.figure(question, NOW)) == should_say(events, question)
        assert len(asked) == count
    assert await fed.pool.fetchval("select count(*) from month_leaves") == statements - 1


async def test_leaves_of_few_items_each_are_kept_where_they_are_many(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_from(2, monkeypatch)
    events = [*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER)]
    await fed.apply(events)
    await fed.sweep()
    for unit, kept in ((WARD, 0), (CITY, 2)):
        question = asking(Scope(unit))
        assert says(await fed.reader.figure(question, NOW)) == should_say(events, question)
        assert await fed.pool.fetchval("select count(*) from month_leaves") == kept


async def test_leaves_of_several_questions_are_written_together(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_from(1, monkeypatch)
    monkeypatch.setattr(made_leaves, "ENOUGH", 3)
    events = [*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER)]
    await fed.apply(events)
    await fed.sweep()
    asked = list[str]()
    reader = Reader(Counting(fed.pool, asked), now=lambda: given.RECORDED)
    first, other = (
        asking(Scope(unit), definition=definition)
        for unit, definition in zip((WARD, OTHER), of_kind("dossier"), strict=False)
    )
    for question, statements in (
        (first, 1),
        (first, 2),
        (other, 4),
    ):  # what is not written is made again
        assert says(await reader.figure(question, NOW)) == should_say(events, question)
        assert len(asked) == statements
    written = "select definition, leaf from month_leaves order by definition"
    kept = await fed.pool.fetch(written)
    names = {each.definition.name for each in (first, other)}
    assert [row["definition"] for row in kept] == sorted(names)
    for question in (first, other):
        assert says(await reader.figure(question, NOW)) == should_say(events, question)
    assert (len(asked), await fed.pool.fetch(written)) == (6, kept)


async def test_leaves_of_tables_that_were_replaced_are_not_written_with_others() -> None:
    row = {"number": 1, "month": MONTHS[0], "leaf": b"", "moved": 1, "items": 1000, "tables": 1}
    pool = Noting()
    leaves = made_leaves.MadeLeaves(pool)  # type: ignore[arg-type]
    await leaves.keep("a", [row])
    await leaves.keep("b", [row | {"tables": 2}])
    assert [values[0] for values in pool.written] == [["b"]]


class Noting:
    """A pool that notes what would be written."""

    def __init__(self) -> None:
        self.written: list[tuple[Any, ...]] = []

    async def execute(self, _: str, *values: Any) -> None:
        self.written.append(values)


class Exchanging(Counting):
    """A pool whose tables are others by the time that something is written."""

    async def execute(self, statement: str, *values: Any) -> Any:
        other = "create table other (like dossier_items including all); drop table dossier_items"
        await self.owner.execute(f"{other} cascade; alter table other rename to dossier_items")
        return await super().execute(statement, *values)


async def test_a_leaf_of_tables_that_were_replaced_is_not_kept(
    fed: Fed, migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_from(1, monkeypatch)
    await fed.apply(submit(0, 1))
    await fed.sweep()
    pool = Exchanging(fed.pool, written := list[str]())
    pool.owner = await connect(migrated.owner_dsn)
    await Reader(pool, now=lambda: given.RECORDED).figure(asking(Scope(WARD)), NOW)
    await pool.owner.close()
    assert "insert into month_leaves" in written[-1]
    assert await fed.pool.fetchval("select count(*) from month_leaves") == 0


async def test_a_leaf_that_was_kept_is_made_again_when_its_month_has_moved(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_from(1, monkeypatch)
    events = submit(0, 1)
    await fed.apply(events)
    await fed.sweep()
    question = asking(Scope(WARD))
    for more in ([], submit(2, 2), [given.recorded(5, voided(1), AT)]):
        await fed.apply(more)
        await fed.sweep()
        events += more
        for _ in range(2):
            assert says(await fed.reader.figure(question, NOW)) == should_say(events, question)


async def test_items_are_found_by_an_index_though_none_were_there(migrated: Database) -> None:
    text = classified(of_kind("dossier")[0]).statement("unit_months")
    owner = await connect(migrated.owner_dsn)
    await owner.execute("vacuum analyze dossier_items")  # now known to be empty
    await owner.close()
    asked = await connect(migrated.dsn, **OF_POOLS, **BY_KEY)
    await asked.execute(
        f"prepare asked (text, text, bool, timestamptz, smallint, date[]) as {text}"
    )
    values = "'', 'units/a', false, now(), 1::smallint, '{2026-03-01}', null, 100, 500, '{}'"
    plan = [row[0] for row in await asked.fetch(f"explain execute asked ({values})")]
    await asked.close()
    assert [each for each in plan if "on dossier_items" in each and "Index" not in each] == []
    assert "dossier_items_accepted" in "".join(plan)


async def test_a_month_that_moved_is_read_from_items_until_it_is_counted(fed: Fed) -> None:
    await fed.apply(submit(0, 1))
    await fed.sweep()
    assert (await fed.reader.figure(asking(Scope(WARD)), NOW)).numerator == 1
    events = [given.recorded(3, given.accepted(1, channel=IN_PERSON), AT)]
    await fed.apply(events)
    known = [*submit(0, 1), *events]
    for _ in range(2):
        found = await fed.reader.figure(asking(Scope(WARD)), NOW)
        assert says(found) == should_say(known, asking(Scope(WARD)))
        await fed.sweep()
    earlier = await fed.reader.figure(asking(Scope(WARD)), Requested(submissions=2))
    assert (earlier.numerator, earlier.positions.submissions) == (1, 2)


@pytest.mark.parametrize("most", [1, 2, 3, 11, 12])
async def test_of_more_units_and_months_ranges_are_read(
    fed: Fed, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_months, "MOST", most)
    events = [*submit(0, 1, unit=WARD), *submit(2, 2, unit=OTHER), *submit(4, 3, unit=CITY)]
    await fed.apply(events)
    await fed.sweep()
    for period in (MARCH, Period(date(2026, 1, 1), date(2026, 5, 1))):
        for unit in UNITS:
            for _ in range(2):
                found = await fed.reader.figure(asking(Scope(unit), period), NOW)
                assert says(found) == should_say(events, asking(Scope(unit), period))


async def test_a_unit_nobody_knows_is_refused_also_here(fed: Fed) -> None:
    with pytest.raises(Exception, match="UNIT_UNKNOWN"):
        await fed.reader.figure(asking(Scope("units/nowhere")), NOW)
