"""League tables: lines of figures, who answers for which days of a unit, ranks and orders.

Promises lines that add up to the whole where figures do. Example: Lan answers for ward P until 15
March, then nobody, and Minh for the district: P's items from 16 March on are in Minh's line.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import ValueState
from services.chassis.errors import Refusal
from services.metrics.domain import histograms
from services.metrics.domain.figures import Figure, InconsistentFigureError, Question, Scope
from services.metrics.domain.histograms import Bucket
from services.metrics.domain.indicators.definition import PERIODS, UNITS
from services.metrics.domain.periods import DAY, Period, local_day, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.targets import Target

DESCENDING = "desc"


class Change(NamedTuple):
    """An officer begins or ends to answer for a unit's results."""

    unit: str
    officer: str
    begins: bool
    effective_from: datetime
    position: int


class Line(NamedTuple):
    """A figure, who answers for it, and what it is pooled of."""

    figure: Figure
    leader: str
    parts: tuple[Figure, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class League:
    """The figure of the whole, and the lines."""

    whole: Figure
    lines: Sequence[Line]
    _orders: dict[str, list[Line]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def ranks(self) -> Mapping[int, int]:
        """The ranks of its lines."""
        return ranks(self.lines)

    def ordered(self, order_by: str) -> list[Line]:
        """Its lines in an order, as `ordered` knows it: each page has some of them."""
        if order_by not in self._orders:
            self._orders[order_by] = ordered(self.lines, order_by)
        return self._orders[order_by]

    @property
    def unlisted(self) -> int:
        """Considered items of the whole that stand in no line."""
        return self.whole.considered - sum(each.figure.considered for each in self.lines)


class Term(NamedTuple):
    """Local days in which somebody answers for a unit; "": nobody does."""

    officer: str
    period: Period


def on_duty(changes: Iterable[Change], at: datetime) -> str:
    """Who answers for a unit at an instant: of those who do, the one that began last."""
    found: dict[str, None] = {}
    for each in sorted(changes, key=lambda change: (change.effective_from, change.position)):
        if each.effective_from <= at:
            found.pop(each.officer, None)
            if each.begins:
                found[each.officer] = None
    return next(reversed(found), "")


def terms(
    changes: Mapping[str, Sequence[Change]], path: Sequence[str], period: Period
) -> list[Term]:
    """Who answers for each day of a period, by who did when it began: of the unit, or else of the
    nearest above. `path`: the unit, and those above it upwards.
    """
    known = [each for unit in path for each in changes.get(unit, ())]
    begins = {first_day(each.effective_from) for each in known}
    days = sorted({period.start, *(day for day in begins if period.start < day < period.end)})
    found: list[Term] = []
    for start, end in zip(days, [*days[1:], period.end], strict=True):
        officer = answering(changes, path, midnight(start))
        if found and found[-1].officer == officer:
            start = found.pop().period.start  # noqa: PLW2901 — the term goes on
        found.append(Term(officer, Period(start, end)))
    return found


def answering(changes: Mapping[str, Sequence[Change]], path: Sequence[str], at: datetime) -> str:
    """The first who is on duty on the way up."""
    known = (changes[unit] for unit in path if unit in changes)
    return next(filter(None, (on_duty(each, at) for each in known)), "")


def first_day(at: datetime) -> date:
    """The first local day that begins at an instant or after it."""
    day = local_day(at)
    return day if midnight(day) == at else day + DAY


def path_up(unit: str, parents: Mapping[str, str]) -> list[str]:
    """A unit, and those above it."""
    found: list[str] = []
    while unit and unit not in found:
        found.append(unit)
        unit = parents.get(unit, "")
    return found


def must_add_up(question: Question) -> None:
    """Leaders' figures are sums over units and days."""
    if question.definition.adds_up_over != {PERIODS, UNITS}:
        values = {"definition": question.definition.name}
        raise Refusal(MetricsReason.LEAGUE_DOES_NOT_ADD_UP, field="of", values=values)


def pooled(question: Question, figures: Sequence[Figure]) -> Figure:
    """The sum of figures, which has a digest only where it is one of them."""
    first = figures[0]
    return first._replace(
        question=question if len(figures) > 1 else first.question,
        numerator=sum(each.numerator for each in figures),
        denominator_only=sum(each.denominator_only for each in figures),
        unknown=sum(each.unknown for each in figures),
        excluded=summed(each.excluded for each in figures),
        assisted=sum(each.assisted for each in figures),
        digest=first.digest if len(figures) == 1 else "",
        covered=any(each.covered for each in figures),
        provisional=any(each.provisional for each in figures),
        buckets=summed_buckets([each.buckets for each in figures]),
        not_attributable=sum(each.not_attributable for each in figures),
    )


def summed(counts: Iterable[Iterable[tuple[str, int]]]) -> tuple[tuple[str, int], ...]:
    """By reason, in the order of the reasons' names."""
    found: dict[str, int] = {}
    for each in counts:
        for reason, n in each:
            found[reason] = found.get(reason, 0) + n
    return tuple(sorted(found.items()))


def summed_buckets(several: Sequence[Sequence[Bucket]]) -> tuple[Bucket, ...]:
    """Each bucket with those of the same bound."""
    return tuple(
        Bucket(those[0].up_to, sum(each.n for each in those))
        for those in zip(*several, strict=True)
    )


def of_leaders(question: Question, figures: Iterable[tuple[str, Figure]]) -> list[Line]:
    """A line for each who answers for one of the figures."""
    by_leader: dict[str, list[Figure]] = {}
    for leader, each in figures:
        by_leader.setdefault(leader, []).append(each)
    return [
        Line(pooled(question, parts), leader, tuple(parts)) for leader, parts in by_leader.items()
    ]


def check(league: League) -> None:
    """Lines of units that share nothing make up the whole."""
    if league.unlisted:
        raise InconsistentFigureError(f"{league.unlisted} items of {league.whole} are in no line")


def rate_of(line: Line) -> int | None:
    """What a line is ranked by, in units of 2^-128: rates that differ are further apart, as counts
    are below 2^63. None without a value, and of a histogram. To put thousands of fractions in order
    takes half a second, of whole numbers some milliseconds.
    """
    figure = line.figure
    if figure.buckets or not figure.denominator:
        return None
    return (figure.numerator << 128) // figure.denominator


def ranks(lines: Iterable[Line]) -> dict[int, int]:
    """By rate: how many lines have a higher one, and one more."""
    found: dict[int, int] = {}
    rates = sorted((rate for each in lines if (rate := rate_of(each)) is not None), reverse=True)
    for n, rate in enumerate(rates, 1):
        found.setdefault(rate, n)
    return found


def rank_of(line: Line, ranks: Mapping[int, int]) -> int:
    """Its rank; 0 without a rate."""
    rate = rate_of(line)
    return 0 if rate is None else ranks[rate]


def median(line: Line) -> int | None:
    """The upper bound of the bucket in which the middle item of a histogram stands; the last bucket
    has none, and comes after all others.
    """
    if line.figure.state != ValueState.VALUE_STATE_KNOWN:
        return None
    up_to = histograms.percentile(line.figure.buckets, 50).up_to
    return 2**63 if up_to is None else up_to


def shown_rate(line: Line) -> int | None:
    """By which lines are ordered that are ordered by rate."""
    return median(line) if line.figure.buckets else rate_of(line)


def distance(line: Line) -> Fraction | None:
    """How far above the first target."""
    if not line.targets or rate_of(line) is None:
        return None
    rate = Fraction(line.figure.numerator, line.figure.denominator)
    return rate - line.targets[0].threshold


ORDERS: Mapping[str, Callable[[Line], object]] = {
    "rate": shown_rate,
    "distance": distance,
    "numerator": lambda line: line.figure.numerator,
    "denominator": lambda line: line.figure.denominator,
    "unknown": lambda line: line.figure.unknown,
    "considered": lambda line: line.figure.considered,
    "unit": lambda line: name(line)[0],
    "leader": lambda line: line.leader,
}


def ordered(lines: Iterable[Line], order_by: str) -> list[Line]:
    """In an order such as `rate desc`. Raises Refusal where there is no such order."""
    field, _, direction = (order_by or "rate desc").partition(" ")
    if field not in ORDERS or direction not in ("", DESCENDING):
        values = {"order": order_by, "known": ", ".join(ORDERS)}
        raise Refusal(MetricsReason.LEAGUE_ORDER_UNKNOWN, field="order_by", values=values)
    of = ORDERS[field]
    named = sorted(lines, key=name)
    valued = [(of(each), each) for each in named]
    known = [(value, each) for value, each in valued if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=direction == DESCENDING)  # type: ignore[arg-type,return-value]  # of one kind
    return [each for _, each in known] + [each for value, each in valued if value is None]


def name(line: Line) -> tuple[str, str]:
    """By which lines that are otherwise equal are ordered."""
    return ("" if line.parts else line.figure.question.scope.unit, line.leader)


def alone(scope: Scope, unit: str) -> Scope:
    """A unit of a scope without those below it."""
    return scope._replace(unit=unit, alone=True)
