"""A city publishes many indicators of all its wards, with nothing between them and itself, and what
an audit of one more takes grows with how many were published, not with how many pairs these make.

Given wards of random dossiers, then steps are counted, and figures shown. No database.
"""

from __future__ import annotations

import random
from collections import deque

from services.metrics.domain.disclosure.audit import learned
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.equations import Equation, Equations, sum_of
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.small import has_small
from services.metrics.domain.disclosure.work import Work, doing
from tests.metrics import counted_city
from tests.metrics.counted_city import CLASSES, City
from tests.metrics.shipped import DEFINITIONS

CITY, WARDS = "units/city", [f"units/{n}" for n in range(120)]
WORLD = World(lambda unit, _: frozenset(WARDS if unit == CITY else [unit]), {})
STEPS = 1_500_000  # it takes 665,000, and took 7.4 million


class Asked(counted_city.Asked):
    """A figure of a ward, or of the city of them all."""

    __slots__ = ()

    @property
    def wards(self) -> tuple[str, ...]:
        return tuple(WARDS) if self.unit == CITY else (self.unit,)


def ward(draw: random.Random, name: str) -> City:
    """What one ward of a random city has, under this name."""
    city = City(draw)
    first = city.dossiers[0].ward
    city.dossiers = [each._replace(ward=name) for each in city.dossiers if each.ward == first]
    return city


def published(cities: dict[str, City]) -> dict[str, tuple[Asked, Candidate]]:
    """Every indicator of each for a month."""
    asked = [Asked(each, unit, (0, 1)) for unit in cities for each in CLASSES]
    receipts = [cities[each.unit].receipt(each, 10_000) for each in asked]
    return {
        repr(each): (each, Candidate(each.question, receipt))
        for each, receipt in zip(asked, receipts, strict=True)
    }


def test_indicators_of_all_wards_are_audited_beside_one_another() -> None:
    draw = random.Random(1)
    cities = {each: ward(draw, each) for each in WARDS}
    cities[CITY] = City(draw)
    cities[CITY].dossiers = [one for each in WARDS for one in cities[each].dossiers]
    figures = published(cities)
    of_wards = {
        name: Disclosed(*each, disclosed=shown, shown=each.receipt if shown else None)
        for name, (asked, each) in figures.items()
        if asked.unit != CITY
        for shown in [not has_small(each.receipt)]
    }
    of_city = {name: each for name, (asked, each) in figures.items() if asked.unit == CITY}
    found = hidden(of_city, of_wards, DEFINITIONS, WORLD, Work(left=STEPS))
    assert len(found) < len(of_city)


def steps(wards: int) -> int:
    """Of sums over all wards of what is the same of each ward in two kinds."""
    same = [Equation({2 * n: 1, 2 * n + 1: -1}, (0,)) for n in range(wards)]
    sums = [sum_of(range(start, 2 * wards, 2), (7 * wards,), ()) for start in (0, 1)]
    work = Work()
    with doing(work):
        deque(learned(Equations(), [*sums, *same]), maxlen=0)
    return Work().left - work.left


def test_twice_the_wards_take_twice_the_steps() -> None:
    assert 0 < steps(400) <= 2 * steps(200)
