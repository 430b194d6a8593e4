"""Which lines a list of rates has: parts of its period, units, services, values, or pairs of these.

Promises lines in one order, so that a page goes on after the key of the last one. Must not count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, islice, pairwise, product
from typing import Any, NamedTuple, Protocol, TypeVar

from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.metrics.domain.dimensions import SERVICE, UNKNOWN, VALUES, narrowed, values_in
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.periods import (
    Period,
    cut,
    midnight,
    month_name,
    next_month,
    next_quarter,
    next_year,
    quarter_name,
    year_name,
)
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.listing import TIMES, UNIT, Listing
from services.metrics.settings import SQL

T = TypeVar("T")
MOST = 10_000  # pairs of a pivot
TAB = "\t"  # between the keys of a pair
DIMENSIONS: Mapping[int, str] = {
    Breakdown.BREAKDOWN_SERVICE: SERVICE,
    Breakdown.BREAKDOWN_CHANNEL: "channel",
    Breakdown.BREAKDOWN_LEVEL: "level",
    Breakdown.BREAKDOWN_EXTENT: "extent",
    Breakdown.BREAKDOWN_ASSISTED: "assisted",
    Breakdown.BREAKDOWN_FIELD: "field",
    Breakdown.BREAKDOWN_OFFICER: "officer",
    Breakdown.BREAKDOWN_CORRECTED: "corrected",
    Breakdown.BREAKDOWN_DUE: "due",
    Breakdown.BREAKDOWN_WITHDRAWN: "withdrawn",
    Breakdown.BREAKDOWN_TRANSFERRED: "transferred",
}
CALENDAR: Mapping[int, tuple[Callable[[date], date], Callable[[date], str]]] = {
    Breakdown.BREAKDOWN_MONTH: (next_month, month_name),
    Breakdown.BREAKDOWN_QUARTER: (next_quarter, quarter_name),
    Breakdown.BREAKDOWN_YEAR: (next_year, year_name),
}


class Reads(Protocol):
    """The reads of a kind of items, as far as lists need them."""

    async def units(
        self, question: Question, positions: Positions, after: str, limit: int
    ) -> list[Scope]: ...

    async def named(
        self, dimension: str, question: Question, positions: Positions, after: str, limit: int
    ) -> list[str]: ...


class Line(NamedTuple):
    """What of a list's question is another one in a line."""

    key: str
    scope: Mapping[str, Any] = {}
    value: tuple[str, str] | None = None  # that a dimension has
    period: Period | None = None

    def of(self, question: Question) -> Question:
        """The line's question; it is as of the end of its period, or of the list."""
        scope = question.scope._replace(**self.scope)
        if self.value:
            scope = scope._replace(filters=narrowed(scope.filters, *self.value))
        period = self.period or question.period
        definition, among = question.definition, question.among
        as_of = min(midnight(period.end), question.as_of)
        return Question(definition, scope, period, as_of, among)


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one list, by the reads of its kind of items."""

    pool: Pool
    reads: Reads
    listing: Listing

    async def questions(self, limit: int) -> list[tuple[str, Question]]:
        """The next ones by their keys."""
        listing = self.listing
        if listing.across:
            return list(islice(await self._pairs(), limit))
        lines = await self._along(listing.breakdown, listing.after, limit)
        whole = listing.whole
        return [(line.key, line.of(whole)) for line in lines]

    async def _pairs(self) -> Iterator[tuple[str, Question]]:
        one, other = [await self._along(by, "", MOST + 1) for by in self.listing.breakdowns]
        if len(one) * len(other) > MOST:
            values = {"lines": str(len(one)), "columns": str(len(other)), "most": str(MOST)}
            raise Refusal(MetricsReason.PIVOT_TOO_LARGE, field="across", values=values)
        whole = self.listing.whole
        pairs = ((TAB.join((a.key, b.key)), b.of(a.of(whole))) for a, b in product(one, other))
        return after(self.listing.after, pairs)

    async def _along(self, by: int, key: str, limit: int) -> list[Line]:
        """Of one breakdown, after a key."""
        listing, whole, positions = self.listing, self.listing.whole, self.listing.positions
        if by in TIMES:
            return [line for _, line in islice(after(key, periods(listing, by)), limit)]
        if by == UNIT and listing.subtrees:
            units = await self._units_in_scope(key, limit)
            return [Line(unit, {"unit": unit}) for unit in units]
        if by == UNIT:
            scopes = await self.reads.units(whole, positions, key, limit)
            return [Line(each.unit, {"unit": each.unit, "alone": each.alone}) for each in scopes]
        dimension = DIMENSIONS[by]
        if dimension in VALUES:
            found = ((each, each) for each in values_in(whole.scope.filters, dimension))
            named = [value for _, value in islice(after(key, found), limit)]
        else:
            named = await self.reads.named(dimension, whole, positions, key, limit)
        return [of_value(dimension, each) for each in named]

    async def _units_in_scope(self, key: str, limit: int) -> list[str]:
        """As of when the list is, or units are meant."""
        listing = self.listing
        as_of = listing.scope.units_at or listing.whole.as_of
        catalog = listing.positions.catalog
        asked = (listing.scope.unit, as_of, catalog, key, limit)
        rows = await self.pool.fetch(statements(SQL)["units_in_scope"], *asked)
        return [row["unit"] for row in rows]


async def unit_scopes(
    pool: Pool, units: Sequence[str], question: Question, positions: Positions
) -> list[Scope]:
    """The units themselves. One without units below it needs no `alone`: its subtree is itself."""
    asked = (list(units), question.as_of, positions.catalog)
    rows = await pool.fetch(statements(SQL)["units_above_others"], *asked)
    above = {row["unit"] for row in rows}
    return [question.scope._replace(unit=unit, alone=unit in above) for unit in units]


def of_value(dimension: str, value: str) -> Line:
    """A service by its name, as a scope has it; another dimension by a filter."""
    if dimension == SERVICE and value != UNKNOWN:
        return Line(value, {"service": value})
    return Line(value, value=(dimension, value))


def after(key: str, lines: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Those that come after a key; "": all."""
    return islice(dropwhile(lambda each: each[0] != key, lines), 1, None) if key else iter(lines)


def periods(listing: Listing, by: int) -> Iterator[tuple[str, Line]]:
    """Parts of the period; the first and the last may be parts of a month or year."""
    whole = listing.period
    if by == Breakdown.BREAKDOWN_CLOSE:
        parts = (Period(*each) for each in pairwise((whole.start, *listing.closes, whole.end)))
        named = [(each.end.isoformat(), each) for each in parts]
    else:
        following, name = CALENDAR[by]
        named = [(name(each.start), each) for each in cut(whole, following)]
    for key, each in named:
        start = whole.start if listing.cumulative else each.start
        yield key, Line(key, period=Period(start, each.end))
