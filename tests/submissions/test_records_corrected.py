"""Another system's dossiers under live steps and corrections: what follows of what holds.

Given a record, live steps of officers, then what a correction makes of both.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, Statement, Step
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier import ending, handling
from services.submissions.domain.dossier.correcting import correct
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.records.facts import take_in
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.refusals import SubmissionsReason
from tests.submissions.live_dossier import CALENDARS, NAME
from tests.submissions.test_records import BY, NOW, record
from tests.submissions.test_records_grow import COMMON, DAY, HOUR, MONDAY, folded, told
from tests.submissions.test_records_whole import (
    ACCEPTED,
    OBLIGATION,
    PROCESSING,
    READY,
    SUBMITTED,
    SUPPLEMENT,
    at,
)

GIVEN = Given(NOW, 5, BY, measures=CalendarMeasures(Calendars()))


def corrected(facts: list[Fact], version: int, instead: Statement | None) -> list[Fact]:
    """The facts after an officer's correction; the catalogue says nothing of any instant."""
    return facts + correct(
        folded(facts), GIVEN, version=version, instead=instead,
        about=lambda _: events.OfferingFacts(), reason_code="mistaken",
    )  # fmt: skip


def date(days: int) -> Deadline:
    return Deadline(time=MONDAY + days * DAY)


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([at(0, ACCEPTED), at(1, SUPPLEMENT)], SUPPLEMENT),
        ([at(0, ACCEPTED), at(1, PROCESSING), at(2, OBLIGATION)], OBLIGATION),
        ([at(0, ACCEPTED), at(1, SUPPLEMENT), at(2, PROCESSING)], PROCESSING),
        ([at(0, SUBMITTED), at(1, SUPPLEMENT), at(2, ACCEPTED)], ACCEPTED),
        ([at(0, ACCEPTED), at(1, SUPPLEMENT), at(2, READY)], READY),
    ],
)
def test_a_record_is_where_its_last_step_led(steps: list[Step], status: int) -> None:
    assert folded(told(record(*steps))).status == status


def test_a_live_pause_moves_a_due_that_the_record_states() -> None:
    facts = told(record(at(0, ACCEPTED), due=Deadline(time=NOW + 4 * DAY)))
    # No calendar is known here; *subtract* needs none.
    facts[1].message.deadline.policy = 3  # type: ignore[attr-defined]
    facts += handling.request_supplement(folded(facts), GIVEN, reason_code="x")
    later = Given(NOW + DAY, 5, BY, measures=GIVEN.measures)
    facts += handling.answer_supplement(folded(facts), later)
    assert folded(facts).due == events.Due(time=NOW + 5 * DAY)
    facts = corrected_later(facts)
    assert folded(facts).due == events.Due(time=NOW + 5 * DAY)


def corrected_later(facts: list[Fact]) -> list[Fact]:
    """Another fact is corrected, so that all are walked again."""
    given = Given(NOW + 2 * DAY, 5, BY, measures=GIVEN.measures)
    usual: dict[str, Any] = {"about": lambda _: events.OfferingFacts(), "reason_code": "x"}
    return facts + correct(
        folded(facts), given, version=2, instead=Statement(task="t"), **usual
    )  # fmt: skip


def test_a_live_end_has_no_due_once_the_acceptance_is_left_out() -> None:
    facts = told(record(at(0, ACCEPTED), at(1, PROCESSING), due=date(400)))
    facts += ending.record_result(
        folded(facts), GIVEN, electronic_result=None, handling_unit="units/U"
    )
    assert folded(facts).verdict == events.VERDICT_EARLY
    [*_, said] = corrected(facts, 2, None)
    [restated] = said.message.restated  # type: ignore[attr-defined]
    ended = restated.result_recorded
    assert (ended.HasField("due"), ended.verdict) == (False, events.VERDICT_NO_DUE)
    assert events.ANOMALY_ENDED_WITHOUT_ACCEPTANCE in ended.anomalies


def test_a_submission_whose_time_becomes_known_is_no_anomaly_any_more() -> None:
    unknown = Step(status=SUBMITTED)  # type: ignore[arg-type]
    facts = told(record(unknown, at(2, ACCEPTED)))
    anomaly = events.ANOMALY_SUBMITTED_WITHOUT_TIME
    assert anomaly in folded(facts).anomalies
    facts = corrected(facts, 1, Statement(task="t"))
    assert anomaly in folded(facts).anomalies
    facts = corrected(facts, 1, Statement(time=MONDAY + HOUR))
    assert anomaly not in folded(facts).anomalies


@pytest.mark.parametrize(
    ("stated", "promised"),
    [({"promised": 4, "due": 6}, 4), ({"due": 6}, 9), ({"promised": 6}, 9)],
)
def test_a_corrected_due_leaves_a_date_on_the_slip_that_is_another(
    stated: dict[str, int], promised: int
) -> None:
    dates = {name: date(days) for name, days in stated.items()}
    facts = corrected(told(record(at(0, ACCEPTED), **dates)), 2, Statement(due=date(9)))
    dossier = folded(facts)
    assert dossier.due == events.Due(time=MONDAY + 9 * DAY)
    assert dossier.promised == events.Due(time=MONDAY + promised * DAY)


def test_a_request_of_which_nobody_knows_when_it_was_waits_since_no_instant() -> None:
    long_ago = Step(status=SUPPLEMENT, time={"seconds": -(10**10)})  # type: ignore[arg-type]
    facts = corrected(told(record(at(0, ACCEPTED), long_ago)), 2, Statement(task="t"))
    said = facts[-1].message.facts  # type: ignore[attr-defined]
    assert (said.status, said.HasField("waiting_since")) == (SUPPLEMENT, False)


def test_what_was_done_at_one_instant_is_known_in_any_order() -> None:
    paid = [at(5, payment={"payment": name, "purpose": 1, "amount": 9}) for name in ("p", "q")]
    once = told(record(at(0, ACCEPTED), *paid))
    assert told(record(at(0, ACCEPTED), *paid), record(at(0, ACCEPTED), *paid[::-1])) == once


def test_a_handling_that_is_told_late_moves_a_closed_dossier_nowhere() -> None:
    ended = [at(0, ACCEPTED), at(5, READY)]
    late = at(6, PROCESSING, unit="units/W")
    facts = told(record(*ended), record(*ended, late))
    dossier = folded(facts)
    assert (dossier.status, dossier.holder) == (READY, "units/U")
    assert not any(isinstance(each.message, events.DossierTransferred) for each in facts)
    with pytest.raises(Refusal) as refused:
        told(record(*ended), record(*ended, at(6, SUPPLEMENT)))
    assert (refused.value.reason, refused.value.field) == (
        SubmissionsReason.RECORD_CHANGED, "steps[2].status",
    )  # fmt: skip


def test_a_dossier_is_submitted_once_and_again_for_each_request_before_acceptance() -> None:
    steps = [at(0, SUBMITTED), at(1, SUPPLEMENT), at(2, SUBMITTED)]
    assert folded(told(record(*steps))).status == SUBMITTED
    with pytest.raises(Refusal) as refused:
        told(record(*steps, at(3, SUBMITTED)))
    assert (refused.value.reason, refused.value.field) == (
        SubmissionsReason.STEP_REPEATED, "steps[3].status",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        (at(7, READY), 7 * 60 - 90 - 60),  # noon is no working time, and neither is the pause
        (at(3, READY), 90),
        (at(0.5, READY), 0),  # the record contradicts itself
        (Step(status=READY, date={"year": 2026, "month": 6, "day": 2}), None),  # type: ignore[arg-type]
    ],
)
def test_working_minutes_of_a_record_are_never_less_than_none(
    end: Step, minutes: int | None
) -> None:
    steps = [at(0, ACCEPTED), at(1, SUPPLEMENT), at(2, PROCESSING), end]
    known = {"calendar": lambda *_: CALENDARS.known(NAME), "measures": CalendarMeasures(CALENDARS)}
    dossier = folded(take_in(read(record(*steps), **COMMON, **known)))  # type: ignore[arg-type]
    assert dossier.working_minutes == minutes


def test_a_due_that_should_have_been_none_leaves_no_date_on_the_slip() -> None:
    never = Deadline(date={"year": 9999, "month": 12, "day": 31})  # type: ignore[arg-type]
    facts = corrected(told(record(at(0, ACCEPTED), due=date(6))), 2, Statement(due=never))
    assert (folded(facts).due, folded(facts).promised) == (None, None)
