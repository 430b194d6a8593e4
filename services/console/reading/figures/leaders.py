"""Leaders' lines, read a second time: whose days of which unit, and what is credited to them.

Written from the README of metrics alone. Must not take a number from the service.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache

from motcua.metrics.v1 import leagues_pb2 as api
from services.console.ancestors import path_up
from services.console.instants import local_day, local_midnight
from services.console.reading.definitions.definition import EXCLUDED, NUMERATOR, UNKNOWN, Definition
from services.console.reading.figures.contributions import contributions
from services.console.reading.figures.items import Item
from services.console.reading.folding.fold import Reading

Line = tuple[str, int, int, int, int]  # leader, numerator, denominator, unknown, considered


class Led:
    """Who answers for a unit, by the tree of one instant."""

    def __init__(self, reading: Reading, as_of: datetime) -> None:
        self.reading = reading
        self.tree = reading.tree(as_of)
        self.leader = cache(self._leader)

    def _leader(self, unit: str, day: date) -> str:
        """Of a unit's day who was on duty when it began, there or next above."""
        on_duty = (self.on_duty(each, local_midnight(day)) for each in path_up(self.tree, unit))
        return next(filter(None, on_duty), "")

    def on_duty(self, unit: str, at: datetime) -> str:
        """Of those who began and did not end since, the last."""
        changes = self.reading.leaders.get(unit, {})
        begun = sorted(
            (since, version, officer, begins)
            for version, (since, officer, begins) in changes.items()
            if since <= at
        )
        serving: list[str] = []
        for _, _, officer, begins in begun:
            serving = [each for each in serving if each != officer] + [officer] * begins
        return serving[-1] if serving else ""


def computed(reading: Reading, definition: Definition, start: date, end: date) -> list[Line]:
    """Every leader's line of single items in local days [start, end), over the whole tree."""
    led = Led(reading, local_midnight(end))
    counts: Counter[tuple[str, str]] = Counter()
    for at, item in items(reading, definition):
        day = local_day(at)
        if start <= day < end:
            counts[led.leader(item.unit, day), item.membership] += item.weight
    return sorted(line(leader, counts) for leader in {each for each, _ in counts})


def items(reading: Reading, definition: Definition) -> Iterator[tuple[datetime, Item]]:
    """With the instants that show them."""
    return ((each.at, each.item) for each in contributions(reading, [definition]))


def line(leader: str, counts: Counter[tuple[str, str]]) -> Line:
    """By what its items are."""
    by = {membership: n for (of, membership), n in counts.items() if of == leader}
    considered = sum(by.values())
    belonging = considered - by.get(EXCLUDED, 0)
    return leader, by.get(NUMERATOR, 0), belonging, by.get(UNKNOWN, 0), considered


def stated(lines: Iterable[api.LeagueLine]) -> list[Line]:
    """As the service says them."""
    return sorted(
        (
            each.leader,
            each.rate.receipt.numerator,
            each.rate.receipt.denominator,
            each.rate.receipt.unknown,
            each.rate.receipt.considered,
        )
        for each in lines
    )
