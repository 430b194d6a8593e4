"""Records that state everything: pauses, transfers, payments, ratings, links, and corrections.

Given steps of another system, then the facts that they give; in parts the same as at once.
"""

from datetime import UTC
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, DossierRecord, Statement, Step
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier import handling
from services.submissions.domain.dossier.correcting import correct
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.records.growth import grow
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Handover
from services.submissions.domain.refusals import SubmissionsReason
from tests.submissions.test_records import BY, NOW, record
from tests.submissions.test_records_grow import COMMON, DAY, HOUR, MONDAY, folded, kinds, told

# As the national codes are numbered.
SUBMITTED, ACCEPTED, PROCESSING, SUPPLEMENT, OBLIGATION = 1, 2, 4, 5, 6
WITHDRAWN, STOPPED, READY, RETURNED = 7, 8, 9, 10


def at(hours: float, what: int | None = None, **more: Any) -> Step:
    """A step so many hours after Monday 09:00: a status, or what else was done."""
    status = {} if what is None else {"status": what}
    return Step(time=MONDAY + hours * HOUR, **status, **more)  # type: ignore[arg-type]


WHOLE = [
    at(0, SUBMITTED, task="file"),
    at(1, SUPPLEMENT, reason_code="unclear", documents=["id"]),
    at(2, SUBMITTED),
    at(3, ACCEPTED, task="accept"),
    at(3, assignment={"assignee": "o-1"}),
    at(4, PROCESSING),
    at(5, SUPPLEMENT, reason_code="missing"),
    at(53, PROCESSING),
    at(54, OBLIGATION, amount=300, reason_code="tax"),
    at(55, payment={"payment": "p", "purpose": 2, "amount": 300, "online": True}),
    at(56, PROCESSING),
    at(57, PROCESSING, unit="units/W", officer="o-2"),
    at(57, OBLIGATION, amount=900),
    at(58, obligation_waiver={}, reason_code="exempt"),
    at(58, payment={"payment": "f", "purpose": 1, "amount": 20, "online": True}),
    at(59, extension={"extended": Deadline(time=MONDAY + 9 * DAY)}, reason_code="apology"),
    at(60, READY, decision=2, reason_code="no-right", electronic_result=False),
    at(61, refund={"payment": "f", "amount": 20}),
    at(62, RETURNED, unit="units/R", delivery_channel=3),
    at(63, rating={"value": 4}),
    at(64, archiving={"archive_code": "a-1"}),
    at(
        65, handover={"archive": "his", "list_code": "l", "record_code": "9", "archive_code": "h-2"}
    ),
]


def message(facts: list[Fact], kind: type[Any], index: int = 0) -> Any:
    return [each.message for each in facts if isinstance(each.message, kind)][index]


def test_a_whole_life_gives_every_fact_with_what_follows_of_it() -> None:
    facts = told(record(*WHOLE, promised=Deadline(time=MONDAY + 4 * DAY)))
    assert kinds(facts) == [
        "DossierSubmitted", "SupplementRequested", "SupplementAnswered", "DossierAccepted",
        "DossierAssigned", "HandlingStarted", "SupplementRequested", "SupplementAnswered",
        "ObligationRequested", "PaymentRecorded", "ObligationMet", "DossierTransferred",
        "HandlingStarted", "ObligationRequested", "ObligationMet", "PaymentRecorded", "DueExtended",
        "ResultRecorded", "PaymentRefunded", "ResultReturned", "DossierRated", "DossierArchived",
        "PaperFileHandedOver",
    ]  # fmt: skip
    assert {(each.message.origin.source, each.message.origin.key) for each in facts} == {  # type: ignore[attr-defined]
        ("old", "k1")
    }
    first, second = (message(facts, events.SupplementRequested, n) for n in (0, 1))
    assert (first.number, first.after_acceptance, list(first.documents)) == (1, False, ["id"])
    assert (second.number, second.after_acceptance) == (2, True)
    assert not message(facts, events.SupplementAnswered).HasField("pause")
    assert message(facts, events.ObligationMet).pause.cause == events.PAUSE_CAUSE_OBLIGATION
    waived = message(facts, events.ObligationMet, 1)
    assert (waived.waived, waived.reason_code, waived.number) == (True, "exempt", 2)
    assert waived.pause.end_time.ToDatetime(UTC) == MONDAY + 58 * HOUR
    moved = message(facts, events.DossierTransferred)
    assert (moved.from_unit, moved.to_unit) == ("units/U", "units/W")
    assert moved.cause == events.TRANSFER_CAUSE_RECORD
    assert moved.effective_time.ToDatetime(UTC) == MONDAY + 57 * HOUR
    ended = message(facts, events.ResultRecorded)
    assert (ended.handling_unit, ended.decision) == ("units/W", events.DECISION_NEGATIVE)
    returned = message(facts, events.ResultReturned)
    assert (returned.returning_unit, returned.ends) == ("units/R", False)
    assert message(facts, events.DossierRated).handling_unit == "units/W"
    dossier = folded(facts)
    assert (dossier.status, len(dossier.pauses)) == (RETURNED, 3)
    assert (dossier.paid_online, dossier.archive_code) == (False, "h-2")
    assert dossier.handover == Handover("his", "l", "9", MONDAY + 65 * HOUR)
    assert dossier.last_live is None


@given(st.lists(st.integers(1, len(WHOLE))))
def test_in_any_number_of_deliveries_it_is_the_same_dossier(cuts: list[int]) -> None:
    whole = record(*WHOLE, promised=Deadline(time=MONDAY + 4 * DAY))
    nights = [record(*WHOLE[:cut], promised=whole.promised) for cut in sorted(cuts)]
    at_once, in_parts = told(whole), told(*nights, whole, whole)
    assert in_parts == at_once
    assert folded(in_parts) == folded(at_once)


@given(st.lists(st.integers(1, len(WHOLE) - 1), unique=True))
def test_so_it_is_where_each_delivery_holds_only_what_is_new(cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), len(WHOLE)]
    promised = Deadline(time=MONDAY + 4 * DAY)
    parts = [WHOLE[a:b] for a, b in pairwise(bounds)]
    assert told(*(record(*part, promised=promised) for part in parts)) == told(
        record(*WHOLE, promised=promised)
    )


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        # The answer comes two days after the request; the policy is *subtract*.
        ({"promised": 4}, 6),
        ({"promised": 4, "due": 5}, 5),
        ({"due": 4}, 4),
    ],
)
def test_pauses_of_a_record_move_only_a_due_that_it_does_not_state(
    stated: dict[str, int], days: int
) -> None:
    dates = {name: Deadline(time=MONDAY + n * DAY) for name, n in stated.items()}
    facts = told(record(at(0, ACCEPTED), at(24, SUPPLEMENT), **dates))
    # No calendar is known here; *subtract* needs none.
    message(facts, events.DossierAccepted).deadline.policy = 3
    again = record(at(24, SUPPLEMENT), at(72, PROCESSING), **dates)
    measures = CalendarMeasures(Calendars())
    facts += grow(read(again, before=folded(facts), measures=measures, **COMMON))
    dossier = folded(facts)
    assert dossier.due is not None
    assert dossier.promised is not None
    assert dossier.due.time.ToDatetime(UTC) == MONDAY + days * DAY
    assert dossier.promised.time.ToDatetime(UTC) == MONDAY + 4 * DAY
    assert len(dossier.pauses) == 1


def test_a_live_step_may_come_between() -> None:
    facts = told(record(at(0, ACCEPTED)))
    facts += handling.assign(folded(facts), Given(NOW - DAY, 6, BY), assignee="o-9")
    steps = [at(0, ACCEPTED), Step(status=READY, time=NOW)]  # type: ignore[arg-type]
    facts = grown(facts, record(*steps))
    assert kinds(facts)[-2:] == ["DossierAssigned", "ResultRecorded"]
    assert folded(facts).assignee == "o-9"


def grown(facts: list[Fact], night: DossierRecord) -> list[Fact]:
    """The facts after another delivery."""
    return facts + grow(read(night, before=folded(facts), **COMMON))


def test_what_contradicts_is_a_correction_where_the_record_gives_a_reason() -> None:
    facts = told(record(at(0, ACCEPTED), at(48, READY), due=Deadline(time=MONDAY + 3 * DAY)))
    later = {"due": Deadline(time=MONDAY + DAY), "correction_reason_code": "late-export"}
    facts = grown(facts, record(at(1, ACCEPTED), at(48, READY), **later))
    assert kinds(facts)[3:] == ["DossierCorrected"]
    corrected = facts[-1].message
    assert (corrected.reason_code, corrected.origin.key) == ("late-export", "k1")  # type: ignore[attr-defined]
    dossier = folded(facts)
    assert dossier.accepted_at == MONDAY + HOUR
    assert dossier.verdict == events.VERDICT_OVERDUE
    assert grown(facts, record(at(1, ACCEPTED), at(48, READY), **later)) == facts
    # An old export tells what was known before: it is no correction, and no contradiction.
    assert grown(facts, record(at(0, ACCEPTED), due=Deadline(time=MONDAY + 3 * DAY))) == facts


@pytest.mark.parametrize(
    ("steps", "reason", "field"),
    [
        ([at(5, transfer={})], SubmissionsReason.STEP_UNIT_MISSING, "steps[0].unit"),
        (
            [at(0, READY), at(1, transfer={}, unit="units/W")],
            SubmissionsReason.STEP_OF_CLOSED,
            "steps[1]",
        ),
        (
            [at(n, payment={"payment": "p", "purpose": 1, "amount": 5}) for n in (1, 2)],
            SubmissionsReason.STEP_REPEATED,
            "steps[1].payment.payment",
        ),
        (
            [at(0, ACCEPTED), at(1, SUPPLEMENT), at(2, obligation_waiver={})],
            DossierReason.OBLIGATION_NOT_PENDING,
            "steps[2].obligation_waiver",
        ),
    ],
)
def test_what_has_no_meaning_is_refused(steps: list[Step], reason: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(record(*steps))
    assert (refused.value.reason, refused.value.field) == (reason, field)


STATUSES = st.sampled_from([PROCESSING, SUPPLEMENT, OBLIGATION])
OTHERS = st.sampled_from(
    [{"assignment": {"assignee": "o-3"}}, {"rating": {"value": 2}}, {"waiver": {}}]
)
UNITS = st.sampled_from(["", "", "units/U", "units/W"])


@st.composite
def chronological(draw: st.DrawFn) -> list[Step]:
    """An acceptance and steps at or after one another, ended or not."""
    gaps = draw(st.lists(st.integers(1, 60), max_size=8))
    steps = [at(0, ACCEPTED)]
    for hours in accumulate(gaps):
        other = draw(st.one_of(STATUSES, OTHERS))
        what: dict[str, Any] = other if isinstance(other, dict) else {"what": other}
        steps.append(at(hours, **what, unit=draw(UNITS)))
    end = draw(st.sampled_from([(), (READY,), (READY, RETURNED), (WITHDRAWN,), (STOPPED,)]))
    return [*steps, *(at(1000 + n, status) for n, status in enumerate(end))]


@given(chronological(), st.lists(st.integers(1, 9)))
def test_lives_of_all_kinds_are_the_same_in_parts(steps: list[Step], cuts: list[int]) -> None:
    nights = [record(*steps[:cut]) for cut in sorted(cuts)]
    assert told(*nights, record(*steps), record(*steps)) == told(record(*steps))


def test_a_root_that_is_named_later_is_linked() -> None:
    reading = read(record(at(0, ACCEPTED)), **COMMON)
    facts = told(record(at(0, ACCEPTED)))
    assert folded(facts).root == reading.root == "dossiers/d"
    for expected in (["DossierLinked"], []):
        night = read(record(at(0, ACCEPTED)), root="dossiers/r", before=folded(facts), **COMMON)
        more = grow(night)
        assert kinds(more) == expected
        facts += more
    assert folded(facts).root == "dossiers/r"
    other = read(record(at(0, ACCEPTED)), root="dossiers/x", before=folded(facts), **COMMON)
    with pytest.raises(Refusal) as refused:
        grow(other)
    assert (refused.value.reason, refused.value.field) == (
        SubmissionsReason.RECORD_CHANGED,
        "root_key",
    )


def test_after_a_correction_live_steps_take_the_clock_whatever_records_say_of_the_future() -> None:
    facts = told(record(at(0, ACCEPTED), Step(assignment={"assignee": "o"}, time=NOW + 30 * DAY)))
    given = Given(NOW, 5, BY)
    usual: dict[str, Any] = {"instead": Statement(task="t"), "reason_code": "x"}
    facts += correct(
        folded(facts), given, version=2, about=lambda _: events.OfferingFacts(), **usual
    )
    [asked] = handling.request_supplement(folded(facts), given, reason_code="x")
    assert asked.occurred_at == NOW
