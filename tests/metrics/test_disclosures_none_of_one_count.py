"""Where a sum of one count is 0, each of its parts is, whatever the other counts are.

No database: receipts are given.
"""

from datetime import date

from services.metrics.domain.disclosure.audit import disclosed, row
from services.metrics.domain.disclosure.candidates import Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import Region, World
from services.metrics.domain.periods import Period
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_decided import alone
from tests.metrics.test_disclosures_superseded import figure, shown

WORLD = World(alone, {})


def months(first: int, after: int) -> Period:
    return Period(date(2026, first, 1), date(2026, after, 1))


# None of 40 of January and February is on time; April has 3.
FIRST = figure("a", 0, 40, period=months(1, 3))
SECOND = figure("a", 23, 60, period=months(2, 4))
THIRD = figure("a", 26, 61, period=months(3, 5))
APRIL = figure("a", 3, 31, period=months(4, 5))


def test_none_of_two_months_is_none_of_the_second() -> None:
    """So March has 23 on time, and April 26 less 23."""
    given = {"1": FIRST, "2": SECOND, "3": THIRD, "april": APRIL}
    assert hidden(given, {}, DEFINITIONS, WORLD) == {"1", "april"}
    seen = {"1": shown(FIRST), "2": shown(SECOND)}
    assert hidden({"3": THIRD}, seen, DEFINITIONS, WORLD) == {"3"}
    kept_back = Disclosed(APRIL.question, APRIL.receipt, disclosed=False, shown=None)
    seen = {"april": kept_back, "2": shown(SECOND), "3": shown(THIRD)}
    assert hidden({"1": FIRST}, seen, DEFINITIONS, WORLD) == {"1"}


def test_where_some_are_counted_nothing_follows() -> None:
    first = figure("a", 7, 40, period=months(1, 3))
    seen = {"1": shown(first), "2": shown(SECOND)}
    assert hidden({"3": THIRD}, seen, DEFINITIONS, WORLD) == set()


def region(*cells: int) -> Region:
    return Region((frozenset(cells),), frozenset(cells))


def test_a_region_that_is_asked_for_is_helped_by_who_says_that_nobody_is_in_a_part_of_it() -> None:
    """Cells 1 and 2 have 0 of the first count; 2, 3 and 4 together 3, of which nothing is known."""
    rows = [row(region(1, 2), (0, 9), 7), row(region(3, 4, 5), (8, 9), 8), row(region(5), (5, 6))]
    asked = [region(2, 3, 4)]
    assert set(disclosed(rows, asked)) == {frozenset({8}), frozenset({7, 8})}
