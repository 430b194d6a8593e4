"""The rules `vn.levels@1` and `vn.extent@1`, cell by cell, against a table written out by hand.

Promises that each capability has in each state the effect that the table says. Must not use the
rule's own data to say what is right.
"""

from __future__ import annotations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, Extent
from services.catalog.domain.levels import Lack, Terms, assess, missing
from tests.catalog.given import INFO, LEVEL_2, LEVEL_3, LEVEL_4, NA, NO, UNKNOWN, YES, States

ONLINE, POST, IN_PERSON = (
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_RESULT_POST,
    facts.CAPABILITY_RESULT_IN_PERSON,
)
# capability: the level that it holds up, and whether "not applicable" is as good as yes.
TABLE = {
    facts.CAPABILITY_INFO_STEPS: (1, False),
    facts.CAPABILITY_INFO_DOCUMENTS: (1, False),
    facts.CAPABILITY_INFO_DEADLINE: (1, False),
    facts.CAPABILITY_INFO_AUTHORITY: (1, False),
    facts.CAPABILITY_INFO_FEES: (1, False),
    facts.CAPABILITY_INFO_RESULT: (1, False),
    facts.CAPABILITY_INFO_LEGAL_BASIS: (1, False),
    facts.CAPABILITY_FORMS_DOWNLOAD: (2, True),
    facts.CAPABILITY_FILE_OFFLINE: (2, True),
    facts.CAPABILITY_FORMS_ONLINE: (3, True),
    facts.CAPABILITY_FILE_ONLINE: (3, False),
    facts.CAPABILITY_HANDLE_ONLINE: (3, True),
    facts.CAPABILITY_PAY_ONLINE: (4, True),
}
CELLS = [(c, s) for c in TABLE for s in (YES, NO, NA, UNKNOWN, None)]


def with_(states: States, **changed: CapabilityState) -> dict[Capability, CapabilityState]:
    named = {Capability.Value(f"CAPABILITY_{key.upper()}"): s for key, s in changed.items()}
    return {**states, **named}


def without(states: States, *gone: Capability) -> dict[Capability, CapabilityState]:
    return {c: s for c, s in states.items() if c not in gone}


@pytest.mark.parametrize(("capability", "state"), CELLS)
def test_one_cell_decides_the_level(capability: Capability, state: CapabilityState | None) -> None:
    rest = without(LEVEL_4, capability)
    found = assess(rest if state is None else {**rest, capability: state}, Terms())
    level, absence_is_as_good = TABLE[capability]
    provided = state == YES or (state == NA and absence_is_as_good)
    assert found.earned == (4 if provided else level - 1)
    assert found.attainable == (4 if provided or state in {None, UNKNOWN} else level - 1)


@pytest.mark.parametrize(("capability", "state"), CELLS)
def test_what_is_missing_is_named_with_its_state(
    capability: Capability, state: CapabilityState | None
) -> None:
    rest = without(LEVEL_4, capability)
    found = missing(rest if state is None else {**rest, capability: state}, Terms(), 4)
    provided = state == YES or (state == NA and TABLE[capability][1])
    assert found == ([] if provided else [Lack(capability, state or UNKNOWN)])


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_missing_for_a_level_stops_at_that_level(level: int) -> None:
    named = {lack.capability for lack in missing({}, Terms(), level)}
    below = {c for c, (held, _) in TABLE.items() if held <= level}
    assert named == below | ({ONLINE, POST, IN_PERSON} if level == 4 else set())


def test_nothing_recorded_earns_nothing_and_may_earn_everything() -> None:
    assert assess({}, Terms()) == (0, 4, facts.EXTENT_UNKNOWN)


def test_a_hole_in_a_lower_group_keeps_the_level_below_it() -> None:
    assert assess(without(LEVEL_4, facts.CAPABILITY_INFO_FEES), Terms()).earned == 0


@pytest.mark.parametrize(("states", "level"), [(INFO, 1), (LEVEL_2, 2), (LEVEL_3, 3), (LEVEL_4, 4)])
def test_each_group_adds_a_level(states: States, level: int) -> None:
    assert assess(states, Terms()).earned == level


@pytest.mark.parametrize("online", [YES, NO, NA, UNKNOWN])
@pytest.mark.parametrize("post", [YES, NO, NA, UNKNOWN])
@pytest.mark.parametrize("in_person", [YES, NO, NA, UNKNOWN])
def test_a_result_needs_one_yes_or_no_written_result_at_all(
    online: CapabilityState, post: CapabilityState, in_person: CapabilityState
) -> None:
    ways = (online, post, in_person)
    states = with_(LEVEL_4, result_online=online, result_post=post, result_in_person=in_person)
    found = assess(states, Terms())
    is_provided = YES in ways or ways == (NA, NA, NA)
    assert found.earned == (4 if is_provided else 3)
    assert found.attainable == (4 if is_provided or UNKNOWN in ways else 3)


@pytest.mark.parametrize("written", [None, False, True])
def test_no_written_result_is_believed_until_the_service_contradicts(written: bool | None) -> None:
    states = with_(LEVEL_4, result_online=NA, result_post=NA, result_in_person=NA)
    terms = Terms(written_result=written)
    found = assess(states, terms)
    assert found.attainable == 4
    assert found.earned == (3 if written else 4)
    assert found.extent == (facts.EXTENT_PARTIAL if written else facts.EXTENT_FULL)
    lacks = [Lack(c, UNKNOWN) for c in (ONLINE, POST, IN_PERSON)]
    assert missing(states, terms, 4) == (lacks if written else [])


def test_paying_online_is_not_applicable_only_while_no_fee_is_above_zero() -> None:
    states = with_(LEVEL_4, pay_online=NA)
    assert assess(states, Terms(has_fee=False)).earned == 4
    assert assess(states, Terms(has_fee=True))[:2] == (3, 4)
    assert missing(states, Terms(has_fee=True), 4) == [Lack(facts.CAPABILITY_PAY_ONLINE, UNKNOWN)]


@pytest.mark.parametrize("state", [NO, NA, UNKNOWN])
def test_other_capabilities_bear_on_no_level(state: CapabilityState) -> None:
    states = with_(
        LEVEL_4,
        register_online=state,
        authenticate_online=state,
        decide_online=state,
        feedback_online=state,
    )
    assert assess(states, Terms()).earned == 4


@pytest.mark.parametrize(
    ("states", "written", "extent"),
    [
        (LEVEL_4, None, facts.EXTENT_FULL),
        (with_(LEVEL_4, result_online=NO, result_post=YES), None, facts.EXTENT_FULL),
        (with_(LEVEL_4, result_online=NO, result_in_person=YES), True, facts.EXTENT_PARTIAL),
        (with_(LEVEL_4, result_online=NO, result_in_person=YES), False, facts.EXTENT_FULL),
        (LEVEL_3, None, facts.EXTENT_PARTIAL),
        (with_(LEVEL_4, pay_online=NO), None, facts.EXTENT_PARTIAL),
        (with_({}, file_online=YES), None, facts.EXTENT_PARTIAL),
        (with_(LEVEL_3, file_online=NO), None, facts.EXTENT_NONE),
        (with_(LEVEL_4, file_online=NA), None, facts.EXTENT_UNKNOWN),
        (with_(LEVEL_4, file_online=UNKNOWN), None, facts.EXTENT_UNKNOWN),
    ],
)
def test_extent_follows_its_own_rule(states: States, written: bool | None, extent: Extent) -> None:
    assert assess(states, Terms(written_result=written)).extent == extent
