"""Figures of one place as of two days, published in any order: those as of one day go together.

No database: receipts are given.
"""

from itertools import permutations

from services.metrics.domain.disclosure.candidates import Candidate, Disclosed, Figure
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.instants import by_instant
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_combined import BOTH, FEBRUARY, JANUARY
from tests.metrics.test_disclosures_combined import WORLD as MONTHS
from tests.metrics.test_disclosures_superseded import WORLD, figure, shown

# March as of 1 April, and ten days later: the city less A less B is C's 3, and then 6 of 12.
NUMBERS = {
    ("city", 0): (30, 57), ("a", 0): (10, 20), ("b", 0): (17, 34),
    ("city", 10): (40, 76), ("a", 10): (12, 24), ("b", 10): (22, 40),
}  # fmt: skip
LAST = ("b", 0)


def of(unit: str, later: int, known: int) -> Candidate:
    return figure(unit, *NUMBERS[unit, later], known=known, later=later)


def hides_the_last(order: tuple[tuple[str, int], ...], *, known: tuple[int, ...]) -> bool:
    """Whether B as of 1 April is hidden after all others were shown."""
    seen = dict[str, Disclosed]()
    for each, position in zip(order, known, strict=False):
        seen[f"{each}"] = shown(of(*each, position))
    wanted = {f"{LAST}": of(*LAST, known[-1])}
    return hidden(wanted, seen, DEFINITIONS, WORLD) == {*wanted}


def test_the_rest_as_of_a_day_is_secret_in_whichever_order_two_days_were_published() -> None:
    others = [each for each in NUMBERS if each != LAST]
    for order in permutations(others):
        assert hides_the_last(order, known=(1, 2, 3, 4, 5, 9))
        assert hides_the_last(order, known=(1, 1, 1, 1, 1, 1))


def test_what_is_left_as_of_each_day_is_shown_where_it_is_many() -> None:
    seen = {
        f"{each}": shown(figure(each[0], n, of, known=1, later=each[1]))
        for each, (n, of) in {**NUMBERS, ("city", 0): (37, 71)}.items()
        if each != LAST
    }
    assert hidden({"b": of(*LAST, 9)}, seen, DEFINITIONS, WORLD) == set()


def test_what_was_so_as_of_another_day_does_not_contradict_what_is_so_as_of_one() -> None:
    """As of March Q's 11 of February less D's 7 are C's 4. C's 18 of both months less its 7 of
    January, as of February, would be 11.
    """
    seen = {
        "c of January": shown(figure("c", 7, 21, period=JANUARY)),
        "c": shown(figure("c", 18, 40, period=BOTH)),
        "q": shown(figure("q", 11, 38, period=FEBRUARY)),
    }
    last = {"d": figure("d", 7, 19, period=FEBRUARY)}
    assert hidden(last, seen, DEFINITIONS, MONTHS) == {"d"}
    many = {"d": figure("d", 6, 19, period=FEBRUARY)}
    assert hidden(many, seen, DEFINITIONS, MONTHS) == set()


def test_figures_of_one_day_each_are_looked_at_once() -> None:
    seen = shown(figure("city", 30, 57))
    wanted = figure("a", 10, 20)
    from_city = (seen.question, seen.latest, (), False)
    from_ward = (wanted.question, wanted.receipt, (), True)
    figures = [Figure(*each) for each in (from_city, from_ward)]
    assert list(by_instant(figures)) == []
