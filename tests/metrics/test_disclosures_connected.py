"""What hangs together with nothing that is published now is left out of an audit and not missed.

Given random cities with many small counts, when the totals are published before the wards, then
wards of other districts are left out, as many figures are shown as with them, and no hidden small
count follows. No database.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure import decision
from services.metrics.domain.disclosure.candidates import Figure
from services.metrics.domain.disclosure.connected import connected
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.small import has_small
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import midnight
from tests.metrics import counted_city, test_disclosures_across, test_disclosures_attacked
from tests.metrics.shipped import find
from tests.metrics.test_disclosures_attacked import above
from tests.metrics.test_disclosures_decided import MARCH

# In the last, of several kinds, a count followed while sums of now came before what had been known.
SEEDS = [*range(10), 41]
Connected = Callable[[Sequence[Figure], World], list[Figure]]


class LeftOut:
    """Counts what an audit leaves out."""

    def __init__(self) -> None:
        self.all = self.left = 0

    def __call__(self, figures: Sequence[Figure], world: World) -> list[Figure]:
        found = connected(figures, world)
        self.all += len(figures)
        self.left += len(figures) - len(found)
        return found


def everything(figures: Sequence[Figure], _: World) -> list[Figure]:
    return [*figures]


def in_turn(draw: random.Random, figures: Sequence[Any], size: Callable[[Any], int]) -> list[Any]:
    """The totals first, a few figures in one request."""
    shuffled = draw.sample(figures, len(figures))
    wanted = sorted(shuffled, key=size, reverse=draw.random() < 0.8)
    found = []
    while wanted:
        n = draw.choice([1, 3, 10])
        found.append(wanted[:n])
        wanted = wanted[n:]
    return found


class OfOneKind:
    """Wards by months, of two definitions of the same items."""

    def __init__(self, draw: random.Random) -> None:
        module = test_disclosures_attacked
        self.city = module.City(draw)
        definitions = draw.choice([(module.FIRST,), (module.FIRST, module.SECOND)])
        periods = draw.sample(module.PERIODS, draw.randint(1, 3))
        units = [*module.TREE] if draw.random() < 0.8 else draw.sample([*module.TREE], 6)
        figures = [module.Asked(*each) for each in product(definitions, units, periods, [""])]
        self.requests = in_turn(draw, figures, lambda each: -len(above(each.unit)))

    def publish(self) -> Any:
        return test_disclosures_attacked.publish(self.city, self.requests)

    def attacked(self, published: Any) -> list[Any]:
        assert not any(shown and has_small(each) for each, shown in published.values())
        return list(test_disclosures_attacked.attack(self.city, published))


class OfSeveralKinds:
    """Single dossiers, by acts, ends, stocks and ratings, some of them published again later."""

    def __init__(self, draw: random.Random) -> None:
        module = test_disclosures_across
        self.city = counted_city.City(draw)
        definitions, units = draw.choice(module.SETS), list(counted_city.UNITS)
        periods = draw.sample(module.PERIODS, draw.randint(1, 3))
        figures = [counted_city.Asked(*each) for each in product(definitions, units, periods)]
        requests = in_turn(draw, figures, lambda each: len(each.wards))
        most = len(self.city.dossiers)
        known = [most] if draw.random() < 0.7 else [draw.randint(most // 2, most), most]
        self.requests = [(each, request) for each in known for request in requests]

    def publish(self) -> Any:
        return test_disclosures_across.publish(self.city, self.requests)

    def attacked(self, published: Any) -> list[Any]:
        receipt = self.city.receipt
        assert not any(each.shown and has_small(receipt(*each[:2])) for each in published)
        return list(test_disclosures_across.attack(self.city, published))


@pytest.mark.parametrize("kind", [OfOneKind, OfSeveralKinds])
def test_what_is_left_out_of_an_audit_is_not_missed(
    kind: type[OfOneKind] | type[OfSeveralKinds], monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = LeftOut()
    for seed in SEEDS:
        city = kind(random.Random(seed))
        monkeypatch.setattr(decision, "connected", left_out)
        published = city.publish()
        assert city.attacked(published) == []
        monkeypatch.setattr(decision, "connected", everything)
        assert published == city.publish()
    assert left_out.left > left_out.all // 50


def names(figures: Sequence[Figure]) -> set[str]:
    return {each.question.scope.unit for each in figures}


def figure(unit: str, *, now: bool = False, hidden: bool = False) -> Figure:
    receipt = Receipt(numerator=10, denominator=20, considered=20)
    question = Question(find("on_time.ended"), Scope(f"units/{unit}"), MARCH, midnight(MARCH.end))
    before = [] if now or hidden else [receipt]
    return Figure(question, receipt, before, now=now, hidden=hidden)


def of_two_districts(unit: str, _: datetime) -> frozenset[str]:
    below = {"units/city": "abcd", "units/p": "ab", "units/q": "cd", "units/r": "bc"}
    return frozenset(f"units/{each}" for each in below.get(unit, unit[-1]))


def left(*figures: Figure) -> set[str]:
    found = names(connected(figures, World(of_two_districts, {})))
    return {each.removeprefix("units/") for each in found}


def test_wards_of_a_district_that_is_shown_are_left_out() -> None:
    """Ward A is published now: C, in district Q, tells nothing of it."""
    of_p = (figure("city"), figure("p"), figure("a", now=True), figure("b", hidden=True))
    assert left(*of_p, figure("q"), figure("c"), figure("d")) == {"city", "p", "a", "b", "q"}


def test_wards_of_a_district_that_is_hidden_or_not_published_are_not_left_out() -> None:
    of_p = (figure("city"), figure("p"), figure("a", now=True), figure("b"))
    everything = {"city", "p", "a", "b", "c"}
    assert left(*of_p, figure("q", hidden=True), figure("c")) == everything | {"q"}
    assert left(*of_p, figure("c")) == everything


def test_what_no_figure_has_in_common_with_what_is_published_is_left_out() -> None:
    assert left(figure("a", now=True), figure("b"), figure("q"), figure("c")) == {"a"}


def test_units_that_lie_partly_in_others_close_off_nothing() -> None:
    figures = [figure("city"), figure("p", now=True), figure("q"), figure("c"), figure("d")]
    assert left(*figures) == {"city", "p", "q"}
    assert left(*figures, figure("r")) == {"city", "p", "q", "r", "c", "d"}


def test_what_a_district_lacks_of_its_wards_definitions_closes_off_nothing() -> None:
    """What is the same in all wards is so of the district only where that is published, too."""
    figures = [figure("city"), figure("p", now=True), figure("q"), figure("c"), figure("d")]
    other = figures[3].question._replace(definition=find("e_result"))
    assert left(*figures, figures[3]._replace(question=other)) == {"city", "p", "q", "c", "d"}


def of(definition: str, unit: str, denominator: int, *, now: bool = False) -> Figure:
    """A figure of a definition whose numerators are compared with those of another."""
    receipt = Receipt(numerator=10, denominator=denominator, considered=denominator)
    each = figure(unit, now=now)
    question = each.question._replace(definition=find(definition))
    return Figure(question, receipt, [] if now else [receipt], now=now)


@pytest.mark.parametrize(("of_district", "others"), [(20, set()), (19, {"c", "d"})])
def test_numerators_that_are_compared_around_a_district_but_not_in_it_keep_it_open(
    of_district: int, others: set[str]
) -> None:
    every, some = "online_handling.all", "online_handling.e_result"
    all_of = [of(every, each, 20) for each in ("city", "q", "c", "d")]
    some_of = [of(some, each, 20) for each in ("city", "c", "d")]
    q = of(some, "q", of_district)
    assert left(*all_of, *some_of, q, of(every, "p", 20, now=True)) == {"city", "p", "q"} | others
