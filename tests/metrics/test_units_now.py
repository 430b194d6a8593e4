"""Units as they are at an instant: merged ones count at their successors, items of split ones where
their dossiers went, and the lines of a list sum to its whole.

Against an oracle that follows each item by itself (`naive_units.py`).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from random import Random
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import Receipt
from motcua.metrics.v1.metrics_pb2 import Breakdown, Item
from services.chassis.errors import Refusal
from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.digest import LeafKey
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.periods import Period, local_day, midnight, whole_months
from services.metrics.domain.receipts import receipt
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Listing
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.naive_digest import naive_digest
from tests.metrics.naive_units import Stands, stands
from tests.metrics.reformed_city import (
    CITY,
    D1,
    D2,
    NOW,
    PARENTS,
    REFORM,
    WARDS,
    History,
    city,
    history,
    merged,
    split,
    told,
)
from tests.metrics.shipped import find
from tests.metrics.test_kinds_verified import read_again

WORDS = {1: "numerator", 2: "denominator", 3: "excluded", 4: "unknown"}
EXCLUDED = 3
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
async def open_city(fed: Fed) -> Fed:
    await fed.learn(*(each for each in city() if getattr(each, "unit", "") != CITY))
    return fed


def question(unit: str = "", *, of: str = "online_handling.all", **scope: Any) -> Question:
    asked = Scope(unit, **{"units_at": NOW, **scope})
    return Question(find(of), asked, YEAR, midnight(YEAR.end))


async def figure(fed: Fed, asked: Question, at: Positions | None = None) -> Figure:
    return await fed.reader.figure(asked, Requested(*at) if at else Requested())


async def items_then(fed: Fed, asked: Question, at: Positions | None = None) -> list[Item]:
    """Of the whole tree, each at the unit that was credited."""
    whole = await figure(fed, asked._replace(scope=Scope()), at)
    return [each async for each in fed.reader.items(whole)]


def below(unit: str) -> set[str]:
    """The unit and those in it."""
    return {each for each in [CITY, *PARENTS] if unit in (each, *above(each))} or {unit}


def above(unit: str) -> Iterator[str]:
    while unit := PARENTS.get(unit, ""):
        yield unit


def in_scope(found: Stands, scope: Scope) -> bool:
    base = {scope.unit} if scope.alone else below(scope.unit)
    return not scope.unit or found.unit == scope.unit or found.everywhere <= base


def expected(items: list[Item], known: History, scope: Scope) -> tuple[Counter[int], str]:
    """How many stand where, and the digest; items are those of then."""
    rows, counts = [], Counter[int]()
    held = {given.dossier(each.number): each.held for each in known.dossiers}
    for each in items:
        found = stands(each.unit, held.get(each.id, []), known.handovers)
        if in_scope(found, scope):
            counts[each.membership] += each.weight
            unit = found.leaf if "/" not in each.leaf.part else each.unit
            words = (WORDS[each.membership], each.reason, str(each.weight))
            rows.append((unit, each.leaf.part, each.kind, each.id, *words))
    return counts, naive_digest(rows)


def memberships(found: Figure) -> Counter[int]:
    numbers = (found.numerator, found.denominator_only, sum(n for _, n in found.excluded))
    return +Counter(dict(zip((1, 2, 3, 4), (*numbers, found.unknown), strict=True)))


SCOPES = [
    *(Scope(unit, units_at=NOW) for unit in ("", CITY, D1, D2, *WARDS)),
    *(Scope(unit, alone=True, units_at=NOW) for unit in (D1, WARDS[0], WARDS[3])),
]
KINDS = ["online_handling.ended", "on_time.received", "online_handling.acts", "satisfaction.rating"]
KINDS += ["petition.on_time", "counter.waiting", "stock.open"]


@pytest.mark.parametrize("seed", range(4))
async def test_every_figure_is_that_of_its_items_one_by_one(open_city: Fed, seed: int) -> None:
    known = history(Random(seed))
    await open_city.learn(*known.events)
    await told(open_city, known.dossiers)
    if seed % 2:
        await open_city.sweep()
    await agree(open_city, known, question())


@pytest.mark.parametrize("of", KINDS)
async def test_items_of_every_kind_count_where_they_went(open_city: Fed, of: str) -> None:
    known = history(Random(len(of)))
    await open_city.learn(*known.events)
    await told(open_city, known.dossiers)
    assert any(len(each.to) > 1 for each in known.handovers)
    await agree(open_city, known, question(of=of))


async def test_as_known_earlier_and_in_a_cut_period_they_are_the_same(open_city: Fed) -> None:
    known = history(Random(3))
    await open_city.learn(*known.events)
    await told(open_city, known.dossiers)
    asked = question()._replace(period=Period(date(2026, 2, 10), date(2026, 6, 20)))
    asked = asked._replace(as_of=midnight(date(2026, 5, 7)) + timedelta(hours=3))
    at = Positions(open_city.catalog, 150)
    then = [each for each in known.dossiers if len(each.held) == 1]
    assert then  # transfers are recorded after position 150
    held = [each._replace(held=each.held[:1]) for each in known.dossiers]
    await agree(open_city, known._replace(dossiers=held), asked, at)


async def agree(fed: Fed, known: History, asked: Question, at: Positions | None = None) -> None:
    """Counts, digest, items and leaves of every scope are those of the oracle."""
    items = await items_then(fed, asked, at)
    receipts: list[Receipt] = []
    assert items
    for scope in SCOPES:
        found = await figure(fed, asked._replace(scope=scope), at)
        counts, digest = expected(items, known, scope)
        assert (scope, memberships(found), found.digest) == (scope, counts, digest)
        here = [each async for each in fed.reader.items(found)]
        assert len(here) == len({each.id for each in here})
        assert digest_by_leaf(here) == digest
        places = {(each.leaf.unit, each.leaf.part) for each in here}
        leaves = {(leaf.key.unit, leaf.key.part) async for leaf in fed.reader.leaves(found)}
        assert leaves == places
        receipts.append(receipt(found))
        for unit, part in sorted(places)[:2]:
            of_leaf = [e async for e in fed.reader.items(found, LeafKey(unit, part))]
            there = [e for e in here if (e.leaf.unit, e.leaf.part) == (unit, part)]
            assert sorted(e.id for e in of_leaf) == sorted(e.id for e in there)
    agree_again(fed, asked, receipts, found.positions)


def agree_again(fed: Fed, asked: Question, receipts: list[Receipt], at: Positions) -> None:
    """The second reading, from the events up to the figures' positions."""
    definition = interpreted([definition_message(asked.definition)])[0][0]
    questions = [answered_question(each, definition) for each in receipts]
    again = recomputed(read_again(fed, at), questions)
    for stated, ours in zip(receipts, again, strict=True):
        assert (stated.scope, ours.numbers()) == (stated.scope, service_numbers(stated))


def digest_by_leaf(items: list[Item]) -> str:
    """By the leaves that the items name."""
    return naive_digest(
        [
            (e.leaf.unit, e.leaf.part, e.kind, e.id, WORDS[e.membership], e.reason, str(e.weight))
            for e in items
        ]
    )


@pytest.mark.parametrize("of", ["online_handling.all", "on_time.received", "counter.waiting"])
async def test_the_lines_of_a_list_sum_to_its_whole(open_city: Fed, of: str) -> None:
    known = history(Random(1))
    await open_city.learn(*known.events)
    await told(open_city, known.dossiers)
    for unit in ("", CITY, D1, D2):
        whole = await figure(open_city, question(unit, of=of))
        lines = await listed(open_city, whole)
        assert sum(line.considered for line in lines) == whole.considered > 0
        assert len({line.question.scope.unit for line in lines}) == len(lines)
        listing = Listing(whole.question.definition, whole.question.scope, YEAR, 0, whole.positions)
        period = await open_city.reader.whole_period(
            listing.definition, listing.scope, listing.positions
        )
        counting = [e async for e in open_city.reader.items(whole) if e.membership != EXCLUDED]
        assert period == months_of(counting)


def months_of(items: list[Item]) -> Period | None:
    """From the first that holds one to the last; counted facts are of April to June."""
    if not items:
        return None
    days = [local_day(each.key_time.ToDatetime(UTC)) for each in items]
    days += [date(2026, 6, 30)] if any(each.kind == "count" for each in items) else []
    return whole_months(min(days), max(days))


async def listed(fed: Fed, whole: Figure, *, size: int = 3) -> list[Figure]:
    """By unit, page by page."""
    asked = whole.question
    listing = Listing(
        asked.definition, asked.scope, YEAR, Breakdown.BREAKDOWN_UNIT, whole.positions
    )
    found: list[Figure] = []
    while True:
        rows, after = await fed.reader.page(listing, size)
        found += [row.figure for row in rows]
        if not after:
            return found
        listing = listing._replace(after=after)


async def test_services_count_where_all_that_came_after_a_unit_lies(open_city: Fed) -> None:
    await open_city.learn(
        given.assessed(given.BIRTH, WARDS[0], (given.AT, 3, 3, 3)),
        given.assessed(given.BIRTH, WARDS[2], (given.AT, 3, 3, 3)),
        merged(WARDS[0], WARDS[1]),
        split(WARDS[2], WARDS[4], WARDS[3]),
    )
    asked = question(of="coverage.l3l4")._replace(as_of=REFORM - timedelta(days=30))
    counting = set()
    for unit in ("", CITY, D1, D2, *WARDS[:5]):
        found = await figure(open_city, asked._replace(scope=Scope(unit, units_at=NOW)))
        counting |= {unit} if found.numerator else set()
    # w1 is w2's by now, which lies in d2; w3 was split into w5 in d1 and w4 in d2.
    assert counting == {"", CITY, D2, WARDS[1], WARDS[2]}


async def test_what_looks_at_dossiers_of_units_is_told_as_they_were_only(open_city: Fed) -> None:
    with pytest.raises(Refusal) as refused:
        await figure(open_city, question(of="activity"))
    assert (refused.value.reason.code, refused.value.field) == ("UNITS_THEN_ONLY", "units_time")
