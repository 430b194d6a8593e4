"""Random cities publish random figures, and an attacker computes: no hidden small count follows.

Given small tables of wards by months, when figures are published in any order, then what is shown
does not give what is hidden. No database: receipts are counted here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

import pytest

from motcua.metrics.v1.events_pb2 import ExcludedCount, Receipt
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.small import has_small
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from tests.metrics.disclosure_attack import Attacker
from tests.metrics.shipped import DEFINITIONS, find

TREE = {
    "units/city": "", "units/p": "units/city", "units/q": "units/city",
    "units/p1": "units/p", "units/p2": "units/p", "units/p3": "units/p",
    "units/q1": "units/q", "units/q2": "units/q",
}  # fmt: skip
CREDITED = [*sorted(set(TREE) - set(TREE.values())), "units/q"]  # no other unit ever has an item
SERVICES = ("services/a", "services/b")
MONTHS = [date(2026, n, 1) for n in range(1, 8)]
PERIODS = [
    (0, 1),
    (1, 2),
    (2, 3),
    (3, 4),
    (4, 5),
    (5, 6),
    (0, 3),
    (3, 6),
    (0, 6),
    (1, 4),
    (0, 2),
    (2, 6),
]
FIRST, SECOND = find("online_handling.all"), find("payment.online")


class Place(NamedTuple):
    """Where an unknown lies."""

    unit: str
    month: int
    service: str


class Asked(NamedTuple):
    """A figure to publish."""

    definition: Definition
    unit: str
    months: tuple[int, int]
    service: str

    @property
    def question(self) -> Question:
        start, end = (MONTHS[each] for each in self.months)
        return Question(
            self.definition, Scope(self.unit, self.service), Period(start, end), midnight(end)
        )

    @property
    def places(self) -> list[Place]:
        services = (self.service,) if self.service else SERVICES
        units = [each for each in CREDITED if self.unit in above(each)]
        return [Place(*each) for each in product(units, range(*self.months), services)]


def above(unit: str) -> list[str]:
    return [unit, *above(TREE[unit])] if unit else [""]


def units_of(unit: str, at: datetime) -> frozenset[str]:
    return frozenset(each for each in CREDITED if unit in above(each))


WORLD = World(units_of, {"service": frozenset(SERVICES)})


def classes(definition: Definition) -> list[str]:
    """What an item can be: numerator, other, unknown, or excluded for a reason."""
    return ["numerator", "other", "unknown", *(reason for reason, _ in definition.exclusions)]


class City:
    """Items of both definitions: how many are in which class of the one and of the other."""

    def __init__(self, draw: random.Random) -> None:
        self.joint: dict[Place, dict[tuple[str, str], int]] = {}
        shared = [reason for reason in classes(FIRST) if reason in classes(SECOND)[3:]]
        pairs = [(each, each) for each in shared]
        free = [
            *product(classes(FIRST)[:3], [each for each in classes(SECOND) if each not in shared])
        ]
        few = draw.choice([(0, 1), (0, 3), (0, 9), (0, 0, 6), (5, 12)])
        for place in map(Place._make, product(CREDITED, range(6), SERVICES)):
            used = draw.sample([*pairs[:2], *free], draw.randint(1, 4))
            self.joint[place] = {pair: draw.choice(few) for pair in used}
            if draw.random() < 0.2:
                self.joint[place] = {}

    def count(self, definition: Definition, places: Sequence[Place], name: str) -> int:
        side = 0 if definition is FIRST else 1
        return sum(
            n for place in places for pair, n in self.joint[place].items() if pair[side] == name
        )

    def receipt(self, asked: Asked) -> Receipt:
        counts = {
            each: self.count(asked.definition, asked.places, each)
            for each in classes(asked.definition)
        }
        excluded = [
            ExcludedCount(reason=each, count=counts[each])
            for each, _ in asked.definition.exclusions
            if counts[each]
        ]
        denominator = sum(counts[each] for each in ("numerator", "other", "unknown"))
        return Receipt(
            definition=asked.definition.id, version=1, numerator=counts["numerator"],
            denominator=denominator, unknown=counts["unknown"], excluded=excluded,
            considered=sum(counts.values()), scope={"unit": asked.unit, "service": asked.service},
        )  # fmt: skip


def publish(city: City, requests: Sequence[Sequence[Asked]]) -> dict[Asked, tuple[Receipt, bool]]:
    """What is shown of each figure, published in the order of requests."""
    seen: dict[str, Disclosed] = {}
    found: dict[Asked, tuple[Receipt, bool]] = {}
    for request in requests:
        wanted = {repr(each): Candidate(each.question, city.receipt(each)) for each in request}
        secret = hidden(wanted, seen, DEFINITIONS, WORLD)
        for each in request:
            name, receipt = repr(each), city.receipt(each)
            shown = receipt if name not in secret else None
            seen[name] = Disclosed(each.question, receipt, shown is not None, shown)
            found[each] = (receipt, shown is not None)
    return found


def attack(
    city: City, published: dict[Asked, tuple[Receipt, bool]]
) -> Iterator[tuple[Asked, Sequence[str], int]]:
    """Hidden counts of 1 to 4 that follow from what is shown."""
    attacker = Attacker()
    for place in city.joint:
        of_both = [*((FIRST, place, each) for each in classes(FIRST))]
        factors = dict.fromkeys(of_both, 1)
        factors |= {(SECOND, place, each): -1 for each in classes(SECOND)}
        attacker.knows(factors, 0)  # each is considered by both
        for reason in set(classes(FIRST)[3:]) & set(classes(SECOND)[3:]):
            attacker.knows({(FIRST, place, reason): 1, (SECOND, place, reason): -1}, 0)
    for asked, (_, shown) in published.items():
        if shown:
            for name in classes(asked.definition):
                total = city.count(asked.definition, asked.places, name)
                attacker.hears([(asked.definition, each, name) for each in asked.places], total)
    for asked, (_, shown) in published.items():
        if not shown:
            for names in [("other", "unknown"), *((each,) for each in classes(asked.definition))]:
                total = sum(city.count(asked.definition, asked.places, each) for each in names)
                wanted = product([asked.definition], asked.places, names)
                found = attacker.learns(wanted)
                assert found in (None, total)
                if total in range(1, 5) and found is not None:
                    yield asked, names, total


def requests(draw: random.Random) -> list[list[Asked]]:
    """Figures in random order, several of them in one request."""
    services = ("", *SERVICES) if draw.random() < 0.3 else ("",)
    definitions = draw.choice([(FIRST,), (FIRST, SECOND)])
    units = [*TREE, ""] if draw.random() < 0.5 else draw.sample([*TREE], 5)
    periods = draw.sample(PERIODS, draw.randint(1, 5))
    everything = [Asked(*each) for each in product(definitions, units, periods, services)]
    wanted = draw.sample(everything, round(len(everything) * draw.uniform(0.5, 1)))
    found = []
    while wanted:
        n = draw.choice([1, 1, 2, 10, 100])
        found.append(wanted[:n])
        wanted = wanted[n:]
    return found


@pytest.mark.parametrize("seed", range(30))
def test_no_hidden_small_count_follows_from_what_is_shown(seed: int) -> None:
    draw = random.Random(seed)
    city = City(draw)
    published = publish(city, requests(draw))
    assert not [
        each for each, (receipt, shown) in published.items() if shown and has_small(receipt)
    ]
    assert list(attack(city, published)) == []
