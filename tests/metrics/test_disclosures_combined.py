"""What follows of a unit and days that were published apart is hidden before it is published.

No database: receipts are given.
"""

from datetime import date

import pytest

from services.metrics.domain.disclosure import regions
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import Region, World, combined, region
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


def of_service(name: str, numerator: int, denominator: int, *, period: Period = BOTH) -> Candidate:
    """A figure of B, of one service."""
    each = figure("b", numerator, denominator, period=period)
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
