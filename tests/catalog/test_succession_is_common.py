"""What is common to offerings that a successor goes on with, for any that there may be.

Promises that it depends on no order, and that a succession happens once. Must not need a database.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from motcua.catalog.v1.events_pb2 import Capability
from services.catalog.domain import offerings
from services.catalog.domain.succession import weakest
from tests.catalog.given import NA, NO, UNKNOWN, YES, States
from tests.catalog.given_succession import AT, after_all, following, name, offered

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
