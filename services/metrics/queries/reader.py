"""One door to all figures: a question goes to the reads of its definition's kind.

Promises that a list is made of the same answers that single questions get. Must not parse requests.
"""

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from motcua.metrics.v1.metrics_pb2 import Breakdown, Item
from services.chassis.database import Pool, statements
from services.metrics.domain.digest import Leaf, Place
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions, with_the_software
from services.metrics.domain.periods import Period, midnight, month_name, months, next_month
from services.metrics.queries.classified import classified
from services.metrics.queries.drafts import Compared, Drafts
from services.metrics.queries.items import Kept
from services.metrics.queries.listed import ALONE, BELOW, figures_listed, figures_of_services
from services.metrics.queries.months import Moved
from services.metrics.queries.received import Received
from services.metrics.queries.services import Services
from services.metrics.queries.standing import NOW, Asked, standing
from services.metrics.queries.storage import STORAGES
from services.metrics.queries.targets import Targets
from services.metrics.settings import SQL

# What suits a question depends on its scope and period: a plan for any values, which PostgreSQL
# takes after some questions about a unit and month, took 10 s for a country and two years, not 33
# ms.
FOR_QUESTIONS = {
    "plan_cache_mode": "force_custom_plan",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "work_mem": "32MB",  # what is sorted for the leaves of a country's month
}
MONTH = Breakdown.BREAKDOWN_MONTH
UNIT = Breakdown.BREAKDOWN_UNIT
SERVICE = Breakdown.BREAKDOWN_SERVICE


class Listing(NamedTuple):
    """A list of rates: over which period, cut how, known where, and after which row it goes on."""

    definition: Definition
    scope: Scope
    period: Period
    breakdown: int
    positions: Positions
    after: str = ""
    subtrees: bool = False  # of units: each with all below it

    def question(self, scope: Scope, period: Period) -> Question:
        """One row's question; a row is as of the end of its period."""
        return Question(self.definition, scope, period, midnight(period.end))


class Row(NamedTuple):
    """One rate of a list, with the key that a next page goes on after."""

    key: str
    figure: Figure


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


class Reader:
    """All reads."""

    def __init__(
        self,
        pool: Pool,
        *,
        now: Callable[[], datetime] = utc_now,
        definitions: Definitions | None = None,
    ) -> None:
        self._pool = pool
        self.definitions = definitions or with_the_software()
        self._now = now
        self.targets = Targets(pool)
        self._drafts = Drafts(pool)
        kept = Kept(pool)
        self._kinds: dict[str, Kept | Received | Services] = {
            **dict.fromkeys(STORAGES, kept),
            "dossier_at": Received(pool),
            "service": Services(pool),
        }

    async def figure(self, question: Question, asked: Asked) -> Figure:
        """One figure."""
        return await self._kinds[question.definition.kind.name].figure(question, asked, self._now())

    def items(self, answered: Figure, leaf: Place | None = None) -> AsyncIterator[Item]:
        """What stands behind a figure, or behind one leaf of it."""
        return self._kinds[answered.question.definition.kind.name].items(answered, leaf)

    def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """The leaves of a figure's digest."""
        return self._kinds[answered.question.definition.kind.name].leaves(answered)

    async def compare(self, question: Question, draft: Definition, asked: Asked) -> Compared:
        """A draft beside the question's definition."""
        return await self._drafts.compare(question, draft, asked, self._now())

    async def standing(self, scope: Scope, asked: Asked = NOW) -> Positions:
        """Where both streams stand, or stood; refuses a scope that is not there."""
        return await standing(self._pool, scope, asked)

    async def whole_period(
        self, definition: Definition, scope: Scope, positions: Positions
    ) -> Period | None:
        """The local months that have anything to tell."""
        reads = self._kinds[definition.kind.name]
        if isinstance(reads, Services):
            return await reads.months(positions, self._now())
        return await reads.months(definition, scope, positions)

    async def page(self, listing: Listing, size: int) -> tuple[list[Row], str]:
        """The next rows, and the key to go on after ("": that was all)."""
        if listing.subtrees:
            return await self._subtrees(listing, size)
        found = await self._questions(listing, size + 1)
        figures = await self._figures(listing, [question for _, question in found[:size]])
        rows = [Row(key, each) for (key, _), each in zip(found, figures, strict=False)]
        if listing.breakdown != MONTH:
            # A unit or service without an item there is no row; a month without one is.
            rows = [row for row in rows if row.figure.considered]
        return rows, found[size - 1][0] if len(found) > size else ""

    async def _subtrees(self, listing: Listing, size: int) -> tuple[list[Row], str]:
        """Of units with an item in them or below."""
        units = await units_in_scope(self._pool, listing, size + 1)
        here = units[:size]
        scopes = [listing.scope._replace(unit=unit) for unit in here]
        questions = [listing.question(scope, listing.period) for scope in scopes]
        figures = await self._figures(listing, questions)
        rows = [Row(unit, each) for unit, each in zip(here, figures, strict=True)]
        return [row for row in rows if row.figure.considered], here[-1] if len(units) > size else ""

    async def _figures(self, listing: Listing, questions: Sequence[Question]) -> list[Figure]:
        """Of many units or services at once, where that can be."""
        positions, now = listing.positions, self._now()
        one_of_many = listing.breakdown in (UNIT, SERVICE)
        if one_of_many and await self._are_listed(listing.definition, listing.scope):
            whole = listing.question(listing.scope, listing.period)
            scopes = [question.scope for question in questions]
            if listing.breakdown == SERVICE:
                return await figures_of_services(self._pool, whole, scopes, positions, now)
            each = BELOW if listing.subtrees else ALONE
            return await figures_listed(self._pool, whole, scopes, positions, now, each=each)
        asked = Asked(*positions)
        return [await self.figure(question, asked) for question in questions]

    async def month(self, moved: Moved, positions: Positions) -> list[Figure]:
        """The figures of the whole tree and of some units, each with all below it, of one month."""
        period = Period(moved.month, next_month(moved.month))
        whole = Question(moved.definition, Scope(), period, midnight(period.end))
        scopes = [Scope(unit) for unit in ("", *moved.units)]
        if await self._are_listed(moved.definition, Scope()):
            now = self._now()
            return await figures_listed(self._pool, whole, scopes, positions, now, each=BELOW)
        asked = Asked(*positions)
        return [await self.figure(whole._replace(scope=scope), asked) for scope in scopes]

    async def _are_listed(self, definition: Definition, scope: Scope) -> bool:
        """Whether figures of many scopes can be asked for at once: by the tree of their time, of
        items that stand in months, without counted facts.
        """
        plain = scope._replace(unit="", service="", alone=False, filters=()) == Scope()
        return plain and definition.has_cells and not await self._any_counted(definition)

    async def _any_counted(self, definition: Definition) -> bool:
        """Whether counted facts may stand in its figures: they are in no month's cells."""
        statement = classified(definition).statement("any_counted")
        return bool(await self._pool.fetchval(statement))

    async def _questions(self, listing: Listing, limit: int) -> list[tuple[str, Question]]:
        if listing.breakdown == MONTH:
            return by_month(listing, limit)
        whole = listing.question(listing.scope, listing.period)
        reads = self._kinds[listing.definition.kind.name]
        read = reads.units if listing.breakdown == UNIT else reads.services
        scopes = await read(whole, listing.positions, listing.after, limit)
        return [
            (
                scope.unit if listing.breakdown == UNIT else scope.service,
                listing.question(scope, listing.period),
            )
            for scope in scopes
        ]


async def units_in_scope(pool: Pool, listing: Listing, limit: int) -> list[str]:
    """The units of the list's scope as of its end, after that of the page before."""
    as_of, positions = midnight(listing.period.end), listing.positions
    asked = (listing.scope.unit, as_of, positions.catalog, listing.after, limit)
    return [row["unit"] for row in await pool.fetch(statements(SQL)["units_in_scope"], *asked)]


def by_month(listing: Listing, limit: int) -> list[tuple[str, Question]]:
    """Local months of the period, the first and the last perhaps parts of one."""
    later = (each for each in months(listing.period) if month_name(each.start) > listing.after)
    return [
        (month_name(period.start), listing.question(listing.scope, period))
        for period in itertools.islice(later, limit)
    ]
