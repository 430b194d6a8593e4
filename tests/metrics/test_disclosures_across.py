"""Figures of several kinds are published, and an attacker puts together what is the same in them.

Given small cities of single dossiers, when acts, dossiers, ends, stocks and ratings are published
in any order, then no hidden small count follows from the sums that hold among them. No database.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import NamedTuple, TypeAlias

import pytest

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.small import has_small
from tests.metrics.counted_city import UNITS, WORLD, Asked, City, Class, classes
from tests.metrics.disclosure_attack import Attacker
from tests.metrics.shipped import DEFINITIONS

PERIODS = ((0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 4))
SETS = (
    ("online_handling", "online_handling.acts"),
    ("online_handling.all", "online_handling", "online_handling.acts"),
    ("online_handling", "online_handling.ended"),
    ("online_handling.all", "on_time.ended", "stock.open"),
    ("online_handling.all", "on_time.ended", "on_time.received"),
    ("on_time.ended", "satisfaction.rating"),
    ("stock.open", "stock.paused"),
)
LEVELS = ("numerator", "other", "unknown", "level_unknown", "online_below_3", "other_below_3")
ONLINE, OTHERS = ("numerator", "online_below_3"), ("other", "unknown", "other_below_3")
# Which sums are the same of two definitions, where the items are: sums of classes on both sides.
EVERY_LEVEL = tuple(((each,), (each,)) for each in LEVELS)
BY_CHANNEL = ((ONLINE, ONLINE), (OTHERS, OTHERS))
SAME: Mapping[tuple[str, str], Sequence[tuple[Sequence[Class], Sequence[Class]]]] = {
    ("online_handling", "online_handling.acts"): EVERY_LEVEL,
    ("online_handling", "online_handling.ended"): EVERY_LEVEL,
    ("online_handling.all", "online_handling"): BY_CHANNEL,
    ("online_handling.all", "online_handling.acts"): BY_CHANNEL,
    ("online_handling.all", "on_time.ended"): [(LEVELS, LEVELS)],
    ("online_handling.all", "on_time.received"): [(LEVELS, LEVELS)],
    ("on_time.ended", "on_time.received"): [(LEVELS, LEVELS)],
    ("on_time.ended", "satisfaction.rating"): [(LEVELS, LEVELS)],
    ("stock.open", "stock.paused"): [(("numerator",), ("other",)), (("other",), ("numerator",))],
}
WITHIN = {  # of these one side is never more than the other: what is the same of all is so of each
    ("online_handling", "online_handling.acts"),
    ("online_handling.all", "online_handling.acts"),
    ("online_handling.all", "online_handling"),
}
Sum: TypeAlias = dict[Hashable, int]


class Publication(NamedTuple):
    """What was published of a figure when so many dossiers were known, and whether it was shown."""

    asked: Asked
    known: int
    shown: bool


def publish(city: City, requests: Sequence[tuple[int, Sequence[Asked]]]) -> list[Publication]:
    """In the order of requests, superseding what was published of the same figures."""
    seen: dict[str, Disclosed] = {}
    found = []
    for known, request in requests:
        wanted = {
            repr(each): Candidate(each.question, city.receipt(each, known)) for each in request
        }
        secret = hidden(wanted, seen, DEFINITIONS, WORLD)
        for each in request:
            name, receipt = repr(each), wanted[repr(each)].receipt
            found.append(Publication(each, known, name not in secret))
            seen[name] = after(seen.get(name), each, receipt, shown=name not in secret)
    return found


def after(was: Disclosed | None, asked: Asked, receipt: Receipt, *, shown: bool) -> Disclosed:
    """A figure with one more publication."""
    before: list[Receipt] = [*was.earlier, was.shown] if was and was.shown else []
    all_shown = [*before, receipt] if shown else before
    last = all_shown[-1] if all_shown else None
    return Disclosed(asked.question, receipt, shown, last, tuple(all_shown[:-1]))


def sum_of(asked: Asked, known: int, names: Sequence[Class], times: int = 1) -> Sum:
    """The unknowns of a figure's classes: by ward, and by month or cut-off."""
    definition = asked.definition
    if definition.startswith("stock."):
        when: Sequence[Hashable] = [("held", asked.months[1])]
    elif definition == "on_time.received":
        when = [asked.months]
    else:
        when = range(*asked.months)
    names = [each for each in names if each in classes(definition)]
    return dict.fromkeys(product([definition], [known], asked.wards, when, names), times)


def attack(city: City, published: Sequence[Publication]) -> Iterator[tuple[Publication, Class]]:
    """Hidden counts of 1 to 4 that follow from what is shown, at any state of knowledge: from what
    was known by then, and with numbers of later for those of which there were none, if these agree.
    """
    for state in {each.known for each in published}:
        by_then = [each for each in published if each.known <= state]
        for those in (by_then, published):
            attacker = informed(city, those, state)
            if attacker.contradicted and those is published:
                continue
            for each in those:
                n = city.of(each.asked, each.known)
                for names in sensitive(each.asked.definition):
                    total = sum(n[name] for name in names)
                    if not each.shown and each.known == state and 0 < total < 5:
                        follows = attacker.learns(sum_of(each.asked, state, names))
                        assert follows in (None, total) or {one.known for one in those} != {state}
                        if follows == total:
                            yield each, names[0]


def sensitive(definition: str) -> Iterator[Sequence[Class]]:
    """Counts that are hidden where they are small: all who are not in the numerator are one."""
    yield "other", "unknown"
    yield from ((name,) for name in classes(definition))


def informed(city: City, published: Sequence[Publication], state: int) -> Attacker:
    """Whoever saw the newest numbers of a state, and knows what is the same in them."""
    attacker = Attacker()
    for each in newest([each for each in published if each.shown], state):
        n = city.of(each.asked, each.known)
        for name in classes(each.asked.definition):
            attacker.knows(sum_of(each.asked, state, [name]), n[name])
    numbers = {each.asked: city.of(each.asked, each.known) for each in newest(published, state)}
    for factors in chain(same(numbers, state), flows(numbers, state)):
        attacker.knows(factors, 0)
    return attacker


def newest(published: Sequence[Publication], state: int) -> list[Publication]:
    """Of each figure what was known last by a state; else the first."""
    found: dict[Asked, Publication] = {}
    for each in sorted(published, key=lambda each: each.known):
        if each.asked not in found or each.known <= state:
            found[each.asked] = each
    return list(found.values())


def same(numbers: Mapping[Asked, Counter[Class]], state: int) -> Iterator[Sum]:
    """What is the same of two definitions of the same items, as published, shown or not."""
    for ((one, other), sums), unit, months in product(SAME.items(), UNITS, PERIODS):
        left, right = (numbers.get(Asked(each, unit, months)) for each in (one, other))
        if left is None or right is None:
            continue
        if all(
            sum(left[each] for each in names) == sum(right[each] for each in others)
            for names, others in sums
        ):
            yield from equal(one, other, unit, months, state)


def equal(one: str, other: str, unit: str, months: tuple[int, int], state: int) -> Iterator[Sum]:
    """Of a region, and of every ward and period in it where one is never more than the other."""
    within = [(unit, months)]
    if (one, other) in WITHIN:
        within += product(UNITS[unit], [months])
        within += product(UNITS[unit], [(n, n + 1) for n in range(*months)])
    for (ward, when), (names, others) in product(within, SAME[one, other]):
        left = sum_of(Asked(one, ward, when), state, names)
        yield left | sum_of(Asked(other, ward, when), state, others, -1)


def flows(numbers: Mapping[Asked, Counter[Class]], state: int) -> Iterator[Sum]:
    """What was held, and accepted, is what ended or is held; where nothing else became of it."""
    held = {
        (each.unit, each.months[1]): each for each in numbers if each.definition == "stock.open"
    }
    for unit, (start, end) in product(UNITS, combinations(range(5), 2)):
        accepted = Asked("online_handling.all", unit, (start, end))
        ended = Asked("on_time.ended", unit, (start, end))
        before, after = held.get((unit, start)), held.get((unit, end))
        if before and after and {accepted, ended} <= numbers.keys():
            signed = [(accepted, 1), (ended, -1), (before, 1), (after, -1)]
            if sum(numbers[each].total() * times for each, times in signed) == 0:
                sums = (sum_of(each, state, LEVELS, times) for each, times in signed)
                yield {key: n for each in sums for key, n in each.items()}


def requests(draw: random.Random, most: int) -> list[tuple[int, list[Asked]]]:
    """Figures in random order, several of them in one request; some of them of what was known
    before, and published again.
    """
    definitions = draw.choice(SETS)
    periods = draw.sample(PERIODS, draw.randint(1, 4))
    units = draw.sample(list(UNITS), draw.randint(3, len(UNITS)))
    wanted = [Asked(*each) for each in product(definitions, units, periods)]
    draw.shuffle(wanted)
    wanted = wanted[: round(len(wanted) * draw.uniform(0.6, 1))]
    found = []
    while wanted:
        n = draw.choice([1, 2, 10, 100])
        found.append(wanted[:n])
        wanted = wanted[n:]
    if draw.random() < 0.7:
        return [(most, each) for each in found]
    first = draw.randint(most // 2, most)
    later = [(draw.choice([first, most]), each) for each in found]
    return [(first, each) for each in found if draw.random() < 0.7] + later


@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_follows_by_what_is_the_same_in_several_kinds(seed: int) -> None:
    draw = random.Random(seed)
    city = City(draw)
    published = publish(city, requests(draw, len(city.dossiers)))
    assert not [
        each for each in published if each.shown and has_small(city.receipt(each.asked, each.known))
    ]
    assert list(attack(city, published)) == []
