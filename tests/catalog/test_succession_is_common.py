"""What is common to offerings that a successor goes on with, for any that there may be.

Promises that it depends on no order, and that a succession happens once. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1.events_pb2 import Capability
from services.catalog.domain import lives, offerings
from services.catalog.domain.offerings import Offering
from services.catalog.domain.succession import weakest
from tests.catalog.given import LEVEL_4, NA, NO, UNKNOWN, YES, States
from tests.catalog.given_succession import AT, after_all, following, name, offered
from tests.catalog.given_undoing import Town

some_states = some.dictionaries(
    some.sampled_from([c for c in Capability.values() if c][:8]),
    some.sampled_from([YES, NO, NA, UNKNOWN]),
)
some_offered = some.lists(some_states, min_size=1, max_size=5)


@given(some_offered, some.randoms())
def test_what_is_common_does_not_depend_on_order(known: list[States], chance: Any) -> None:
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert weakest(shuffled) == weakest(known)


@given(some_offered)
def test_what_is_common_is_common_to_itself(known: list[States]) -> None:
    common = weakest(known)
    assert weakest([common]) == common
    assert weakest([common, *known]) == common
    assert weakest([*known, *known]) == common


@given(some_offered)
def test_what_is_common_is_what_the_rule_says(known: list[States]) -> None:
    common = weakest(known)
    for capability in {each for states in known for each in states}:
        said = {states.get(capability, UNKNOWN) for states in known}
        if NO in said:
            expected = NO
        elif UNKNOWN in said:
            expected = UNKNOWN
        else:
            expected = NA if said == {NA} else YES
        assert common[capability] == expected


@given(some_offered)
def test_a_succession_that_has_happened_happens_no_more(known: list[States]) -> None:
    names = [f"q{number}" for number in range(len(known))]
    before: dict[str, offerings.Offering] = {}
    for unit, states in zip(names, known, strict=True):
        before |= offered(unit, states)
    successors = {unit: ["p"] for unit in names}
    done = after_all(before, following(before, successors))
    assert following(done, successors) == {}
    assert offerings.is_open_at(done[name("p")], AT)
    assert not any(offerings.goes_on_at(done[name(unit)], AT) for unit in names)


UNITS = ["q1", "q2", "q3", "q4"]
some_commands = some.permutations(UNITS).flatmap(
    lambda units: some.lists(some.integers(0, len(units)), max_size=3).map(
        lambda cuts: [
            units[since:until]
            for since, until in zip([0, *sorted(cuts)], [*sorted(cuts), len(units)], strict=True)
            if since < until
        ]
    )
)


def naive(known: Mapping[str, States]) -> States:
    """What is common to all, the long way."""
    common: dict[Any, Any] = {}
    for capability in {each for said in known.values() for each in said}:
        every = [said.get(capability, UNKNOWN) for said in known.values()]
        worst = [state for state in (NO, UNKNOWN) if state in every]
        common[capability] = (worst or [NA if set(every) == {NA} else YES])[0]
    return common


@settings(max_examples=100, deadline=None)
@given(
    some.dictionaries(some.sampled_from(UNITS), some_states),
    some_commands,
    some.permutations(UNITS),
    some.integers(0, len(UNITS)),
)
def test_a_successor_has_what_is_common_to_all_that_hand_on(
    offered: dict[str, Any], commands: list[list[str]], order: list[str], withdrawn: int
) -> None:
    town = Town("p", *UNITS)
    known = {unit: {**LEVEL_4, **said} for unit, said in offered.items()}
    for unit, said in known.items():
        town.offer(unit, said)
    for units in commands:
        if len(units) == 1:
            town.split(units[0], units[0], "p")
        else:
            town.merge(*units, into="p")
    left = dict(known)
    assert_common(town.of("p"), left)
    for unit in order[:withdrawn]:
        town.withdraw(unit)
        left.pop(unit, None)
        assert_common(town.of("p"), left)


def assert_common(heir: Offering, handed_on: Mapping[str, States]) -> None:
    life = lives.life_at(heir, AT)
    assert (life is not None) == bool(handed_on)
    if life is not None:
        assert life.states(AT) == naive(handed_on)
