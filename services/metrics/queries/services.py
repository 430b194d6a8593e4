"""Figures of services: the catalogue as of an instant, as known at a position.

A service's facts follow from its version and its offerings in the scope, in the statement that
classifies it by the definition's text. Only `activity` reads items of dossiers, too.
"""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from functools import cache
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
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
    instant_message,
)
from services.metrics.domain.indicators.classification import (
    ItemClass,
    classification,
    item_classes,
)
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import FIRST, Period, local_day, midnight, whole_months, window
from services.metrics.queries.chosen import chosen_by
from services.metrics.queries.items import ALL
from services.metrics.queries.lines import unit_scopes
from services.metrics.queries.parameters import units
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.queries.storage import over_units, written
from services.metrics.settings import SQL

OF_PERIOD = ("reached_3", "online_dossiers")  # facts
AT_ONCE = 24  # periods in one statement
# Parameters that differ from period to period.
PLACES = {"$2": "as_of", "$6": "since", "$7": "until"}
_TIMES = re.compile(r"\$[267]\b")


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
        positions = await current_positions(self._pool, question.scope, asked)
        [found] = await self._figures([question], positions, now)
        return found

    async def figures(
        self, questions: Sequence[Question], asked: Requested, now: datetime
    ) -> list[Figure]:
        """Of one scope in many periods."""
        if not questions:
            return []
        positions = await current_positions(self._pool, questions[0].scope, asked)
        found: list[Figure] = []
        for first in range(0, len(questions), AT_ONCE):
            found += await self._figures(questions[first : first + AT_ONCE], positions, now)
        return found

    async def _figures(
        self, questions: Sequence[Question], positions: Positions, now: datetime
    ) -> list[Figure]:
        covered = await self._covered(questions, positions)
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
        [found] = await self._covered([answered.question], answered.positions)
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
        [found] = await self._covered([answered.question], answered.positions)
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
        """Each service that is known, or each field of one; `unknown` where there is none."""
        asked: tuple[Any, ...] = (positions.catalog, after, limit)
        if dimension == SERVICE:
            asked = (question.scope.service, *asked)
        rows = await self._pool.fetch(statements(SQL)[f"{dimension}s_known"], *asked)
        return [row["name"] for row in rows]

    async def _covered(
        self, questions: Sequence[Question], positions: Positions
    ) -> list[list[Covered]]:
        """The services of each figure with their classes, in the order of their names."""
        question, at = questions[0], item_classes(questions[0].definition)
        text = _statement(question.definition, among=question.among is not None)
        asked = (*parameters(questions, positions), *units(question))
        found: list[list[Covered]] = [[] for _ in questions]
        for number, service, authority, position, number_of_class in await self._pool.fetch(
            text, *asked
        ):
            found[number - 1].append(Covered(service, authority, position, at[number_of_class]))
        return found


def parameters(questions: Sequence[Question], positions: Positions) -> tuple[Any, ...]:
    """Those of `coverage.sql`, with the times of all questions."""
    scope, definition = questions[0].scope, questions[0].definition
    as_of = [each.as_of for each in questions]
    asked = (scope.unit, as_of, scope.alone, chosen_by(scope), positions.catalog)
    if not in_period(definition):
        return asked
    since = [midnight(each.period.start) for each in questions]
    until = [window(each.period, each.as_of).until for each in questions]
    return (*asked, since, until, positions.submissions)


def in_period(definition: Definition) -> bool:
    """Whether its items are those of a period; otherwise they are those of an instant."""
    reasons = (condition for _, condition in definition.exclusions)
    conditions = (definition.where, definition.counted, *reasons)
    named = {fact.name for node in conditions if node for fact in facts_in(node)}
    return not named.isdisjoint(OF_PERIOD)


@cache
def _statement(definition: Definition, *, among: bool = False) -> str:
    """By the definition's text; its own classes are those of the numerator of online_handling."""
    sql = statements(SQL)
    if not in_period(definition):
        text = in_each(sql["services_as_of"])
        columns = {"class": classification(definition)}
        return written(over_units(text) if among else text, columns)
    columns = {
        "class": classification(definition),
        "online": classification(shipped()["online_handling@1"]),
        "scope": with_times(written(sql["scope"].partition("\n")[2], {})),
    }
    return written(in_each(sql["services_in_period"]), columns)


def in_each(text: str) -> str:
    """The same statement in each of some periods, whose times its parameters list."""
    named = {number: name for number, name in PLACES.items() if number in text}
    columns = {
        "times": ", ".join(f"{number}::timestamptz[]" for number in named),
        "names": ", ".join(named.values()),
        "statement": with_times(text),
    }
    return written(statements(SQL)["services_in_each"].partition("\n")[2], columns)


def with_times(text: str) -> str:
    """With the times of one period in place of the parameters."""
    return _TIMES.sub(lambda place: f"asked.{PLACES[place[0]]}", text)


def one_leaf(question: Question, found: Iterable[Covered]) -> list[Leaf]:
    """All items of a figure, whose classes hold in its scope only; of no items there is none."""
    return leaves((leaf_key(question), classified(each)) for each in found)


def leaf_key(question: Question) -> LeafKey:
    """Which leaf that is."""
    return key_as_of(question.scope.unit, question.as_of)


def classified(each: Covered) -> Classified:
    """As the digest takes it."""
    return Classified("service", each.service, each.at.membership, each.at.reason, 1)
