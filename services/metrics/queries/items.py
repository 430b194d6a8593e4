"""Figures of items that are kept: sums from cells and items in one statement; lists from items.

Promises that the sums of now are used only where nothing moved after the position asked for, and
otherwise items as known then. Must not hold a transaction open while a caller reads.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool
from services.metrics.domain.digest import Leaf, LeafKey, figure_digest
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
)
from services.metrics.domain.indicators.classification import FIRST_BUCKET, FIRST_REASON
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, Window, midnight, whole_months, window
from services.metrics.domain.versions import OPEN
from services.metrics.queries.chosen import chosen_by
from services.metrics.queries.classified import classified
from services.metrics.queries.counted import NONE, Counted, Sums
from services.metrics.queries.country import Country, Months, is_country
from services.metrics.queries.item_messages import item
from services.metrics.queries.leased import AnyPool
from services.metrics.queries.leaves import (
    NOTHING,
    Leaves,
    Reading,
    kept_definition,
    span,
    within,
)
from services.metrics.queries.lines import unit_scopes
from services.metrics.queries.parameters import figure_values, known_values, statement, units
from services.metrics.queries.positions import Requested, current_positions, resolve
from services.metrics.queries.remembered import Remembered
from services.metrics.queries.unit_months import Found, UnitMonths

PAGE = 1000
ALL = 2**31 - 1
EVER = Period(date(1900, 1, 1), date(9999, 1, 1))
BEGINNING = (0, datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


class Read(NamedTuple):
    """What one statement said of a question, and where."""

    window: Window
    positions: Positions
    counts: list[Count]  # as they are now
    moved: int  # the last position that moved an item in a month of the period; OPEN: not known
    has_counted: bool = True  # facts may be counted
    country: Months | None = None  # where that is what was asked for
    leaves: list[Leaf] | None = None  # all of them, where they were read with the sums

    @property
    def holds(self) -> bool:
        """Whether the sums of now are also those of the positions asked for."""
        return self.moved <= self.positions.submissions

    def whole(self, question: Question) -> tuple[datetime, datetime]:
        """All instants that count."""
        return midnight(question.period.start), self.window.until


class Kept:
    """Reads for definitions whose items are rows of a table, of whichever kind."""

    def __init__(self, pool: Pool, *, by_key: AnyPool | None = None, digests: int = 4096) -> None:
        self._pool = pool
        self._months = UnitMonths(by_key or pool)
        self._leaves = Leaves(pool)
        self.country = Country(pool)
        self.facts = Counted(pool)
        self._digests: Remembered[tuple[object, str]] = Remembered(digests)  # each with its state

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """One statement when its digest is remembered, or two; as known earlier, two."""
        read = await self._read(question, asked)
        known = None if read.holds else await self._known(question, read)
        counted = await self._counted_facts(question, read)
        counts = [*(known.counts if known else read.counts), *counted.counts]
        items = sum(each.n for each in counts)
        return figure(
            question,
            counts,
            positions=read.positions,
            digest=await self._digest(question, read, known, items) if counts else NOTHING,
            covered=items > 0 or await self._covered(question, read),
            now=now,
            not_attributable=counted.cut,
        )

    async def counted(self, question: Question, positions: Positions) -> Sums:
        """What counts at positions, and how much the period cuts."""
        read = await self._read(question, Requested(*positions))
        facts = await self._counted_facts(question, read)
        return Sums([*await self._counts(question, read), *facts.counts], facts.cut)

    async def covered(self, question: Question, positions: Positions) -> bool:
        """Whether the scope had any item before the period's end."""
        part = window(question.period, question.as_of)
        return await self._covered(question, Read(part, positions, [], 0))

    async def _counted_facts(self, question: Question, read: Read) -> Sums:
        if not read.has_counted:
            return NONE
        return await self.facts.sums(question, read.positions)

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Every item of a figure, or of one leaf of it, as known where its receipt says."""
        async for each in self._items(answered, leaf):
            yield each
        async for each in self.facts.items(answered.question, answered.positions, leaf):
            yield each

    async def _items(self, answered: Figure, leaf: LeafKey | None) -> AsyncIterator[Item]:
        """Those that stand at an instant."""
        question = answered.question
        part = within(question, leaf) if leaf else span(question)
        if part is None:
            return
        known = known_values(question, (part.since, part.until), answered.positions)
        unit = leaf.unit if leaf else ""
        after: tuple[Any, ...] = BEGINNING
        text, among = statement("items_known", question), units(question)
        while rows := await self._pool.fetch(text, *known, *after, PAGE, unit, *among):
            for row in rows:
                yield item(row, question)
            after = (rows[-1]["number"], rows[-1]["key_at"], rows[-1]["id"])

    def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """Every leaf of a figure, as known where its receipt says."""
        return self.leaves_of(answered.question, answered.positions)

    def leaves_of(self, question: Question, positions: Positions) -> AsyncIterator[Leaf]:
        """Every leaf of a question's figure."""
        return self._leaves.each(question, positions)

    async def months(
        self,
        definition: Definition,
        scope: Scope,
        positions: Positions,
        among: tuple[str, ...] | None = None,
    ) -> Period | None:
        """The local months from the first to the last that has an item that counts."""
        by = classified(definition)
        ever = Question(definition, scope, EVER, midnight(EVER.end), among)
        chosen = chosen_by(scope, positions.submissions)
        asked = (definition.name, scope.unit, scope.alone, chosen, positions.catalog)
        excluded = (FIRST_REASON, FIRST_BUCKET - 1)
        row = await self._pool.fetchrow(
            statement("first_and_last", ever), *asked, by.key.number, *excluded, *units(ever)
        )
        found = whole_months(row["first"], row["last"]) if row["first"] else None
        return joined(found, await self.facts.months(ever, positions))

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit that has items of its own; where units lie below it, it alone."""
        names = await self.unit_names(question, positions, after, limit)
        return await unit_scopes(self._pool, names, question, positions)

    async def unit_names(
        self, question: Question, positions: Positions, after: str = "", limit: int = ALL
    ) -> list[str]:
        """Each unit that has items of its own."""
        text = statement("units_with_items", question)
        return await self._names(text, "unit", question, positions, after, limit)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """The services, fields or officers of the scope's items; `unknown` where there is none."""
        among = question.among is not None
        text = classified(question.definition).named(dimension, among=among)
        return await self._names(text, dimension, question, positions, after, limit)

    async def _names(  # noqa: PLR0917 — a page of a question
        self,
        text: str,
        of: str,
        question: Question,
        positions: Positions,
        after: str,
        limit: int,
    ) -> list[str]:
        around = window(question.period, question.as_of).around
        where = figure_values(question, positions.submissions)[1:]
        asked = (*where, *around, *positions, after, limit)
        rows = await self._pool.fetch(text, *asked, *units(question))
        counted = await self.facts.named(question, positions, of)
        found = {row["name"] for row in rows} | {name for name in counted if name > after}
        return sorted(found)[:limit]

    async def _read(self, question: Question, asked: Requested) -> Read:
        if question.scope.by_officer:
            asked = Requested(*await current_positions(self._pool, question.scope, asked))
        by = classified(question.definition)
        part = window(question.period, question.as_of)
        if is_country(question, part):
            return await self._read_country(question, asked, part)
        if found := await self._months.read(question, asked, part):
            return await self._read_months(question, asked, part, found)
        spans = ([since for since, _ in part.odd], [until for _, until in part.odd])
        rows = await self._pool.fetch(
            statement("figure", question),
            *figure_values(question, asked.submissions),
            *part.months,
            *part.around,
            *spans,
            asked.catalog,
            *units(question),
        )
        positions = await resolve(self._pool, rows[0], question.scope, asked)
        counted = [row for row in rows if row["class"] is not None]
        counts = [by.count(row["class"], row["n"], row["assisted"]) for row in counted]
        moved = OPEN if question.scope.by_officer else rows[0]["moved"] or 0
        return Read(part, positions, counts, moved, rows[0]["has_counted"])

    async def _read_country(self, question: Question, asked: Requested, part: Window) -> Read:
        months = await self.country.read(question, part)
        positions = await resolve(self._pool, months.row, question.scope, asked)
        counted = months.row["has_counted"]
        return Read(part, positions, months.counts, months.moved, counted, months)

    async def _read_months(
        self, question: Question, asked: Requested, part: Window, found: Found
    ) -> Read:
        positions = await resolve(self._pool, found.row, question.scope, asked)
        counted = found.row["has_counted"]
        return Read(part, positions, found.counts, found.moved, counted, leaves=found.leaves)

    async def _counts(self, question: Question, read: Read) -> list[Count]:
        """Without a digest."""
        if read.holds:
            return read.counts
        by = classified(question.definition)
        known = known_values(question, read.whole(question), read.positions)
        asked = (*known, kept_definition(question), *read.window.around)
        text = statement("counts_known", question)
        rows = await self._pool.fetch(text, *asked, *units(question))
        return [by.count(*row) for row in rows]

    async def _known(self, question: Question, read: Read) -> Reading:
        items = sum(each.n for each in read.counts)  # about as many
        return await self._leaves.known(question, read.positions, items=items)

    async def _digest(
        self, question: Question, read: Read, known: Reading | None, items: int
    ) -> str:
        if known:
            return await known.digest(await self._counted_leaves(question, read))
        if read.leaves is not None:
            return figure_digest([*read.leaves, *await self._counted_leaves(question, read)])
        key = (*figure_values(question), read.window)
        state = (read.moved, read.positions.catalog)
        remembered = self._digests.get(key)
        if remembered and remembered[0] == state:
            return remembered[1]
        value = await self._made(question, read, items)
        self._digests.keep(key, (state, value))
        return value

    async def _made(self, question: Question, read: Read, items: int) -> str:
        if read.country:
            counted = await self._counted_leaves(question, read)
            return await self.country.digest(question, read.country, read.positions, counted)
        return await self._leaves.digest(
            question, read.positions, items=items, has_counted=read.has_counted
        )

    async def _counted_leaves(self, question: Question, read: Read) -> list[Leaf]:
        return await self.facts.leaves(question, read.positions) if read.has_counted else []

    async def _covered(self, question: Question, read: Read) -> bool:
        """Whether the scope had any item before the period's end. Not from cells: they tell what is
        so now, and the same positions must get the same answer for ever.
        """
        text, among = statement("has_items_known", question), units(question)
        before = known_values(question, (BEGINNING[1], read.window.until), read.positions)
        found = await self._pool.fetchval(text, *before, *among)
        return bool(found) or await self.facts.any_before(question, read.positions)


def joined(one: Period | None, other: Period | None) -> Period | None:
    """From the first begin to the last end of both."""
    if one is None or other is None:
        return one or other
    return Period(min(one.start, other.start), max(one.end, other.end))
