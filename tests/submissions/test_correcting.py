"""Corrections: given a dossier, when a fact should have been another, then all follows from that.

Promises examples with dates; `test_corrections_commute.py` holds the rule under random histories.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, Statement
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.subjects import fact
from tests.submissions.live_dossier import (
    DAY,
    FAR,
    HOUR,
    MONDAY,
    OBLIGATION,
    UNIT,
    LiveDossier,
    lived,
)
from tests.submissions.test_deadlines_by_hand import written


def at(when: datetime) -> Statement:
    return Statement(time=when)


def reason(dossier: LiveDossier, version: int, instead: Statement | None = None) -> str:
    """Why a correction is refused, and at which field."""
    before = dossier.state
    with pytest.raises(Refusal) as refused:
        dossier.correct(version, instead)
    assert dossier.state == before
    assert "{" not in refused.value.message("vi") + refused.value.message("en")
    return f"{refused.value.reason.code} {refused.value.field}"


def test_an_end_that_is_moved_is_judged_again() -> None:
    dossier = lived("accept")  # due Friday 6 March, 17:00
    [late] = dossier.do("result", after=9 * DAY)
    assert late.verdict == events.VERDICT_OVERDUE
    said = dossier.correct(3, at(MONDAY + 2 * DAY))
    assert (said.version, said.instead.version) == (3, 3)
    assert said.instead.result_recorded.verdict == events.VERDICT_EARLY
    assert said.facts.verdict == dossier.state.verdict == events.VERDICT_EARLY
    assert said.facts.ended.time.ToDatetime(tzinfo=UTC) == dossier.state.ended_at
    assert dossier.state.ended_at == MONDAY + 2 * DAY


def test_an_acceptance_that_is_moved_moves_the_due_and_restates_what_follows() -> None:
    dossier = lived()
    dossier.do("accept", after=3 * DAY)  # Thursday, so due on Wednesday 11 March
    [ended] = dossier.do("result", after=5 * DAY)  # Tuesday 10 March
    assert (written(ended.due), ended.verdict) == ("Wed 2026-03-11 17:00", events.VERDICT_EARLY)
    said = dossier.correct(2, at(MONDAY + HOUR))
    assert written(said.facts.deadline.promised) == "Fri 2026-03-06 17:00"
    [restated] = said.restated
    assert restated.version == 3
    assert restated.result_recorded.verdict == events.VERDICT_OVERDUE
    assert dossier.state.verdict == events.VERDICT_OVERDUE
    assert dossier.state.offering is not None
    assert dossier.state.offering.effective_time.ToDatetime(tzinfo=UTC) == MONDAY + HOUR


def test_reopening_is_leaving_the_end_out() -> None:
    dossier = lived("accept", "start", "result", "return")
    assert reason(dossier, 4) == "CORRECTION_CONTRADICTED version"  # the return would be left
    dossier.correct(5)
    said = dossier.correct(4)
    assert dossier.state.status == said.facts.status == events.STATUS_PROCESSING
    assert {field.name for field, _ in said.facts.ListFields()}.isdisjoint({"ended", "closed"})
    [ended] = dossier.do("result")
    assert ended.handling_unit == UNIT


def test_a_voiding_can_be_corrected() -> None:
    dossier = lived("accept", "void")
    assert dossier.correct(3, Statement(reason_code="twice-entered")).facts.voided
    said = dossier.correct(3)
    assert not said.facts.voided
    dossier.do("result")
    dossier.do("void")
    assert dossier.correct(2, at(MONDAY)).facts.voided  # corrected while it is voided


def test_a_correction_can_be_taken_back() -> None:
    dossier = lived("accept", "result")
    before = dossier.state
    dossier.correct(3, Statement(electronic_result=False))
    assert dossier.state.electronic_result is False
    dossier.correct(4)
    assert dossier.state.electronic_result is True
    assert effective(dossier.state.entries) == effective(before.entries)
    assert reason(dossier, 4) == "CORRECTION_CHANGES_NOTHING version"
    assert reason(dossier, 5, Statement(reason_code="x")) == "FACT_NOT_CORRECTABLE version"


def test_what_was_left_out_can_be_said_again() -> None:
    dossier = lived("accept", "waive")
    dossier.correct(3)
    assert not dossier.state.fee_waived
    dossier.correct(3, Statement(reason_code="veteran"))
    assert dossier.state.fee_waived


def test_a_pause_that_is_left_out_moves_the_due_back() -> None:
    dossier = lived("accept", "start", "ask")
    dossier.do("answer", after=DAY)
    assert written(dossier.state.due) == "Mon 2026-03-09 17:00"
    assert reason(dossier, 4) == "CORRECTION_CONTRADICTED version"  # an answer to nothing
    said = dossier.correct(5)
    assert written(said.facts.deadline.due) == "Fri 2026-03-06 17:00"
    assert dossier.state.status == events.STATUS_SUPPLEMENT_REQUESTED
    said = dossier.correct(4)
    assert (said.facts.supplement_requests, list(said.facts.pauses)) == (0, [])


def test_a_channel_that_was_another_is_so_in_the_acceptance_too() -> None:
    dossier = lived("accept")
    said = dossier.correct(1, Statement(channel=events.CHANNEL_POST, assisted=True))
    [restated] = said.restated
    assert restated.accepted.channel == said.facts.channel == events.CHANNEL_POST
    assert restated.accepted.assisted
    assert said.facts.assisted


def test_a_stated_due_stays_beside_the_computed_one() -> None:
    dossier = lived("accept")
    said = dossier.correct(2, Statement(due=Deadline(time=MONDAY + 30 * DAY)))
    assert said.facts.deadline.due.time.ToDatetime(tzinfo=UTC) == MONDAY + 30 * DAY
    assert written(said.facts.deadline.computed) == "Fri 2026-03-06 17:00"


def test_of_a_return_that_ends_nothing_the_decision_cannot_be_stated() -> None:
    dossier = lived("accept", "result", "return")
    for stated in (Statement(electronic_result=False), Statement(decision=1)):
        assert reason(dossier, 4, stated).startswith("STATEMENT_NOT_APPLICABLE")
    with pytest.raises(Refusal) as refused:
        dossier.correct(4, Statement(decision=1))
    assert refused.value.values["fields"].split(", ") == [
        "time", "returning_unit", "officer", "task", "delivery_channel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "instead", "why"),
    [
        (9, None, "FACT_UNKNOWN version"),
        (1, None, "FACT_NOT_CORRECTABLE version"),
        (2, None, "CORRECTION_CONTRADICTED version"),  # an end without an acceptance
        (2, Statement(channel=1), "STATEMENT_NOT_APPLICABLE instead.channel"),
        (3, Statement(amount=1), "STATEMENT_NOT_APPLICABLE instead.amount"),
        (3, Statement(handling_unit="units/x"), "STATEMENT_NOT_APPLICABLE instead.handling_unit"),
        (3, Statement(date={"year": 2026, "month": 3, "day": 2}), "STATEMENT_NOT_APPLICABLE"),
        (3, Statement(electronic_result=True), "CORRECTION_CHANGES_NOTHING version"),
        (3, at(MONDAY), "CORRECTION_CONTRADICTED version"),  # before the acceptance
        (3, at(MONDAY + 9 * DAY), "CORRECTION_CONTRADICTED version"),  # in the future
        (2, at(MONDAY + 3 * HOUR), "CORRECTION_CONTRADICTED version"),  # after the end
    ],
)
def test_what_cannot_have_been_is_refused(
    version: int, instead: Statement | None, why: str
) -> None:
    assert reason(lived("accept", "result"), version, instead).startswith(why)


def test_a_payment_that_was_refunded_cannot_be_left_out() -> None:
    dossier = lived("pay", "refund")
    assert reason(dossier, 2) == "CORRECTION_CONTRADICTED version"
    assert reason(dossier, 2, Statement(amount=1)) == "CORRECTION_CONTRADICTED version"
    said = dossier.correct(3)
    assert said.facts.paid_online


def test_an_obligation_is_met_only_by_what_covers_it_or_by_a_waiver() -> None:
    paid = lived("accept", "oblige")
    paid.do("pay", purpose=OBLIGATION, amount=1_000_000)  # version 4, and met by version 5
    assert reason(paid, 4) == "CORRECTION_CONTRADICTED version"
    assert reason(paid, 4, Statement(amount=999_999)) == "CORRECTION_CONTRADICTED version"
    assert reason(paid, 3, Statement(amount=1_000_001)) == "CORRECTION_CONTRADICTED version"
    assert reason(paid, 5, Statement(reason_code="x")).startswith("STATEMENT_NOT_APPLICABLE")
    paid.correct(5)
    paid.correct(4, Statement(amount=999_999))
    assert paid.state.status == events.STATUS_OBLIGATION_PENDING
    waived = lived("accept", "oblige", "waive_obligation")
    waived.correct(3, Statement(amount=5_000_000))
    said = waived.correct(4, Statement(reason_code="veteran"))
    assert said.instead.obligation_met.reason_code == "veteran"


def test_an_end_may_have_been_before_a_notice_that_it_makes_wrong() -> None:
    dossier = lived("accept")  # due Friday 6 March, 17:00
    passed = events.DuePassed(dossier=dossier.state.name, handling_unit=UNIT)
    dossier.take([fact(passed, MONDAY + 5 * DAY, unit=UNIT)])
    dossier.do("result", after=9 * DAY)
    said = dossier.correct(4, at(MONDAY + 2 * DAY))
    assert said.facts.verdict == events.VERDICT_EARLY


def test_an_obligation_that_a_correction_covers_is_met_with_it() -> None:
    dossier = lived("accept", "oblige")
    dossier.do("pay", amount=1_000_000)  # of the fee, by mistake
    dossier.correct(4, Statement(purpose=OBLIGATION))
    [*_, met] = [each.message for each in dossier.facts]
    assert isinstance(met, events.ObligationMet)
    assert (dossier.state.status, met.officer) == (events.STATUS_PROCESSING, "an")
    assert dossier.state.pauses[0].end_time.ToDatetime(tzinfo=UTC) == dossier.now
    partly = lived("accept", "oblige")
    partly.do("pay", purpose=OBLIGATION, amount=900_000)
    partly.correct(3, Statement(amount=900_001))
    assert partly.state.status == events.STATUS_OBLIGATION_PENDING
    partly.correct(3, Statement(amount=900_000))
    assert partly.state.status == events.STATUS_PROCESSING


def test_an_obligation_that_turns_out_to_be_paid_is_met_whatever_is_corrected() -> None:
    voided = lived("accept", "oblige")
    voided.do("pay", amount=1_000_000)  # of the fee, by mistake
    voided.do("void")
    voided.correct(4, Statement(purpose=OBLIGATION))  # while it is voided nothing is met
    assert not isinstance(voided.facts[-1].message, events.ObligationMet)
    voided.correct(5)
    stopped = lived("accept", "oblige", "stop")
    stopped.do("pay", purpose=OBLIGATION, amount=1_000_000)
    stopped.correct(4)
    waived = lived("accept", "oblige", "waive_obligation")
    waived.do("pay", purpose=OBLIGATION, amount=1_000_000)
    waived.correct(4)
    for dossier in (voided, stopped, waived):
        assert isinstance(dossier.facts[-1].message, events.ObligationMet)
        assert dossier.state.status == events.STATUS_PROCESSING
    waived.correct(waived.state.version)  # somebody says that it was not met
    assert waived.state.status == events.STATUS_OBLIGATION_PENDING
    waived.correct(2, at(MONDAY))  # of another fact: it stays as was said
    assert waived.state.status == events.STATUS_OBLIGATION_PENDING


def test_a_fact_that_is_corrected_twice_keeps_what_both_say() -> None:
    dossier = lived("accept", "result")
    dossier.correct(3, Statement(electronic_result=False))
    dossier.correct(3, Statement(decision=events.DECISION_NEGATIVE))
    state = dossier.state
    assert (state.electronic_result, state.decision) == (False, events.DECISION_NEGATIVE)


def test_a_refund_of_the_whole_still_holds_when_another_fact_is_corrected() -> None:
    dossier = lived("pay", "refund")  # 50,000 of 50,000
    said = dossier.correct(3, Statement(reason_code="twice-paid"))
    assert said.instead.payment_refunded.whole
    assert reason(dossier, 2, Statement(amount=49_999)) == "CORRECTION_CONTRADICTED version"
    dossier.correct(2, Statement(amount=50_001))
    assert not dossier.facts[-1].message.restated[0].payment_refunded.whole  # type: ignore[attr-defined]


def test_an_extension_stays_later_than_the_one_before_it() -> None:
    dossier = lived("accept")
    for days in (0, 2):
        dossier.do("extend", extended=events.Due(time=FAR + days * DAY))
    for extended in (FAR + 2 * DAY, FAR + 3 * DAY):
        statement = Statement(extended=Deadline(time=extended))
        assert reason(dossier, 3, statement) == "CORRECTION_CONTRADICTED version"
    dossier.correct(3, Statement(extended=Deadline(time=FAR + 1 * DAY)))
    dossier.correct(4)
    assert dossier.state.extended == events.Due(time=FAR + 1 * DAY)


def test_what_a_voided_dossier_says_of_its_unit_follows_too() -> None:
    said = lived("accept", "void").correct(2)
    assert said.restated[0].voided.handling_unit == "units/desk"
    assert said.facts.voided


def test_a_correction_is_folded_without_any_rule() -> None:
    """A reader who has no calendar comes to the same state from the log."""
    dossier = lived("accept", "ask", "answer", "result")
    dossier.correct(2, at(MONDAY + HOUR / 2))
    dossier.correct(5, Statement(decision=events.DECISION_NEGATIVE))
    again = DOSSIERS.fold(Dossier(), dossier.facts)
    assert again == dossier.state
    assert again.decision == events.DECISION_NEGATIVE
