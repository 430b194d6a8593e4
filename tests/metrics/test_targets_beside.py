"""Targets beside rates: which hold where and when, how far a rate is from them, as known when.

Given targets and dossiers, when a rate is asked for, then the targets that hold come with it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.events_pb2 import Rate, TargetDistance
from services.metrics.domain import targets as rules
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Figure, Positions, Question, Scope, date_message
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.targets import Target
from services.metrics.queries.positions import NOW, Requested
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import BIRTH, CITY, DISTRICT, LAND, OTHER, WARD
from tests.metrics.shipped import find

ONLINE = "online_handling"
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
PHONE = (Filter("channel", ("phone",)),)
FILTERS = [
    (),
    (),
    PHONE,
    (Filter("channel", ("phone", "post")),),
    (*PHONE, Filter("level", ("3",))),
]
EARLY = datetime(2026, 1, 1, tzinfo=UTC)


def target_set(
    number: int = 1,
    threshold: Fraction = Fraction(4, 5),
    *,
    since: datetime = EARLY,
    by: str = "",
    **scope: Any,
) -> catalog.TargetSet:
    """A target of an indicator."""
    event = catalog.TargetSet(
        target=f"targets/{number}",
        indicator=scope.pop("indicator", ONLINE),
        effective_time=given.timestamp(since),
        **scope,
    )
    event.threshold.numerator, event.threshold.denominator = threshold.as_integer_ratio()
    if by:
        event.by_date.CopyFrom(date_message(date.fromisoformat(by)))
    return event


def target_withdrawn(number: int, since: datetime) -> catalog.TargetWithdrawn:
    """It stands no more."""
    return catalog.TargetWithdrawn(
        target=f"targets/{number}", effective_time=given.timestamp(since), reason="r"
    )


async def rated(
    fed: Fed,
    scope: Scope = Scope(),  # noqa: B008 — a frozen value
    *,
    period: Period = MARCH,
    known: Requested = NOW,
    definition: str = ONLINE,
) -> Rate:
    """A rate as it leaves."""
    question = Question(find(definition), scope, period, midnight(period.end))
    return await fed.reader.targets.rate(await fed.reader.figure(question, known))


def names(rate: Rate) -> list[str]:
    return [each.target.removeprefix("targets/") for each in rate.targets]


async def seven_of_ten(fed: Fed) -> None:
    """In March, in the ward; of two more the channel is not known."""
    channels = [given.ONLINE] * 7 + [given.IN_PERSON] + [given.UNKNOWN] * 2
    events = []
    for number, channel in enumerate(channels, 1):
        events += [
            given.submitted(number, channel=channel),
            given.accepted(number, channel=channel),
        ]
    await fed.apply([given.recorded(n, event) for n, event in enumerate(events, 1)])


async def test_a_rate_says_how_far_it_is_from_its_target(fed: Fed) -> None:
    await seven_of_ten(fed)
    await fed.learn(target_set(by="2026-12-31", unit=CITY))
    found = (await rated(fed, Scope(CITY))).targets
    assert list(found) == [
        TargetDistance(
            target="targets/1", unit=CITY, threshold_numerator=4, threshold_denominator=5,
            by_date={"year": 2026, "month": 12, "day": 31}, due=False, met=False, missing=1,
            distance="-10.0", attained="87.5", attained_high="100.0",
        )
    ]  # fmt: skip
    assert not (await rated(fed)).targets


async def test_the_nearest_unit_s_targets_count_and_all_of_them_by_day(fed: Fed) -> None:
    await fed.learn(
        target_set(1),
        target_set(2, unit=CITY, by="2030-12-31"),
        target_set(3, unit=CITY, by="2026-12-31"),
        target_set(4, unit=WARD, indicator="e_result"),
        target_set(5, unit=DISTRICT, service=LAND),
        target_set(6, unit=DISTRICT, channel=catalog.CHANNEL_PHONE),
        target_set(7, service=BIRTH),
    )
    assert names(await rated(fed)) == ["1"]
    assert names(await rated(fed, Scope(WARD))) == ["3", "2"]
    assert names(await rated(fed, Scope(OTHER))) == ["3", "2"]
    assert names(await rated(fed, Scope(WARD, alone=True))) == ["3", "2"]
    assert names(await rated(fed, Scope(WARD, LAND))) == ["5"]
    assert names(await rated(fed, Scope(CITY, BIRTH))) == ["3", "2"]
    assert names(await rated(fed, Scope("", BIRTH))) == ["7"]
    assert names(await rated(fed, Scope(WARD), definition="e_result")) == ["4"]
    assert names(await rated(fed, Scope(WARD, filters=PHONE))) == ["6"]
    assert names(await rated(fed, Scope(OTHER, filters=PHONE))) == []


async def test_targets_are_those_of_as_of_and_of_what_was_known(fed: Fed) -> None:
    may, april = midnight(date(2026, 5, 1)), midnight(date(2026, 4, 1))
    await fed.learn(target_set(1))
    first = fed.catalog
    await fed.learn(target_set(1, Fraction(9, 10), since=may), target_set(2, since=april))
    await fed.learn(target_withdrawn(1, since=may + timedelta(days=10)))

    async def thresholds(month: int, known: Requested = NOW) -> list[tuple[str, int]]:
        period = Period(date(2026, month, 1), date(2026, month + 1, 1))
        found = await rated(fed, period=period, known=known)
        return [(each.target[8:], each.threshold_numerator) for each in found.targets]

    assert await thresholds(3) == [("1", 4)]  # what takes effect at as_of is after it
    assert await thresholds(4) == [("1", 4), ("2", 4)]
    assert await thresholds(5) == [("2", 4)]
    assert await thresholds(5, Requested(catalog=first)) == [("1", 4)]
    assert await thresholds(5, Requested(catalog=fed.catalog - 1)) == [("1", 9), ("2", 4)]


async def test_a_unit_has_the_target_of_where_it_lay(fed: Fed) -> None:
    await fed.learn(target_set(1, unit=DISTRICT), target_set(2, unit=OTHER))
    await fed.learn(given.moved(WARD, OTHER, midnight(date(2026, 5, 1))))
    assert names(await rated(fed, Scope(WARD))) == ["1"]
    may = Period(date(2026, 5, 1), date(2026, 6, 1))
    assert names(await rated(fed, Scope(WARD), period=may)) == ["2"]
    assert names(await rated(fed, Scope(WARD), period=may, known=Requested(fed.catalog - 1))) == [
        "1"
    ]


async def test_without_a_value_a_target_is_not_met_and_a_histogram_has_none(fed: Fed) -> None:
    await fed.learn(target_set(), target_set(2, indicator="handling_time.ended"))
    (empty,) = (await rated(fed)).targets
    assert (empty.met, empty.missing, empty.distance, empty.attained) == (False, 0, "", "")
    assert not (await rated(fed, definition="handling_time.ended")).targets


@pytest.mark.parametrize(
    ("threshold", "due", "by"),
    [("9/10", True, None), ("9/10", True, date(2026, 3, 31)), ("9/10", False, date(2026, 4, 1))],
)
def test_a_target_is_due_when_its_day_is_over(threshold: str, due: bool, by: date | None) -> None:
    target = Target("targets/1", ONLINE, "", "", "", Fraction(threshold), by)
    assert rules.distance(target, figure(1, 2, 0)).due == due


def figure(numerator: int, denominator_only: int, unknown: int) -> Figure:
    question = Question(find(ONLINE), Scope(), MARCH, midnight(MARCH.end))
    counts = (numerator, denominator_only, unknown)
    return Figure(question, Positions(1, 1), *counts, (), 0, "", covered=True, provisional=False)


COUNTS = st.integers(0, 10**15) | st.integers(0, 30)


@having(COUNTS, COUNTS, COUNTS, st.fractions(0, 1, max_denominator=1000))
def test_distances_are_exact(above: int, below: int, unknown: int, threshold: Fraction) -> None:
    found = rules.distance(
        Target("t", ONLINE, "", "", "", threshold, None), figure(above, below, unknown)
    )
    whole, t, u = above + below + unknown, threshold.numerator, threshold.denominator
    if not whole:
        assert (found.met, found.missing, found.distance, found.attained) == (False, 0, "", "")
        return
    assert found.met == (above * u >= t * whole)
    if found.met:
        assert (found.missing, found.attained) == (0, "100.0")
    else:
        assert (above + found.missing) * u >= t * whole > (above + found.missing - 1) * u
        tenths = Fraction(above * 1000 * u, t * whole)
        assert abs(Fraction(found.attained) * 10 - tenths) <= (
            Fraction(1, 2) if 1 <= tenths < 999 else 1
        )
    points = Fraction(above * 1000, whole) - threshold * 1000
    shown = Fraction(found.distance) * 10
    assert (shown == 0) == (points == 0)
    assert abs(shown - points) <= 1
    assert Fraction(found.attained) <= Fraction(found.attained_high)


@having(st.integers(0, 10**6))
def test_what_holds_is_what_a_walk_up_the_tree_finds_first(seed: int) -> None:
    random = Random(seed)
    parents = {CITY: "", DISTRICT: CITY, WARD: DISTRICT, OTHER: CITY}
    targets = [
        Target(
            f"targets/{n}", ONLINE, random.choice(["", *parents]), random.choice(["", BIRTH, LAND]),
            random.choice(["", "", "phone"]), Fraction(n, 100),
            random.choice([None, date(2026, 1, 1), date(2030, 1, 1)]),
        )
        for n in range(random.randrange(8))
    ]  # fmt: skip
    scope = Scope(
        random.choice(["", *parents]), random.choice(["", BIRTH]), filters=random.choice(FILTERS)
    )
    above = {unit: frozenset(walk(unit, parents)) for unit in parents}
    assert rules.holding(targets, scope, above) == first_found(targets, scope, parents)


def walk(unit: str, parents: dict[str, str]) -> list[str]:
    return [unit, *walk(parents[unit], parents)] if unit else []


def first_found(targets: list[Target], scope: Scope, parents: dict[str, str]) -> list[Target]:
    """Step by step up, asking for the service itself first."""
    channel = {(): "", PHONE: "phone"}.get(scope.filters, "another")
    for unit in [*walk(scope.unit, parents), ""]:
        for service in (scope.service, "") if scope.service else ("",):
            found = [
                each
                for each in targets
                if (each.unit, each.service, each.channel) == (unit, service, channel)
            ]
            if found:
                return sorted(found, key=lambda each: (each.by_date or date.min, each.name))
    return []
