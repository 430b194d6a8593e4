"""Targets, read a second time: which hold for a figure, and how far it is from them.

Written from the README of metrics and the contracts alone. Must not take a number from the service.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1 import events_pb2 as metrics
from services.console.ancestors import path_up
from services.console.instants import from_date, from_timestamp, local_day
from services.console.reading.figures.sums import Numbers
from services.console.reading.folding.fold import Reading


class Aim(NamedTuple):
    """A target beside a rate, as a receipt's reader sees it."""

    target: str
    unit: str
    service: str
    threshold: tuple[int, int]
    by: str
    due: bool
    met: bool
    missing: int
    distance: str
    attained: str
    attained_high: str


def stated(rate: metrics.Rate) -> list[Aim]:
    """As the service says them."""
    return [
        Aim(
            each.target,
            each.unit,
            each.service,
            (each.threshold_numerator, each.threshold_denominator),
            str(from_date(each.by_date)) if each.HasField("by_date") else "",
            each.due,
            each.met,
            each.missing,
            each.distance,
            each.attained,
            each.attained_high,
        )
        for each in rate.targets
    ]


class Aims:
    """Of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tree = cache(reading.tree)
        self.own = lru_cache(maxsize=1024)(self._own)  # a list asks once a line

    def of(self, receipt: metrics.Receipt, numbers: Numbers) -> list[Aim]:
        """As they follow from the catalogue and from our own numbers; a histogram has none."""
        as_of = from_timestamp(receipt.as_of)
        if receipt.buckets or not self.reading.targets:
            return []
        return [aim(each, as_of, numbers) for each in self.holding(receipt, as_of)]

    def holding(self, receipt: metrics.Receipt, as_of: datetime) -> list[catalog.TargetSet]:
        """Step by step up the tree, asking for the service itself first, until any is there."""
        channel = channel_of(receipt)
        own = self.own(receipt.definition, as_of)
        if channel is None or not own:
            return []
        scope = receipt.scope
        path = path_up(self.tree(as_of), scope.unit) if scope.unit else []
        for unit in [*path, ""]:
            for service in dict.fromkeys([scope.service, ""]):
                here = (unit, service, channel)
                found = [each for each in own if (each.unit, each.service, each.channel) == here]
                if found:
                    return sorted(found, key=lambda each: (day_of(each), each.target))
        return []

    def _own(self, definition: str, as_of: datetime) -> list[catalog.TargetSet]:
        """Those for figures of a definition, wherever they hold."""
        return [each for each in set_at(self.reading, as_of) if each.indicator == definition]


def channel_of(receipt: metrics.Receipt) -> int | None:
    """The channel by which the figure's items are chosen, 0 where they are not; None: otherwise."""
    filters = {each.dimension: list(each.values) for each in receipt.scope.filters}
    if not filters:
        return 0
    words = filters.pop("channel", [])
    name = f"CHANNEL_{words[0].upper()}" if len(words) == 1 else ""
    return None if filters else dict(catalog.Channel.items()).get(name)


def set_at(reading: Reading, as_of: datetime) -> Iterator[catalog.TargetSet]:
    """What was set last of each target before an instant, and not withdrawn."""
    for turns in reading.targets.values():
        begun = [(since, n) for n, (since, _) in enumerate(turns) if since < as_of]
        last = turns[max(begun)[1]][1] if begun else None
        if last is not None:
            yield last


def day_of(target: catalog.TargetSet) -> str:
    """ISO 8601; "" where it is to be reached always."""
    return str(from_date(target.by_date)) if target.HasField("by_date") else ""


def aim(target: catalog.TargetSet, as_of: datetime, numbers: Numbers) -> Aim:
    """By whole numbers: n/d against t/u."""
    n, d, unknown = numbers.numerator, numbers.denominator, numbers.unknown
    t, u = target.threshold.numerator, target.threshold.denominator
    by = day_of(target)
    short = t * d - n * u
    return Aim(
        target.target,
        target.unit,
        target.service,
        (t, u),
        by,
        not by or by < str(local_day(as_of)),
        bool(d) and short <= 0,
        max(0, -(-short // u)),
        points(n * u - t * d, d * u) if d else "",
        tenths(min(n * u, t * d), t * d) if d else "",
        tenths(min((n + unknown) * u, t * d), t * d) if d else "",
    )


def points(part: int, whole: int) -> str:
    """Percentage points with their sign."""
    if not part:
        return "0.0"
    return ("+" if part > 0 else "-") + tenths(abs(part), whole)


def tenths(part: int, whole: int) -> str:
    """Per cent, one decimal half up; only all is 100.0, and only none is 0.0."""
    if part >= whole:
        return "100.0"
    rounded = (part * 2000 + whole) // (2 * whole)
    kept = max(1, min(999, rounded)) if part else 0
    return f"{kept // 10}.{kept % 10}"
