"""One door to all figures: a question goes to the reads of its definition's kind.

Promises that a list is made of the same answers that single questions get. Must not parse requests.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import TypeAlias

from motcua.metrics.v1.metrics_pb2 import Item
from services.chassis.database import Pool
from services.metrics.domain.digest import Leaf, LeafKey
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import PERIODS, UNITS, Definition
from services.metrics.domain.indicators.registry import Definitions, with_the_software
from services.metrics.domain.periods import Period, midnight, next_month
from services.metrics.domain.tree import Tree
from services.metrics.queries.classified import classified
from services.metrics.queries.counted import Facts
from services.metrics.queries.country_lines import CountryLines
from services.metrics.queries.drafts import Compared, Drafts
from services.metrics.queries.estimates import Estimates
from services.metrics.queries.figures_of_many import (
    ALONE,
    BELOW,
    figures_listed,
    figures_of_values,
)
from services.metrics.queries.items import Kept
from services.metrics.queries.kept_months import KeptMonths, Months
from services.metrics.queries.leased import AnyPool
from services.metrics.queries.lines import DIMENSIONS, Lines
from services.metrics.queries.listing import TIMES, UNIT, Listing, Row
from services.metrics.queries.moved_months import Moved
from services.metrics.queries.planned import Plans
from services.metrics.queries.positions import NOW, Requested, current_positions
from services.metrics.queries.present_units import PresentUnits
from services.metrics.queries.received import Held, Received
from services.metrics.queries.received_now import ReceivedNow
from services.metrics.queries.services import Services
from services.metrics.queries.storage import STORAGES
from services.metrics.queries.targets import Targets
from services.metrics.queries.units_now import KeptNow, ServicesNow

# What suits a question depends on its scope and period: a plan for any values, which PostgreSQL
# takes after some questions about a unit and month, took 10 s for a country and two years, not 33
# ms.
FOR_QUESTIONS = {
    "plan_cache_mode": "force_custom_plan",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "work_mem": "32MB",  # what is sorted for the leaves of a country's month
    # What a question keeps can be made again: nobody waits for a disk, or a standby.
    "synchronous_commit": "off",
}

Reads: TypeAlias = Kept | Received | Services | KeptNow | ReceivedNow | ServicesNow


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


class Reader:
    """All reads."""

    def __init__(
        self,
        pool: Pool,
        *,
        by_key: AnyPool | None = None,
        now: Callable[[], datetime] = utc_now,
        definitions: Definitions | None = None,
        tree: Tree | None = None,
    ) -> None:
        self._pool = pool
        self.plans = Plans(pool, tree)
        self.definitions = definitions or with_the_software()
        self._now = now
        self.targets = Targets(pool)
        self._drafts = Drafts(pool)
        self._months = KeptMonths(pool)
        self._kept = Kept(pool, by_key=by_key)
        self._country_lines = CountryLines(pool, self._kept.country)
        kept, received, held = self._kept, Received(pool), Held(pool, now)
        self._kinds: dict[str, Reads] = {
            **dict.fromkeys(STORAGES, kept),
            "dossier_at": received,
            "dossier_held": held,
            "service": Services(pool),
        }
        present = self._present = PresentUnits(pool)
        self.estimates = Estimates(pool, present)
        self._kinds_now: dict[str, Reads] = {
            **dict.fromkeys(STORAGES, KeptNow(pool, kept, present)),
            "dossier_at": ReceivedNow(pool, received, present),
            "dossier_held": ReceivedNow(pool, held, present),
            "service": ServicesNow(Services(pool), present),
        }

    async def figure(self, question: Question, asked: Requested) -> Figure:
        """One figure."""
        reads = self._reads(question.definition, question.scope)
        return await reads.figure(question, asked, self._now())

    def items(self, answered: Figure, leaf: LeafKey | None = None) -> AsyncIterator[Item]:
        """What stands behind a figure, or behind one leaf of it."""
        reads = self._reads(answered.question.definition, answered.question.scope)
        return reads.items(answered, leaf)

    def leaves(self, answered: Figure) -> AsyncIterator[Leaf]:
        """The leaves of a figure's digest."""
        return self._reads(answered.question.definition, answered.question.scope).leaves(answered)

    async def keep_rested(self) -> None:
        """What was asked of the whole tree, where it rests: for processes that begin later."""
        await self._kept.country.keep_rested()

    def _reads(self, definition: Definition, scope: Scope) -> Reads:
        """Those of a definition's kind; with units as they are at an instant, those over them."""
        kinds = self._kinds_now if scope.units_at else self._kinds
        return kinds[definition.kind.name]

    async def compare(
        self, question: Question, draft: Definition, asked: Requested, *, caller: str
    ) -> Compared:
        """A draft beside the question's definition."""
        return await self._drafts.compare(question, draft, asked, self._now(), caller=caller)

    async def lacking(self, definitions: Iterable[Definition]) -> Mapping[Definition, Months]:
        """Of definitions of which not all sums are kept yet, how many are."""
        return await self._months.lacking(definitions)

    async def current_positions(self, scope: Scope, asked: Requested = NOW) -> Positions:
        """The positions to answer at; refuses a scope that does not exist there."""
        return await current_positions(self._pool, scope, asked)

    async def units_at(self, scope: Scope, positions: Positions) -> Collection[str]:
        """The units of a scope as they are at its instant; none of the whole tree."""
        return await self._present.units(scope, positions) or ()

    async def units_read(self, scope: Scope, positions: Positions) -> Set[str]:
        """The units of which a figure may tell something, with those that ended before."""
        return await self._present.read(scope, positions)

    async def whole_period(
        self,
        definition: Definition,
        scope: Scope,
        positions: Positions,
        among: tuple[str, ...] | None = None,
    ) -> Period | None:
        """The local months that have anything to tell; `among`: of these units."""
        reads = self._reads(definition, scope)
        if isinstance(reads, Services | ServicesNow):
            return await Services(self._pool).months(positions, self._now())
        if isinstance(reads, Kept):
            return await reads.months(definition, scope, positions, among)
        return await reads.months(definition, scope, positions)

    async def page(self, listing: Listing, size: int) -> tuple[list[Row], str]:
        """The next rows, and the key to go on after ("": that was all)."""
        reads = self._reads(listing.definition, listing.scope)
        if isinstance(reads, Kept):
            page = await self._country_lines.page(listing, size, self._now())
            if page is not None:
                return page
        found = await Lines(self._pool, reads, listing).questions(size + 1)
        figures = await self.figures(listing, [question for _, question in found[:size]])
        rows = [Row(key, each) for (key, _), each in zip(found, figures, strict=False)]
        if not listing.is_by_time:
            # A unit or service without an item there is no row; a month without one is.
            rows = [row for row in rows if row.figure.considered]
        return rows, found[size - 1][0] if len(found) > size else ""

    async def whole(self, listing: Listing) -> Figure | None:
        """What all rows add up to; None where they do not."""
        if not adds_up(listing):
            return None
        return await self.figure(listing.whole, Requested(*listing.positions))

    async def figures(self, listing: Listing, questions: Sequence[Question]) -> list[Figure]:
        """Of many units, or values of a dimension, at once, where that can be."""
        dimension = "" if listing.across else DIMENSIONS.get(listing.breakdown, "")
        reads, now = self._reads(listing.definition, listing.scope), self._now()
        if isinstance(reads, Services | ServicesNow):
            by = [DIMENSIONS[each] for each in listing.breakdowns if each in DIMENSIONS]
            asked = Requested(*listing.positions)
            return await reads.figures(listing.whole, questions, asked, now, by=by)
        if dimension and not listing.scope.units_at:
            found = await self._of_values(listing, dimension, questions)
            if found is not None:
                return found
        positions = listing.positions
        one_of_many = listing.breakdowns == (UNIT,)
        if one_of_many and await self._are_listed(listing.definition, listing.scope):
            each = BELOW if listing.subtrees else ALONE
            return await figures_listed(
                self._pool, listing.whole, questions, positions, now, each=each
            )
        asked = Requested(*positions)
        return [await self.figure(question, asked) for question in questions]

    async def _of_values(
        self, listing: Listing, dimension: str, questions: Sequence[Question]
    ) -> list[Figure] | None:
        """None: not at once."""
        reads, positions = self._reads(listing.definition, listing.scope), listing.positions
        asked = {each.scope.value_of(dimension): each for each in questions}
        whole, now = listing.whole, self._now()
        if isinstance(reads, Received):
            return await reads.of_values(whole, asked, positions, now, dimension=dimension)
        if not is_plain(listing.scope) or not whole.definition.has_cells:
            return None
        counted: Mapping[str, Facts] = {}
        if await self._any_counted(whole.definition):
            facts = self._kept.facts
            counted = await facts.of_values(whole, positions, dimension, list(asked))
        return await figures_of_values(
            self._pool, whole, asked, positions, now, dimension=dimension, counted=counted
        )

    async def month(self, moved: Moved, positions: Positions) -> list[Figure]:
        """The figures of the whole tree and of some units, each with all below it, of one month, as
        of its end; if a unit is planned to move before that, as of the move.
        """
        period = Period(moved.month, next_month(moved.month))
        ends = midnight(period.end)
        as_of = min(ends, await self.plans.next_move(self._now(), positions.catalog) or ends)
        whole = Question(moved.definition, Scope(), period, as_of)
        questions = [whole._replace(scope=Scope(unit)) for unit in ("", *moved.units)]
        if await self._are_listed(moved.definition, Scope()):
            now = self._now()
            return await figures_listed(self._pool, whole, questions, positions, now, each=BELOW)
        asked = Requested(*positions)
        return [await self.figure(question, asked) for question in questions]

    async def _are_listed(self, definition: Definition, scope: Scope) -> bool:
        """Whether figures of many scopes can be asked for at once: by the tree of their time, of
        items that stand in months, without counted facts.
        """
        listed = is_plain(scope) and definition.has_cells
        return listed and not await self._any_counted(definition)

    async def _any_counted(self, definition: Definition) -> bool:
        """Whether counted facts may stand in its figures: they are in no month's cells."""
        statement = classified(definition).statement("any_counted")
        return bool(await self._pool.fetchval(statement))


def is_plain(scope: Scope) -> bool:
    """Whether its units are those of the tree of its time."""
    return scope._replace(unit="", service="", alone=False, filters=()) == Scope()


def adds_up(listing: Listing) -> bool:
    """Whether the rows are parts of the whole that hold each item once. Parts of a period do where
    no unit can move in or out between their ends.
    """
    over = listing.definition.adds_up_over
    if listing.subtrees or listing.cumulative or (UNIT in listing.breakdowns and UNITS not in over):
        return False
    return TIMES.isdisjoint(listing.breakdowns) or (PERIODS in over and not listing.scope.unit)
