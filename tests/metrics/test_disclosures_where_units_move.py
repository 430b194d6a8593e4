"""Random cities whose wards move between publications, recorded as from before: no hidden small
count follows from what is or was shown.

Given the small tables of test_disclosures_attacked. No database: receipts are counted here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import Receipt, StreamPosition
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from tests.metrics.disclosure_attack import Attacker
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_attacked import (
    CREDITED,
    FIRST,
    SERVICES,
    TREE,
    Asked,
    City,
    Place,
    classes,
)

WARDS = ("units/p1", "units/p2", "units/p3", "units/q1", "units/q2")
MOVES = [*product(WARDS, ("units/p", "units/q"))]
Tree = Mapping[str, str]


def trees(draw: random.Random) -> list[Tree]:
    """By position of the catalogue, from 1 on: each knows one more move, as from the beginning."""
    found: list[Tree] = [TREE, TREE]
    for _ in range(draw.randint(1, 3)):
        unit, parent = draw.choice(MOVES)
        found.append({**found[-1], unit: parent})
    return found


def below(tree: Tree, unit: str) -> frozenset[str]:
    """The units with items in another one, by a tree."""
    return frozenset(each for each in CREDITED if unit in above(tree, each))


def above(tree: Tree, unit: str) -> list[str]:
    return [unit, *above(tree, tree[unit])] if unit else [""]


class Known:
    """A figure as known by a tree: where its items lie, and how many they are."""

    def __init__(self, city: City, asked: Asked, tree: Tree, position: int) -> None:
        services = (asked.service,) if asked.service else SERVICES
        where = product(below(tree, asked.unit), range(*asked.months), services)
        self.asked, self.places = asked, [Place(*each) for each in where]
        self.counts = {
            each: city.count(asked.definition, self.places, each)
            for each in classes(asked.definition)
        }
        self.receipt = self._receipt(position)
        self.shown = False

    def _receipt(self, position: int) -> Receipt:
        counts, definition = self.counts, self.asked.definition
        found = Receipt(
            definition=definition.id, version=1, numerator=counts["numerator"],
            denominator=sum(counts[each] for each in ("numerator", "other", "unknown")),
            unknown=counts["unknown"], considered=sum(counts.values()),
            scope={"unit": self.asked.unit, "service": self.asked.service},
            positions=[StreamPosition(stream="catalog", position=position)],
        )  # fmt: skip
        for reason, _ in definition.exclusions:
            if counts[reason]:
                found.excluded.add(reason=reason, count=counts[reason])
        return found


def publish(
    city: City, by_position: Sequence[Tree], requests: Sequence[tuple[int, Sequence[Asked]]]
) -> list[Known]:
    """All that is published, in the order of requests, each as known at a position."""
    seen: dict[str, Disclosed] = {}
    found: list[Known] = []
    for n, (position, asked) in enumerate(requests, 1):
        present = max(position for position, _ in requests[:n])
        known = [Known(city, each, by_position[position], position) for each in asked]
        wanted = {repr(each.asked): candidate(each) for each in known}
        secret = hidden(wanted, seen, DEFINITIONS, world(by_position, present))
        for each in known:
            each.shown = repr(each.asked) not in secret
            seen[repr(each.asked)] = superseded(seen.get(repr(each.asked)), each)
        found += known
    return found


def candidate(each: Known) -> Candidate:
    return Candidate(each.asked.question, each.receipt)


def world(by_position: Sequence[Tree], present: int) -> World:
    """The trees as they are looked up at a position, and now."""

    def units_known(unit: str, _: Any, position: int = present) -> frozenset[str]:
        return below(by_position[position], unit)

    return World(units_known, {"service": frozenset(SERVICES)}, units_known)


def superseded(was: Disclosed | None, now: Known) -> Disclosed:
    before = [*was.earlier, *([was.shown] if was.shown else [])] if was else []
    if now.shown:
        before.append(now.receipt)
    last = before.pop() if before else None
    return Disclosed(now.asked.question, now.receipt, now.shown, last, tuple(before))


def attack(city: City, published: Sequence[Known]) -> Iterator[tuple[Asked, str, int]]:
    """Hidden counts of 1 to 4 that follow from what is or was shown."""
    attacker = Attacker()
    for each in published:
        if each.shown:
            for name, total in each.counts.items():
                attacker.hears([(each.asked.definition, at, name) for at in each.places], total)
    for each in published:
        if not each.shown:
            for name, total in each.counts.items():
                wanted = [(each.asked.definition, at, name) for at in each.places]
                found = attacker.learns(wanted)
                assert found in (None, total)
                if total in range(1, 5) and found is not None:
                    yield each.asked, name, total


def drawn(draw: random.Random, last: int) -> list[tuple[int, list[Asked]]]:
    """Requests, mostly as known by then, some as known earlier; figures come again."""
    periods = draw.sample([(0, 1), (1, 2), (0, 2), (0, 6)], draw.randint(1, 2))
    every = [Asked(*each) for each in product((FIRST,), [*TREE, ""], periods, ("",))]
    wanted, requests = draw.sample(every, round(len(every) * draw.uniform(0.6, 1))), []
    while wanted:
        n = draw.choice([1, 1, 2, 10])
        requests.append(wanted[:n])
        wanted = wanted[n:]
    requests += [each for each in requests if draw.random() < 0.3]
    positions = sorted(draw.randint(1, last) for _ in requests)
    earlier = [draw.randint(1, n) if draw.random() < 0.2 else n for n in positions]
    return list(zip(earlier, requests, strict=True))


# Of 400 cities two, these, gave hidden counts while all figures lay in the tree as known by now.
@pytest.mark.parametrize("seed", [*range(12), 100, 177])
def test_no_hidden_small_count_follows_where_units_move(seed: int) -> None:
    draw = random.Random(seed)
    city, by_position = City(draw), trees(draw)
    published = publish(city, by_position, drawn(draw, len(by_position) - 1))
    assert list(attack(city, published)) == []
