"""Targets: which hold for a figure, and how far it is from them, in exact fractions.

All follows from a receipt and the catalogue at its as_of and position. Example: the city is to
reach 80%, and ward P has a target of its own, 60%: that counts for P, 80% for every other ward.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from motcua.metrics.v1 import events_pb2 as messages
from motcua.metrics.v1.events_pb2 import ValueState
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Figure, Scope, date_message
from services.metrics.domain.percentages import percent
from services.metrics.domain.periods import local_day
from services.metrics.domain.receipts import rate, write_rate


class Target(NamedTuple):
    """What an indicator is to reach in a scope; "" is all."""

    name: str
    indicator: str
    unit: str
    service: str
    channel: str
    threshold: Fraction
    by_date: date | None


class Change(NamedTuple):
    """What becomes of a target from an instant on, known from a position on; None: withdrawn."""

    name: str
    target: Target | None
    effective_from: datetime
    known_from: int


def effective_targets(changes: Iterable[Change], as_of: datetime, position: int) -> list[Target]:
    """The targets in effect just before an instant, as known at a position."""
    last: dict[str, Change] = {}
    for each in sorted(changes, key=lambda change: (change.effective_from, change.known_from)):
        if each.known_from <= position and each.effective_from < as_of:
            last[each.name] = each
    return [each.target for each in last.values() if each.target]


def holding(
    targets: Sequence[Target], scope: Scope, above: Mapping[str, frozenset[str]]
) -> list[Target]:
    """Those that count for a scope: of the nearest unit, there of the service itself rather than of
    all. `above`: for a unit, those with a target that it lies in, itself among them.
    """
    fitting = [each for each in targets if fits(each, scope, above)]
    if not fitting:
        return []

    def nearness(each: Target) -> tuple[int, bool]:
        return len(above.get(each.unit, ())) if each.unit else 0, bool(each.service)

    nearest = max(map(nearness, fitting))
    kept = [each for each in fitting if nearness(each) == nearest]
    return sorted(kept, key=lambda each: (each.by_date or date.min, each.name))


def fits(target: Target, scope: Scope, above: Mapping[str, frozenset[str]]) -> bool:
    """Whether the figure's units and services are among the target's, and its items are chosen as
    the target's are: by its channel, or not at all.
    """
    unit = not target.unit or target.unit in above.get(scope.unit, ())
    chosen = (Filter("channel", (target.channel,)),) if target.channel else ()
    return unit and target.service in ("", scope.service) and scope.filters == chosen


def distance(target: Target, figure: Figure) -> messages.TargetDistance:
    """How far a figure is from a target."""
    part, whole = figure.numerator, figure.denominator
    threshold = target.threshold
    found = messages.TargetDistance(
        target=target.name,
        unit=target.unit,
        service=target.service,
        threshold_numerator=threshold.numerator,
        threshold_denominator=threshold.denominator,
        due=target.by_date is None or target.by_date < local_day(figure.question.as_of),
        missing=max(0, -(-threshold.numerator * whole // threshold.denominator) - part),
    )
    if target.by_date:
        found.by_date.CopyFrom(date_message(target.by_date))
    if figure.state == ValueState.VALUE_STATE_KNOWN:
        reached = Fraction(part, whole)
        found.met = reached >= threshold
        found.distance = signed(reached - threshold)
        found.attained = percentage(attained(reached, threshold))
        highest = Fraction(part + figure.unknown, whole)
        found.attained_high = percentage(attained(highest, threshold))
    return found


def attained(reached: Fraction, threshold: Fraction) -> Fraction:
    """min(1, rate / threshold); whoever is to reach nothing has reached it."""
    return min(Fraction(1), reached / threshold) if threshold else Fraction(1)


def percentage(part: Fraction) -> str:
    """One decimal, half up; only all is `100.0`, and only none is `0.0`."""
    return percent(part.numerator, part.denominator)


def signed(points: Fraction) -> str:
    """Percentage points with a sign, one decimal half up; only exactly none is `0.0`."""
    if not points:
        return "0.0"
    sign = "-" if points < 0 else "+"
    return sign + percentage(abs(points))


def with_targets(figure: Figure, targets: Iterable[Target]) -> messages.Rate:
    """The figure's message with the targets that hold for it."""
    found = rate(figure)
    add_targets(found, figure, targets)
    return found


def write_with_targets(
    found: messages.Rate, figure: Figure, targets: Iterable[Target], *, common: bytes
) -> None:
    """The same into a message of an answer; `common` as `write_rate` takes it."""
    write_rate(found, figure, common=common)
    add_targets(found, figure, targets)


def add_targets(found: messages.Rate, figure: Figure, targets: Iterable[Target]) -> None:
    """How far a figure is from each."""
    for each in targets:
        found.targets.append(distance(each, figure))
