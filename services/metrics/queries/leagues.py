"""League tables read: the figures of units or of those who answer for them, at given positions.

Promises the figures that single questions get, and lines that add up where they should. Must not
put them in an order.
"""

from collections import defaultdict
from collections.abc import Sequence

from motcua.metrics.v1.leagues_pb2 import LeagueOf
from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import UNITS
from services.metrics.domain.leagues import (
    Change,
    League,
    Line,
    alone,
    answering,
    check,
    must_add_up,
    of_leaders,
    path_up,
    terms,
)
from services.metrics.domain.periods import Period
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.remembered import Remembered
from services.metrics.settings import SQL

ALL = 1_000_000  # units
ADDS_UP = (LeagueOf.LEAGUE_OF_CHILDREN, LeagueOf.LEAGUE_OF_UNITS)


class Leagues:
    """League tables; the last ones are remembered for their further pages."""

    def __init__(self, pool: Pool, reader: Reader) -> None:
        self._pool = pool
        self.reader = reader
        self._last: Remembered[League] = Remembered(8)

    async def league(self, question: Question, of: int, positions: Positions) -> League:
        """Raises Refusal where such lines cannot be."""
        key = (question, of, positions)
        found = self._last.get(key)
        if found is None:
            found = await self._read(question, of, positions)
            self._last.keep(key, found)
        return found

    async def _read(self, question: Question, of: int, positions: Positions) -> League:
        if of == LeagueOf.LEAGUE_OF_LEADERS:
            must_add_up(question)
        whole = await self.reader.figure(question, Requested(*positions))
        asked = (question.as_of, positions.catalog)
        parents = dict(await self._pool.fetch(statements(SQL)["parents"], *asked))
        figures = await self._figures(question, of, positions, parents)
        changes = await self._changes(positions)
        if of == LeagueOf.LEAGUE_OF_LEADERS:
            parts = await self._parts(question, figures, positions, parents, changes)
            league = League(whole, of_leaders(question, parts))
        else:
            targets = await self.reader.targets.of(figures)
            led = [
                answering(changes, [each.question.scope.unit], question.as_of) for each in figures
            ]
            lines = zip(figures, led, targets, strict=True)
            league = League(whole, [Line(each, by, (), tuple(held)) for each, by, held in lines])
            if of in ADDS_UP and UNITS in question.definition.adds_up_over:
                check(league)
        return league

    async def _figures(
        self, question: Question, of: int, positions: Positions, parents: dict[str, str]
    ) -> list[Figure]:
        if of == LeagueOf.LEAGUE_OF_CHILDREN:
            return await self._children(question, positions, parents)
        listing = listing_of(question, positions, subtrees=of == LeagueOf.LEAGUE_OF_SUBTREES)
        rows, _ = await self.reader.page(listing, ALL)
        return [row.figure for row in rows]

    async def _children(
        self, question: Question, positions: Positions, parents: dict[str, str]
    ) -> list[Figure]:
        """Those directly below, also without an item, and what is credited to the unit itself."""
        top = question.scope.unit
        below = sorted(unit for unit, parent in parents.items() if parent == top)
        listing = listing_of(question, positions, subtrees=True)
        scopes = [question.scope._replace(unit=unit) for unit in below]
        questions = [question._replace(scope=scope) for scope in scopes]
        asked = Requested(*positions)
        figures = [
            # Of many at once it is not said whether a unit without an item was ever covered.
            each if each.considered else await self.reader.figure(each.question, asked)
            for each in await self.reader.figures(listing, questions)
        ]
        if top:
            own = await self._one(question, alone(question.scope, top), positions)
            figures += [own] if own.considered else []
        return figures

    async def _one(
        self, question: Question, scope: Scope, positions: Positions, period: Period | None = None
    ) -> Figure:
        asked = question._replace(scope=scope, period=period or question.period)
        return await self.reader.figure(asked, Requested(*positions))

    async def _parts(
        self,
        question: Question,
        figures: Sequence[Figure],
        positions: Positions,
        parents: dict[str, str],
        changes: dict[str, list[Change]],
    ) -> list[tuple[str, Figure]]:
        """Each unit's figure, or one for each term in which somebody answered for it."""
        found: list[tuple[str, Figure]] = []
        for each in figures:
            scope = each.question.scope
            held = terms(changes, path_up(scope.unit, parents), question.period)
            if len(held) == 1:
                found.append((held[0].officer, each))
                continue
            for term in held:
                part = await self._one(question, scope, positions, term.period)
                found += [(term.officer, part)] if part.considered else []
        return found

    async def _changes(self, positions: Positions) -> dict[str, list[Change]]:
        """By unit."""
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for row in await self._pool.fetch(statements(SQL)["leader_changes"], positions.catalog):
            found[row["unit"]].append(Change(*row))
        return found


def listing_of(question: Question, positions: Positions, *, subtrees: bool) -> Listing:
    """The units of a question's scope."""
    return Listing(
        question.definition,
        question.scope,
        question.period,
        Breakdown.BREAKDOWN_UNIT,
        positions,
        subtrees=subtrees,
        as_of=question.as_of,
    )
