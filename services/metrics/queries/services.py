"""Figures of services: the catalogue as of an instant, as known at a position.

A service's facts follow from its version and its offerings in the scope, in the statement that
classifies it by the definition's text. Only `activity` reads items of dossiers, too.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain.digest import (
    Classified,
    Leaf,
    LeafKey,
    figure_digest,
    key_as_of,
    leaf_name,
    leaves,
)
from services.metrics.domain.dimensions import SERVICE
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
    instant_message,
)
from services.metrics.domain.indicators.classification import ItemClass, item_classes
from services.metrics.domain.periods import FIRST, Period, local_day, whole_months
from services.metrics.queries.items import ALL
from services.metrics.queries.lines import unit_scopes
from services.metrics.queries.parameters import units
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.services_classified import Place, classifying, place_of
from services.metrics.queries.storage import over_units, written
from services.metrics.settings import SQL

AT_ONCE = 24  # periods in one statement
FIELD = "field"


class Covered(NamedTuple):
    """One service in force, with its class."""

    service: str
    authority: str
    position: int
    at: ItemClass


class Services:
    """Reads for definitions whose items are services."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def figure(self, question: Question, asked: Requested, now: datetime) -> Figure:
        """Every service in force in the scope, classified and counted."""
        [found] = await self.figures(question, [question], asked, now)
        return found

    async def figures(
        self,
        whole: Question,
        questions: Sequence[Question],
        asked: Requested,
        now: datetime,
        *,
        by: Sequence[str] = (),
    ) -> list[Figure]:
        """Of many questions that are parts of a whole one, by unit, period or these dimensions: so
        many statements as there are times `AT_ONCE` periods among them.
        """
        if not questions:
            return []
        positions = await current_positions(self._pool, whole.scope, asked)
        covered = await self._parts(whole, questions, positions, by)
        first = None if all(covered) else await self._first_in_force(positions)
        return [
            figure(
                question,
                [Count(*each.at[:2], 1, 0) for each in found],
                positions=positions,
                digest=figure_digest(one_leaf(question, found)),
                covered=bool(found) or (first is not None and first < question.as_of),
                now=now,
            )
            for question, found in zip(questions, covered, strict=True)
        ]

    async def _first_in_force(self, positions: Positions) -> datetime | None:
        """When the first service came into force; None: there is none."""
        text = statements(SQL)["first_of_all"]
        first: datetime | None = await self._pool.fetchval(text, positions.catalog)
        return first

    async def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """Every service of a figure, as known where its receipt says, in its only leaf."""
        only = leaf_key(answered.question)
        if leaf not in (None, only):
            return
        found = await self._covered(answered.question, answered.positions)
        for each in found:
            yield Item(
                kind="service",
                id=each.service,
                membership=each.at.membership,  # type: ignore[arg-type]  # its number
                reason=each.at.reason,
                weight=1,
                key_time=instant_message(answered.question.as_of),
                unit=each.authority,
                service=each.service,
                position=each.position,
                leaf=leaf_name(only),
            )

    async def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """The only leaf of a figure that has an item."""
        found = await self._covered(answered.question, answered.positions)
        for each in one_leaf(answered.question, found):
            yield each

    async def months(self, positions: Positions, now: datetime) -> Period | None:
        """The local months from the first service's coming into force to the present one."""
        asked = (positions.catalog, now, FIRST)
        first = await self._pool.fetchval(statements(SQL)["first_in_force"], *asked)
        if first is None or first > now:
            return None
        return whole_months(local_day(first), local_day(now))

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each unit that is, or was, the authority of a service or offers one."""
        names = await self.unit_names(question, positions, after, limit)
        return await unit_scopes(self._pool, names, question, positions)

    async def unit_names(
        self, question: Question, positions: Positions, after: str = "", limit: int = ALL
    ) -> list[str]:
        """Their names."""
        asked = (question.scope.unit, question.as_of, positions.catalog, after, limit)
        text = statements(SQL)["units_covered"]
        text = written(text if question.among is None else over_units(text), {})
        return [row["name"] for row in await self._pool.fetch(text, *asked, *units(question))]

    async def current_positions(self, question: Question, asked: Requested) -> Positions:
        """At which positions a question is answered."""
        return await current_positions(self._pool, question.scope, asked)

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]:
        """Each service that is known, or each field of one; `unknown` where there is none. Of those
        that a filter names, where one does.
        """
        filters = question.scope.filters
        among = next((each.values for each in filters if each.dimension == dimension), None)
        asked: tuple[Any, ...] = (positions.catalog, after, limit, among)
        if dimension == SERVICE:
            asked = (question.scope.service, *asked)
        rows = await self._pool.fetch(statements(SQL)[f"{dimension}s_known"], *asked)
        return [row["name"] for row in rows]

    async def _covered(self, question: Question, positions: Positions) -> list[Covered]:
        """The services of a figure with their classes, in the order of their names."""
        [found] = await self._parts(question, [question], positions, ())
        return found

    async def _parts(
        self,
        whole: Question,
        questions: Sequence[Question],
        positions: Positions,
        by: Sequence[str],
    ) -> list[list[Covered]]:
        """The same of each of many questions."""
        found: defaultdict[tuple[Place, tuple[str, ...]], list[Covered]] = defaultdict(list)
        places = [place_of(each) for each in questions]
        scopes = list(dict.fromkeys(each.scope for each in places))
        times = list(dict.fromkeys(each.time for each in places))
        at = item_classes(whole.definition)
        for first in range(0, len(times), AT_ONCE):
            some = times[first : first + AT_ONCE]
            text, values = classifying(whole, scopes, some, positions)
            for time, scope, service, authority, field, position, number in await self._pool.fetch(
                text, *values
            ):
                place = Place(scopes[scope - 1], some[time - 1])
                values_of = {SERVICE: service, FIELD: field}
                key = (place, tuple(values_of[each] for each in by))
                found[key].append(Covered(service, authority, position, at[number]))
        return [
            found[place, tuple(each.scope.value_of(dimension) for dimension in by)]
            for place, each in zip(places, questions, strict=True)
        ]


def one_leaf(question: Question, found: Iterable[Covered]) -> list[Leaf]:
    """All items of a figure, whose classes hold in its scope only; of no items there is none."""
    return leaves((leaf_key(question), classified(each)) for each in found)


def leaf_key(question: Question) -> LeafKey:
    """Which leaf that is."""
    return key_as_of(question.scope.unit, question.as_of)


def classified(each: Covered) -> Classified:
    """As the digest takes it."""
    return Classified("service", each.service, each.at.membership, each.at.reason, 1)
