"""Random cities of single dossiers, and figures of every kind counted from them one by one.

For attacks on what is published of several kinds. Shares no code with what counts figures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import ExcludedCount, Receipt, StreamPosition
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from tests.metrics.shipped import find

WARDS = ("units/a", "units/b", "units/c", "units/d")
DISTRICTS = {"units/p": WARDS[:2], "units/q": WARDS[2:]}
UNITS = {"units/city": WARDS, **DISTRICTS, **{each: (each,) for each in WARDS}}
MONTHS = [date(2026, n, 1) for n in range(1, 6)]
WORLD = World(lambda unit, at: frozenset(UNITS.get(unit, WARDS)), {})
Class = str  # numerator, other, unknown, or the reason for which an item does not count


class Dossier(NamedTuple):
    """When it was accepted and ended, by months (4: never), and what else is counted."""

    ward: str
    accepted: int
    ended: int
    level: str  # "4", "2", or "" for not known
    channel: str  # online, other, or "" for not known
    paused: bool
    rated: bool
    first: bool  # of its act


class Asked(NamedTuple):
    """A figure to publish."""

    definition: str
    unit: str
    months: tuple[int, int]

    @property
    def question(self) -> Question:
        start, end = (MONTHS[each] for each in self.months)
        return Question(find(self.definition), Scope(self.unit), Period(start, end), midnight(end))

    @property
    def wards(self) -> tuple[str, ...]:
        return UNITS[self.unit]


def by_level(each: Dossier) -> Class:
    if not each.level:
        return "level_unknown"
    if each.level == "2":
        return "online_below_3" if each.channel == "online" else "other_below_3"
    return by_channel(each)


def by_channel(each: Dossier) -> Class:
    return {"online": "numerator", "other": "other", "": "unknown"}[each.channel]


CLASSES: Mapping[str, Callable[[Dossier], Class]] = {
    "online_handling": by_level,
    "online_handling.acts": by_level,
    "online_handling.all": by_channel,
    "online_handling.ended": by_level,
    "on_time.ended": lambda each: "numerator",
    "on_time.received": lambda each: "numerator",
    "satisfaction.rating": lambda each: "numerator",
    "stock.open": lambda each: "other" if each.paused else "numerator",
    "stock.paused": lambda each: "numerator" if each.paused else "other",
}


def counts(asked: Asked, each: Dossier) -> bool:
    """Whether a figure considers a dossier of its wards."""
    start, end = asked.months
    accepted, ended = start <= each.accepted < end, start <= each.ended < end
    return {
        "online_handling": accepted,
        "online_handling.acts": accepted and each.first,
        "online_handling.all": accepted,
        "online_handling.ended": ended,
        "on_time.ended": ended,
        "on_time.received": accepted or ended,
        "satisfaction.rating": ended and each.rated,
        "stock.open": each.accepted < end <= each.ended,
        "stock.paused": each.accepted < end <= each.ended,
    }[asked.definition]


@cache
def classes(definition: str) -> tuple[Class, ...]:
    reasons = (reason for reason, _ in find(definition).exclusions)
    return "numerator", "other", "unknown", *reasons


class City:
    """Its dossiers, and what was known of them at a position: those with lower numbers."""

    def __init__(self, draw: random.Random) -> None:
        few = draw.choice([(0, 9), (8, 20), (15, 50)])
        at_once, whole = draw.choice([0.0, 0.8, 1.0]), draw.choice([0.9, 1.0, 1.0])
        levels = draw.choice([("4",), ("4", "4", "2"), ("4", "2", "")])
        channels = draw.choice([("online",), ("online", "other"), ("online", "other", "")])
        self.dossiers: list[Dossier] = []
        for ward in WARDS:
            for month in range(4):
                few_here = draw.random() < 0.2
                for _ in range(draw.randint(0, 4) if few_here else draw.randint(*few)):
                    ended = month if draw.random() < at_once else draw.randint(month, 4)
                    self.dossiers.append(
                        Dossier(
                            ward, month, ended, draw.choice(levels),
                            draw.choice(channels),
                            draw.random() < 0.5, draw.random() < whole, draw.random() < whole,
                        )
                    )  # fmt: skip
        draw.shuffle(self.dossiers)

    def of(self, asked: Asked, known: int) -> Counter[Class]:
        """How many are in which class, of the first so many dossiers."""
        found = (
            CLASSES[asked.definition](each)
            for each in self.dossiers[:known]
            if each.ward in asked.wards and counts(asked, each)
        )
        return Counter(found)

    def receipt(self, asked: Asked, known: int) -> Receipt:
        n = self.of(asked, known)
        denominator = n["numerator"] + n["other"] + n["unknown"]
        reasons = classes(asked.definition)[3:]
        return Receipt(
            definition=asked.definition, version=1, numerator=n["numerator"],
            denominator=denominator, unknown=n["unknown"], considered=n.total(),
            excluded=[ExcludedCount(reason=each, count=n[each]) for each in reasons if n[each]],
            scope={"unit": asked.unit},
            positions=[StreamPosition(stream="submissions", position=known)],
        )  # fmt: skip
