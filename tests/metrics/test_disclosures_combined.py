"""What follows of a unit and days that were published apart is hidden before it is published.

No database: receipts are given.
"""

from datetime import date

import pytest

from services.metrics.domain.disclosure import regions
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


def test_regions_are_put_together_of_what_was_published(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (frozenset([n]) for n in range(2))
    found = [region((one, one)), region((other, other)), region((one, other))]
    assert list(combined(found)) == [region((other, one))]
    assert list(combined([Region((), frozenset())])) == []
    monkeypatch.setattr(regions, "COMBINED", 3)
    assert list(combined(found)) == []
