"""Figures with units as they are at an instant: merged units count at their successors, items of
split ones where their dossiers went.

Most units count wholly, and are read like any scope; items of split units are looked up one by one.
Promises the lines of a list to add up to their whole.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.metrics.domain.digest import Leaf, LeafKey, figure_digest, key_in_month, leaf_name
from services.metrics.domain.figures import Figure, Positions, Question, Scope, figure
from services.metrics.domain.periods import Period, local_day, midnight, whole_months
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.chosen import chosen_by
from services.metrics.queries.classified import classified
from services.metrics.queries.item_messages import item
from services.metrics.queries.items import EVER, Kept, joined
from services.metrics.queries.leaves import month_of_part, span, within
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.present_units import PresentUnits, Resolved, among, every
from services.metrics.queries.services import Services
from services.metrics.queries.services_classified import in_period, place_of


class KeptNow:
    """Reads for definitions whose items are rows of a table."""

    def __init__(self, pool: Pool, kept: Kept, present: PresentUnits) -> None:
        self._pool = pool
        self._kept = kept
        self._present = present

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """Counts of the units that count wholly, and of items of split ones."""
        positions = await current_positions(self._pool, question.scope, asked)
        units = await self._present.resolve(question.scope, positions)
        own = among(question, units.own)
        counts, cut = await self._kept.counted(own, positions)
        if units.own is not None:  # in the whole tree all of them are among its own
            more = among(question, units.whole)
            facts = await self._kept.facts.sums(more, positions)
            divided = await self._divided_counts(question, units, positions)
            counts, cut = [*counts, *facts.counts, *divided], cut + facts.cut
        found = [leaf async for leaf in self._leaves(question, units, positions)]
        return figure(
            question,
            counts,
            positions=positions,
            digest=figure_digest(found),
            covered=bool(counts) or await self._kept.covered(every(question, units), positions),
            now=now,
            not_attributable=cut,
        )

    async def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """In the order of their names."""
        units = await self._present.resolve(answered.question.scope, answered.positions)
        found = [leaf async for leaf in self._leaves(answered.question, units, answered.positions)]
        for leaf in sorted(found):
            yield leaf

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Those of units that count wholly, then those of split ones."""
        question, positions = answered.question, answered.positions
        units = await self._present.resolve(question.scope, positions)
        divided = set(units.split)
        own = answered_among(answered, units.own)
        async for each in self._kept.items(own, leaf):
            if each.unit not in divided or each.kind == "count":
                yield each
        if units.own is not None:
            more = among(question, units.whole)
            async for each in self._kept.facts.items(more, positions, leaf):
                yield each
        for each in await self._divided_items(question, units, positions, leaf):
            yield each

    async def months(self, definition: Any, scope: Scope, positions: Positions) -> Period | None:
        """The local months from the first to the last that has an item that counts."""
        units = await self._present.resolve(scope, positions)
        found = await self._kept.months(definition, scope, positions, units.own)
        if units.own is None:
            return found
        ever = Question(definition, scope, EVER, midnight(EVER.end))
        months = [
            row["month"]
            for row in await self._divided("divided_counts", ever, units, positions)
            if not classified(definition).is_excluded(row["class"])
        ]
        facts = await self._kept.facts.months(among(ever, units.whole), positions)
        whole = whole_months(min(months), max(months)) if months else None
        return joined(joined(found, facts), whole)

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit at which items count, alone, and each split one under which some do."""
        units = await self._present.resolve(question.scope, positions)
        known = await self._present.known(question.scope, positions)
        divided = set(units.split)
        own = among(question, units.own)
        names = set(await self._kept.unit_names(own, positions)) - divided
        found = {known.present(each) for each in names}
        rows = await self._divided("divided_counts", question, units, positions)
        found |= {row["present"] for row in rows}
        more = among(question, units.whole if units.own is not None else units.split)
        found |= {
            known.present(each) for each in await self._kept.facts.named(more, positions, "unit")
        }
        here = sorted(each for each in found if each > after)[:limit]
        return await self._present.alone(here, question, positions)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """The services, fields or officers of items of any of these units; one without a figure is
        no row.
        """
        units = await self._present.resolve(question.scope, positions)
        there = every(question, units)
        return await self._kept.named(dimension, there, positions, after, limit)

    async def _leaves(
        self, question: Question, units: Resolved, positions: Positions
    ) -> AsyncIterator[Leaf]:
        """Own ones, but where an item of a split unit stands; then those with such items."""
        class_lines = classified(question.definition).class_lines
        rows = await self._divided("divided_leaves", question, units, positions, *class_lines)
        made = [Leaf(LeafKey(row["unit"], row["part"]), row["digest"]) for row in rows]
        places = {leaf.key for leaf in made}
        divided = set(units.split)
        async for leaf in self._kept.leaves_of(among(question, units.own), positions):
            is_month = month_of_part(leaf.key.part) is not None
            if not is_month or (leaf.key not in places and leaf.key.unit not in divided):
                yield leaf
        for leaf in made:
            yield leaf
        if units.own is not None:
            for leaf in await self._kept.facts.leaves(among(question, units.whole), positions):
                yield leaf

    async def _divided_counts(
        self, question: Question, units: Resolved, positions: Positions
    ) -> list[Any]:
        by = classified(question.definition)
        rows = await self._divided("divided_counts", question, units, positions)
        return [by.count(row["class"], row["n"], row["assisted"]) for row in rows]

    async def _divided_items(
        self, question: Question, units: Resolved, positions: Positions, leaf: LeafKey | None
    ) -> list[Item]:
        part = within(question, leaf) if leaf else span(question)
        if part is None:
            return []
        unit = leaf.unit if leaf else ""
        instants = (part.since, part.until)
        rows = await self._divided(
            "divided_items", question, units, positions, unit, instants=instants
        )
        return [divided_item(row, question) for row in rows]

    async def _divided(
        self,
        name: str,
        question: Question,
        units: Resolved,
        positions: Positions,
        *more: Any,
        instants: tuple[datetime, datetime] | None = None,
    ) -> Sequence[Any]:
        if not units.divided:
            return ()
        whole = span(question)
        return list(
            await self._pool.fetch(
                classified(question.definition).statement(name),
                *units.columns,
                positions.submissions,
                *(instants or (whole.since, whole.until)),
                chosen_by(question.scope, positions.submissions),
                list(units.counting),
                *more,
            )
        )


def answered_among(answered: Figure, units: tuple[str, ...] | None) -> Figure:
    """The same of one that is answered."""
    return answered._replace(question=among(answered.question, units))


def divided_item(row: Any, question: Question) -> Item:
    """An item with the unit that was credited, in the leaf of the one that counts it."""
    found = item(row, question)
    place = key_in_month(row["present"], local_day(row["key_at"]))
    found.leaf.CopyFrom(leaf_name(place))
    return found


class ServicesNow:
    """Reads for definitions whose items are services: those of units that count wholly."""

    def __init__(self, services: Services, present: PresentUnits) -> None:
        self._services = services
        self._present = present

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """Of the services of these units. Raises Refusal where dossiers are among what is read."""
        if in_period(question.definition):
            values = {"definition": question.definition.name}
            raise Refusal(MetricsReason.UNITS_THEN_ONLY, field="units_time", values=values)
        positions = await self._services.current_positions(question, asked)
        found = await self._services.figure(
            await self._wholly(question, positions), Requested(*positions), now
        )
        return found._replace(question=question)

    async def figures(
        self,
        whole: Question,
        questions: Sequence[Question],
        asked: Requested,
        now: datetime,
        *,
        by: Sequence[str] = (),
    ) -> list[Figure]:
        """Of many that are parts of a whole one: at once where they are about its units."""
        others = {place_of(each).scope for each in questions} - {place_of(whole).scope}
        if others or in_period(whole.definition):
            return [await self.figure(each, asked, now) for each in questions]
        positions = await self._services.current_positions(whole, asked)
        wholly = await self._wholly(whole, positions)
        there = [among(each, wholly.among) for each in questions]
        found = await self._services.figures(wholly, there, Requested(*positions), now, by=by)
        return [one._replace(question=each) for one, each in zip(found, questions, strict=True)]

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Every service of a figure."""
        async for each in self._services.items(await self._there(answered), leaf):
            yield each

    async def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """The only leaf of a figure."""
        async for each in self._services.leaves(await self._there(answered)):
            yield each

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit at which something counts that has, or had, a service."""
        known = await self._present.known(question.scope, positions)
        wholly = await self._wholly(question, positions)
        names = await self._services.unit_names(wholly, positions)
        here = sorted(each for each in {*map(known.present, names)} if each > after)[:limit]
        return await self._present.alone(here, question, positions)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """Each service that is known, or each field of one."""
        return await self._services.named(dimension, question, positions, after, limit)

    async def _there(self, answered: Figure) -> Figure:
        question = await self._wholly(answered.question, answered.positions)
        return answered._replace(question=question)

    async def _wholly(self, question: Question, positions: Positions) -> Question:
        units = await self._present.resolve(question.scope, positions)
        return among(question, None if units.own is None else (*units.own, *units.whole))
