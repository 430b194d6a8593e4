"""Commands on a nation's members, as decisions: events in, an event or a refusal out.

Given what was recorded of a member, when a publisher asks, then this. No database.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from motcua.metrics.v1.federation_events_pb2 import (
    MemberAdmitted,
    MemberEnded,
    MemberReinstated,
    MemberRevised,
    MemberSuspended,
    StreamFault,
)
from motcua.metrics.v1.federation_pb2 import Member
from services.chassis.errors import Refusal
from services.metrics.domain.federation import members as domain
from services.metrics.domain.figures import date_message

HUE = "members/hue"
START, END = date_message(date(2026, 1, 1)), date_message(date(2026, 7, 1))
ADMITTED = MemberAdmitted(member=HUE, display_name="Huế", start_date=START, verifier_keys=["k1"])
ENDED = MemberEnded(member=HUE, end_date=END)
SUSPENDED = MemberSuspended(member=HUE, fault=StreamFault.STREAM_FAULT_GAP, sequence=4)
REINSTATED = MemberReinstated(member=HUE, reason="restored")


def given(*events: Any) -> Member:
    return domain.member(events)


def refused(decide: Any, **arguments: Any) -> list[tuple[str, str]]:
    """The codes of a refusal, with their fields."""
    with pytest.raises(Refusal) as raised:
        decide(**arguments)
    refusal = raised.value
    return [(each.reason.code, each.field) for each in (refusal, *refusal.also)]


def test_an_admitted_member_is_active_with_its_keys_and_an_etag() -> None:
    found = given(ADMITTED)
    assert (found.name, found.display_name, found.state) == (HUE, "Huế", Member.STATE_ACTIVE)
    assert (list(found.verifier_keys), found.etag) == (["k1"], '"1"')
    assert given() == Member()


def test_a_city_is_admitted_once() -> None:
    arguments = {"name": HUE, "display_name": "Huế", "start": START, "keys": ["k1"]}
    assert domain.admit(given(), **arguments) == ADMITTED
    assert refused(lambda: domain.admit(given(ADMITTED), **arguments)) == [
        ("MEMBER_EXISTS", "member_id")
    ]


def test_every_key_that_is_at_fault_is_named() -> None:
    arguments = {"name": HUE, "display_name": "Huế", "start": START}
    assert refused(lambda: domain.admit(given(), keys=[], **arguments)) == [
        ("VERIFIER_KEYS_MISSING", "verifier_keys")
    ]
    many = [*map(str, range(10)), "3", "4"]
    assert refused(lambda: domain.admit(given(), keys=many, **arguments)) == [
        ("LIST_TOO_LONG", "verifier_keys"),
        ("VERIFIER_KEY_REPEATED", "verifier_keys[10]"),
        ("VERIFIER_KEY_REPEATED", "verifier_keys[11]"),
    ]


def test_a_revision_states_what_changes_and_keeps_the_rest() -> None:
    revised = MemberRevised(member=HUE, display_name="Huế", verifier_keys=["k2", "k1"])
    assert domain.revise(given(ADMITTED), display_name="", keys=["k2", "k1"]) == revised
    assert list(given(ADMITTED, revised).verifier_keys) == ["k2", "k1"]
    assert domain.revise(given(ADMITTED), display_name="Huế", keys=[]) is None


def test_a_membership_ends_once_and_after_it_started() -> None:
    assert domain.end(given(ADMITTED), day=END) == ENDED
    assert refused(lambda: domain.end(given(ADMITTED, ENDED), day=END)) == [
        ("MEMBER_ENDED_ALREADY", "name")
    ]
    assert refused(lambda: domain.end(given(ADMITTED), day=START)) == [
        ("MEMBER_ENDS_BEFORE_IT_STARTS", "end_date")
    ]


def test_a_member_is_suspended_with_its_fault_once_and_reinstated_with_none() -> None:
    suspended = given(ADMITTED, SUSPENDED)
    assert (suspended.state, suspended.fault_sequence) == (Member.STATE_SUSPENDED, 4)
    assert domain.suspend(suspended, fault=StreamFault.STREAM_FAULT_TREE, sequence=9) is None
    assert domain.reinstate(suspended, reason="restored") == REINSTATED
    again = given(ADMITTED, SUSPENDED, REINSTATED)
    assert (again.state, again.fault, again.fault_sequence) == (Member.STATE_ACTIVE, 0, 0)
    assert domain.reinstate(again, reason="x") is None


def test_days_of_a_membership_are_half_open() -> None:
    found = given(ADMITTED, ENDED)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [domain.belongs(found, day) for day in days] == [False, True, True, False]
