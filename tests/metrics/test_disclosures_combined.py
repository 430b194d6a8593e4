"""What follows of a unit and days that were published apart is hidden before it is published.

No database: receipts are given.
"""

from datetime import date
from itertools import permutations

import pytest

from services.metrics.domain.disclosure import regions
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import Region, World, combined, divide, region
from services.metrics.domain.periods import Period
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_superseded import figure, shown

JANUARY, FEBRUARY, BOTH = (
    Period(date(2026, *start), date(2026, *end))
    for start, end in (((1, 1), (2, 1)), ((2, 1), (3, 1)), ((1, 1), (3, 1)))
)
UNITS = {"city": "abcd", "p": "ab", "q": "cd"}
WORLD = World(
    lambda unit, _: frozenset(f"units/{each}" for each in UNITS.get(unit[6:], unit[6:])), {}
)


def test_a_district_less_than_the_rest_of_a_city_and_of_a_month_is_hidden() -> None:
    """104 in both months less p's 49 of January and q's 25 of each month is p's 5 of February."""
    seen = {
        "city": shown(figure("city", 61, 104, period=BOTH)),
        "p": shown(figure("p", 27, 49, period=JANUARY)),
        "c": shown(figure("c", 11, 16, period=BOTH)),
        "q": shown(figure("q", 17, 25, period=FEBRUARY)),
        "b": shown(figure("b", 8, 13, period=BOTH)),
    }
    last = {"q of January": figure("q", 16, 25, period=JANUARY)}
    assert hidden(last, seen, DEFINITIONS, WORLD) == {*last}
    many = {"q of January": figure("q", 10, 18, period=JANUARY)}
    assert hidden(many, seen, DEFINITIONS, WORLD) == set()


def of_service(
    name: str, numerator: int, denominator: int, *, unit: str = "b", period: Period = BOTH
) -> Candidate:
    """A figure of B, or of another unit, of one service."""
    each = figure(unit, numerator, denominator, period=period)
    each.receipt.scope.service = name
    scope = each.question.scope._replace(service=name)
    return each._replace(question=each.question._replace(scope=scope))


def test_days_that_were_only_told_apart_are_looked_at() -> None:
    """B of both months by both services is 49, and 46 in January: 3 in February."""
    services = {"service": frozenset(["services/x", "services/y"])}
    seen = {
        "b": shown(figure("b", 17, 46, period=JANUARY)),
        "x": shown(of_service("services/x", 8, 20)),
    }
    last = {"y": of_service("services/y", 10, 29)}
    world = WORLD._replace(values=services)
    assert hidden(last, seen, DEFINITIONS, world) == {*last}
    many = {"y": of_service("services/y", 15, 38)}
    assert hidden(many, seen, DEFINITIONS, world) == set()


def test_regions_are_put_together_of_what_was_published(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (frozenset([n]) for n in range(2))
    found = [region((one, one)), region((other, other)), region((one, other))]
    assert list(combined(found)) == [region((other, one))]
    assert list(combined([Region((), frozenset())])) == []
    apart = [region((one | other, one)), region((one, one | other))]
    assert region((other, other)) in list(combined(apart))
    monkeypatch.setattr(regions, "COMBINED", 4)
    assert list(combined(apart)) == [region((one | other, one | other)), region((one, one))]
    monkeypatch.setattr(regions, "COMBINED", 3)
    assert list(combined(apart)) == []
    monkeypatch.undo()
    two = [region((frozenset([n]),)) for n in range(3)]
    assert list(combined(two, [[one | other]])) == [region((one | other,))]
    monkeypatch.setattr(regions, "COMBINED", 3)
    assert list(combined(two, [[one | other]])) == []


def test_days_between_any_two_are_put_together_where_they_are_told_apart() -> None:
    months = [date(2026, n, 1) for n in range(1, 5)]
    january, two, quarter = (Period(months[0], months[n]) for n in (1, 2, 3))
    questions = [figure("b", 1, 2, period=each).question for each in (january, two, quarter)]
    first, both, all_three = divide(questions, WORLD).regions
    found = divide(questions, WORLD).spans
    assert set(found[0]) == {
        first.sides[0],
        both.sides[0],
        all_three.sides[0],
        both.sides[0] - first.sides[0],
        all_three.sides[0] - first.sides[0],
        all_three.sides[0] - both.sides[0],
    }
    assert len(divide([questions[0], questions[2]], WORLD).spans[0]) == 3
    february = figure("b", 1, 2, period=Period(*months[1:3])).question
    apart = divide([february, questions[2]], WORLD)
    assert {*apart.spans[0]} == {each.sides[0] for each in apart.regions}  # not January alone


@pytest.mark.parametrize("wards", [*permutations("abc")])
def test_what_two_wards_have_together_that_no_district_joins_is_looked_at(
    wards: tuple[str, ...],
) -> None:
    """48 of x and y in A, B and C less 30 of x less 10 of y in B is 8 of y in A and C: 4 are not in
    the numerator. That A and B have 34 says nothing of it.
    """
    other = wards[1]
    below = {"city": "abc", "p": wards[0] + other}
    world = World(
        lambda unit, _: frozenset(f"units/{each}" for each in below.get(unit[6:], unit[6:])),
        {"service": frozenset(["services/x", "services/y"])},
    )
    seen = {
        "all": shown(figure("city", 21, 48, period=BOTH)),
        "x": shown(of_service("services/x", 12, 30, unit="city")),
        "two": shown(figure("p", 14, 34, period=BOTH)),
    }
    last = {"y": of_service("services/y", 5, 10, unit=other)}
    assert hidden(last, seen, DEFINITIONS, world) == {*last}
    many = {**seen, "all": shown(figure("city", 25, 60, period=BOTH))}
    assert hidden(last, many, DEFINITIONS, world) == set()
