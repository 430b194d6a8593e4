"""Figures of dossiers at the end of a period, with units as they are at an instant.

A dossier that a split unit had counts where it went. Few dossiers were with such units, so that
they are looked up and added to the leaves one by one.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain import digest
from services.metrics.domain.digest import Leaf, LeafKey, figure_digest, key_as_of, leaf_name
from services.metrics.domain.figures import Figure, Positions, Question, Scope, figure
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.classified import classified
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.present_units import PresentUnits, Resolved
from services.metrics.queries.received import Received, leaf_of, received
from services.metrics.queries.storage import written
from services.metrics.settings import SQL

ANY = "-"  # a scope that statements over certain units do not look at


class Divided(NamedTuple):
    """A dossier of a split unit, and where it counts."""

    row: Any
    present: str


class Found(NamedTuple):
    """What stands behind a figure: rows of own dossiers by class and by leaf, and divided ones."""

    units: Resolved
    own: Sequence[Any]
    divided: Sequence[Divided]


class ReceivedNow:
    """Reads for definitions whose items are dossiers at the end of a period."""

    def __init__(self, pool: Pool, received: Received, present: PresentUnits) -> None:
        self._pool = pool
        self._received = received
        self._present = present

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """Counts of own dossiers and of divided ones, and the digest of all."""
        positions = await current_positions(self._pool, question.scope, asked)
        by, found = classified(question.definition), await self._found(question, positions)
        counts = [by.count(*row[:3]) for row in found.own if not row["unit"]]
        if found.units.own is not None:  # in the whole tree all of them are among its own
            rows = (each.row for each in found.divided)
            counts += [by.count(row["class"], 1, row["assisted"]) for row in rows]
        return figure(
            question,
            counts,
            positions=positions,
            digest=figure_digest(await self._leaves(question, found, positions)),
            covered=bool(counts) or await self._covered(question, found.units, positions),
            now=now,
        )

    async def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """One for each unit at which an item counts, or that was credited, as of the cut-off."""
        found = await self._found(answered.question, answered.positions)
        for leaf in await self._leaves(answered.question, found, answered.positions):
            yield leaf

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Own dossiers, then those of split units."""
        question, positions = answered.question, answered.positions
        found = await self._found(question, positions)
        for each in await self._rows(
            "received_units", question, found.units.own, positions, "", None
        ):
            here = key_as_of(each["name"], question.as_of)
            if leaf in (None, here) and each["name"] not in found.units.split:
                for row in await self._of_units(question, [each["name"]], positions):
                    yield received(row, question)
        for dossier in found.divided:
            item = received(dossier.row, question)
            item.leaf.CopyFrom(leaf_name(key_as_of(dossier.present, question.as_of)))
            if leaf in (None, key_as_of(dossier.present, question.as_of)):
                yield item

    async def months(
        self, definition: Definition, scope: Scope, positions: Positions
    ) -> Period | None:
        """The local months from the first to the last in which a dossier counts."""
        units = await self._present.resolve(scope, positions)
        months = await self._received.every_month(scope, positions, units.everywhere)
        first = await self._first(definition, scope, months, positions)
        last = await self._first(definition, scope, reversed(months), positions)
        return Period(first.start, last.end) if first and last else None

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit at which such a dossier counts, alone."""
        found = await self._found(question, positions)
        known = await self._present.known(question.scope, positions)
        names = {row["unit"] for row in found.own if row["unit"]} - set(found.units.split)
        presents = {known.present(each) for each in names} | {e.present for e in found.divided}
        here = sorted(each for each in presents if each > after)[:limit]
        return await self._present.alone(here, question, positions)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """The services, fields or officers of such dossiers; one without a figure is no row."""
        units = (await self._present.resolve(question.scope, positions)).everywhere
        if units is not None:
            question = over(question, units)
        return await self._received.named(dimension, question, positions, after, limit)

    async def _first(
        self, definition: Definition, scope: Scope, of: Iterable[Period], positions: Positions
    ) -> Period | None:
        """The first of these months with a dossier that is not excluded."""
        for month in of:
            question = Question(definition, scope, month, midnight(month.end))
            found = await self.figure(question, Requested(*positions), midnight(month.end))
            if found.denominator:
                return month
        return None

    async def _covered(self, question: Question, units: Resolved, positions: Positions) -> bool:
        """Whether the scope had any dossier before the period's end."""
        months = await self._received.every_month(question.scope, positions, units.everywhere)
        return bool(months) and months[0].start < question.period.end

    async def _found(self, question: Question, positions: Positions) -> Found:
        units = await self._present.resolve(question.scope, positions)
        class_lines = classified(question.definition).class_lines
        own = await self._rows("received_figure", question, units.own, positions, *class_lines)
        return Found(units, own, await self._divided(question, units, positions))

    async def _divided(
        self, question: Question, units: Resolved, positions: Positions
    ) -> list[Divided]:
        """Dossiers of split units, where they count in the scope."""
        rows = await self._of_units(question, units.split, positions) if units.split else []
        text = written(
            statements(SQL)["holders_now"], {"holder": statements(SQL)["holder_of_dossier"]}
        )
        dossiers, credited = [row["dossier"] for row in rows], [row["unit"] for row in rows]
        asked = (dossiers, credited, *units.inheritance, positions.submissions)
        holders = dict(await self._pool.fetch(text, *asked)) if rows else {}
        otherwise = {each.unit: each.present for each in units.divided}
        found = (
            Divided(row, holders.get(row["dossier"]) or otherwise[row["unit"]]) for row in rows
        )
        return [each for each in found if each.present in units.counting]

    async def _leaves(self, question: Question, found: Found, positions: Positions) -> list[Leaf]:
        """Own leaves, but of split units and where a divided dossier stands; then those."""
        presents = {each.present for each in found.divided}
        apart = presents | set(found.units.split)
        kept = [leaf_of(row, question) for row in found.own if row["unit"] not in {"", *apart}]
        theirs = await self._of_units(
            question, sorted(presents - set(found.units.split)), positions
        )
        pairs = [
            *((each.present, each.row) for each in found.divided),
            *((row["unit"], row) for row in theirs),
        ]
        by = classified(question.definition)
        made = digest.leaves(
            (key_as_of(unit, question.as_of), line(row, by.item_class(row["class"])))
            for unit, row in pairs
        )
        return sorted([*kept, *made])

    async def _of_units(
        self, question: Question, units: Sequence[str], positions: Positions
    ) -> list[Any]:
        """Every dossier of these units."""
        if not units:
            return []
        return await self._rows("received_items", question, tuple(units), positions)

    async def _rows(
        self,
        name: str,
        question: Question,
        units: tuple[str, ...] | None,
        positions: Positions,
        *more: Any,
    ) -> list[Any]:
        if units is not None:
            question = over(question, units)
        return await self._received.fetch(name, question, positions, *more)


def over(question: Question, units: tuple[str, ...]) -> Question:
    """The question over dossiers of these units."""
    return question._replace(scope=question.scope._replace(unit=ANY), among=units)


def line(row: Any, at: Any) -> digest.Classified:
    """A dossier as its line in the digest has it."""
    return digest.Classified("dossier", row["name"], at.membership, at.reason, 1)
