"""A record that comes again, night after night: what is added, and what is refused by name.

Promises that a record told in parts makes the same dossier as one told at once.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, DossierRecord, Step
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier import filing
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.records.facts import take_in
from services.submissions.domain.dossier.records.growth import grow
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.refusals import SubmissionsReason
from tests.submissions.test_records import BY, NOW, OFFERING, accepted, ready, record, step

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)  # 09:00 in Vietnam
SUBMITTED = step(events.STATUS_SUBMITTED, MONDAY)
ACCEPTED = accepted(MONDAY + HOUR)
BEGUN = step(events.STATUS_PROCESSING, MONDAY + DAY, officer="o-1")
READY = ready(MONDAY + 3 * DAY)
RETURNED = step(events.STATUS_RESULT_RETURNED, MONDAY + 4 * DAY)
WITHDRAWN = step(events.STATUS_WITHDRAWN, MONDAY + 2 * DAY)
COMMON: dict[str, Any] = {
    "name": "dossiers/d", "source": "old", "offering": OFFERING, "now": NOW, "catalog_position": 5,
}  # fmt: skip


def told(*nights: DossierRecord) -> list[Fact]:
    """The facts after these records of one dossier, each the export of a night."""
    facts = take_in(read(nights[0], **COMMON))
    for night in nights[1:]:
        reading = read(night, before=folded(facts), **COMMON)
        facts += grow(reading)
    return facts


def folded(facts: list[Fact]) -> Dossier:
    return DOSSIERS.fold(Dossier(), facts)


def kinds(facts: list[Fact]) -> list[str]:
    return [each.message.DESCRIPTOR.name for each in facts]


def test_further_steps_are_added_and_known_ones_are_not() -> None:
    facts = told(
        record(SUBMITTED),
        record(SUBMITTED, ACCEPTED, BEGUN),
        record(SUBMITTED, ACCEPTED, BEGUN),
        record(SUBMITTED, ACCEPTED, BEGUN, READY),
        record(SUBMITTED, ACCEPTED),  # an old file, sent again
        record(RETURNED),  # an export of what is new
    )
    assert kinds(facts) == [
        "DossierSubmitted", "DossierAccepted", "HandlingStarted", "ResultRecorded",
        "ResultReturned",
    ]  # fmt: skip
    assert not facts[-1].message.ends  # type: ignore[attr-defined]
    assert folded(facts).status == events.STATUS_RESULT_RETURNED


def test_an_end_told_later_is_judged_by_what_was_known() -> None:
    due = Deadline(time=MONDAY + 2 * DAY)
    facts = told(record(ACCEPTED, due=due, handling_unit="units/H"), record(READY))
    assert facts[-1].message.due.time.ToDatetime(UTC) == MONDAY + 2 * DAY  # type: ignore[attr-defined]
    dossier = folded(facts)
    assert (dossier.verdict, dossier.anomalies) == (events.VERDICT_OVERDUE, ())
    assert dossier.handling_unit == "units/H"
    early = told(record(ACCEPTED), record(ACCEPTED, ready(MONDAY - DAY)))
    assert folded(early).anomalies == (events.ANOMALY_ENDED_BEFORE_ACCEPTED,)


def test_a_step_that_may_come_again_is_new_when_it_is_not_before_the_last_known() -> None:
    again = step(events.STATUS_PROCESSING, MONDAY + 2 * DAY, officer="o-2")
    facts = told(record(ACCEPTED, BEGUN), record(ACCEPTED, BEGUN, again))
    assert kinds(facts).count("HandlingStarted") == 2
    same_instant = step(events.STATUS_PROCESSING, MONDAY + HOUR)
    assert len(told(record(ACCEPTED), record(ACCEPTED, same_instant))) == 3
    # Another system may have gone on with what was ended; the dossier stays ended.
    late = told(record(ACCEPTED, READY), record(step(events.STATUS_PROCESSING, MONDAY + 5 * DAY)))
    assert folded(late).status == events.STATUS_RESULT_READY


def changed(given_step: Step, **fields: Any) -> Step:
    """The step, told otherwise."""
    other = Step()
    other.CopyFrom(given_step)
    for name, value in fields.items():
        if name == "time":
            other.time.FromDatetime(value)
        else:
            setattr(other, name, value)
    return other


@pytest.mark.parametrize(
    ("again", "field"),
    [
        (record(changed(SUBMITTED, time=MONDAY + HOUR)), "steps[0].time"),
        (record(SUBMITTED, changed(ACCEPTED, time=MONDAY)), "steps[1].time"),
        (record(accepted(None)), "steps[0].time"),
        (record(Step(status=events.STATUS_ACCEPTED, date={"year": 2026, "month": 6, "day": 1})),
            "steps[0].time"),
        (record(changed(ACCEPTED, officer="o-9")), "steps[0].officer"),
        (record(changed(BEGUN, officer="o-9")), "steps[0].officer"),
        (record(changed(BEGUN, unit="units/W")), "steps[0].unit"),
        (record(ACCEPTED, due=Deadline(time=NOW)), "due"),
        (record(ACCEPTED, handling_unit="units/H"), "handling_unit"),
        (record(ACCEPTED, receiving_unit="units/R"), "receiving_unit"),
        (record(ACCEPTED, channel=events.CHANNEL_POST), "channel"),
        (record(ACCEPTED, assisted=True), "assisted"),
        (record(ACCEPTED, offering="services/T/offerings/U"), "offering"),
        # Before the last known fact.
        (record(step(events.STATUS_PROCESSING, MONDAY + HOUR / 2)), "steps[0].time"),
    ],
)  # fmt: skip
def test_a_known_fact_that_is_told_otherwise_is_refused_by_name(
    again: DossierRecord, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        told(record(SUBMITTED, ACCEPTED, BEGUN), again)
    assert refused.value.reason is SubmissionsReason.RECORD_CHANGED
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("known", "again", "field"),
    [
        ([ACCEPTED, READY], [ready(MONDAY + 9 * DAY)], "steps[0].time"),
        ([ACCEPTED, READY], [changed(READY, electronic_result=True)], "steps[0].electronic_result"),
        ([ACCEPTED, READY], [WITHDRAWN], "steps[0].status"),
        ([ACCEPTED, WITHDRAWN], [READY], "steps[0].status"),
        ([ACCEPTED, WITHDRAWN], [RETURNED], "steps[0].status"),
        # What an end was found to lack cannot come after it.
        ([READY], [ACCEPTED], "steps[0].status"),
        # It was ended by its return.
        ([ACCEPTED, RETURNED], [READY], "steps[0].status"),
        # It began with a submission whose time nobody told.
        ([ACCEPTED], [SUBMITTED, ACCEPTED], "steps[0].time"),
    ],
)
def test_what_is_closed_is_not_closed_again(
    known: list[Step], again: list[Step], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        told(record(*known), record(*again))
    assert (refused.value.reason, refused.value.field) == (SubmissionsReason.RECORD_CHANGED, field)


def test_a_return_that_ended_a_dossier_is_known_when_it_is_told_again() -> None:
    assert len(told(record(ACCEPTED, RETURNED), record(ACCEPTED, RETURNED))) == 3


def test_what_happened_here_is_known_to_a_record_too() -> None:
    facts = told(record(SUBMITTED))
    facts += filing.accept(
        folded(facts),
        Given(NOW, 6, BY),
        offering=OFFERING,
        due=None,
        handling_unit=OFFERING.unit,
    )
    assert folded(facts).last_live == NOW
    reading = read(record(SUBMITTED, ACCEPTED), before=folded(facts), **COMMON)
    with pytest.raises(Refusal) as refused:
        grow(reading)
    assert refused.value.field == "steps[1].time"


MOMENTS = st.sampled_from(
    [
        None, MONDAY, MONDAY + HOUR, MONDAY + DAY, NOW + DAY, datetime(16, 1, 1, tzinfo=UTC),
        datetime(2999, 1, 1, tzinfo=UTC), {"year": 2026, "month": 6, "day": 1},
        {"year": 2026, "month": 6, "day": 2},
    ]
)  # fmt: skip
CLOSINGS = st.sampled_from([(), (9,), (10,), (9, 10), (3,), (7,), (8,)])


def step_at(status: int, moment: Any) -> Step:
    when = {"date": moment} if isinstance(moment, dict) else {"time": moment}
    return Step(status=status, **when)  # type: ignore[arg-type]


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
    """Steps in the order of a life, at any times; what has to have one has a possible one."""
    first = [status for status in (1, 2) if draw(st.booleans())]
    steps = [step_at(status, draw(MOMENTS)) for status in first]
    for status in draw(CLOSINGS):
        moment = draw(MOMENTS)
        steps.append(step_at(status, moment or (MONDAY if status in {3, 7, 8} else None)))
    return steps or [step_at(2, draw(MOMENTS))]


@given(lives(), st.lists(st.integers(1, 4)))
def test_a_record_told_in_parts_makes_the_same_dossier(steps: list[Step], cuts: list[int]) -> None:
    nights = [record(*steps[:cut]) for cut in sorted(cuts) if cut < len(steps)]
    at_once, in_parts = told(record(*steps)), told(*nights, record(*steps))
    assert kinds(in_parts) == kinds(at_once)
    assert folded(in_parts) == folded(at_once)
    assert told(*nights, record(*steps), record(*steps)) == in_parts
