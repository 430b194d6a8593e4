"""Ranks and orders of a league table, and who answers for a unit when.

Given lines with their counts, when they are put in an order, then as plain division would.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given as having
from hypothesis import strategies as st

from services.metrics.domain import leagues as rules
from services.metrics.domain.leagues import Change, Line
from services.metrics.domain.periods import midnight
from tests.metrics.given import WARD
from tests.metrics.test_targets_beside import figure


def line(unit: str, numerator: int, denominator: int) -> Line:
    return Line(figure(numerator, denominator - numerator, 0), unit)


@having(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8), st.booleans())
def test_equal_rates_have_equal_ranks(pairs: list[tuple[int, int]], descending: bool) -> None:
    lines = [line(f"units/{n}", min(pair), max(pair)) for n, pair in enumerate(pairs)]
    standing = rules.ranks(lines)
    rates = {
        id(each): each.figure.numerator / each.figure.denominator
        for each in lines
        if each.figure.denominator
    }
    for each in lines:
        above = (
            sum(other > rates[id(each)] for other in rates.values()) if id(each) in rates else -1
        )
        assert rules.rank_of(each, standing) == above + 1
    found = rules.ordered(lines, "rate desc" if descending else "rate")
    valued = [rates[id(each)] for each in found if id(each) in rates]
    assert valued == sorted(rates.values(), reverse=descending)
    assert all(id(each) not in rates for each in found[len(valued) :])


def test_of_two_who_answer_for_a_unit_the_later_counts() -> None:
    day = midnight(date(2026, 3, 1))
    changes = [
        Change(WARD, "a", True, day, 1),
        Change(WARD, "b", True, day + timedelta(days=1), 2),
        Change(WARD, "b", False, day + timedelta(days=2), 3),
    ]
    found = [rules.on_duty(changes, day + timedelta(hours=n * 24 - 12)) for n in range(4)]
    assert found == ["", "a", "b", "a"]


def test_who_begins_at_a_midnight_answers_for_that_day_and_later_in_it_for_the_next() -> None:
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    assert rules.first_day(midnight(first)) == first
    assert rules.first_day(midnight(first) + timedelta.resolution) == second
    begun = [Change(WARD, "a", True, midnight(first), 1)]
    assert rules.answering({WARD: begun}, [WARD], midnight(first)) == "a"
