"""Ends, closings and followings of one instant: given several, then each is withdrawn alone.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from services.catalog.domain import offerings, words
from tests.catalog.given import LEVEL_2, LEVEL_4
from tests.catalog.given_offerings import closing, refusal_of
from tests.catalog.given_undoing import AT, Town


def offering(*units: str) -> Town:
    town = Town("p", *units)
    for unit in units:
        town.offer(unit, LEVEL_4)
    return town


def ended(town: Town, what: str) -> None:
    town.close("q") if what == "unit" else town.retire(at=AT)


def withdrawn(town: Town, what: str) -> Any:
    return town.withdraw("q") if what == "unit" else town.unretire()


@pytest.mark.parametrize("what", ["unit", "service"])
def test_a_closing_is_not_withdrawn_while_the_offering_ends_then_anyway(what: str) -> None:
    town = offering("q")
    before = town.of("q").lives
    town.do("q", closing(town.of("q"), at=AT))
    ended(town, what)
    assert refusal_of(town.reopen, "q") == "CLOSING_FOLLOWS name"
    withdrawn(town, what)
    assert not offerings.is_open_at(town.of("q"), AT)
    town.reopen("q")
    assert town.of("q").lives == before


@pytest.mark.parametrize("why", [words.UNIT_ENDS.reason, words.SERVICE_RETIRES.reason])
def test_only_the_cause_of_an_end_counts_whatever_a_person_says(why: str) -> None:
    town = offering("q")
    before = town.of("q").lives
    town.do("q", closing(town.of("q"), at=AT, why=why))
    town.reopen("q")
    assert town.of("q").lives == before
    town.do("q", closing(town.of("q"), at=AT, why=why))
    town.offer("q", LEVEL_2, at=AT)
    assert [life.starts for life in town.of("q").lives] == [before[0].starts, AT]
