"""Names, officers, policies and calendars of a unit: given what happened, when one is changed, then
these facts or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import descriptions, unit_attributes, units
from services.catalog.domain.effective import instant
from services.chassis.decider import Fact
from tests.catalog.given import NOW, messages, text
from tests.catalog.given_units import (
    appointed,
    assigned,
    closed,
    moved,
    on,
    opened,
    policy,
    refused,
    relieved,
    renamed,
    unit,
    withdrawn,
)

WARD = unit(opened("w"))
ENDING = unit(opened("w"), closed("w", day=10))
COMMANDS = {
    facts.UnitRenamed: unit_attributes.rename,
    facts.OfficerAppointed: unit_attributes.appoint,
    facts.OfficerRelieved: unit_attributes.relieve,
    facts.FilingPolicySet: unit_attributes.assign,
    facts.CalendarAssigned: unit_attributes.assign,
}
EACH = [
    renamed("w", "Phường Mới", day=0),
    appointed("w", "o-1", day=0),
    relieved("w", "o-1", day=0),
    policy("w", True, day=0),
    assigned("w", "hanoi", day=0),
]
NOT_TO_BE_RELIEVED = [each for each in EACH if not isinstance(each, facts.OfficerRelieved)]


def name_of(proposed: Any) -> str:
    return str(proposed.DESCRIPTOR.name)


each_command = pytest.mark.parametrize("proposed", EACH, ids=name_of)
each_that_stands_alone = pytest.mark.parametrize("proposed", NOT_TO_BE_RELIEVED, ids=name_of)


def change(proposed: Any, *, of: units.Unit = WARD, at: datetime | None = None) -> Sequence[Fact]:
    return COMMANDS[type(proposed)](of, proposed=proposed, at=at, now=NOW)


def said(of: units.Unit, day: float) -> descriptions.Description:
    return descriptions.described(of, on(day))


@each_that_stands_alone
def test_a_change_is_recorded_as_proposed_from_now_on(proposed: Any) -> None:
    [fact] = change(proposed)
    assert fact.message == proposed
    assert instant(fact.message.effective_time) == NOW
    assert fact.occurred_at == NOW
    assert fact.subject == f"motcua.catalog.{name_of(proposed)}.w"


@each_that_stands_alone
def test_a_change_is_planned_ahead(proposed: Any) -> None:
    [planned] = messages(change(proposed, at=on(9)))
    assert instant(planned.effective_time) == on(9)


@each_that_stands_alone
def test_a_change_in_the_past_needs_a_reason_and_then_reaches_back(proposed: Any) -> None:
    assert refused(lambda: change(proposed, at=on(-1))) == "PAST_WITHOUT_REASON effective_time"
    corrected = type(proposed)()
    corrected.CopyFrom(proposed)
    corrected.correction_reason = "ghi sai"
    [recorded] = messages(change(corrected, at=on(-1)))
    assert instant(recorded.effective_time) == on(-1)
    assert recorded.correction_reason == "ghi sai"


@each_command
def test_a_unit_that_was_never_opened_is_refused_by_name(proposed: Any) -> None:
    assert refused(lambda: change(proposed, of=units.Unit())) == "UNIT_UNKNOWN name"


@each_command
def test_nothing_changes_before_the_opening(proposed: Any) -> None:
    planned = unit(opened("w", day=5))
    assert refused(lambda: change(proposed, of=planned, at=on(4))) == (
        "UNIT_NOT_OPEN_THEN effective_time"
    )


@each_command
def test_nothing_changes_from_the_end_on(proposed: Any) -> None:
    assert refused(lambda: change(proposed, of=ENDING, at=on(10))) == "UNIT_ENDED effective_time"


@each_that_stands_alone
def test_a_unit_that_will_end_changes_until_then(proposed: Any) -> None:
    assert len(change(proposed, of=ENDING, at=on(9.5))) == 1


def test_a_renaming_must_say_something() -> None:
    assert refused(lambda: change(renamed("w", day=0))) == "NOTHING_RENAMED display_name"


def test_a_new_name_is_vietnamese() -> None:
    proposed = renamed("w", day=0)
    proposed.display_name.CopyFrom(text(vi=" ", en="Ward"))
    assert refused(lambda: change(proposed)) == "DISPLAY_NAME_MISSING display_name.vi"


def test_a_new_kind_is_some_kind() -> None:
    assert refused(lambda: change(renamed("w", day=0, kind=" "))) == "KIND_MISSING kind"


def test_a_code_can_be_taken_away() -> None:
    ward = unit(opened("w", code="00097"), renamed("w", day=1, code=""))
    assert (said(ward, 0).code, said(ward, 1).code) == ("00097", "")


def test_a_renaming_leaves_what_it_does_not_name() -> None:
    ward = unit(
        opened("w", code="00097"),
        renamed("w", "Phường Mới", day=1),
        renamed("w", day=2, kind="commune"),
        renamed("w", day=3, code="00100"),
    )
    assert [
        (each.display_name.vi, each.kind, each.code) for each in map(said, [ward] * 4, range(4))
    ] == [
        ("Đơn vị w", "ward", "00097"),
        ("Phường Mới", "ward", "00097"),
        ("Phường Mới", "commune", "00097"),
        ("Phường Mới", "commune", "00100"),
    ]


def test_a_back_dated_name_holds_until_the_next_one() -> None:
    ward = unit(opened("w"), renamed("w", "Hai", day=2), renamed("w", "Một", day=1))
    assert [said(ward, day).display_name.vi for day in range(4)] == [
        "Đơn vị w",
        "Một",
        "Hai",
        "Hai",
    ]


def test_of_two_names_from_one_instant_the_later_word_counts() -> None:
    ward = unit(opened("w"), renamed("w", "Sai", day=1), renamed("w", "Đúng", day=1))
    assert said(ward, 1).display_name.vi == "Đúng"


def test_the_opening_itself_is_corrected_by_a_name_from_the_same_instant() -> None:
    ward = unit(opened("w", day=-5), renamed("w", "Đúng", day=-5))
    assert said(ward, -5).display_name.vi == "Đúng"


def test_a_withdrawn_name_never_was() -> None:
    ward = unit(opened("w"), renamed("w", "Mới", day=1), withdrawn("w", 2))
    assert said(ward, 2).display_name.vi == "Đơn vị w"


def test_what_was_planned_beyond_an_end_counts_again_when_the_end_is_withdrawn() -> None:
    happened = [opened("w"), renamed("w", "Mới", day=5), closed("w", day=3)]
    assert said(unit(*happened), 6).display_name.vi == "Đơn vị w"
    assert said(unit(*happened, withdrawn("w", 3)), 6).display_name.vi == "Mới"


def test_an_officer_is_appointed_and_relieved() -> None:
    ward = unit(opened("w"), appointed("w", "o-1", day=1), relieved("w", "o-1", day=3))
    assert [[each.officer for each in said(ward, day).appointments] for day in range(5)] == [
        [],
        ["o-1"],
        ["o-1"],
        [],
        [],
    ]


def test_an_officer_who_has_the_duty_is_not_appointed_again() -> None:
    ward = unit(opened("w"), appointed("w", "o-1", day=-1))
    again = appointed("w", "o-1", day=0)
    assert refused(lambda: change(again, of=ward)) == "OFFICER_ON_DUTY_ALREADY officer"


def test_an_officer_may_have_two_duties_and_lose_one() -> None:
    ward = unit(
        opened("w"),
        appointed("w", "o-1", day=1),
        appointed("w", "o-1", day=1, duty=facts.DUTY_OFFICER),
        relieved("w", "o-1", day=2),
    )
    assert [each.duty for each in said(ward, 2).appointments] == [facts.DUTY_OFFICER]


def test_an_officer_without_the_duty_cannot_be_relieved_of_it() -> None:
    ward = unit(opened("w"), appointed("w", "o-1", day=1))
    for proposed in (
        relieved("w", "o-1", day=0),
        relieved("w", "o-2", day=0),
        relieved("w", "o-1", day=0, duty=facts.DUTY_OFFICER),
    ):
        assert refused(lambda p=proposed: change(p, of=ward)) == "DUTY_NOT_HELD officer"


def test_a_duty_confirmed_goes_on_unbroken() -> None:
    ward = unit(opened("w"), appointed("w", "o-1", day=5), appointed("w", "o-1", day=1))
    [appointment] = said(ward, 9).appointments
    assert appointment.since == on(1)


def test_a_duty_taken_up_again_begins_anew() -> None:
    ward = unit(
        opened("w"),
        appointed("w", "o-1", day=1),
        relieved("w", "o-1", day=2),
        appointed("w", "o-1", day=3),
    )
    [appointment] = said(ward, 9).appointments
    assert appointment.since == on(3)


def test_a_policy_and_a_calendar_hold_until_the_next_ones() -> None:
    ward = unit(
        opened("w"),
        policy("w", True, day=1),
        assigned("w", "hanoi", day=2),
        policy("w", False, day=3),
        assigned("w", "hue", day=4),
    )
    assert [
        (said(ward, day).refuse_below_level_3, said(ward, day).calendar) for day in range(5)
    ] == [
        (None, ""),
        (True, ""),
        (True, "calendars/hanoi"),
        (False, "calendars/hanoi"),
        (False, "calendars/hue"),
    ]


def test_a_unit_that_has_ended_is_described_as_it_was_last() -> None:
    ward = unit(
        opened("w", "a"), moved("w", "b", day=1), appointed("w", "o-1", day=2), closed("w", day=3)
    )
    last = said(ward, 99)
    assert (last.parent, [each.officer for each in last.appointments]) == ("units/b", ["o-1"])


def test_every_fact_has_its_version_whatever_it_says() -> None:
    ward = unit(
        opened("w"),
        renamed("w", "Hai", day=2),
        withdrawn("w", 2),
        renamed("w", "Một", day=1),
        policy("w", True, day=0),
    )
    assert ward.version == 5
    assert [(each.version, each.since) for each in ward.changes] == [(5, on(0)), (4, on(1))]


def test_what_was_said_of_the_very_instant_of_the_end_does_not_count() -> None:
    ward = unit(
        opened("w", "a"), renamed("w", "Mới", day=3), moved("w", "b", day=3), closed("w", day=3)
    )
    assert (said(ward, 3).display_name.vi, said(ward, 3).parent) == ("Đơn vị w", "units/a")
