"""Figures of dossiers that were accepted or closed in a period, each once, at whoever had it last.

They depend on the period and on as_of, so that nothing is kept: the intervals of dossiers tell who
had one in which state, its version of facts the dates.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain.classes import EXCLUDED
from services.metrics.domain.digest import Leaf, LeafKey, figure_digest, key_as_of
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
)
from services.metrics.domain.indicators.classification import classification
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight, months, next_month, whole_months
from services.metrics.queries.chosen import chosen_by, of_values, with_choice
from services.metrics.queries.classified import classified
from services.metrics.queries.item_messages import item
from services.metrics.queries.lines import unit_scopes
from services.metrics.queries.parameters import units
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.storage import over_units, written
from services.metrics.settings import SQL

HELD = "dossier_held"  # the kind of dossiers that somebody has at a cut-off


class Received:
    """Reads for definitions whose items are dossiers at the end of a period."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """Every dossier of the period, classified once for its counts and for its leaves."""
        positions = await current_positions(self._pool, question.scope, asked)
        by = classified(question.definition)
        rows = await self.fetch("received_figure", question, positions, *by.class_lines)
        counts = [by.count(*row[:3]) for row in rows if not row["unit"]]
        return figure(
            question,
            counts,
            positions=positions,
            digest=figure_digest(leaf_of(row, question) for row in rows if row["unit"]),
            covered=bool(counts) or await self._covered(question, positions),
            now=now,
        )

    async def of_values(
        self,
        whole: Question,
        asked: Mapping[str, Question],
        positions: Positions,
        now: datetime,
        *,
        dimension: str,
    ) -> list[Figure]:
        """The question of each value of a dimension, each a part of the whole one: dossiers are
        classified once for all of them.
        """
        by = classified(whole.definition)
        counts: dict[str, list[Count]] = {value: [] for value in asked}
        leaves: dict[str, list[Leaf]] = {value: [] for value in asked}
        name = f"received_values {dimension}"
        for row in await self.fetch(name, whole, positions, *by.class_lines, list(asked)):
            if row["unit"]:
                leaves[row["value"]].append(leaf_of(row, whole))
            else:
                counts[row["value"]].append(by.count(row["class"], row["n"], row["assisted"]))
        return [
            figure(
                question,
                counts[value],
                positions=positions,
                digest=figure_digest(leaves[value]),
                covered=True,
                now=now,
            )
            for value, question in asked.items()
        ]

    async def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """One for each unit that has an item, as of the cut-off."""
        question = answered.question
        class_lines = classified(question.definition).class_lines
        for row in await self.fetch("received_leaves", question, answered.positions, *class_lines):
            yield leaf_of(row, question)

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Every dossier of a figure, or of one leaf of it, as known where its receipt says; those
        of one unit at once.
        """
        question, positions = answered.question, answered.positions
        for each in await self.fetch("received_units", question, positions, "", None):
            if leaf not in (None, key_as_of(each["name"], question.as_of)):
                continue
            alone = at_unit(question, each["name"])
            for row in await self.fetch("received_items", alone, positions):
                yield received(row, question)

    async def months(
        self, definition: Definition, scope: Scope, positions: Positions
    ) -> Period | None:
        """The local months from the first to the last in which a dossier counts."""
        every = await self.every_month(scope, positions)
        first = await self._first(definition, scope, every, positions)
        last = await self._first(definition, scope, reversed(every), positions)
        return Period(first.start, last.end) if first and last else None

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit that had such a dossier."""
        rows = await self.fetch("received_units", question, positions, after, limit)
        names = [row["name"] for row in rows]
        return await unit_scopes(self._pool, names, question, positions)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """The services, fields or officers of such dossiers; `unknown` where there is none."""
        name = f"received_named {dimension}"
        rows = await self.fetch(name, question, positions, after, limit)
        return [row["name"] for row in rows]

    async def _first(
        self, definition: Definition, scope: Scope, of: Iterable[Period], positions: Positions
    ) -> Period | None:
        """The first of these months with a dossier that is not excluded."""
        for month in of:
            question = Question(definition, scope, month, midnight(month.end))
            counts = await self._counts(question, positions)
            if any(each.membership != EXCLUDED for each in counts):
                return month
        return None

    async def _counts(self, question: Question, positions: Positions) -> list[Count]:
        by = classified(question.definition)
        rows = await self.fetch("received_counts", question, positions)
        return [by.count(row["class"], row["n"], row["assisted"]) for row in rows]

    async def _covered(self, question: Question, positions: Positions) -> bool:
        """Whether the scope had any dossier before the period's end."""
        every = await self.every_month(question.scope, positions)
        return bool(every) and every[0].start < question.period.end

    async def every_month(
        self, scope: Scope, positions: Positions, among: tuple[str, ...] | None = None
    ) -> list[Period]:
        """The local months in which a dossier was accepted or closed that the scope ever had."""
        rows = await self._of_scope("received_months", scope, positions, among)
        return [Period(row["month"], next_month(row["month"])) for row in rows]

    async def _of_scope(
        self,
        name: str,
        scope: Scope,
        positions: Positions,
        among: tuple[str, ...] | None,
        *more: Any,
    ) -> list[Any]:
        """The rows of a statement about a scope, or about these units, whatever the period."""
        asked = (scope.unit, scope.alone, *positions, *more)
        text = statements(SQL)[name]
        if among is not None:
            text, asked = over_units(text), (*asked, list(among))
        return list(await self._pool.fetch(written(text, {}), *asked))

    async def fetch(
        self, name: str, question: Question, positions: Positions, *more: Any
    ) -> list[Any]:
        """The rows of a statement about a question."""
        scope, period = question.scope, question.period
        until = max(midnight(period.start), min(midnight(period.end), question.as_of))
        instants = (question.as_of, midnight(period.start), until)
        chosen = chosen_by(scope, positions.submissions)
        asked = (scope.unit, scope.alone, chosen, *instants, *positions, *more)
        text = _statement(name, question.definition, among=question.among is not None)
        return list(await self._pool.fetch(text, *asked, *units(question)))


class Held(Received):
    """The same for dossiers that are accepted and not closed at the end of a period."""

    def __init__(self, pool: Pool, now: Callable[[], datetime]) -> None:
        super().__init__(pool)
        self._now = now

    async def every_month(
        self, scope: Scope, positions: Positions, among: tuple[str, ...] | None = None
    ) -> list[Period]:
        """From the first acceptance to the present, or to when the last one was closed."""
        (row,) = await self._of_scope("held_months", scope, positions, among, self._now())
        if row["first"] is None:
            return []
        return list(months(whole_months(row["first"], row["last"])))


@cache
def _statement(name: str, definition: Definition, *, among: bool) -> str:
    """Written once, since every question needs one."""
    sql = statements(SQL)
    name, _, dimension = name.partition(" ")
    classed = sql["classed_held" if definition.kind.name == HELD else "classed"]
    text = sql[name].replace(":classed", classed).replace(":column", dimension)
    text = text.replace(":leaf_of_unit", sql["leaf_of_unit"])
    text = with_choice(text, definition.kind.name, officer="number_of_officer_then")
    columns = {"class": classification(definition), "value": "null::integer"}
    if name == "received_values":
        columns |= of_values(dimension, among="$11", officer="number_of_officer_then")
    return written(over_units(text) if among else text, columns)


def at_unit(question: Question, unit: str) -> Question:
    """Over the dossiers of one unit alone."""
    scope = question.scope._replace(unit=unit, alone=True)
    return question._replace(scope=scope, among=None if question.among is None else (unit,))


def leaf_of(row: Any, question: Question) -> Leaf:
    """Of a unit, as of the cut-off."""
    return Leaf(key_as_of(row["unit"], question.as_of), row["digest"])


def received(row: Any, question: Question) -> Item:
    """A row as the contract writes an item; it is called as the line of the digest calls it."""
    found = item(row, question)
    found.kind = "dossier"
    return found
