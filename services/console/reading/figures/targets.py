"""Targets, read a second time: which hold for a figure, and how far it is from them.

Written from the README of metrics and the contracts alone. Must not take a number from the service.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple, TypeAlias

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1 import events_pb2 as metrics
from services.console.ancestors import path_up
from services.console.instants import from_date, from_timestamp, local_day
from services.console.reading.figures.sums import Numbers
from services.console.reading.folding.fold import Reading

# In the order of recording, from when a target is set to what; None: it is withdrawn.
Turns: TypeAlias = Sequence[tuple[datetime, catalog.TargetSet | None]]


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


class Place(NamedTuple):
    """What figures a target is for."""

    indicator: str
    unit: str
    service: str
    channel: int


def place_of(target: catalog.TargetSet) -> Place:
    """Of a target."""
    return Place(target.indicator, target.unit, target.service, target.channel)


class Aims:
    """Of one reading: a list asks once a line, so that targets are found by their places."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tree = cache(reading.tree)
        self.turns: dict[Place, list[Turns]] = {}  # of targets that were ever set for that place
        for turns in reading.targets.values():
            for place in {place_of(each) for _, each in turns if each is not None}:
                self.turns.setdefault(place, []).append(turns)
        self.indicators = {place.indicator for place in self.turns}

    def of(self, receipt: metrics.Receipt, numbers: Numbers) -> list[Aim]:
        """As they follow from the catalogue and from our own numbers; a histogram has none."""
        as_of = from_timestamp(receipt.as_of)
        if receipt.buckets or receipt.definition not in self.indicators:
            return []
        return [aim(each, as_of, numbers) for each in self.holding(receipt, as_of)]

    def holding(self, receipt: metrics.Receipt, as_of: datetime) -> list[catalog.TargetSet]:
        """Step by step up the tree, asking for the service itself first, until any is there."""
        channel = channel_of(receipt)
        if channel is None:
            return []
        scope = receipt.scope
        path = path_up(self.tree(as_of), scope.unit) if scope.unit else []
        for unit in [*path, ""]:
            for service in dict.fromkeys([scope.service, ""]):
                found = list(self.set_at(Place(receipt.definition, unit, service, channel), as_of))
                if found:
                    return sorted(found, key=lambda each: (day_of(each), each.target))
        return []

    def set_at(self, place: Place, as_of: datetime) -> Iterator[catalog.TargetSet]:
        """Those that are for a place by what was set last of each."""
        for turns in self.turns.get(place, ()):
            last = set_last(turns, as_of)
            if last is not None and place_of(last) == place:
                yield last


def channel_of(receipt: metrics.Receipt) -> int | None:
    """The channel by which the figure's items are chosen, 0 where they are not; None: otherwise."""
    filters = {each.dimension: list(each.values) for each in receipt.scope.filters}
    if not filters:
        return 0
    words = filters.pop("channel", [])
    name = f"CHANNEL_{words[0].upper()}" if len(words) == 1 else ""
    return None if filters else dict(catalog.Channel.items()).get(name)


def set_last(turns: Turns, as_of: datetime) -> catalog.TargetSet | None:
    """What was set last of a target before an instant; None: nothing was, or it is withdrawn."""
    begun = [(since, n) for n, (since, _) in enumerate(turns) if since < as_of]
    return turns[max(begun)[1]][1] if begun else None


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
