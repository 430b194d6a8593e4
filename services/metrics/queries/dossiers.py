"""Figures of dossiers: sums from cells in one statement; items and digests from contributions.

Promises that cells are used only where nothing moved after the position asked for, and otherwise
contributions, exact at every position. Must not hold a transaction open while a caller reads.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain.definitions import Definition
from services.metrics.domain.digest import digest
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
    instant_message,
)
from services.metrics.domain.periods import Period, Window, midnight, whole_months, window
from services.metrics.queries.standing import Asked, resolve
from services.metrics.settings import SQL

PAGE = 1000
NOTHING = digest(())
BEGINNING = (0, datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


class Digests:
    """The digests of figures asked for lately; one holds while its figure has not moved."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[object, tuple[object, str]] = OrderedDict()

    def get(self, key: object, state: object) -> str | None:
        """The digest, if it was computed in this very state of the figure."""
        found = self._known.get(key)
        return found[1] if found and found[0] == state else None

    def keep(self, key: object, state: object, value: str) -> None:
        """Remember it, the oldest falling out."""
        self._known[key] = (state, value)
        self._known.move_to_end(key)
        while len(self._known) > self._size:
            self._known.popitem(last=False)


class Read(NamedTuple):
    """What one statement said of a question, and where."""

    window: Window
    positions: Positions
    counts: list[Count]  # from cells, as they are now
    moved: int  # the last position that moved something in or around the period

    @property
    def holds(self) -> bool:
        """Whether the sums of now are also those of the positions asked for."""
        return self.moved <= self.positions.submissions

    def whole(self, question: Question) -> tuple[datetime, datetime]:
        """All instants that count."""
        return midnight(question.period.start), self.window.until


class Dossiers:
    """Reads for definitions whose items are dossiers."""

    def __init__(self, pool: Pool, *, digests: int = 4096) -> None:
        self._pool = pool
        self._digests = Digests(digests)

    async def figure(self, question: Question, asked: Asked, now: datetime) -> Figure:
        """One statement when its digest is remembered; two when not."""
        read = await self._read(question, asked)
        counts = await self._counts(question, read)
        return figure(
            question,
            counts,
            positions=read.positions,
            digest=await self._digest(question, read) if counts else NOTHING,
            covered=any(each.n for each in counts) or await self._covered(question, read),
            now=now,
        )

    async def items(self, answered: Figure) -> AsyncIterator[Item]:
        """Every item of a figure, as known where its receipt says, class by class."""
        question = answered.question
        read = Read(window(question.period, question.as_of), answered.positions, [], 0)
        known = (*place(question), *read.whole(question), *read.positions)
        after: tuple[Any, ...] = BEGINNING
        while rows := await self._pool.fetch(statements(SQL)["items_known"], *known, *after, PAGE):
            for row in rows:
                yield item(row)
            after = (rows[-1]["series"], rows[-1]["key_at"], UUID(rows[-1]["dossier"]))

    async def months(
        self, definition: Definition, scope: Scope, positions: Positions
    ) -> Period | None:
        """The local months from the first to the last that has an item that counts."""
        asked = (definition.name, scope.unit, scope.alone, scope.service, positions.catalog)
        row = await self._pool.fetchrow(statements(SQL)["first_and_last"], *asked)
        return whole_months(row["first"], row["last"]) if row["first"] else None

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit that has items of its own; where units lie below it, it alone."""
        names = await self._named("units_with_items", question, positions, after, limit)
        return [await unit_scope(self._pool, each, question, positions) for each in names]

    async def services(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each service that has items in the scope."""
        names = await self._named("services_with_items", question, positions, after, limit)
        return [question.scope._replace(service=each) for each in names]

    async def _named(
        self, statement: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        around = window(question.period, question.as_of).around
        asked = (*place(question), *around, *positions, after, limit)
        rows = await self._pool.fetch(statements(SQL)[statement], *asked)
        return [row["name"] for row in rows]

    async def _read(self, question: Question, asked: Asked) -> Read:
        part = window(question.period, question.as_of)
        days = () if question.scope.service else part.days
        spans = ([each.start for each in days], [each.end for each in days])
        rows = await self._pool.fetch(
            statements(SQL)["figure"],
            *place(question),
            *part.months,
            *part.around,
            *spans,
            asked.catalog,
        )
        positions = await resolve(self._pool, rows[0], question.scope, asked)
        counts = [Count(*row[4:8]) for row in rows if row[4] is not None]
        moved = max((row[8] for row in rows if row[4] is not None), default=0)
        return Read(part, positions, counts, moved)

    async def _counts(self, question: Question, read: Read) -> list[Count]:
        """From cells and, for what is no whole day there, from contributions."""
        if not read.holds:
            return await self._known(question, read, read.whole(question))
        odd = read.window.odd if question.scope.service else read.window.broken
        return [
            *read.counts,
            *[count for each in odd for count in await self._known(question, read, each)],
        ]

    async def _known(
        self, question: Question, read: Read, instants: tuple[datetime, datetime]
    ) -> list[Count]:
        asked = (*place(question), *instants, *read.positions)
        rows = await self._pool.fetch(statements(SQL)["counts_known"], *asked)
        return [Count(*row) for row in rows]

    async def _digest(self, question: Question, read: Read) -> str:
        key = (*place(question), read.window)
        state = (read.moved, read.positions.catalog)
        value = self._digests.get(key, state) if read.holds else None
        if value is None:
            asked = (*place(question), *read.whole(question), *read.positions)
            value = str(await self._pool.fetchval(statements(SQL)["digest_known"], *asked))
            if read.holds:
                self._digests.keep(key, state, value)
        return value

    async def _covered(self, question: Question, read: Read) -> bool:
        """Whether the scope had any item before the period's end. Not from cells: they tell what is
        so now, and the same positions must get the same answer for ever.
        """
        before = (*place(question), BEGINNING[1], read.window.until, *read.positions)
        return bool(await self._pool.fetchval(statements(SQL)["has_items_known"], *before))


def place(question: Question) -> tuple[str, str, bool, str, datetime]:
    """The first parameters of every statement: definition, unit, alone, service, the tree's day."""
    scope = question.scope
    return question.definition.name, scope.unit, scope.alone, scope.service, question.as_of


async def unit_scope(pool: Pool, unit: str, question: Question, positions: Positions) -> Scope:
    """The unit itself. A unit without units below it needs no `alone`: its subtree is the unit."""
    asked = (unit, question.as_of, positions.catalog)
    alone = await pool.fetchval(statements(SQL)["has_children"], *asked)
    return Scope(unit, question.scope.service, bool(alone))


def item(row: Any) -> Item:
    """A row as the contract writes an item."""
    return Item(
        kind="dossier",
        id=f"dossiers/{row['dossier']}",
        membership=row["membership"],
        reason=row["reason"],
        weight=row["weight"],
        key_time=instant_message(row["key_at"]),
        unit=row["unit"],
        service=row["service"],
        position=row["from_position"],
        source=row["source"],
        source_key=row["source_key"],
    )
