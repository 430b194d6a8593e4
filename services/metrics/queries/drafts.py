"""A draft of a definition counted beside one that is answered: the same items, classed twice.

Promises to write nothing, and one draft at a time for a bounded time: nobody knows what a text
costs before it was counted by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg

from services.chassis.database import Connection, Pool, statements
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Count, Figure, Positions, Question, figure
from services.metrics.domain.indicators.classification import ItemClass, item_classes
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import midnight, window
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.chosen import with_choice
from services.metrics.queries.classified import Classified
from services.metrics.queries.draft_turns import SECONDS, Turns
from services.metrics.queries.parameters import known_values
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.storage import STORAGES, written
from services.metrics.settings import SQL

SHOWN = 1000  # items that stand elsewhere


class Moved(NamedTuple):
    """An item that stands elsewhere by the draft; None: it is not considered."""

    name: str
    was: ItemClass | None
    now: ItemClass | None
    unit: str
    service: str
    key_at: datetime
    source: str
    source_key: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Both figures, how many items stand where by each, and the first of those that moved."""

    answered: Figure
    draft: Figure
    moves: Mapping[tuple[ItemClass | None, ItemClass | None], int]
    items: tuple[Moved, ...]


class Drafts:
    """Comparisons of drafts."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turns = Turns()

    async def compare(
        self, question: Question, draft: Definition, asked: Requested, now: datetime, *, caller: str
    ) -> Compared:
        """The question's figure, and that of the draft. Raises Refusal where they count other
        items, where drafts are being counted, this caller's or too many, or where it takes too
        long.
        """
        must_fit(draft, question.definition)
        async with self._turns.of(caller):
            positions = await current_positions(self._pool, question.scope, asked)
            try:
                return await self._compare(question, draft, positions, now)
            except asyncpg.QueryCanceledError:
                values = {"seconds": f"{SECONDS:g}"}
                raise Refusal(MetricsReason.DRAFT_TOO_SLOW, values=values) from None

    async def _compare(
        self, question: Question, draft: Definition, positions: Positions, now: datetime
    ) -> Compared:
        both = Both(Classified(question.definition), Classified(draft))
        since = midnight(question.period.start)
        until = window(question.period, question.as_of).until
        known = (*known_values(question, (since, until), positions), *both.class_names)
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(f"set local statement_timeout = '{SECONDS}s'")
            rows = await connection.fetch(both.statement("draft_counts"), *known)
            items = await self._items(connection, both, known)
        return Compared(
            both.figure(question, rows, "was", positions, now),
            both.figure(question._replace(definition=draft), rows, "now", positions, now),
            both.moves(rows),
            tuple(items),
        )

    async def _items(
        self, connection: Connection, both: "Both", known: tuple[Any, ...]
    ) -> list[Moved]:
        rows = await connection.fetch(both.statement("draft_moved"), *known, SHOWN)
        return [
            Moved(row["name"], *both.item_classes(row["was"], row["now"]), *tuple(row)[3:])
            for row in rows
        ]


@dataclass(frozen=True, slots=True)
class Both:
    """The answered definition and the draft, as statements need them."""

    answered: Classified
    draft: Classified

    @property
    def class_names(self) -> tuple[Any, ...]:
        """The classes of both and how lines go on with them."""
        return (*class_names(self.answered.definition), *class_names(self.draft.definition))

    def statement(self, name: str) -> str:
        """With both CASEs; no text of the draft is in them."""
        text = statements(SQL)[name].replace(":draft_items", statements(SQL)["draft_items"])
        by = self.answered
        cases = {"class": by.case, "draft": self.draft.case}
        return written(with_choice(text, by.kind), by.storage.columns(by.key) | cases)

    def item_classes(
        self, was: int | None, now: int | None
    ) -> tuple[ItemClass | None, ItemClass | None]:
        """Where an item stands by each."""
        answered, draft = (
            item_classes(self.answered.definition),
            item_classes(self.draft.definition),
        )
        return (
            None if was is None else answered[was],
            None if now is None else draft[now],
        )

    def figure(
        self, question: Question, rows: Any, side: str, positions: Positions, now: datetime
    ) -> Figure:
        """By one of them; without a digest."""
        by = item_classes(question.definition)
        counts = [
            Count(at.membership, at.reason, row["n"], row["assisted"], at.can_still)
            for row in rows
            if row[side] is not None
            for at in (by[row[side]],)
        ]
        return figure(
            question, counts, positions=positions, digest="", covered=bool(counts), now=now
        )

    def moves(self, rows: Any) -> dict[tuple[ItemClass | None, ItemClass | None], int]:
        """How many items stand otherwise, from where to where."""
        found: dict[tuple[ItemClass | None, ItemClass | None], int] = {}
        for row in rows:
            was, now = (
                at and at._replace(can_still=False)
                for at in self.item_classes(row["was"], row["now"])
            )
            if was != now:
                found[was, now] = found.get((was, now), 0) + row["n"]
        return found


def class_names(definition: Definition) -> tuple[list[int], list[str]]:
    """Each class, and what tells it from others: membership and reason."""
    found = item_classes(definition)
    return list(found), [f"{at.membership}\t{at.reason}" for at in found.values()]


def must_fit(draft: Definition, answered: Definition) -> None:
    """Both look at the same items: of one kind, by one key, to the credit of one unit."""
    for field in ("kind", "key", "unit"):
        mine, other = getattr(draft, field), getattr(answered, field)
        if mine != other or answered.kind.name not in STORAGES:
            values = {"field": field, "definition": answered.name}
            raise Refusal(MetricsReason.DRAFT_OF_OTHER_ITEMS, field="text", values=values)
