"""A figure: counts of classified items, and what is shown of them.

Promises considered = denominator + excluded and denominator = numerator + denominator only +
unknown, checked at every answer; integers throughout. Must not give 0% or 100% where there is no
value.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1 import events_pb2 as messages
from motcua.metrics.v1.events_pb2 import ValueState
from services.chassis.errors import Refusal
from services.metrics.domain import histograms
from services.metrics.domain.classes import (
    DENOMINATOR,
    EMPTY,
    EXCLUDED,
    KNOWN,
    NO_DATA,
    NUMERATOR,
    UNKNOWN,
)
from services.metrics.domain.dimensions import OF_PROVENANCE, OFFICER, SERVICE, Filter
from services.metrics.domain.histograms import Bucket
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import ZONE, Period, date_of, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.well_known import write_date, write_instant

MOST_SHOWN = 2**63 - 1


class Scope(NamedTuple):
    """What a figure is about: a unit with all below it (`alone`: without); "" is the whole tree."""

    unit: str = ""
    service: str = ""
    alone: bool = False
    filters: tuple[Filter, ...] = ()
    units_at: datetime | None = None  # as of when units are meant; None: then, as credited

    @property
    def takes_all(self) -> bool:
        """Whether all items of its units are in it."""
        return not self.service and not self.filters

    def value_of(self, dimension: str) -> str:
        """The only value that a line of a list has in the dimension by which it is one."""
        if dimension == SERVICE and self.service:
            return self.service
        return next(each.values[0] for each in self.filters if each.dimension == dimension)

    @property
    def by_officer(self) -> bool:
        """Whether it depends on who answers for a dossier: months do not say when that moves."""
        return any(each.dimension == OFFICER for each in self.filters)

    @property
    def by_provenance(self) -> str:
        """The dimension by which it depends on whose word items rest on; "" where it does not."""
        return next((each for each, _ in self.filters if each in OF_PROVENANCE), "")


class Question(NamedTuple):
    """Which figure: everything but what was known."""

    definition: Definition
    scope: Scope
    period: Period
    as_of: datetime
    among: tuple[str, ...] | None = None  # only what these units have of their own, in any scope


class Count(NamedTuple):
    """How many items stand in one place, and how many of them an officer keyed in."""

    membership: int
    reason: str  # of excluded ones; in a histogram, the upper bound of the bucket
    n: int
    assisted: int
    can_still: bool = False  # they are not in the numerator, and can still come into it


class Positions(NamedTuple):
    """One position in each stream that feeds figures."""

    catalog: int
    submissions: int


class Figure(NamedTuple):
    """A question with its numbers, and what they were known from."""

    question: Question
    positions: Positions
    numerator: int
    denominator_only: int
    unknown: int
    excluded: tuple[tuple[str, int], ...]
    assisted: int
    digest: str
    covered: bool  # whether the unit and the period have any data at all
    provisional: bool
    buckets: tuple[Bucket, ...] = ()  # of a histogram
    not_attributable: int = 0  # weight of counted facts that the period cuts

    @property
    def denominator(self) -> int:
        """Whatever belongs to the population."""
        return self.numerator + self.denominator_only + self.unknown

    @property
    def considered(self) -> int:
        """Everything that was looked at."""
        below = self.denominator
        return below + sum([n for _, n in self.excluded]) if self.excluded else below

    @property
    def state(self) -> ValueState:
        """Whether there is a value, and if not, why."""
        if self.numerator if self.buckets else self.denominator:
            return KNOWN
        return EMPTY if self.considered or self.covered else NO_DATA


def figure(
    question: Question,
    counts: Iterable[Count],
    *,
    positions: Positions,
    digest: str,
    covered: bool,
    now: datetime,
    not_attributable: int = 0,
) -> Figure:
    """Add the counts up; `now` only tells whether the period is over. Raises Refusal where they are
    more than a message can say.
    """
    kept = [each for each in counts if each.n]
    sums, excluded, assisted = added(kept)
    unfinished = midnight(question.period.end) > min(question.as_of, now)
    found = Figure(
        question,
        positions,
        sums.get(NUMERATOR, 0),
        sums.get(DENOMINATOR, 0),
        sums.get(UNKNOWN, 0),
        tuple(sorted(excluded.items())) if excluded else (),
        assisted,
        digest,
        covered,
        unfinished or any(each.can_still for each in kept),
        buckets_of(question.definition, kept),
        not_attributable,
    )
    considered = found.considered
    check(found, kept, considered)
    require_sayable(considered, not_attributable)
    return found


def added(counts: Iterable[Count]) -> tuple[dict[int, int], dict[str, int], int]:
    """Counts by membership, excluded ones by reason, and how many of all others an officer keyed
    in; in one pass, since lists add up thousands of figures.
    """
    sums: dict[int, int] = {}
    excluded: dict[str, int] = {}
    assisted = 0
    for membership, reason, n, keyed_in, _ in counts:
        sums[membership] = sums.get(membership, 0) + n
        if membership == EXCLUDED:
            excluded[reason] = excluded.get(reason, 0) + n
        else:
            assisted += keyed_in
    return sums, excluded, assisted


def require_sayable(considered: int, not_attributable: int) -> None:
    """Refuse a figure of more than 63 bits: a message cannot say it. Counted facts of 0.1.0, each
    of up to 10^15, may come to that.
    """
    if considered > MOST_SHOWN or not_attributable > MOST_SHOWN:
        values = {"most": f"{MOST_SHOWN:,}"}
        raise Refusal(MetricsReason.FIGURE_TOO_LARGE, values=values)


class InconsistentFigureError(Exception):
    """Numbers that contradict one another: nobody is told them, and the error is logged."""


def check(found: Figure, counts: Sequence[Count], considered: int) -> None:
    """The identities: everything counted stands in exactly one place of the figure."""
    numbers = [each.n for each in counts]
    holds = considered == sum(numbers) and min(numbers, default=1) > 0
    if holds and found.buckets:
        holds = found.numerator == sum([bucket.n for bucket in found.buckets])
    if not holds:
        raise InconsistentFigureError(f"{found} of {counts}")


def buckets_of(definition: Definition, counts: Iterable[Count]) -> tuple[Bucket, ...]:
    """Of a histogram, all of them; of a share, none."""
    if not definition.bounds:
        return ()
    counted = [(each.reason, each.n) for each in counts if each.membership == NUMERATOR]
    return histograms.buckets(definition.bounds, counted)


def check_items(found: Figure, items: Mapping[tuple[int, str], int]) -> None:
    """The items behind a figure, counted by membership and reason, are those that it counts."""
    below: Counter[int] = Counter()
    excluded: Counter[str] = Counter()
    for (membership, reason), n in items.items():
        below[membership] += n
        excluded[reason] += n if membership == EXCLUDED else 0
    counted = (found.numerator, found.denominator_only, found.unknown)
    listed = (below[NUMERATOR], below[DENOMINATOR], below[UNKNOWN])
    if counted != listed or dict(found.excluded) != dict(+excluded):
        raise InconsistentFigureError(f"{found} of {items}")


def scope_message(scope: Scope) -> messages.FigureScope:
    """As the contract writes it."""
    found = messages.FigureScope()
    write_scope(found, scope)
    return found


def write_scope(found: messages.FigureScope, scope: Scope) -> None:
    """The same into a message; one that is empty is there, too."""
    found.SetInParent()
    found.unit = scope.unit
    found.service = scope.service
    found.alone = scope.alone
    for on, values in scope.filters:
        found.filters.add(dimension=on, values=values)
    if scope.units_at:
        found.units_time.FromDatetime(scope.units_at)


def scope_of(message: messages.FigureScope) -> Scope:
    """The same, read from a receipt of ours."""
    filters = tuple(Filter(each.dimension, tuple(each.values)) for each in message.filters)
    units_at = message.units_time.ToDatetime(UTC) if message.HasField("units_time") else None
    return Scope(message.unit, message.service, message.alone, filters, units_at)


def period_message(period: Period) -> messages.Period:
    """Local days, with the zone whose they are."""
    found = messages.Period()
    write_period(found, period)
    return found


def write_period(found: messages.Period, period: Period) -> None:
    """Write a period into a message."""
    write_date(found.start, period.start)
    write_date(found.end, period.end)
    found.zone = ZONE


def period_of(message: messages.Period) -> Period:
    """The same, read from a receipt of ours."""
    return Period(date_of(message.start), date_of(message.end))


def positions_message(positions: Positions) -> list[messages.StreamPosition]:
    """By the streams' names."""
    return [
        messages.StreamPosition(stream=stream, position=position)
        for stream, position in positions._asdict().items()
    ]


def date_message(day: date) -> Date:
    """A day as the contract writes it."""
    found = Date()
    write_date(found, day)
    return found


def instant_message(instant: datetime) -> Timestamp:
    """An instant as the contract writes it."""
    message = Timestamp()
    write_instant(message, instant)
    return message
