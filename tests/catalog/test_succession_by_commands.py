"""One successor of several units by several commands, for the same instant.

Promises that it goes on with what was common to all of them, whatever the order and the number of
the commands, and whichever of them are withdrawn. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lives, offerings, words
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NA, NO, NOW, UNKNOWN, YES, States
from tests.catalog.given_offerings import SIX, closing, declaring, kinds, opening, recording
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import AT, Town, seen

SECOND = DAY / 86400
FILE, PAY = facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE


def level(town: Town, unit: str = "p") -> int:
    span = offerings.span_at(town.of(unit), AT)
    assert span is not None
    return span.level


def states(town: Town, unit: str = "p") -> States:
    life = lives.life_at(town.of(unit), AT)
    assert life is not None
    return life.states(AT)


def offering(**by: States) -> Town:
    """A town in which units offer the service, and p does not."""
    town = Town("p", *by)
    for unit, known in by.items():
        town.offer(unit, known)
    return town


def test_a_second_merger_takes_what_only_the_first_had() -> None:
    for order in (("q1", "q2"), ("q2", "q1")):
        town = offering(q1=LEVEL_4, q2=LEVEL_2)
        for unit in order:
            town.merge(unit, into="p")
        assert level(town) == 2
        assert states(town)[FILE] == UNKNOWN


def test_what_was_recorded_before_is_handed_on_whatever_the_clocks_say() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4)
    came = town.now  # a merger arrives, and waits for its turn
    town.now += 2 * SECOND
    town.do("q1", recording(town.of("q1"), {FILE: NO}, at=NOW))
    town.now = came
    town.merge("q1", into="p")
    town.now += 9 * SECOND
    town.merge("q2", into="p")
    assert states(town)[FILE] == NO
    town.withdraw("q2")
    assert states(town)[FILE] == NO


def test_what_was_recorded_at_the_same_moment_but_later_is_not_handed_on() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4)
    came = town.now
    town.split("q1", "q1", "p")
    town.now = came  # as rows of one chunk
    town.do("q1", recording(town.of("q1"), {FILE: NO}, at=NOW))
    town.now = came
    town.merge("q2", into="p")
    assert level(town) == 4


def test_what_is_handed_on_again_is_what_is_known_then() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4)
    for unit in ("q1", "q2"):
        town.merge(unit, into="p")
    town.withdraw("q1")
    town.do("q1", recording(town.of("q1"), {FILE: NO}, at=NOW))
    town.merge("q1", into="p")
    assert states(town)[FILE] == NO
    town.withdraw("q2")
    assert states(town)[FILE] == NO


def test_a_split_joins_a_merger() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_2)
    town.merge("q1", into="p")
    town.split("q2", "q2", "p")
    assert (level(town), level(town, "q2")) == (2, 2)


def test_an_offering_that_was_open_by_itself_is_not_weakened() -> None:
    town = offering(q1=LEVEL_2, q2={})
    town.offer("p", LEVEL_4, at=AT)
    before = town.of("p")
    for unit in ("q1", "q2"):
        town.merge(unit, into="p")
    assert town.of("p") == before


def test_what_followed_at_another_instant_is_not_weakened() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_2)
    town.merge("q1", into="p", at=AT - DAY / 2)
    town.merge("q2", into="p")
    assert level(town) == 4


def test_what_was_said_of_the_successor_itself_stays() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_2)
    town.merge("q1", into="p")
    town.do("p", recording(town.of("p"), {PAY: NO}, at=AT))
    town.do("p", declaring(town.of("p"), 1, "Quyết định 7", at=AT))
    town.do("p", recording(town.of("p"), LEVEL_3, at=AT + DAY))
    town.do("p", closing(town.of("p"), at=AT + 9 * DAY))
    town.merge("q2", into="p")
    life = lives.life_at(town.of("p"), AT)
    assert life is not None
    ceiling = life.ceiling(AT)
    assert ceiling is not None
    assert (life.states(AT)[PAY], life.states(AT)[FILE], ceiling.level) == (NO, UNKNOWN, 1)
    assert (life.states(AT + DAY)[FILE], life.ends) == (YES, AT + 9 * DAY)


def test_rules_that_differ_give_way_to_the_usual_one_in_any_order() -> None:
    for order in (("q1", "q2"), ("q2", "q1")):
        town = Town("p", "q1", "q2")
        town.offer("q1", LEVEL_4, level_rule=SIX)
        town.offer("q2", LEVEL_3)
        for unit in order:
            town.merge(unit, into="p")
        assert level(town) == 3
        town.withdraw("q2")
        life = lives.life_at(town.of("p"), AT)
        assert life is not None
        assert life.opening.level_rule == SIX


def test_the_facts_name_what_is_gone_on_with() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4)
    town.merge("q1", into="p")
    town.merge("q2", into="p")
    found = town.told[name("p")]
    assert kinds(found)[3:] == ["OfferingClosed", "OfferingOpened", "CapabilitiesRecorded"]
    said: Any = [fact.message for fact in found[3:]]
    assert said[0].cause == words.SAID_ANEW.cause
    assert [each.offering for each in said[1].follows] == [name("q1"), name("q2")]
    assert said[2].is_common


def test_a_successor_is_as_strong_as_those_that_still_hand_on() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_2, q3=LEVEL_3)
    town.merge("q1", "q2", into="p")
    town.merge("q3", into="p")
    town.withdraw("q2")
    assert level(town) == 3
    town.withdraw("q3")
    assert level(town) == 4
    town.withdraw("q1")
    assert not offerings.goes_on_at(town.of("p"), AT)


def test_it_is_handed_on_what_was_known_when_that_was_planned() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4, q3=LEVEL_4)
    town.merge("q1", into="p")
    town.do("q1", recording(town.of("q1"), {FILE: NO}, at=NOW))
    town.merge("q2", into="p")
    town.do("q2", closing(town.of("q2"), at=NOW))
    town.merge("q3", into="p")
    town.withdraw("q3")
    assert level(town) == 4


def test_a_unit_that_goes_on_hands_on_what_was_known_when_that_was_planned() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_4)
    town.split("q1", "q1", "p")
    town.do("q1", recording(town.of("q1"), {FILE: NO}, at=NOW))
    town.merge("q2", into="p")
    assert level(town) == 4


def test_what_was_planned_of_the_successor_later_on_stays() -> None:
    town = offering(q1=LEVEL_4, q2=LEVEL_2)
    town.merge("q1", into="p")
    town.do("p", closing(town.of("p"), at=AT + 3 * DAY))
    town.offer("p", LEVEL_3, at=AT + 5 * DAY)
    town.merge("q2", into="p")
    town.withdraw("q1")
    found = [offerings.span_at(town.of("p"), AT + days * DAY) for days in (0, 3, 5)]
    assert [span and span.level for span in found] == [2, None, 3]


UNITS = ["q1", "q2", "q3", "q4"]
some_states = some.dictionaries(
    some.sampled_from([FILE, PAY, facts.CAPABILITY_INFO_FEES, facts.CAPABILITY_RESULT_ONLINE]),
    some.sampled_from([YES, NO, NA, UNKNOWN]),
    max_size=3,
)
some_unit, some_day = some.sampled_from(UNITS), some.integers(0, 5)
some_steps = some.lists(
    some.one_of(
        some.tuples(some.just("plan"), some.lists(some_unit, min_size=1, max_size=3, unique=True)),
        some.tuples(some.just("divide"), some_unit),
        some.tuples(some.just("withdraw"), some_unit),
        some.tuples(some.just("learn"), some.tuples(some_unit, some_states)),
        some.tuples(some.just("record"), some.tuples(some_day, some_states)),
        some.tuples(some.just("ceiling"), some.tuples(some_day, some.sampled_from([None, 1, 2]))),
        some.tuples(some.just("close"), some_day),
        some.tuples(some.just("open"), some.tuples(some_day, some_states)),
    ),
    max_size=14,
)


class Two:
    """The same town twice: in one of them some units hand on by plans that are withdrawn."""

    def __init__(self, offered: Mapping[str, tuple[States, int | None]], doomed: set[str]) -> None:
        self.planned, self.never, self.doomed = Town("p", *UNITS), Town("p", *UNITS), doomed
        for unit, (said, ceiling) in offered.items():
            for town in (self.planned, self.never):
                rest = {"ceiling": ceiling, "ceiling_reason": "vì"} if ceiling else {}
                town.offer(unit, {**LEVEL_2, **said}, **rest)

    def take(self, kind: str, said: Any) -> None:
        if kind == "plan":
            self.plan(said)
        elif kind == "divide":
            self.divide(said)
        elif kind == "withdraw":
            if said in self.doomed and self.planned.unit(said).changes:
                self.planned.withdraw(said)
        else:
            with suppress(Refusal):
                self.both(kind, said)

    def divide(self, unit: str) -> None:
        if not self.planned.unit(unit).changes:
            for town in [self.planned] + [self.never] * (unit not in self.doomed):
                town.split(unit, unit, "p")

    def plan(self, units: list[str]) -> None:
        free = [unit for unit in units if not self.planned.unit(unit).changes]
        kept = [unit for unit in free if unit not in self.doomed]
        for town, merging in ((self.planned, free), (self.never, kept)):
            if merging:
                town.merge(*merging, into="p")

    def both(self, kind: str, said: Any) -> None:
        unit = said[0] if kind == "learn" else "p"
        decided = [(town, decide(town, kind, said)) for town in (self.planned, self.never)]
        for town, done in decided:
            town.do(unit, done)


def decide(town: Town, kind: str, said: Any) -> Any:
    heir = town.of("p")
    if kind == "learn":
        return recording(town.of(said[0]), said[1], at=NOW)
    if kind == "close":
        return closing(heir, at=AT + said * DAY)
    number, rest = said
    if kind == "record":
        return recording(heir, rest, at=AT + number * DAY)
    if kind == "ceiling":
        return declaring(heir, rest, "vì" if rest else "", at=AT + number * DAY)
    named = {"offering": name("p"), "unit": "units/p"}
    return opening({**LEVEL_4, **rest}, known=heir, at=AT + number * DAY, **named)


@settings(max_examples=200, deadline=None)
@given(
    some.dictionaries(some_unit, some.tuples(some_states, some.sampled_from([None, 1, 2]))),
    some.sets(some_unit, max_size=3),
    some_steps,
)
def test_what_was_withdrawn_had_never_been_planned(
    offered: dict[str, Any], doomed: set[str], steps: list[tuple[str, Any]]
) -> None:
    try:
        two = Two(offered, doomed)
    except Refusal:  # a ceiling above what is earned
        return
    for kind, said in steps:
        two.take(kind, said)
    for unit in sorted(doomed):
        two.take("withdraw", unit)
    for unit in ("p", *UNITS):
        for half_days in range(-4, 14):
            at = AT + half_days * DAY / 2
            assert seen(two.planned.of(unit), at) == seen(two.never.of(unit), at)
