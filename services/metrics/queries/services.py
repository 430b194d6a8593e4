"""Figures of services: the catalogue as of an instant, as known at a position, classified here.

Promises that coverage depends on nothing but the catalogue's own copy. Must not read a dossier.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool, statements
from services.metrics.domain.classes import Offered, coverage
from services.metrics.domain.digest import (
    Classified,
    Leaf,
    Place,
    figure_digest,
    leaves,
    place_as_of,
)
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
    instant_message,
)
from services.metrics.domain.periods import FIRST, Period, local_day, whole_months
from services.metrics.queries.items import unit_scope
from services.metrics.queries.standing import Asked, standing
from services.metrics.settings import SQL


class Covered(NamedTuple):
    """One service in force, with its class."""

    service: str
    authority: str
    membership: int
    position: int


class Services:
    """Reads for definitions whose items are services."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def figure(self, question: Question, asked: Asked, now: datetime) -> Figure:
        """Every service in force in the scope, classified and counted."""
        positions = await standing(self._pool, question.scope, asked)
        found = await self._covered(question, positions)
        any_in_force = bool(found) or await self._pool.fetchval(
            statements(SQL)["any_in_force"], question.as_of, positions.catalog
        )
        return figure(
            question,
            [Count(each.membership, "", 1, 0) for each in found],
            positions=positions,
            digest=figure_digest(one_leaf(question, found)),
            covered=any_in_force,
            now=now,
        )

    async def items(self, answered: Figure, leaf: Place | None = None) -> AsyncIterator[Item]:
        """Every service of a figure, as known where its receipt says, in its only leaf."""
        if leaf not in (None, place_of(answered.question)):
            return
        for each in await self._covered(answered.question, answered.positions):
            yield Item(
                kind="service",
                id=each.service,
                membership=each.membership,  # type: ignore[arg-type]  # its number
                weight=1,
                key_time=instant_message(answered.question.as_of),
                unit=each.authority,
                service=each.service,
                position=each.position,
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
        asked = (question.scope.unit, question.as_of, positions.catalog, after, limit)
        rows = await self._pool.fetch(statements(SQL)["units_covered"], *asked)
        return [await unit_scope(self._pool, row["name"], question, positions) for row in rows]

    async def services(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]:
        """Each service that is known."""
        asked = (question.scope.service, positions.catalog, after, limit)
        rows = await self._pool.fetch(statements(SQL)["services_known"], *asked)
        return [question.scope._replace(service=row["name"]) for row in rows]

    async def _covered(self, question: Question, positions: Positions) -> list[Covered]:
        """Services in force whose authority or an open offering lies in scope, in their order."""
        scope, sql = question.scope, statements(SQL)
        asked = (scope.unit, question.as_of, scope.alone, scope.service, positions.catalog)
        offered: dict[str, list[Any]] = defaultdict(list)
        for row in await self._pool.fetch(sql["offerings_open"], *asked):
            offered[row["service"]].append(row)
        return [
            covered(service, offered[service["service"]])
            for service in await self._pool.fetch(sql["services_in_force"], *asked)
            if service["inside"] or offered[service["service"]]
        ]


def covered(service: Any, offered: list[Any]) -> Covered:
    """One service in force, by its open offerings in scope."""
    levels = [
        Offered()
        if row["level"] is None
        else Offered(row["earned"], row["attainable"], row["level"])
        for row in offered
    ]
    position = max(row["position"] for row in (service, *offered))
    return Covered(service["service"], service["authority"], coverage(levels), position)


def one_leaf(question: Question, found: Iterable[Covered]) -> list[Leaf]:
    """All items of a figure, whose classes hold in its scope only; of no items there is none."""
    return leaves((place_of(question), classified(each)) for each in found)


def place_of(question: Question) -> Place:
    """Which leaf that is."""
    return place_as_of(question.scope.unit, question.as_of)


def classified(each: Covered) -> Classified:
    """As the digest takes it."""
    return Classified("service", each.service, each.membership, "", 1)
