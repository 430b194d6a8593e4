"""Figures of two kinds that have the same items tell what is hidden of either.

No database: receipts are given, each of as many items as the numerator and the others together.
"""

from datetime import date

from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.periods import Period
from tests.metrics.counted_city import WORLD as TWO_DISTRICTS
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_decided import below
from tests.metrics.test_disclosures_superseded import figure, shown

WORLD = World(below, {})  # a city of the wards a, b and c
MONTHS_2 = Period(date(2026, 1, 1), date(2026, 3, 1))
MONTHS_4 = Period(date(2026, 1, 1), date(2026, 5, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
DOSSIERS, ACTS, ALL = "online_handling", "online_handling.acts", "online_handling.all"


def kept_back(of: Candidate) -> Disclosed:
    """Published, and hidden."""
    return Disclosed(of.question, of.receipt, disclosed=False, shown=None)


def given(**seen: Disclosed) -> dict[str, Disclosed]:
    """By the names of figures."""
    return dict(seen)


def hides(now: Candidate, seen: dict[str, Disclosed]) -> bool:
    """Whether a figure that is published now is hidden."""
    return hidden({"now": now}, seen, DEFINITIONS, WORLD) == {"now"}


def test_acts_give_dossiers_where_each_is_one_dossier() -> None:
    """Dossiers: city 57, A 20. B has 34 acts, and the city as many as dossiers: so C has 3."""
    acts = figure("city", 30, 57, definition=ACTS)
    seen = given(
        city=shown(figure("city", 30, 57, definition=DOSSIERS)),
        a=shown(figure("a", 10, 20, definition=DOSSIERS)),
        c=kept_back(figure("c", 3, 3, definition=DOSSIERS)),
        acts=shown(acts),
    )
    b = figure("b", 17, 34, definition=ACTS)
    assert hides(b, seen)
    fewer = figure("city", 29, 56, definition=ACTS)
    assert not hides(b, seen | given(acts=shown(fewer)))  # some act has two dossiers, somewhere


def test_a_figure_that_shows_that_acts_are_dossiers_is_hidden() -> None:
    """Two months: acts of Q, which is C and D, 33; dossiers of D 31. That of four months as many
    dossiers of D as acts are published says that so it was in these two: C has 2.
    """
    seen = given(
        q=shown(figure("q", 33, 33, definition=ACTS, period=MONTHS_2)),
        d=shown(figure("d", 31, 31, definition=DOSSIERS, period=MONTHS_2)),
        acts_of_c=shown(figure("c", 22, 22, definition=ACTS, period=MONTHS_4)),
        dossiers_of_c=shown(figure("c", 22, 22, definition=DOSSIERS, period=MONTHS_4)),
        acts_of_d=shown(figure("d", 55, 55, definition=ACTS, period=MONTHS_4)),
    )
    c = figure("c", 2, 2, definition=DOSSIERS, period=MONTHS_2)
    wanted = {"c": c, "now": figure("d", 55, 55, definition=DOSSIERS, period=MONTHS_4)}
    assert hidden(wanted, seen, DEFINITIONS, TWO_DISTRICTS) == {"c", "now"}
    wanted["now"] = figure("d", 60, 60, definition=DOSSIERS, period=MONTHS_4)
    assert hidden(wanted, seen, DEFINITIONS, TWO_DISTRICTS) == {"c"}


def test_what_hidden_figures_agree_with_is_not_seen_before_others_show_it() -> None:
    """Dossiers: city 109, B 20. P, which is A and B, has 24 acts, and nobody sees that these are
    its dossiers but by hidden figures, until the city's 109 acts say it: A has 4 dossiers.
    """
    seen = given(
        city=shown(figure("city", 109, 109, definition=ALL)),
        b=shown(figure("b", 20, 20, definition=ALL)),
        a=kept_back(figure("a", 4, 4, definition=ALL)),
        acts_of_p=shown(figure("p", 24, 24, definition=ACTS)),
        acts_of_a=kept_back(figure("a", 4, 4, definition=ACTS)),
        acts_of_b=kept_back(figure("b", 20, 20, definition=ACTS)),
    )
    acts = figure("city", 109, 109, definition=ACTS)
    assert hidden({"acts": acts}, seen, DEFINITIONS, TWO_DISTRICTS) == {"acts"}
    acts = figure("city", 108, 108, definition=ACTS)
    assert hidden({"acts": acts}, seen, DEFINITIONS, TWO_DISTRICTS) == set()


def test_levels_give_all_levels_where_each_is_known() -> None:
    """All levels: A 10 of 20, B 17 of 34. The city has 30 of 64 at levels 3 and 4, and no other, so
    that 30 of 64 are those of all levels, whether published or not: C has 3 of 10.
    """
    seen = given(
        a=shown(figure("a", 10, 20, definition=ALL)), b=shown(figure("b", 17, 34, definition=ALL))
    )
    city = figure("city", 30, 64, definition=DOSSIERS)
    assert hides(city, seen)
    assert hides(figure("b", 17, 34, definition=ALL), given(a=seen["a"], city=shown(city)))
    city.receipt.excluded.add(reason="level_unknown", count=5)  # filed online, or not
    city.receipt.considered += 5
    assert not hides(city, seen)


def test_what_came_in_and_is_held_gives_what_ended() -> None:
    """Ended: city 60, B 29. C held 10, took in 30 and holds 12: it ended 28, and A 3."""
    seen = given(
        city=shown(figure("city", 30, 60)),
        b=shown(figure("b", 15, 29)),
        a=kept_back(figure("a", 0, 3)),
        c=kept_back(figure("c", 14, 28)),
        before=shown(figure("c", 5, 10, definition="stock.open", period=FEBRUARY)),
        after=shown(figure("c", 6, 12, definition="stock.open")),
    )
    assert hides(figure("c", 15, 30, definition="online_handling.all"), seen)
    # One of 31 was withdrawn: nobody sees from these numbers how many ended.
    assert not hides(figure("c", 15, 31, definition="online_handling.all"), seen)


def test_what_was_received_and_did_not_end_is_held() -> None:
    """C received 23, ended 20, and holds 3; so it does where it took in 23, and held none."""
    seen = given(c=kept_back(figure("c", 3, 3, definition="stock.open")))
    ended = figure("c", 10, 20)
    for received in ("on_time.received", ALL):
        came = given(came=shown(figure("c", 12, 23, definition=received)))
        assert hides(ended, seen | came)
        # One of 24 was withdrawn, or was held before.
        came = given(came=shown(figure("c", 12, 24, definition=received)))
        assert not hides(ended, seen | came)


def test_what_ended_is_what_was_rated_where_all_were() -> None:
    seen = given(
        city=shown(figure("city", 30, 60)),
        b=shown(figure("b", 15, 29)),
        a=kept_back(figure("a", 0, 3)),
        c=kept_back(figure("c", 14, 28)),
    )
    assert hides(figure("c", 15, 28, definition="satisfaction.rating"), seen)
    assert not hides(figure("c", 15, 27, definition="satisfaction.rating"), seen)


def test_those_that_are_not_paused_are_the_others() -> None:
    """Open: city 40 of 60, A 12 of 20. Paused: B 6 of 20; so C has 6 paused, or 4."""
    seen = given(
        city=shown(figure("city", 40, 60, definition="stock.open")),
        a=shown(figure("a", 12, 20, definition="stock.open")),
    )
    assert not hides(figure("b", 6, 20, definition="stock.paused"), seen)
    assert hides(figure("b", 8, 20, definition="stock.paused"), seen)


def test_what_is_published_as_known_earlier_is_held_against_what_was_known_then() -> None:
    """City 57 less A 20 less B 34 is C's 3; that C has 40 by now changes nothing about it."""
    seen = given(
        city=shown(figure("city", 30, 57)),
        a=shown(figure("a", 10, 20)),
        c=shown(figure("c", 20, 40, known=9)),
    )
    assert hides(figure("b", 17, 34), seen)


def test_a_kind_of_which_all_that_was_shown_moved_says_nothing() -> None:
    """Dossiers of all levels were corrected since, and are not published again yet."""
    seen = given(
        city=shown(figure("city", 30, 60, definition=ALL))._replace(moved=True),
        acts=shown(figure("city", 30, 60, definition=ACTS)),
    )
    assert not hides(figure("a", 20, 40), seen)
    assert hides(figure("a", 3, 40), seen)
