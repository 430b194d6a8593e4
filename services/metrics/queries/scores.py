"""Scores read: the figures of an index's parts, of a unit or of each unit directly below it.

Promises that all parts are known at one pair of positions.
"""

from datetime import datetime
from typing import NamedTuple

from motcua.metrics.v1.leagues_pb2 import LeagueOf
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.scores.index import Index, Part
from services.metrics.domain.scores.scoring import Score, score
from services.metrics.domain.targets import Target
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.positions import Requested


class ScoreQuestion(NamedTuple):
    """A unit, its period, as of when the tree of units is meant, and the positions to answer at."""

    unit: str
    period: Period
    as_of: datetime
    positions: Positions


class Scores:
    """Scores of units."""

    def __init__(self, leagues: Leagues) -> None:
        self._leagues = leagues
        self.reader = leagues.reader

    async def of_unit(self, index: Index, asked: ScoreQuestion) -> Score:
        """The score of a unit with all below it."""
        figures = [
            await self.reader.figure(question, Requested(*asked.positions))
            for question in self._questions(index, asked)
        ]
        return score(index, await self._measured(figures))

    async def below(self, index: Index, asked: ScoreQuestion) -> dict[str, Score]:
        """The scores of the units directly below, each with all below it."""
        by_unit: dict[str, list[Figure]] = {}
        for question in self._questions(index, asked):
            of = LeagueOf.LEAGUE_OF_CHILDREN
            league = await self._leagues.league(question, of, asked.positions)
            for line in league.lines:
                scope = line.figure.question.scope
                if scope.unit != asked.unit:
                    by_unit.setdefault(scope.unit, []).append(line.figure)
        return {
            name: score(index, await self._measured(figures)) for name, figures in by_unit.items()
        }

    def _questions(self, index: Index, asked: ScoreQuestion) -> list[Question]:
        return [
            Question(
                self._definition(part, f"part[{n}].definition"),
                Scope(asked.unit, part.service),
                asked.period,
                asked.as_of,
            )
            for n, part in enumerate(index.parts)
        ]

    def _definition(self, part: Part, place: str) -> Definition:
        """A rate that is answered; a histogram is none."""
        refused = Refusal(MetricsReason.INDEX_FIELD_INVALID, field="text", values={"name": place})
        try:
            found = self.reader.definitions.find(part.definition, part.version)
        except Refusal:
            raise refused from None
        if found.bounds:
            raise refused
        return found

    async def _measured(self, figures: list[Figure]) -> list[tuple[Figure, list[Target]]]:
        return list(zip(figures, await self.reader.targets.of(figures), strict=True))
