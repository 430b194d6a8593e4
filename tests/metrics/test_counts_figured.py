"""Counted facts in figures: items of weight n that count only where the period holds all of theirs.

Promises a real PostgreSQL, and an oracle that adds up by hand what the events say.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.metrics.domain.counts import MOST, CountFacts, count_shown, recorded
from services.metrics.domain.digest import LeafKey
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, local_day, midnight, months
from services.metrics.domain.receipts import rate
from services.metrics.domain.seen import Seen
from services.metrics.queries.positions import NOW, Requested
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.naive_digest import Row, naive_digest, row_of

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
HUGE = 2**33


def asked(name: str, period: Period, *, unit: str = "", as_of: datetime | None = None) -> Question:
    return Question(shipped()[name], Scope(unit), period, as_of or midnight(period.end))


def counted(number: int, n: int, period: Period, **facts: Any) -> Any:
    start, end = midnight(period.start), midnight(period.end)
    return given_items.count(number, n, start=start, end=end, **facts)


@pytest.mark.parametrize(("n", "shown"), [(MOST, [3]), (MOST + 1, [])])
def test_a_count_is_shown_up_to_the_largest_that_can_be(n: int, shown: list[int]) -> None:
    seen = Seen(counted(1, n, MARCH), 1, given.AT, given.RECORDED)
    facts = recorded(CountFacts("1"), seen)
    assert [each.month.month.month for each in count_shown(facts)] == shown


async def fed_with(fed: Fed, *messages: Any) -> None:
    await fed.apply([given.recorded(n, message) for n, message in enumerate(messages, 1)])
    await fed.sweep()


async def test_a_counted_fact_weighs_what_it_says_exactly(fed: Fed) -> None:
    await fed_with(
        fed,
        counted(1, HUGE, MARCH, channel=events.CHANNEL_ONLINE, level=4, assisted=True),
        counted(2, 7, MARCH, channel=events.CHANNEL_IN_PERSON, level=4),
        counted(3, 5, MARCH, level=3),
        counted(4, 3, MARCH, level=2),
        counted(5, 2, MARCH),
        counted(6, 11, MARCH, population=events.POPULATION_ENDED, verdict=events.VERDICT_EARLY),
        counted(7, 13, MARCH, population=events.POPULATION_SUBMITTED),
        counted(9, 2**62, MARCH, level=4),  # which nobody counted
        counted(8, 17, MARCH, population=events.POPULATION_RATED, rating=4),
    )
    figure = await fed.reader.figure(asked("online_handling@1", MARCH), NOW)
    assert (figure.numerator, figure.denominator, figure.unknown) == (HUGE, HUGE + 12, 5)
    assert dict(figure.excluded) == {"other_below_3": 3, "level_unknown": 2}
    assert (figure.assisted, figure.provisional) == (HUGE, False)
    ended = await fed.reader.figure(asked("on_time.ended@1", MARCH), NOW)
    assert (ended.numerator, ended.denominator) == (11, 11)
    time = await fed.reader.figure(asked("handling_time.ended@1", MARCH), NOW)
    assert dict(time.excluded) == {"day_only": 11}
    derived = await fed.reader.figure(asked("satisfaction.derived@1", MARCH), NOW)
    assert derived.unknown == 11  # whether anybody complained is not said
    rated = await fed.reader.figure(asked("satisfaction.rating@1", MARCH), NOW)
    assert (rated.numerator, rated.denominator) == (17, 17)


async def test_what_a_period_cuts_stands_beside_the_figure(fed: Fed) -> None:
    quarter = Period(date(2026, 1, 1), date(2026, 4, 1))
    await fed_with(fed, counted(1, 60, quarter, channel=events.CHANNEL_ONLINE, level=4))
    found = {
        name: await fed.reader.figure(asked("online_handling@1", period), NOW)
        for name, period in {"quarter": quarter, "year": YEAR, "march": MARCH}.items()
    }
    numbers = {name: (each.numerator, each.not_attributable) for name, each in found.items()}
    assert numbers == {"quarter": (60, 0), "year": (60, 0), "march": (0, 60)}
    assert rate(found["march"]).receipt.not_attributable == 60
    before = asked("online_handling@1", quarter, as_of=midnight(date(2026, 3, 31)))
    cut = await fed.reader.figure(before, NOW)
    assert (cut.considered, cut.not_attributable) == (0, 60)
    alone = await fed.reader.figure(asked("online_handling@1", MARCH, unit=given.OTHER), NOW)
    assert alone.not_attributable == 0


async def test_a_standard_counts_one_and_is_met_exactly(fed: Fed) -> None:
    start, end = midnight(MARCH.start), midnight(MARCH.end)
    numbers: list[dict[str, int]] = [
        {"volume": 3 * HUGE, "met": 2 * HUGE, "target_numerator": 2, "target_denominator": 3},
        {"volume": 3 * HUGE, "met": 2 * HUGE - 1, "target_numerator": 2, "target_denominator": 3},
        {"volume": 3, "met": 4, "target_numerator": 2, "target_denominator": 3},
        {"volume": 0, "met": 0, "target_numerator": 2, "target_denominator": 3},
        {"volume": 3, "met": 2},
    ]
    stated = [
        given_items.standard(n, start=start, end=end, **each) for n, each in enumerate(numbers, 1)
    ]
    await fed_with(fed, *stated)
    figure = await fed.reader.figure(asked("standard.met@1", MARCH), NOW)
    assert (figure.numerator, figure.denominator) == (1, 2)
    expected = {"more_met_than_volume": 1, "no_numbers": 1, "no_target": 1}
    assert dict(figure.excluded) == expected


@pytest.mark.parametrize("seed", range(3))
async def test_any_counts_add_up_as_their_events_say(fed: Fed, seed: int) -> None:
    by = random.Random(seed)
    edges = [each.start for each in months(YEAR)] + [date(2026, 3, 15), date(2026, 7, 2)]
    stated: list[Any] = []
    for number in range(1, 25):
        start, end = sorted(by.sample(edges, 2))
        channel = by.choice((given.ONLINE, given.IN_PERSON, events.CHANNEL_UNSPECIFIED))
        unit = by.choice((given.WARD, given.DISTRICT, given.OTHER))
        facts = {"channel": channel, "unit": unit, "level": 4}
        stated.append(counted(number, by.randint(0, 9), Period(start, end), **facts))
    dossiers = [given.submitted(1), given.accepted(1)]
    await fed_with(fed, *dossiers, *stated)
    for period in (YEAR, MARCH, Period(date(2026, 2, 1), date(2026, 8, 1))):
        for unit in ("", given.DISTRICT):
            question = asked("online_handling@1", period, unit=unit)
            known = len(dossiers) + by.randint(0, len(stated))
            figure = await fed.reader.figure(question, Requested(None, known))
            assert figure.not_attributable == sum(
                each.n for each in inside(stated[: known - 2], unit) if is_cut(each, period)
            )
            items = [item async for item in fed.reader.items(figure)]
            whole = [each for each in inside(stated[: known - 2], unit) if is_whole(each, period)]
            one = period.start <= date(2026, 3, 2)
            assert Counter(item.kind for item in items) == +Counter(count=len(whole), dossier=one)
            assert figure.considered == sum(each.n for each in whole) + one
            assert figure.digest == naive_digest(lines(items, whole))
            for row in lines(items, whole):
                leaf = [i.id async for i in fed.reader.items(figure, LeafKey(*row[:2]))]
                assert row[3] in leaf
                assert set(leaf) == {e[3] for e in lines(items, whole) if e[:2] == row[:2]}


def inside(stated: list[Any], unit: str) -> list[Any]:
    """Of a unit and what lies below it."""
    district = {given.WARD, given.DISTRICT}
    below = {"": {*district, given.OTHER}, given.DISTRICT: district}
    return [each for each in stated if each.unit in below[unit]]


def days(each: Any) -> tuple[datetime, datetime]:
    """Its begin and end."""
    return each.start_time.ToDatetime(given.AT.tzinfo), each.end_time.ToDatetime(given.AT.tzinfo)


def is_whole(each: Any, period: Period) -> bool:
    start, end = days(each)
    return midnight(period.start) <= start and end <= midnight(period.end)


def is_cut(each: Any, period: Period) -> bool:
    start, end = days(each)
    overlaps = start < midnight(period.end) and midnight(period.start) < end
    return overlaps and not is_whole(each, period)


def lines(items: list[Any], whole: list[Any]) -> list[Row]:
    """The rows of the digest: a counted fact stands in the leaf of its unit and period."""
    parts = {each.count: "/".join(f"{local_day(at)}" for at in days(each)) for each in whole}
    found = [row_of(item) for item in items]
    rows: list[Row] = [(row[0], parts.get(row[3], row[1]), *row[2:]) for row in found]
    assert [row[:2] for row in rows] == [(each.leaf.unit, each.leaf.part) for each in items]
    return rows
