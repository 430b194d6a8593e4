"""Periods that were shown by different dimensions are joined, and nothing small follows.

Given some months shown by service and others by field, when a figure of both is published, then
others are shown as before, and what remains hidden follows of nothing that is shown. No database.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import pytest

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.small import has_small
from services.metrics.domain.figures import Question, Scope, scope_message
from services.metrics.domain.periods import Period, midnight
from tests.metrics.disclosure_attack import Attacker
from tests.metrics.shipped import DEFINITIONS, find
from tests.metrics.test_disclosures_attacked import CREDITED, MONTHS, TREE, above, units_of

VALUES = {"service": ("services/a", "services/b"), "field": ("Hộ tịch", "Đất đai")}
WORLD = World(units_of, {name: frozenset(values) for name, values in VALUES.items()})
OF = find("online_handling.all")
CLASSES = ("numerator", "other")


class Asked(NamedTuple):
    """A figure to publish: of one value of a dimension ("": of all)."""

    unit: str
    months: tuple[int, int]
    dimension: str = ""
    value: str = ""

    @property
    def question(self) -> Question:
        start, end = (MONTHS[each] for each in self.months)
        service = self.value if self.dimension == "service" else ""
        filters = (Filter("field", (self.value,)),) if self.dimension == "field" else ()
        scope = Scope(self.unit, service, filters=filters)
        return Question(OF, scope, Period(start, end), midnight(end))

    @property
    def places(self) -> list[tuple[str, int, str, str]]:
        units = [each for each in CREDITED if self.unit in above(each)]
        chosen = {**VALUES, self.dimension: (self.value,)} if self.dimension else VALUES
        months = range(*self.months)
        return [*product(units, months, chosen["service"], chosen["field"])]


class City:
    """How many items are in which class, by ward, month, service and field."""

    def __init__(self, draw: random.Random) -> None:
        few = draw.choice([(0, 1), (0, 3), (0, 9), (0, 0, 6), (5, 12)])
        places = product(CREDITED, range(6), VALUES["service"], VALUES["field"])
        self.counts = {(*each, name): draw.choice(few) for each in places for name in CLASSES}

    def count(self, asked: Asked, name: str) -> int:
        return sum(self.counts[*each, name] for each in asked.places)

    def receipt(self, asked: Asked) -> Receipt:
        numerator, other = (self.count(asked, each) for each in CLASSES)
        scope = scope_message(asked.question.scope)
        considered = numerator + other
        return Receipt(
            numerator=numerator, denominator=considered, considered=considered, scope=scope
        )


def publish(city: City, requests: Sequence[Sequence[Asked]]) -> dict[Asked, bool]:
    """Which figures are shown, published in the order of requests."""
    seen: dict[str, Disclosed] = {}
    found: dict[Asked, bool] = {}
    for request in requests:
        wanted = {repr(each): Candidate(each.question, city.receipt(each)) for each in request}
        secret = hidden(wanted, seen, DEFINITIONS, WORLD)
        for each in request:
            name, receipt = repr(each), city.receipt(each)
            shown = receipt if name not in secret else None
            seen[name] = Disclosed(each.question, receipt, shown is not None, shown)
            found[each] = shown is not None
    return found


def attack(city: City, published: dict[Asked, bool]) -> Iterator[tuple[Asked, str, int]]:
    """Hidden counts of 1 to 4 that follow from what is shown."""
    attacker = Attacker()
    for asked, shown in published.items():
        for name in CLASSES if shown else ():
            attacker.hears([(*each, name) for each in asked.places], city.count(asked, name))
    for asked, shown in published.items():
        for name in () if shown else CLASSES:
            total = city.count(asked, name)
            found = attacker.learns((*each, name) for each in asked.places)
            assert found in (None, total)
            if found is not None and total in range(1, 5):
                yield asked, name, total


def drawn(draw: random.Random) -> list[list[Asked]]:
    """Months by service, others by field, then figures of any months by either."""
    units = draw.sample([*TREE], 5)
    whole = [Asked(*each) for each in product(units, [(0, 1), (3, 4)])]
    by = [
        Asked(unit, months, dimension, value)
        for unit in units
        for months, dimension in (((0, 1), "service"), ((3, 4), "field"))
        for value in VALUES[dimension]
    ]
    joining = [Asked(*each) for each in product(units, [(0, 6), (0, 4), (0, 3), (3, 6)])]
    either = [
        Asked(unit, months, dimension, value)
        for unit, months in product(units, [(0, 1), (3, 4), (0, 6)])
        for dimension, values in VALUES.items()
        for value in values
    ]
    found = []
    for wanted in (whole + by, joining, either):
        chosen = draw.sample(wanted, round(len(wanted) * draw.uniform(0.4, 1)))
        while chosen:
            n = draw.choice([1, 2, 10])
            found.append(chosen[:n])
            chosen = chosen[n:]
    return found


@pytest.mark.parametrize("seed", range(20))
def test_nothing_small_follows_where_dimensions_meet(seed: int) -> None:
    draw = random.Random(seed)
    city = City(draw)
    published = publish(city, drawn(draw))
    assert not [
        each for each, shown in published.items() if shown and has_small(city.receipt(each))
    ]
    assert list(attack(city, published)) == []


def test_who_joins_what_was_shown_by_different_dimensions_hides_nothing_of_others() -> None:
    city = City(random.Random(0))
    city.counts = dict.fromkeys(city.counts, 20)
    by_service = [Asked("units/p", (0, 1), "service", each) for each in VALUES["service"]]
    by_field = [Asked("units/q", (3, 4), "field", each) for each in VALUES["field"]]
    both, others = Asked("units/q1", (0, 4)), [Asked("units/p1", (0, 1)), Asked("units/q", (3, 4))]
    published = publish(city, [by_service, by_field, [both], others])
    assert all(published.values())
