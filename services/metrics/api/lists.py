"""Lists of rates at the door: how they are broken down, and where a page goes on.

Promises that a page token serves only the question that it came from. Must not read a table.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from motcua.metrics.v1.metrics_pb2 import Breakdown, ListRatesRequest
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.metrics.api.requests import day, ordered, scope
from services.metrics.domain.adding import Sums
from services.metrics.domain.dimensions import must_have
from services.metrics.domain.figures import Positions
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import Period
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.lines import DIMENSIONS
from services.metrics.queries.listing import TIMES, UNIT, Listing

CLOSES = 1000  # of one list


class Cursor(NamedTuple):
    """What a page token holds: the list's period and positions, the key of the last line before,
    and the sums of all lines before. Tokens of this layout still open after an upgrade, so no field
    is added: `end` also holds an as_of before it, as `2026-04-01 2026-03-15T00:00:00+00:00`.
    """

    after: str
    start: str
    end: str
    catalog: int
    submissions: int
    considered: int
    numerator: int
    denominator: int
    unknown: int
    assisted: int
    not_attributable: int

    @property
    def period(self) -> Period:
        """The whole period of the list."""
        end = self.end.partition(" ")[0]
        return Period(date.fromisoformat(self.start), date.fromisoformat(end))

    @property
    def as_of(self) -> datetime | None:
        """As of when the list is; None: the end of its period."""
        at = self.end.partition(" ")[2]
        return datetime.fromisoformat(at) if at else None

    @property
    def sums(self) -> Sums:
        """Of all pages before."""
        return Sums(*self[5:])


def period(request: ListRatesRequest) -> Period | None:
    """The period of a list; None when the request leaves it to the data."""
    given = (request.HasField("start_date"), request.HasField("end_date"))
    if given == (False, False):
        return None
    if given != (True, True):
        raise Refusal(
            MetricsReason.PERIOD_INCOMPLETE, field="end_date" if given[0] else "start_date"
        )
    return ordered(day(request.start_date, "start_date"), day(request.end_date, "end_date"))


def first_page(
    request: ListRatesRequest,
    definition: Definition,
    whole: Period,
    positions: Positions,
    as_of: datetime | None = None,
) -> Listing:
    """The list that a request asks for. Raises Refusal with what cannot be."""
    must_fit(request, definition)
    return Listing(
        definition,
        scope(request, definition),
        whole,
        request.breakdown,
        positions,
        subtrees=request.subtrees,
        across=request.across,
        closes=closes(request, whole),
        cumulative=request.cumulative,
        as_of=as_of,
    )


def must_fit(request: ListRatesRequest, definition: Definition) -> None:
    """Raises Refusal where a list cannot be broken down so."""
    asked = {"breakdown": request.breakdown, "across": request.across}
    for field, by in asked.items():
        if by not in Breakdown.values() or (not by and field == "breakdown"):
            raise Refusal(MetricsReason.BREAKDOWN_UNKNOWN, field=field)
        if by in DIMENSIONS:
            must_have(definition.kind.name, DIMENSIONS[by], field=field)
    both = set(asked.values())
    if len(both) < len(asked) or both <= TIMES:
        raise Refusal(MetricsReason.BREAKDOWNS_DO_NOT_CROSS, field="across")
    if request.subtrees and UNIT not in both:
        raise Refusal(MetricsReason.SUBTREES_NOT_BY_UNIT, field="subtrees")
    if request.cumulative and not both & TIMES:
        raise Refusal(MetricsReason.CUMULATIVE_NOT_BY_TIME, field="cumulative")
    if bool(request.closes) != (Breakdown.BREAKDOWN_CLOSE in both):
        raise Refusal(MetricsReason.CLOSES_NOT_BY_CLOSE, field="closes")


def closes(request: ListRatesRequest, whole: Period) -> tuple[date, ...]:
    """Where parts of the period begin, in their order and within it."""
    if len(request.closes) > CLOSES:
        most = {"most": str(CLOSES)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="closes", values=most)
    found = tuple(day(each, "closes") for each in request.closes)
    if not ascends((whole.start, *found, whole.end)):
        raise Refusal(MetricsReason.CLOSES_OUT_OF_ORDER, field="closes")
    return found


def ascends(days: Sequence[date]) -> bool:
    """Whether each comes after the one before."""
    return all(one < other for one, other in pairwise(days))


def next_page(request: ListRatesRequest, definitions: Definitions) -> tuple[Listing, Sums] | None:
    """The list that a page token goes on with, and what the rates before it came to; None on the
    first page.
    """
    cursor = call.current().page_of(Cursor, request)
    if cursor is None:
        return None
    positions = Positions(cursor.catalog, cursor.submissions)
    definition = definitions.find(request.definition, request.version)
    listing = first_page(request, definition, cursor.period, positions, cursor.as_of)
    return listing._replace(after=cursor.after), cursor.sums


def next_token(request: ListRatesRequest, rest: Listing, sums: Sums) -> str:
    """Where the next page begins, and at which positions it is known."""
    at = f" {rest.as_of.isoformat()}" if rest.as_of else ""
    days = (rest.period.start.isoformat(), f"{rest.period.end.isoformat()}{at}")
    return call.current().page_token(Cursor(rest.after, *days, *rest.positions, *sums), request)
