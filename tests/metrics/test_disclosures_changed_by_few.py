"""A ward that was shown and is hidden by now has changed: a city that changed by 1 would tell how.

No database: receipts are given.
"""

import pytest

from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_superseded import (
    QUARTER,
    WORLD,
    figure,
    hides_now,
    shown,
)

CITY, NONE = figure("city", 20, 40), figure("c", 0, 0)
FEW = figure("c", 1, 1, known=9)


def hides(now: Candidate, name: str, **seen: Disclosed) -> bool:
    return hidden({name: now}, seen, DEFINITIONS, WORLD) == {name}


def city(numerator: int, denominator: int) -> Candidate:
    return figure("city", numerator, denominator, known=9)


@pytest.mark.parametrize(
    ("numerator", "denominator", "few"),
    [(21, 41, True), (24, 44, True), (20, 41, True), (25, 45, False), (30, 41, True)],
)
def test_a_city_that_changed_by_few_is_hidden_with_its_ward(
    numerator: int, denominator: int, *, few: bool
) -> None:
    """40 and then 41: the 1 is C's. Also by the others, where numerators changed by many."""
    now = city(numerator, denominator)
    assert hides(now, "city", city=shown(CITY), c=hides_now(NONE, FEW)) == few
    both = {"city": now, "c": FEW}
    seen = {"city": shown(CITY), "c": shown(NONE)}
    assert hidden(both, seen, DEFINITIONS, WORLD) == ({"city", "c"} if few else {"c"})


def test_a_ward_that_moved_may_be_few_by_now() -> None:
    """The city is published again before its ward, which had nobody, or 10 of 20."""
    moved = shown(NONE)._replace(moved=True)
    assert hides(city(21, 41), "city", city=shown(CITY), c=moved)
    many = shown(figure("c", 10, 20))._replace(moved=True)
    assert not hides(city(21, 41), "city", city=shown(CITY), c=many)
    assert hides(
        city(17, 37), "city", city=shown(CITY), c=shown(figure("c", 5, 10))._replace(moved=True)
    )


def test_what_is_around_one_that_is_hidden_so_is_hidden_too() -> None:
    """The quarter of C changed with its month, and the city's month with both."""
    quarter = figure("c", 10, 20, period=QUARTER)
    seen = {"quarter": shown(quarter), "c": shown(NONE), "city": shown(CITY)}
    wanted = {
        "quarter": figure("c", 11, 21, period=QUARTER, known=9),
        "c": FEW,
        "city": city(21, 41),
    }
    assert hidden(wanted, seen, DEFINITIONS, WORLD) == {"quarter", "c", "city"}


def test_another_ward_or_one_that_was_never_shown_says_nothing() -> None:
    seen = {"city": shown(CITY), "c": hides_now(NONE, FEW)}
    a = shown(figure("a", 10, 20))
    assert not hides(figure("a", 11, 21, known=9), "a", a=a, **seen)
    never = Disclosed(FEW.question, FEW.receipt, disclosed=False, shown=None)
    assert not hides(city(21, 41), "city", city=shown(CITY), c=never)
