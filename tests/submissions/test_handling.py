"""Handling: given a dossier, when an officer or citizen acts, then these facts say so.

Promises one rule of `domain.md` §4 a test, with dates that a person can check. Must not use a
database.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.state import Handover
from tests.submissions.live_dossier import (
    DAY,
    FAR,
    HOUR,
    MONDAY,
    OBLIGATION,
    UNIT,
    WARD_2,
    LiveDossier,
    lived,
)
from tests.submissions.test_deadlines_by_hand import written


def reason(dossier: LiveDossier, command: str, **more: object) -> str:
    """Why a command is refused, and at which field."""
    with pytest.raises(Refusal) as refused:
        dossier.do(command, **more)  # type: ignore[arg-type]
    assert refused.value.message("vi") != refused.value.message("en")
    return f"{refused.value.reason.code} {refused.value.field}"


def test_every_fact_of_handling_names_person_unit_and_task() -> None:
    dossier = lived("accept", "start", "ask", "answer", "oblige")
    dossier.do("pay", payment="p2", purpose=OBLIGATION, amount=1_000_000)
    for each in ("assign", "transfer", "extend", "result", "return"):
        dossier.do(each)
    for fact in dossier.facts[1:]:
        message = fact.message
        said = (message.officer, message.unit, message.task)  # type: ignore[attr-defined]
        assert said == ("an", UNIT, "t1"), message


def test_a_request_before_acceptance_is_no_pause_and_leads_back_to_submitted() -> None:
    dossier = lived()
    [asked] = dossier.do("ask", documents=["id-card"])
    assert (asked.number, asked.after_acceptance) == (1, False)
    assert (asked.handling_unit, list(asked.documents)) == ("units/desk", ["id-card"])
    [answered] = dossier.do("answer", after=9 * DAY)
    assert {field.name for field, _ in answered.ListFields()}.isdisjoint({"pause", "deadline"})
    assert dossier.state.status == events.STATUS_SUBMITTED
    dossier.do("accept")
    [second] = dossier.do("ask")
    assert (second.number, second.after_acceptance) == (2, True)


def test_an_answer_after_acceptance_carries_the_pause_and_the_due_that_it_moved() -> None:
    dossier = lived("accept")  # Monday 10:00 + 4 working days = Friday 17:00
    assert written(dossier.state.due) == "Fri 2026-03-06 17:00"
    dossier.do("ask", after=HOUR)  # Monday 11:00
    assert dossier.state.due == dossier.state.promised  # nothing moves before the answer
    [answered] = dossier.do("answer", after=DAY)  # Tuesday 11:00: 8 working hours
    assert answered.pause.working_minutes == 8 * 60
    assert answered.pause.cause == events.PAUSE_CAUSE_SUPPLEMENT
    assert written(answered.deadline.promised) == "Fri 2026-03-06 17:00"
    assert written(dossier.state.due) == "Mon 2026-03-09 17:00"
    assert dossier.state.status == events.STATUS_PROCESSING
    assert list(dossier.state.pauses) == [answered.pause]


def test_a_payment_that_covers_the_obligation_lets_handling_go_on_in_the_same_append() -> None:
    dossier = lived("accept", "start", "oblige")
    [part] = dossier.do("pay", payment="p1", purpose=OBLIGATION, amount=400_000)
    assert dossier.state.status == events.STATUS_OBLIGATION_PENDING
    [fee] = dossier.do("pay", payment="p2", amount=1_000_000)  # of the fee: covers nothing
    assert dossier.state.status == events.STATUS_OBLIGATION_PENDING
    [rest, met] = dossier.do("pay", payment="p3", purpose=OBLIGATION, amount=600_000, online=False)
    assert (part.paid_online, fee.paid_online, rest.paid_online) == (False, True, True)
    assert met.pause.cause == events.PAUSE_CAUSE_OBLIGATION
    assert met.pause.end_time.ToDatetime(tzinfo=UTC) == dossier.now
    assert (met.number, dossier.state.status) == (1, events.STATUS_PROCESSING)


def test_what_was_paid_back_covers_no_obligation() -> None:
    dossier = lived("accept", "oblige")
    dossier.do("pay", payment="p1", purpose=OBLIGATION, amount=600_000)
    dossier.do("refund", payment="p1", amount=600_000)
    dossier.do("pay", payment="p2", purpose=OBLIGATION, amount=400_000)
    assert dossier.state.status == events.STATUS_OBLIGATION_PENDING
    [_, met] = dossier.do("pay", payment="p3", purpose=OBLIGATION, amount=600_000)
    assert not met.waived
    dossier.do("oblige")
    dossier.do("refund", payment="p3", amount=600_000)  # of the obligation before
    assert len(dossier.do("pay", payment="p4", purpose=OBLIGATION, amount=1_000_000)) == 2


def test_a_waived_obligation_is_met_and_its_pause_moves_the_due() -> None:
    dossier = lived("accept", "start", "oblige")
    dossier.do("pay", payment="p1", purpose=OBLIGATION, amount=400_000)
    [met] = dossier.do("waive_obligation", after=DAY)
    assert (met.waived, met.reason_code, met.number) == (True, "exempt", 1)
    assert met.pause.cause == events.PAUSE_CAUSE_OBLIGATION
    assert (met.officer, met.unit, met.task) == ("an", UNIT, "t1")
    assert written(met.deadline.due) == "Mon 2026-03-09 17:00"
    assert dossier.state.status == events.STATUS_PROCESSING
    assert not dossier.state.fee_waived
    assert reason(dossier, "waive_obligation") == "ACTION_NOT_ALLOWED name"


def test_a_provider_reference_is_recorded_once() -> None:
    dossier = lived()
    dossier.do("pay")
    assert dossier.do("pay", payment="another-request", reference=("bank", "p1")) == []
    more = {"payment": "p9", "reference": ("bank", "p1"), "amount": 1}
    assert reason(dossier, "pay", **more) == "PAYMENT_CHANGED provider_reference"
    assert len(dossier.do("pay", payment="p9", reference=("post", "p1"))) == 1


def test_refunds_say_when_they_are_the_whole_and_never_exceed_it() -> None:
    dossier = lived("pay")
    [part] = dossier.do("refund", amount=20_000, provider_reference="r1")
    assert (part.whole, part.paid_online) == (False, True)
    assert dossier.do("refund", amount=20_000, provider_reference="r1") == []
    assert reason(dossier, "refund", amount=30_001) == "REFUND_TOO_HIGH amount"
    [rest] = dossier.do("refund", amount=30_000)
    assert (rest.whole, rest.paid_online) == (True, False)
    assert reason(dossier, "refund", payment="none") == "PAYMENT_UNKNOWN payment"


def test_a_reference_needs_the_provider_whose_it_is() -> None:
    dossier = lived()
    nobody = {"reference": ("", "079190001234")}
    assert reason(dossier, "pay", **nobody) == "REFERENCE_OF_NOBODY provider_reference"
    dossier.do("pay", reference=("", ""))
    why = reason(dossier, "refund", amount=1, provider_reference="079190001234")
    assert why == "REFERENCE_OF_NOBODY provider_reference"
    assert len(dossier.do("refund", amount=1)) == 1


def test_refunds_without_a_reference_are_each_recorded() -> None:
    dossier = lived("pay")
    for _ in range(2):
        assert len(dossier.do("refund", amount=20_000)) == 1
    assert dossier.do("refund", amount=5_000, provider_reference="r1")[0].amount == 5_000
    assert dossier.do("refund", amount=5_000, provider_reference="r1") == []


def test_payments_and_refunds_come_after_the_end_too_and_a_waiver_does_not() -> None:
    dossier = lived("accept", "result", "pay", "refund")
    assert reason(dossier, "waive") == "ACTION_NOT_ALLOWED name"
    waived = lived("waive")
    assert reason(waived, "waive") == "FEE_WAIVED_ALREADY name"


def test_a_transfer_moves_a_dossier_and_neither_its_dates_nor_its_calendar() -> None:
    dossier = lived("accept", "assign")
    before = dossier.state.deadline
    [moved] = dossier.do("transfer")
    assert (moved.from_unit, moved.to_unit) == (UNIT, WARD_2)
    assert moved.cause == events.TRANSFER_CAUSE_DECISION
    assert moved.effective_time.ToDatetime(tzinfo=UTC) == dossier.now
    assert (dossier.state.deadline, dossier.state.assignee) == (before, "")
    held = [(each.handling_unit, bool(each.assignee)) for each in dossier.state.periods]
    assert held == [("units/desk", False), (UNIT, False), (UNIT, True), (WARD_2, False)]
    assert reason(dossier, "transfer") == "TRANSFER_MOVES_NOTHING to_unit"
    [ended] = dossier.do("result")
    assert ended.handling_unit == WARD_2


def test_a_unit_that_decides_or_is_assigned_what_another_has_takes_it_over_first() -> None:
    dossier = lived("accept", "transfer")
    [moved, ended] = dossier.do("result", handling_unit=UNIT)
    assert (moved.from_unit, moved.to_unit, ended.handling_unit) == (WARD_2, UNIT, UNIT)
    other = lived("accept")
    [moved, assigned] = other.do("assign", unit=WARD_2)
    assert (moved.to_unit, assigned.handling_unit, assigned.assignee) == (WARD_2, WARD_2, "binh")


def test_an_extension_is_later_than_the_due_and_changes_no_verdict() -> None:
    dossier = lived("accept")
    on_friday = {"extended": dossier.state.due}
    assert reason(dossier, "extend", **on_friday) == "EXTENSION_NOT_LATER extended"
    [extended] = dossier.do("extend")
    assert extended.deadline.extended.time.ToDatetime(tzinfo=UTC) == FAR
    assert extended.deadline.due == extended.deadline.promised == dossier.state.promised
    assert reason(dossier, "extend") == "EXTENSION_NOT_LATER extended"
    [ended] = dossier.do("result", after=30 * DAY)
    assert ended.verdict == events.VERDICT_OVERDUE
    assert reason(lived("ask"), "extend") == "DUE_MISSING name"


def test_an_end_counts_working_minutes_less_those_of_pauses() -> None:
    plain, paused = lived("accept"), lived("accept", "ask", "answer")
    [straight] = plain.do("result", after=2 * HOUR)  # 10:00 to 12:00, lunch from 11:30
    [waited] = paused.do("result", after=timedelta(0))  # asked at 11:00
    assert (straight.working_minutes, waited.working_minutes) == (90, 60)
    assert straight.verdict == events.VERDICT_EARLY


def test_refused_withdrawn_and_stopped_say_who_had_it_and_whether_it_was_accepted() -> None:
    cases = [((), "refuse"), ((), "withdraw"), (("accept",), "stop"), (("ask",), "stop")]
    for before, command in cases:
        [closed] = lived(*before).do(command)
        accepted = "accept" in before
        assert closed.after_acceptance is accepted
        assert closed.handling_unit == (UNIT if accepted else "units/desk")


def test_a_rating_counts_for_the_unit_and_may_be_changed_for_thirty_days() -> None:
    dossier = lived("accept", "result")
    [first] = dossier.do("rate", value=2)
    assert (first.handling_unit, first.value) == (UNIT, 2)
    [second] = dossier.do("rate", after=30 * DAY - HOUR, value=4)
    assert second.first_rated_time == first.first_rated_time
    assert dossier.do("rate", value=4, after=timedelta(0)) == []
    assert reason(dossier, "rate", value=5, after=HOUR) == "RATING_FINAL value"
    [unaccepted] = lived("transfer", "withdraw").do("rate")
    assert unaccepted.handling_unit == "units/desk"


def test_a_paper_file_is_handed_over_once_it_was_put_away() -> None:
    dossier = lived("accept")
    assert reason(dossier, "hand_over") == "ACTION_NOT_ALLOWED name"
    dossier.do("result")
    assert reason(dossier, "hand_over") == "PAPER_FILE_NOT_ARCHIVED name"
    dossier.do("archive")
    [said] = dossier.do("hand_over")
    assert (said.archive, said.list_code, said.record_code) == ("his", "2026-03", "117")
    assert (said.handling_unit, said.officer, said.task) == (UNIT, "an", "t1")
    assert dossier.state.handover == Handover("his", "2026-03", "117", dossier.now)
    assert dossier.state.archive_code == ""  # it left its place
    assert dossier.do("hand_over") == []
    dossier.do("archive", archive_code="H-7")
    assert dossier.do("hand_over", archive_code="H-7") == []
    [onwards] = dossier.do("hand_over", to=Handover("state"), archive_code="S-1")
    assert (dossier.state.archive_code, onwards.archive) == ("S-1", "state")


def test_a_handover_is_corrected_and_follows_the_archiving() -> None:
    dossier = lived("accept", "result", "archive", "hand_over")
    with pytest.raises(Refusal) as refused:
        dossier.correct(4)  # it would have been handed over from nowhere
    assert refused.value.reason.code == "CORRECTION_CONTRADICTED"
    said = dossier.correct(5, Statement(archive="state", record_code="118", archive_code="S-1"))
    assert said.instead.paper_file_handed_over.list_code == "2026-03"
    handover = dossier.state.handover
    assert handover is not None
    assert (handover.archive, handover.record_code) == ("state", "118")
    dossier.correct(5)
    assert (dossier.state.archive_code, dossier.state.handover) == ("A-1", None)


def test_a_voided_dossier_takes_nothing_more() -> None:
    for command in ("pay", "archive", "hand_over", "void", "link", "rate"):
        assert reason(lived("accept", "result", "void"), command) == "DOSSIER_VOIDED name"


def test_a_clock_that_goes_back_never_puts_a_fact_before_another() -> None:
    dossier = lived("accept")
    [assigned] = dossier.do("assign", after=-DAY)
    assert dossier.facts[-1].occurred_at == MONDAY + HOUR
    assert assigned.time_known
