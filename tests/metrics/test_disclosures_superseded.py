"""What was shown once stays known: superseded figures, and figures of one cut-off under several
periods, tell what is hidden as much as those in force.

No database: receipts are given.
"""

from datetime import date, timedelta

from motcua.metrics.v1.events_pb2 import Receipt, StreamPosition
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.figures import Question, Scope, scope_message
from services.metrics.domain.periods import Period, midnight
from tests.metrics.shipped import DEFINITIONS, find
from tests.metrics.test_disclosures_decided import below

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
WORLD = World(below, {})  # a city of the wards a, b and c


def figure(
    unit: str,
    numerator: int,
    denominator: int,
    *,
    known: int = 1,
    definition: str = "on_time.ended",
    period: Period = MARCH,
    later: int = 0,
) -> Candidate:
    """A figure, as of the end of its period or some days later, known at a position."""
    scope = Scope(f"units/{unit}")
    found = Receipt(
        numerator=numerator,
        denominator=denominator,
        considered=denominator,
        scope=scope_message(scope),
        positions=[StreamPosition(stream="submissions", position=known)],
    )
    as_of = midnight(period.end + timedelta(days=later))
    return Candidate(Question(find(definition), scope, period, as_of), found)


def shown(*receipts: Candidate) -> Disclosed:
    """Published as often as that, shown each time."""
    last = receipts[-1]
    earlier = tuple(each.receipt for each in receipts[:-1])
    return Disclosed(
        last.question, last.receipt, disclosed=True, shown=last.receipt, earlier=earlier
    )


def test_a_superseded_figure_is_known_beside_what_was_shown_with_it() -> None:
    """City 57 less A 20 less B 34 is C's 3, although three more of A came to be known."""
    city, ward = figure("city", 30, 57), figure("a", 10, 20)
    later = figure("a", 13, 23, known=5)
    b = figure("b", 17, 34, known=9)
    seen = {"city": shown(city), "a": shown(ward, later)}
    assert hidden({"b": b}, seen, DEFINITIONS, WORLD) == {"b"}
    assert hidden({"b": b}, {"city": shown(city), "a": shown(later)}, DEFINITIONS, WORLD) == set()


def test_a_figure_that_is_superseded_now_stays_known() -> None:
    city, ward = figure("city", 30, 57), figure("a", 10, 20)
    seen = {"city": shown(city), "a": shown(ward)}
    wanted = {"a": figure("a", 13, 23, known=9), "b": figure("b", 17, 34, known=9)}
    assert "b" in hidden(wanted, seen, DEFINITIONS, WORLD)


def test_of_a_hidden_figure_what_was_shown_before_stays_known() -> None:
    first, then = figure("a", 10, 20), figure("a", 13, 23, known=5)
    few = figure("a", 12, 22, known=6).receipt
    question = first.question
    a = Disclosed(question, few, disclosed=False, shown=then.receipt, earlier=(first.receipt,))
    seen = {"city": shown(figure("city", 30, 57)), "a": a}
    assert hidden({"b": figure("b", 17, 34, known=9)}, seen, DEFINITIONS, WORLD) == {"b"}


def test_one_region_as_of_two_days_is_known_by_both() -> None:
    """March as of 1 April, and as of 11 April: the same dossiers, and those that came late."""
    city, ward = figure("city", 30, 57), figure("a", 10, 20)
    again = figure("a", 13, 23, known=5, later=10)
    seen = {"city": shown(city), "a": shown(ward), "a again": shown(again)}
    assert hidden({"b": figure("b", 17, 34, known=9)}, seen, DEFINITIONS, WORLD) == {"b"}


def test_all_that_is_superseded_together_is_shown() -> None:
    first = {"city": figure("city", 30, 60), "a": figure("a", 10, 20), "b": figure("b", 10, 20)}
    assert hidden(first, {}, DEFINITIONS, WORLD) == set()
    seen = {name: shown(each) for name, each in first.items()}
    then = {
        "city": figure("city", 36, 72, known=9),
        "a": figure("a", 16, 32, known=9),
    }
    assert hidden(then, seen, DEFINITIONS, WORLD) == set()


def test_what_was_shown_earlier_and_is_another_number_by_now_is_left_out() -> None:
    """C had none; the city of 36 less A and B of 35 says that it has 1 by now."""
    seen = {"c": shown(figure("c", 0, 0))}
    then = {
        "city": figure("city", 18, 36, known=9),
        "a": figure("a", 10, 20, known=9),
        "b": figure("b", 7, 15, known=9),
    }
    assert hidden(then, seen, DEFINITIONS, WORLD) == {"b"}
    assert hidden({**then, "b": figure("b", 8, 16, known=9)}, seen, DEFINITIONS, WORLD) == set()


def test_a_stock_is_that_of_its_cut_off_whatever_its_period_begins_with() -> None:
    """What is open on 1 April: the city and A under March, B under the first quarter."""
    city = figure("city", 30, 57, definition="stock.open")
    ward = figure("a", 10, 20, definition="stock.open")
    b = figure("b", 17, 34, definition="stock.open", period=QUARTER)
    seen = {"city": shown(city), "a": shown(ward)}
    assert hidden({"b": b}, seen, DEFINITIONS, WORLD) == {"b"}


def test_a_stock_as_of_before_its_period_is_not_public() -> None:
    """Its cut-off is the end of another period, with which it has no day in common."""
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    asked = figure("b", 17, 34, definition="stock.open", period=april)
    before = asked._replace(question=asked.question._replace(as_of=midnight(april.start)))
    assert hidden({"b": before}, {}, DEFINITIONS, WORLD) == {"b"}
    assert hidden({"b": asked}, {}, DEFINITIONS, WORLD) == set()


def test_numbers_that_were_shown_once_are_news_where_they_hold_again() -> None:
    """A had 20, then 26, and by now 20 again: the city's 57 less B's 34 and A's 20 is C's 3."""
    seen = {
        "a": shown(figure("a", 10, 20), figure("a", 13, 26, known=5)),
        "city": shown(figure("city", 30, 60, known=7), figure("city", 30, 57, known=9)),
        "b": shown(figure("b", 10, 20, known=7), figure("b", 17, 34, known=9)),
    }
    assert hidden({"a": figure("a", 10, 20, known=9)}, seen, DEFINITIONS, WORLD) == {"a"}


def hides_now(first: Candidate, few: Candidate) -> Disclosed:
    """Shown at first, hidden where it was published last."""
    before = first.receipt
    return Disclosed(few.question, few.receipt, disclosed=False, shown=before)


def test_what_a_hidden_figure_was_before_does_not_contradict_what_gives_it_now() -> None:
    """C had none, then 3, which are hidden; all others are published again, too, a bit later."""
    c = hides_now(figure("c", 0, 0), figure("c", 3, 3, known=6))
    seen = {
        "c": c,
        "city": shown(figure("city", 20, 40), figure("city", 31, 57, known=7)),
        "b": shown(figure("b", 10, 20), figure("b", 17, 34, known=8)),
        "a": shown(figure("a", 10, 20)),
    }
    assert hidden({"a": figure("a", 11, 20, known=9)}, seen, DEFINITIONS, WORLD) == {"a"}
    without = {name: each for name, each in seen.items() if name != "b"}
    b = {"b": figure("b", 17, 34, known=8)}
    unchanged = {**without, "a": shown(figure("a", 11, 20))}
    assert hidden(b, unchanged, DEFINITIONS, WORLD) == {"b"}


def test_all_that_is_published_again_together_hides_what_it_gives() -> None:
    first = {"city": (20, 40), "a": (10, 20), "b": (10, 20), "c": (0, 0)}
    then = {"city": (31, 57), "a": (11, 20), "b": (17, 34), "c": (3, 3)}
    seen = {name: shown(figure(name, *counts)) for name, counts in first.items()}
    wanted = {name: figure(name, *counts, known=9) for name, counts in then.items()}
    assert hidden(wanted, seen, DEFINITIONS, WORLD) == {"a", "c"}


def test_a_figure_that_moved_does_not_contradict_what_gives_it_by_now() -> None:
    """C of 8, not yet published again, is the city's 60 less A's 20 and B's 34 by now."""
    seen = {
        "c": shown(figure("c", 8, 8))._replace(moved=True),
        "city": shown(figure("city", 28, 48), figure("city", 31, 60, known=7)),
        "b": shown(figure("b", 10, 20), figure("b", 17, 34, known=8)),
        "a": shown(figure("a", 10, 20)),
    }
    assert hidden({"a": figure("a", 11, 20, known=9)}, seen, DEFINITIONS, WORLD) == {"a"}
    many = {"a": figure("a", 8, 14, known=9)}
    assert hidden(many, seen, DEFINITIONS, WORLD) == set()
