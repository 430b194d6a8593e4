"""Another system's record: its facts, its named anomalies, and the little that is refused.

Promises every anomaly once, alone where it can stand alone.
"""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, DossierRecord, Step
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason, Reason
from services.submissions.domain.authority import Accountable
from services.submissions.domain.dossier import ending
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.records.facts import take_in
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.offerings import Offering, Span, Version
from services.submissions.domain.refusals import SubmissionsReason

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
DAY = timedelta(days=1)
BY = Accountable("o", "units/U")
ACCEPTED = NOW - 30 * DAY
BEGINNING = datetime(2010, 1, 1, tzinfo=UTC)
OFFERING = Offering(
    name="services/S/offerings/U",
    service="services/S",
    unit="units/U",
    spans=(Span(BEGINNING, True, 3, 2, "vn.levels@1"),),
    versions=(Version(BEGINNING, 1, None, None, None),),
)


def step(status: events.Status, at: datetime | None = None, **more: Any) -> Step:
    return Step(status=status, time=at, **more)


def accepted(at: datetime | None = ACCEPTED) -> Step:
    return step(events.STATUS_ACCEPTED, at)


def ready(at: datetime | None) -> Step:
    return step(events.STATUS_RESULT_READY, at)


def record(*steps: Step, **more: Any) -> DossierRecord:
    wanted = {"key": "k1", "offering": OFFERING.name, "channel": events.CHANNEL_ONLINE} | more
    return DossierRecord(steps=steps, **wanted)


def taken(record: DossierRecord, offering: Offering = OFFERING) -> tuple[Dossier, list[Fact]]:
    reading = read(
        record, name="dossiers/d", source="old", offering=offering, now=NOW, catalog_position=5
    )
    facts = take_in(reading)
    return DOSSIERS.fold(Dossier(), facts), facts


def names(dossier: Dossier) -> set[str]:
    return {events.Anomaly.Name(each).removeprefix("ANOMALY_") for each in dossier.anomalies}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([accepted(), ready(ACCEPTED + DAY)], set()),
        ([accepted(), ready(ACCEPTED)], set()),
        ([accepted(), ready(ACCEPTED - DAY)], {"ENDED_BEFORE_ACCEPTED"}),
        ([ready(ACCEPTED - DAY), accepted()], {"ENDED_BEFORE_ACCEPTED"}),
        ([accepted(), ready(NOW + DAY)], {"ENDED_IN_FUTURE"}),
        ([accepted(), ready(NOW)], set()),
        ([accepted(), ready(None)], {"ENDED_WITHOUT_TIME"}),
        ([accepted(NOW + DAY)], {"ACCEPTED_IN_FUTURE"}),
        ([accepted(NOW + DAY), ready(NOW)], {"ACCEPTED_IN_FUTURE", "ENDED_BEFORE_ACCEPTED"}),
        ([ready(ACCEPTED)], {"ENDED_WITHOUT_ACCEPTANCE"}),
        ([ready(None)], {"ENDED_WITHOUT_ACCEPTANCE", "ENDED_WITHOUT_TIME"}),
        (
            [step(events.STATUS_SUBMITTED, ACCEPTED + DAY), accepted()],
            {"SUBMITTED_AFTER_ACCEPTED"},
        ),
        ([step(events.STATUS_SUBMITTED, ACCEPTED), accepted()], set()),
        ([step(events.STATUS_SUBMITTED), accepted()], {"SUBMITTED_WITHOUT_TIME"}),
        ([accepted(None)], {"ACCEPTED_WITHOUT_TIME"}),
        ([accepted(None), ready(ACCEPTED)], {"ACCEPTED_WITHOUT_TIME"}),
    ],
)
def test_contradictions_are_named(steps: list[Step], expected: set[str]) -> None:
    dossier, facts = taken(record(*steps))
    assert names(dossier) == expected
    assert dossier.name == "dossiers/d"
    origins = {(each.message.origin.source, each.message.origin.key) for each in facts}  # type: ignore[attr-defined]
    assert origins == {("old", "k1")}


def test_flags_of_due_and_level() -> None:
    low = Offering(
        name=OFFERING.name,
        service=OFFERING.service,
        unit=OFFERING.unit,
        spans=(Span(BEGINNING, True, 2, 1, "vn.levels@1"),),
        versions=OFFERING.versions,
    )
    due = Deadline(time=ACCEPTED - DAY)
    dossier, _ = taken(record(accepted(), due=due), low)
    assert names(dossier) == {"DUE_BEFORE_ACCEPTED", "ONLINE_BELOW_LEVEL_3"}


def test_a_record_from_before_the_history_has_no_level() -> None:
    dossier, _ = taken(record(accepted(BEGINNING - DAY)))
    assert dossier.offering is not None
    assert not dossier.offering.HasField("level")
    assert dossier.offering.service_version == 0
    assert names(dossier) == set()


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (ACCEPTED + DAY, events.VERDICT_EARLY),
        (ACCEPTED + 3 * DAY, events.VERDICT_ON_TIME),
        (ACCEPTED + 4 * DAY, events.VERDICT_OVERDUE),
        (None, events.VERDICT_UNSPECIFIED),
    ],
)
def test_the_end_carries_due_and_verdict(ended: datetime | None, expected: events.Verdict) -> None:
    due = Deadline(time=ACCEPTED + 3 * DAY)
    dossier, facts = taken(record(accepted(), ready(ended), due=due))
    assert dossier.verdict == expected
    assert facts[-1].message.due.time.ToDatetime(tzinfo=UTC) == ACCEPTED + 3 * DAY  # type: ignore[attr-defined]


def test_a_return_without_a_result_ends_at_its_time() -> None:
    returned = step(events.STATUS_RESULT_RETURNED, ACCEPTED + DAY)
    dossier, facts = taken(record(accepted(), returned))
    assert facts[-1].message.ends  # type: ignore[attr-defined]
    assert dossier.ended_at == ACCEPTED + DAY
    assert dossier.verdict == events.VERDICT_NO_DUE


def test_a_return_after_a_result_ends_nothing() -> None:
    returned = step(events.STATUS_RESULT_RETURNED, ACCEPTED + 2 * DAY)
    dossier, facts = taken(record(accepted(), returned, ready(ACCEPTED + DAY)))
    assert not facts[-1].message.ends  # type: ignore[attr-defined]
    assert dossier.ended_at == ACCEPTED + DAY
    assert dossier.status == events.STATUS_RESULT_RETURNED


def test_a_refusal_after_acceptance_is_a_fact_of_the_record() -> None:
    refused = step(events.STATUS_REFUSED, ACCEPTED + DAY, reason_code="x")
    dossier, facts = taken(record(accepted(), refused))
    assert facts[-1].message.after_acceptance  # type: ignore[attr-defined]
    assert dossier.status == events.STATUS_REFUSED


def test_units_are_credited_as_the_record_says_or_else_the_competent_one() -> None:
    dossier, _ = taken(record(accepted(), ready(ACCEPTED + DAY)))
    assert (dossier.receiving_unit, dossier.handling_unit) == ("units/U", "units/U")
    ended = step(events.STATUS_RESULT_READY, ACCEPTED + DAY, unit="units/W")
    dossier, facts = taken(
        record(accepted(), ended, receiving_unit="units/R", handling_unit="units/H")
    )
    assert (dossier.receiving_unit, dossier.handling_unit) == ("units/R", "units/W")
    assert facts[-1].subject == "motcua.submissions.ResultRecorded.W"


def test_a_time_nobody_knows_is_the_recording_and_says_so() -> None:
    dossier, facts = taken(record(accepted(), ready(None)))
    assert facts[-1].occurred_at == NOW
    assert not facts[-1].message.time_known  # type: ignore[attr-defined]
    assert dossier.ended_at is None
    assert facts[0].occurred_at == NOW
    assert not facts[0].message.time_known  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("steps", "reason", "field"),
    [
        ([], SubmissionsReason.STEPS_MISSING, "steps"),
        ([step(events.STATUS_PROCESSING, ACCEPTED)] * 1001, ChassisReason.LIST_TOO_LONG, "steps"),
        ([step(events.STATUS_PROCESSING)], SubmissionsReason.STEP_TIME_MISSING, "steps[0].time"),
        ([accepted(), accepted()], SubmissionsReason.STEP_REPEATED, "steps[1].status"),
        ([accepted(), Step(time=NOW)], SubmissionsReason.STEP_UNSUPPORTED, "steps[1].status"),
        (
            [accepted(), Step(time=NOW, transfer={})],
            SubmissionsReason.STEP_UNIT_MISSING,
            "steps[1].unit",
        ),
        (
            [accepted(), step(events.STATUS_WITHDRAWN, NOW), ready(NOW)],
            SubmissionsReason.STEPS_CONTRADICT,
            "steps",
        ),
    ],
)
def test_what_has_no_meaning_is_refused(steps: list[Step], reason: Reason, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        taken(record(*steps))
    assert (refused.value.reason, refused.value.field) == (reason, field)
    assert refused.value.message("vi")


def test_a_live_step_after_a_record_takes_the_clock_whatever_the_record_says() -> None:
    dossier, _ = taken(record(accepted(NOW + 400 * DAY)))
    assert dossier.last_live is None
    (ended,) = ending.record_result(
        dossier, Given(NOW, 6, BY), electronic_result=True, handling_unit="units/U"
    )
    assert ended.occurred_at == NOW
    assert list(ended.message.anomalies) == [events.ANOMALY_ENDED_BEFORE_ACCEPTED]  # type: ignore[attr-defined]
    dossier = DOSSIERS.fold(dossier, [ended])
    assert dossier.last_live == NOW
    (back,) = ending.return_result(dossier, Given(NOW - DAY, 6, BY))
    assert back.occurred_at == NOW


def test_a_live_end_of_a_record_that_was_never_accepted_is_named() -> None:
    submitted = Step(status=events.STATUS_SUBMITTED, time=NOW - DAY)
    processing = Step(status=events.STATUS_PROCESSING, time=NOW - DAY)
    dossier, _ = taken(record(submitted, processing))
    (ended,) = ending.record_result(
        dossier, Given(NOW, 6, BY), electronic_result=True, handling_unit="units/U"
    )
    assert list(ended.message.anomalies) == [events.ANOMALY_ENDED_WITHOUT_ACCEPTANCE]  # type: ignore[attr-defined]


TIMES = st.one_of(
    st.none(),
    st.datetimes(
        min_value=datetime(2015, 1, 1),  # noqa: DTZ001 — hypothesis adds the zone
        max_value=datetime(2035, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
KNOWN_TIMES = TIMES.filter(lambda at: at is not None)


@given(submitted=TIMES, accepted_at=KNOWN_TIMES, ended=TIMES)
def test_a_record_means_the_same_in_whatever_order_its_steps_come(
    submitted: datetime | None, accepted_at: datetime, ended: datetime | None
) -> None:
    steps = [step(events.STATUS_SUBMITTED, submitted), accepted(accepted_at), ready(ended)]
    results = [taken(record(*order))[0] for order in permutations(steps)]
    assert all(each == results[0] for each in results)
    assert results[0].status == events.STATUS_RESULT_READY
    before = ended is not None and ended < accepted_at
    assert ("ENDED_BEFORE_ACCEPTED" in names(results[0])) is before
