"""A figure: counts of classified items, and the one division, for display.

Promises considered = denominator + excluded, and denominator = numerator + denominator only +
unknown, by construction; integers throughout. Must not give 0% or 100% where there is no value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1 import events_pb2 as messages
from motcua.metrics.v1.events_pb2 import ValueState
from services.metrics.domain.classes import EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import ZONE, Period, midnight


class Scope(NamedTuple):
    """What a figure is about: a unit with all below it (`alone`: without); "" is the whole tree."""

    unit: str = ""
    service: str = ""
    alone: bool = False


class Question(NamedTuple):
    """Which figure: everything but what was known."""

    definition: Definition
    scope: Scope
    period: Period
    as_of: datetime


class Count(NamedTuple):
    """How many items stand in one place, and how many of them an officer keyed in."""

    membership: int
    reason: str
    n: int
    assisted: int


class Positions(NamedTuple):
    """One position in each stream that feeds figures."""

    catalog: int
    submissions: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A question with its numbers, and what they were known from."""

    question: Question
    positions: Positions
    numerator: int
    denominator: int
    unknown: int
    excluded: tuple[tuple[str, int], ...]
    assisted: int
    digest: str
    covered: bool  # whether the unit and the period have any data at all
    provisional: bool

    @property
    def considered(self) -> int:
        """Everything that was looked at."""
        return self.denominator + sum(n for _, n in self.excluded)

    @property
    def state(self) -> ValueState:
        """Whether there is a value, and if not, why."""
        if self.denominator:
            return ValueState.VALUE_STATE_KNOWN
        if self.considered or self.covered:
            return ValueState.VALUE_STATE_EMPTY
        return ValueState.VALUE_STATE_NO_DATA


def figure(
    question: Question,
    counts: Iterable[Count],
    *,
    positions: Positions,
    digest: str,
    covered: bool,
    now: datetime,
) -> Figure:
    """Add the counts up; `now` only tells whether the period is over."""
    kept = [each for each in counts if each.n]
    below = [each for each in kept if each.membership != EXCLUDED]
    return Figure(
        question=question,
        positions=positions,
        numerator=total(below, NUMERATOR),
        denominator=sum(each.n for each in below),
        unknown=total(below, UNKNOWN),
        excluded=by_reason(kept),
        assisted=sum(each.assisted for each in below),
        digest=digest,
        covered=covered,
        provisional=midnight(question.period.end) > min(question.as_of, now),
    )


def total(counts: Iterable[Count], membership: int) -> int:
    """How many stand there, whatever the reason."""
    return sum(each.n for each in counts if each.membership == membership)


def by_reason(counts: Iterable[Count]) -> tuple[tuple[str, int], ...]:
    """Excluded items by reason, in the order of the reasons' names."""
    sums: dict[str, int] = {}
    for each in counts:
        if each.membership == EXCLUDED:
            sums[each.reason] = sums.get(each.reason, 0) + each.n
    return tuple(sorted(sums.items()))


def percent(part: int, whole: int) -> str:
    """Per cent with one decimal, rounded half up, by integers: 95.05 is `95.1` and never `95.0`.

    Only all is `100.0`, and only none is `0.0`: 2,999 of 3,000 is `99.9`, and 1 of 3,000 is `0.1`.
    """
    tenths = (2000 * part + whole) // (2 * whole)
    if 0 < part < whole:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths // 10}.{tenths % 10}"


def rate(figure: Figure) -> messages.Rate:
    """The message that leaves: numbers, receipt, and a value where there is one."""
    reply = messages.Rate(receipt=receipt(figure), state=figure.state)
    if figure.denominator:
        low = percent(figure.numerator, figure.denominator)
        high = percent(figure.numerator + figure.unknown, figure.denominator)
        reply.percent, reply.percent_low, reply.percent_high = low, low, high
    return reply


def receipt(figure: Figure) -> messages.Receipt:
    """All that is needed to compute the figure again."""
    question = figure.question
    return messages.Receipt(
        definition=question.definition.id,
        version=question.definition.version,
        scope=messages.FigureScope(**question.scope._asdict()),
        period=messages.Period(
            start=date_message(question.period.start),
            end=date_message(question.period.end),
            zone=ZONE,
        ),
        as_of=instant_message(question.as_of),
        positions=positions_message(figure.positions),
        considered=figure.considered,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unknown=figure.unknown,
        excluded=[messages.ExcludedCount(reason=why, count=n) for why, n in figure.excluded],
        assisted=figure.assisted,
        digest=figure.digest,
        provisional=figure.provisional,
    )


def positions_message(positions: Positions) -> list[messages.StreamPosition]:
    """By the streams' names."""
    return [
        messages.StreamPosition(stream=stream, position=position)
        for stream, position in positions._asdict().items()
    ]


def date_message(day: date) -> Date:
    """A day as the contract writes it."""
    return Date(year=day.year, month=day.month, day=day.day)


def instant_message(instant: datetime) -> Timestamp:
    """An instant as the contract writes it."""
    message = Timestamp()
    message.FromDatetime(instant)
    return message
