"""Which figures are hidden from the public, by their own counts, and what of a figure is public.

No database: receipts are given.
"""

from datetime import datetime
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import (
    Bucket,
    Disclosure,
    ExcludedCount,
    Percentile,
    Rate,
    Receipt,
    ValueState,
)
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.small import has_small, public
from services.metrics.domain.figures import Question, Scope, scope_message
from services.metrics.domain.indicators.definition import Definition, read
from services.metrics.domain.periods import Period, midnight, month_named
from tests.metrics.shipped import DEFINITIONS, find

MARCH = Period(month_named("2026-03"), month_named("2026-04"))


def receipt(numerator: int, denominator: int, unknown: int = 0, *excluded: int) -> Receipt:
    return Receipt(
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        considered=denominator + sum(excluded),
        excluded=[ExcludedCount(reason=f"r{n}", count=each) for n, each in enumerate(excluded)],
    )


def question(definition: str, unit: str = "units/a") -> Question:
    return Question(find(definition), Scope(unit), MARCH, midnight(MARCH.end))


@pytest.mark.parametrize(
    ("counts", "small"),
    [
        ((0, 0), False),
        ((5, 10), False),
        ((10, 10), False),
        ((0, 5), False),
        ((4, 10), True),
        ((1, 1), True),
        ((6, 10), True),  # four are not in the numerator
        ((5, 10, 4), True),
        ((5, 10, 5), False),
        ((20, 26, 5), True),  # one is known not to be in the numerator
        ((20, 30, 5), False),
        ((5, 10, 0, 5, 3), True),
        ((5, 10, 0, 5), False),
        ((0, 0, 0, 2), True),
    ],
)
def test_a_count_of_one_to_four_hides_a_figure(counts: tuple[int, ...], small: bool) -> None:
    assert has_small(receipt(*counts)) == small


def alone(unit: str, at: datetime) -> frozenset[str]:
    """No unit lies below another."""
    return frozenset([unit])


def wanted(**receipts: Receipt) -> dict[str, Candidate]:
    """By definition; the name of a figure is that of its definition."""
    named = {name.replace("__", "."): each for name, each in receipts.items()}
    return {name: Candidate(question(name), each) for name, each in named.items()}


SOUND, SMALL = receipt(5, 10), receipt(1, 10)


def test_definitions_of_one_kind_and_key_are_hidden_together() -> None:
    figures = wanted(
        on_time__ended=SMALL, e_result=SOUND, online_handling=SOUND, online_handling__acts=SOUND
    )
    assert hidden(figures, {}, DEFINITIONS, World(alone, {})) == {"on_time.ended", "e_result"}


def test_what_is_published_later_is_hidden_with_what_was_hidden() -> None:
    before = Disclosed(question("on_time.ended"), SMALL, disclosed=False, shown=None)
    assert hidden(wanted(e_result=SOUND), {"before": before}, DEFINITIONS, World(alone, {})) == {
        "e_result"
    }
    elsewhere = before._replace(question=question("on_time.ended", "units/b"))
    assert (
        hidden(wanted(e_result=SOUND), {"before": elsewhere}, DEFINITIONS, World(alone, {}))
        == set()
    )
    again = wanted(on_time__ended=SOUND, e_result=SOUND)
    assert hidden(again, {"on_time.ended": before}, DEFINITIONS, World(alone, {})) == set()


def test_services_tell_of_no_person_however_few_they_are() -> None:
    assert (
        hidden(wanted(coverage__l3l4=SMALL, standard__met=SMALL), {}, DEFINITIONS, World(alone, {}))
        == set()
    )


def candidate(numerator: int, denominator: int, **scope: Any) -> Candidate:
    """A figure of `on_time.ended` in March."""
    found, asked = receipt(numerator, denominator), question("on_time.ended")
    found.scope.CopyFrom(scope_message(Scope(**scope)))
    return Candidate(asked._replace(scope=Scope(**scope)), found)


def below(unit: str, at: datetime) -> frozenset[str]:
    """A city of three wards."""
    wards = frozenset(["units/a", "units/b", "units/c"])
    return wards if unit in ("", "units/city") else frozenset([unit])


def shown(each: Candidate) -> Disclosed:
    return Disclosed(each.question, each.receipt, disclosed=True, shown=each.receipt)


CITY = candidate(30, 57, unit="units/city")
A, B, C = (
    candidate(10, 20, unit="units/a"),
    candidate(10, 17, unit="units/b"),
    candidate(10, 20, unit="units/c"),
)
FEW = candidate(0, 3, unit="units/c")


def test_of_those_that_would_give_a_small_count_together_the_smallest_is_hidden() -> None:
    city = candidate(20, 40, unit="units/city")
    wanted = {"city": city, "a": A, "b": B, "few": FEW}
    assert hidden(wanted, {}, DEFINITIONS, World(below, {})) == {"few", "b"}
    assert (
        hidden({"city": CITY, "a": A, "b": B, "c": C}, {}, DEFINITIONS, World(below, {})) == set()
    )


def test_what_was_shown_stays_so_that_what_comes_last_is_hidden() -> None:
    city = candidate(20, 40, unit="units/city")
    seen = {"few": Disclosed(FEW.question, FEW.receipt, disclosed=False, shown=None)}
    seen |= {"a": shown(A), "b": shown(B)}
    assert hidden({"city": city}, seen, DEFINITIONS, World(below, {})) == {"city"}
    del seen["few"]  # C was never published: that it has three follows all the same
    assert hidden({"city": city}, seen, DEFINITIONS, World(below, {})) == {"city"}


def test_a_difference_of_overlapping_closes_is_a_count() -> None:
    closes = {}
    for day in (25, 28):
        found = candidate(6 + day % 5, 40 + day, unit="units/a")
        end = MARCH.end.replace(month=3, day=day)
        asked = found.question._replace(period=Period(MARCH.start, end), as_of=midnight(end))
        closes[str(day)] = found._replace(question=asked)
    assert hidden(closes, {}, DEFINITIONS, World(below, {})) == {"25"}


def test_the_public_sees_one_dimension_and_no_officer() -> None:
    service = candidate(10, 20, unit="units/a", service="services/s")
    field = candidate(10, 20, unit="units/a", filters=(Filter("field", ("land",)),))
    both = candidate(
        10, 20, unit="units/a", service="services/s", filters=(Filter("field", ("land",)),)
    )
    channel = candidate(10, 20, unit="units/a", filters=(Filter("channel", ("post",)),))
    officer = candidate(10, 20, unit="units/a", filters=(Filter("officer", ("officers/o",)),))
    now = candidate(10, 20, unit="units/a", units_at=midnight(MARCH.end))
    figures = {"service": service, "both": both, "channel": channel, "officer": officer, "now": now}
    assert hidden(figures, {}, DEFINITIONS, World(below, {})) == {
        "both",
        "channel",
        "officer",
        "now",
    }
    assert hidden({"both": both}, {}, DEFINITIONS, World(below, {})) == {"both"}
    assert hidden({"field": field}, {}, DEFINITIONS, World(below, {})) == set()
    assert hidden({"field": field}, {"s": shown(service)}, DEFINITIONS, World(below, {})) == {
        "field"
    }


def own(name: str, where: str, numerator: str = "paid_online") -> Definition:
    """A city's definition of some of the dossiers that `online_handling.all` considers."""
    text = find("online_handling.all").text.replace("online_handling.all", name)
    text = text.replace("numerator = 'channel == \"online\"'", f"numerator = '{numerator}'")
    return read(text.replace("excluded =", f"where = '{where}'\nexcluded ="))


def of(definition: Definition, unit: str, numerator: int, denominator: int) -> Candidate:
    asked = question("on_time.ended")._replace(definition=definition, scope=Scope(unit))
    found = receipt(numerator, denominator)
    found.scope.CopyFrom(scope_message(Scope(unit)))
    return Candidate(asked, found)


def test_what_is_considered_among_the_items_of_others_is_audited_with_them() -> None:
    """Of 100 in A 98 did not complain: that two did follows from both."""
    every, some = find("online_handling.all"), own("own.some", "!complained")
    known = [*DEFINITIONS, some]
    both = {"all": of(every, "units/a", 60, 100), "some": of(some, "units/a", 30, 98)}
    assert "some" in hidden(both, {}, known, World(below, {}))
    assert hidden({"some": both["some"]}, {"all": shown(both["all"])}, known, World(below, {})) == {
        "some"
    }
    assert hidden({"all": both["all"]}, {"some": shown(both["some"])}, known, World(below, {})) == {
        "all"
    }


def test_a_condition_on_a_fact_that_others_count_by_hides() -> None:
    """The online ones of B, beside all online ones of the city and of A, would give those of C."""
    online = own("own.online", 'channel == "online"')
    known = [*DEFINITIONS, online]
    assert hidden({"b": of(online, "units/b", 10, 20)}, {}, known, World(below, {})) == {"b"}


@pytest.mark.parametrize(
    ("electronic", "few"), [((57, 100), True), ((60, 100), False), ((55, 100), False)]
)
def test_what_one_numerator_lacks_of_another_is_a_count(
    electronic: tuple[int, int], few: bool
) -> None:
    """Of 60 filed online, 57 have an electronic result where they have a written one: 3 do not."""
    every, some = find("online_handling.all"), find("online_handling.e_result")
    both = {"all": of(every, "units/a", 60, 100), "some": of(some, "units/a", *electronic)}
    world = World(below, {})
    assert hidden(both, {}, DEFINITIONS, world) == (set(both) if few else set())
    seen = {"all": shown(both["all"])}
    assert hidden({"some": both["some"]}, seen, DEFINITIONS, world) == ({"some"} if few else set())


def test_what_a_numerator_lacks_follows_from_a_sum_too() -> None:
    every, some = find("online_handling.all"), find("online_handling.e_result")
    city = [of(every, "units/city", 120, 200), of(some, "units/city", 110, 200)]
    ward = [of(every, "units/a", 60, 90), of(some, "units/a", 52, 90)]
    both = dict(zip(("city", "city e", "a", "a e"), (*city, *ward), strict=True))
    world = World(below, {})
    assert hidden(both, {}, DEFINITIONS, world) == {"a", "a e"}
    both["a e"] = of(some, "units/a", 55, 90)
    assert hidden(both, {}, DEFINITIONS, world) == set()


def test_facts_that_have_nothing_in_common_are_not_compared() -> None:
    timely, electronic = find("on_time.ended"), find("e_result")
    both = {"t": of(timely, "units/a", 60, 100), "e": of(electronic, "units/a", 57, 100)}
    assert hidden(both, {}, DEFINITIONS, World(below, {})) == set()


def test_what_was_shown_by_a_fact_that_is_counted_by_now_hides_what_comes() -> None:
    among = candidate(10, 20, unit="units/a", filters=(Filter("assisted", ("yes",)),))
    assert hidden({"a": among}, {}, DEFINITIONS, World(below, {})) == set()
    seen = {"a": shown(among)}
    assert hidden({"b": B}, seen, DEFINITIONS, World(below, {})) == set()
    text = find("on_time.ended").text.replace('"on_time.ended"', '"own.assisted"')
    counted = read(text.replace("verdict in", "assisted && verdict in"))
    assert hidden({"b": B}, seen, [*DEFINITIONS, counted], World(below, {})) == {"b"}


def test_where_all_have_one_condition_it_is_no_dimension() -> None:
    received = find("on_time.received")
    figure = of(received, "units/a", 10, 20)
    scope = Scope("units/a", filters=(Filter("channel", ("post",)),))
    figure.receipt.scope.CopyFrom(scope_message(scope))
    chosen = figure._replace(question=figure.question._replace(scope=scope))
    assert hidden({"post": chosen}, {}, DEFINITIONS, World(below, {})) == set()


def test_of_a_hidden_figure_only_its_question_and_positions_are_public() -> None:
    whole = receipt(1, 9, 1, 2)
    for field in ("definition", "digest", "definition_digest"):
        setattr(whole, field, field)
    whole.scope.unit, whole.provisional, whole.assisted = "units/a", True, 3
    rate = Rate(receipt=whole, state=ValueState.VALUE_STATE_KNOWN, percent="11.1",
        percent_low="11.1", percent_high="22.2", percentiles=[Percentile(rank=50)])  # fmt: skip
    kept = Receipt(definition="definition", definition_digest="definition_digest")
    kept.scope.unit = "units/a"
    nothing = Rate(receipt=kept, state=ValueState.VALUE_STATE_SUPPRESSED)
    for disclosure in (Disclosure.DISCLOSURE_HIDDEN, Disclosure.DISCLOSURE_UNSPECIFIED):
        assert public(rate, disclosure) == nothing
    assert rate.receipt.numerator == 1  # the publication stays as it is


def test_of_a_shown_figure_no_count_is_public_that_is_not_audited() -> None:
    whole = receipt(6, 12)
    whole.assisted, whole.not_attributable = 3, 2
    whole.buckets.append(Bucket(up_to=5, count=2))
    rate = Rate(receipt=whole, state=ValueState.VALUE_STATE_KNOWN, percentiles=[Percentile()])
    found = public(rate, Disclosure.DISCLOSURE_SHOWN)
    assert found == Rate(
        receipt=receipt(6, 12), state=ValueState.VALUE_STATE_KNOWN, percentiles=[Percentile()]
    )
