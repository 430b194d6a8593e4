"""`coverage.l3l4@1`: where a service in force stands, by its offerings in scope.

Given assessments, when they are classified, then one membership. Must not need a database.
"""

import pytest

from services.metrics.domain.classes import DENOMINATOR, NUMERATOR, UNKNOWN, Offered, coverage


@pytest.mark.parametrize("level", [3, 4])
def test_the_best_offering_decides(level: int) -> None:
    assert coverage([Offered(1, 1, 1), Offered(level, level, level)]) == NUMERATOR


def test_a_service_that_nobody_offers_is_not_covered() -> None:
    assert coverage([]) == DENOMINATOR


def test_what_might_be_earned_is_unknown_and_not_online() -> None:
    assert coverage([Offered(earned=2, attainable=3, level=2)]) == UNKNOWN
    assert coverage([Offered(earned=0, attainable=4, level=0), Offered(2, 2, 2)]) == UNKNOWN


def test_an_offering_of_which_nothing_is_recorded_is_unknown_and_not_fully_online() -> None:
    assert coverage([Offered()]) == UNKNOWN


@pytest.mark.parametrize("earned", [3, 4])
def test_a_ceiling_below_what_is_earned_is_a_no(earned: int) -> None:
    assert coverage([Offered(earned=earned, attainable=4, level=2)]) == DENOMINATOR
