"""Which transfers a dossier gets when its unit ends, and when.

Promises the domain's own functions, on units in memory. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.transferring import follow, moving
from services.submissions.domain.instants import instant
from services.submissions.domain.units import Change, Merger, Units
from tests.submissions.live_dossier import DAY, GIVEN, HOUR, MONDAY, UNIT, LiveDossier, lived

A, B, C, D = (f"units/{each}" for each in "abcd")
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
MERGER = events.TRANSFER_CAUSE_MERGER


def units(**ends: tuple[datetime, bool, list[str]]) -> Units:
    """Units a to d; `a=(at, merges, successors)` says how one ends."""
    known = Units()
    known.learn({(each, 1): Change(1, BEGIN, parent="") for each in (A, B, C, D)})
    for name, (at, merges, successors) in ends.items():
        merger = uuid.uuid5(uuid.NAMESPACE_OID, name) if merges else None
        end = Change(2, at, ends=True, merger=merger, successors=successors)
        known.learn({(f"units/{name}", 2): end})
    return known


def steps(known: Units, at: datetime) -> list[tuple[str, str]]:
    return [(each.unit, each.into) for each in known.mergers(A, at)]


def test_mergers_are_followed_as_far_as_they_have_taken_place() -> None:
    known = units(a=(MONDAY, True, [B]), b=(MONDAY + DAY, True, [C]))
    assert steps(known, MONDAY - HOUR) == []
    assert steps(known, MONDAY) == [(A, B)]
    assert steps(known, MONDAY + DAY) == [(A, B), (B, C)]
    assert (known.successor(A, MONDAY), known.successor(C, MONDAY)) == (B, C)
    assert known.successors(A, MONDAY + DAY) == [C]


def test_a_merger_that_is_withdrawn_or_comes_after_an_end_leads_nowhere() -> None:
    known = units(a=(MONDAY, True, [B]))
    known.learn({(A, 2): None})
    assert (steps(known, MONDAY), known.successors(A, MONDAY)) == ([], [])
    known = units(a=(MONDAY, False, []))
    later = Change(3, MONDAY + DAY, ends=True, merger=uuid.uuid4(), successors=[B])
    known.learn({(A, 3): later})
    assert (steps(known, MONDAY + 2 * DAY), known.successors(A, MONDAY + 2 * DAY)) == ([], [])


def test_a_split_has_successors_and_no_merger() -> None:
    known = units(a=(MONDAY, False, [B, C]), c=(MONDAY + DAY, True, [D]))
    assert steps(known, MONDAY) == []
    assert known.successors(A, MONDAY - HOUR) == []
    assert known.successors(A, MONDAY) == [B, C]
    assert known.successors(A, MONDAY + DAY) == [B, D]
    assert known.successor(A, MONDAY) == A


def test_whoever_took_over_at_the_instant_of_an_end_follows_by_whichever_fact() -> None:
    """A is split into A and B, and into C and D on the same day."""
    known = units(a=(MONDAY, False, [C, D]))
    known.learn({(A, 3): Change(3, MONDAY, successors=[B])})
    known.learn({(A, 4): Change(4, MONDAY - DAY, successors=["units/e"])})  # goes on after that
    assert known.successors(A, MONDAY - HOUR) == []
    assert known.successors(A, MONDAY) == [C, D, B]


def test_units_that_merge_into_one_another_come_to_an_end() -> None:
    known = units(a=(MONDAY, True, [B]), b=(MONDAY, True, [A]))
    assert steps(known, MONDAY) == [(A, B), (B, A)]
    assert known.successors(A, MONDAY) == []


def followed(dossier: LiveDossier, *mergers: Merger) -> list[Fact]:
    """What mergers do to a dossier that is looked at ten days after its last command."""
    given = replace(GIVEN, clock=dossier.now + 10 * DAY)
    return follow(dossier.state, given, mergers)


def merger(at: datetime, unit: str = UNIT, into: str = B) -> Merger:
    return Merger(unit, into, at, uuid.uuid4())


@pytest.mark.parametrize("moved", [timedelta(days=-400), -HOUR, timedelta(), 2 * HOUR, 5 * DAY])
def test_it_moves_at_the_later_of_the_merger_and_its_last_fact(moved: timedelta) -> None:
    dossier = lived("accept", "start")
    [fact] = followed(dossier, merger(dossier.now + moved))
    said = fact.message
    assert isinstance(said, events.DossierTransferred)
    assert (said.from_unit, said.to_unit, said.cause) == (UNIT, B, MERGER)
    assert (said.officer, said.unit, said.reason_code) == ("", "", "")
    assert fact.occurred_at == dossier.now + max(moved, timedelta())
    assert instant(said.effective_time) == fact.occurred_at
    assert fact.subject == "motcua.submissions.DossierTransferred.b"


def test_it_follows_one_merger_after_the_other_each_at_its_own_time() -> None:
    dossier = lived("accept")
    now = dossier.now
    facts = followed(dossier, merger(now - DAY), merger(now + DAY, B, C))
    assert [each.occurred_at for each in facts] == [now, now + DAY]
    after = DOSSIERS.fold(dossier.state, facts)
    assert (after.holder, after.status) == (C, events.STATUS_ACCEPTED)


def test_a_notice_is_no_fact_that_a_transfer_waits_for() -> None:
    dossier = lived("accept")
    accepted = dossier.now
    passed = events.DuePassed(dossier=dossier.state.name, catalog_position=7)
    dossier.take([Fact(passed, accepted + 3 * DAY, "")])
    [fact] = followed(dossier, merger(accepted + DAY))
    assert fact.occurred_at == accepted + DAY


def test_dates_calendar_and_pauses_stay_and_the_assignment_ends() -> None:
    dossier = lived("accept", "assign", "ask")
    before = dossier.state
    after = DOSSIERS.fold(before, followed(dossier, merger(dossier.now)))
    assert (after.handling_unit, after.assignee) == (B, "")
    same = ("deadline", "pauses", "waiting", "status", "offering", "accepted_at")
    assert [getattr(after, each) for each in same] == [getattr(before, each) for each in same]


@pytest.mark.parametrize("last", ["result", "withdraw", "stop", "void"])
def test_what_has_come_to_its_end_moves_no_more(last: str) -> None:
    dossier = lived("accept", last)
    assert followed(dossier, merger(dossier.now)) == []


def test_before_acceptance_the_unit_that_received_it_has_it() -> None:
    dossier = LiveDossier()
    [fact] = followed(dossier, merger(MONDAY + DAY, "units/desk"))
    after = DOSSIERS.fold(dossier.state, [fact])
    assert (after.receiving_unit, after.holder, after.accepted) == ("units/desk", B, False)


def test_what_a_record_puts_into_the_future_does_not_hold_a_transfer_up() -> None:
    dossier = lived("accept")
    dossier.take(
        [Fact(events.HandlingStarted(time_known=True, origin={"source": "s"}),
              dossier.now + 9000 * DAY, "")]
    )  # fmt: skip
    [fact] = followed(dossier, merger(dossier.now - DAY))
    assert fact.occurred_at == dossier.now + 10 * DAY


def test_moving_names_both_units_and_nothing_where_it_is_already() -> None:
    dossier = lived("accept").state
    record = events.TRANSFER_CAUSE_RECORD
    [moved] = moving(dossier, B, cause=record)
    assert (moved.from_unit, moved.to_unit, moved.cause) == (UNIT, B, record)
    assert moving(dossier, UNIT, cause=record) == moving(dossier, "", cause=record) == []
    assert moving(Dossier(), "") == []
