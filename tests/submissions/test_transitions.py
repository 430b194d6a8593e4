"""Given a dossier of each status, when each live command comes, then it moves or is refused.

Promises every cell of the table, and no database.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import Kind
from services.submissions.domain.authority import Accountable
from services.submissions.domain.dossier import ending, filing
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import ALLOWED_IN, LEADS_TO, require_allowed
from services.submissions.domain.offerings import Offering, Span, Version

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
BY = Accountable("o1", "units/U")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STATUSES = tuple(events.Status.values()[1:])

# domain.md §4, written out as a person reads it: from → to, before and after acceptance.
BEFORE = {1: {2, 3, 5, 7}, 5: {1, 7, 8}}
AFTER = {2: {4, 5, 6, 7, 8, 9}, 4: {5, 6, 7, 8, 9}, 5: {4, 7, 8}, 6: {4, 7, 8}, 9: {10}}


def offering(level: int = 3) -> Offering:
    return Offering(
        name="services/S/offerings/U",
        service="services/S",
        unit="units/U",
        spans=(Span(LONG_AGO, True, level, events.OfferingFacts().extent, "vn.levels@1"),),
        versions=(Version(LONG_AGO, 1, True, None, 0),),
    )


def given(*facts: list[Fact]) -> Dossier:
    return DOSSIERS.fold(Dossier(), [each for some in facts for each in some])


def submitted(at: datetime = NOON, **changed: object) -> list[Fact]:
    wanted: dict[str, object] = {
        "name": "dossiers/d",
        "number": "U-261120-0001",
        "receiving_unit": "units/R",
        "offering": offering(),
        "channel": events.CHANNEL_ONLINE,
        "assisted": False,
        "root": "",
        "portal": "",
        "at": at,
        "catalog_position": 7,
    }
    return filing.submit(**(wanted | changed))  # type: ignore[arg-type]


def step(dossier: Dossier, wanted: int, *, clock: datetime = NOON + HOUR) -> list[Fact]:
    """The live command that leads to a status."""
    given = Given(clock, 8, BY)
    match wanted:
        case events.STATUS_ACCEPTED:
            return filing.accept(
                dossier, given, offering=offering(), due=None, handling_unit="units/U"
            )
        case events.STATUS_REFUSED:
            return filing.refuse(dossier, given, reason_code="x")
        case events.STATUS_RESULT_READY:
            unit = dossier.handling_unit
            return ending.record_result(dossier, given, electronic_result=None, handling_unit=unit)
        case events.STATUS_RESULT_RETURNED:
            returning = replace(given, by=Accountable("o1", "units/R"))
            return ending.return_result(dossier, returning)
    assert wanted == events.STATUS_WITHDRAWN
    return ending.withdraw(dossier, given)


LIVE = [2, 3, 7, 9, 10]


def is_allowed(status: int, kind: type[Message]) -> bool:
    """Whether a dossier of that status takes that fact."""
    try:
        require_allowed(Dossier(status=status), kind)  # type: ignore[arg-type]
    except Refusal:
        return False
    return True


def leads_to(kind: type[Message], accepted: bool) -> int:
    """The status after a fact; 0: that of before."""
    if kind is events.SupplementAnswered:
        return 4 if accepted else 1
    return LEADS_TO.get(kind, 0)


@pytest.mark.parametrize(("table", "accepted"), [(BEFORE, False), (AFTER, True)])
def test_every_cell_of_the_table(table: dict[int, set[int]], accepted: bool) -> None:
    for status in STATUSES:
        if status not in (AFTER if not accepted else BEFORE) or status in table:
            allowed = {leads_to(kind, accepted) for kind in ALLOWED_IN if is_allowed(status, kind)}
            assert allowed - {0} == table.get(status, set()), status


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("wanted", LIVE)
def test_every_live_command_on_every_status(status: int, wanted: int) -> None:
    accepted = status in {2, 4, 6, 8, 9, 10}
    dossier = replace(given(submitted()), status=status, accepted=accepted)  # type: ignore[arg-type]
    table = AFTER if accepted else BEFORE
    if wanted in table.get(status, set()):
        (fact,) = step(dossier, wanted)
        assert DOSSIERS.fold(dossier, [fact]).status == wanted
    else:
        with pytest.raises(Refusal) as refused:
            step(dossier, wanted)
        reason = refused.value.reason  # nothing "cannot become" what it is
        same = wanted == status
        assert reason is DossierReason[("STEP", "ACTION")[same] + "_NOT_ALLOWED"]
        assert reason.kind is Kind.STATE
        name = events.Status.Name(wanted).removeprefix("STATUS_")  # type: ignore[arg-type]
        assert f"“{name.lower().replace('_', ' ')}”" in refused.value.message("en")
        for language in ("vi", "en"):  # no word of the contract
            assert not re.search("[A-Z]{2}", refused.value.message(language))  # type: ignore[arg-type]


def test_a_whole_life_keeps_what_was_fixed_at_acceptance() -> None:
    dossier = given(submitted())
    assert dossier.submitted_at == NOON
    due = events.Due(time=NOON + 3 * HOUR)
    facts = filing.accept(
        dossier,
        Given(NOON + HOUR, 9, BY),
        offering=offering(4),
        due=due,
        handling_unit="units/H",
    )
    dossier = DOSSIERS.fold(dossier, facts)
    assert dossier.offering is not None
    assert (dossier.offering.level, dossier.offering.service_version) == (4, 1)
    assert dossier.promised == dossier.due == due
    dossier = DOSSIERS.fold(dossier, step(dossier, 9, clock=NOON + 3 * HOUR))
    assert dossier.verdict == events.VERDICT_ON_TIME
    assert (dossier.ended_at, dossier.handling_unit) == (NOON + 3 * HOUR, "units/H")
    dossier = DOSSIERS.fold(dossier, step(dossier, 10, clock=NOON + 4 * HOUR))
    assert dossier.ended_at == NOON + 3 * HOUR
    assert dossier.status == events.STATUS_RESULT_RETURNED


@pytest.mark.parametrize(
    ("linked", "root"), [("", "dossiers/d"), ("dossiers/first", "dossiers/first")]
)
def test_a_dossier_and_its_acceptance_name_the_first_of_a_chain(linked: str, root: str) -> None:
    (first,) = submitted(root=linked)
    (accepted,) = step(given([first]), 2)
    assert first.message.root == accepted.message.root == root  # type: ignore[attr-defined]


def test_a_clock_that_went_back_does_not_turn_a_dossier_around() -> None:
    dossier = given(submitted())
    (accepted,) = step(dossier, 2, clock=NOON - HOUR)
    assert accepted.occurred_at == NOON
    dossier = DOSSIERS.fold(dossier, [accepted])
    (ready,) = step(dossier, 9, clock=NOON - 2 * HOUR)
    assert ready.occurred_at == NOON


def test_a_withdrawal_is_credited_to_who_has_the_dossier() -> None:
    """Until acceptance that is who received it, then who handles it."""
    dossier = given(submitted())
    (early,) = step(dossier, 7)
    (late,) = step(DOSSIERS.fold(dossier, step(dossier, 2)), 7)
    assert early.message.handling_unit == "units/R"  # type: ignore[attr-defined]
    assert late.message.handling_unit == offering().unit  # type: ignore[attr-defined]
    assert [fact.subject.rpartition(".")[2] for fact in (early, late)] == ["R", "U"]


def test_a_result_is_credited_to_the_unit_that_hands_it_over() -> None:
    ready = given(submitted())
    for wanted in (2, 9):
        ready = DOSSIERS.fold(ready, step(ready, wanted))
    by = Accountable("o1", "units/X")
    (returned,) = ending.return_result(ready, Given(NOON + HOUR, 8, by))
    assert returned.message.returning_unit == "units/X"  # type: ignore[attr-defined]
    after = DOSSIERS.fold(ready, [returned])
    assert after.returning_unit == "units/X"
    assert set(after.units) == {"units/R", "units/U", "units/X"}


def test_withdrawal_says_whether_it_came_after_acceptance() -> None:
    dossier = given(submitted())
    (early,) = step(dossier, 7)
    assert not early.message.after_acceptance  # type: ignore[attr-defined]
    dossier = DOSSIERS.fold(dossier, step(dossier, 2))
    (late,) = step(dossier, 7)
    assert late.message.after_acceptance  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("channel", "level", "flagged"),
    [
        (events.CHANNEL_ONLINE, 2, True),
        (events.CHANNEL_ONLINE, 3, False),
        (events.CHANNEL_IN_PERSON, 2, False),
    ],
)
def test_an_online_filing_below_level_3_is_recorded_and_flagged(
    channel: events.Channel, level: int, flagged: bool
) -> None:
    dossier = given(submitted(channel=channel, offering=offering(level)))
    assert (events.ANOMALY_ONLINE_BELOW_LEVEL_3 in dossier.anomalies) is flagged
    assert dossier.status == events.STATUS_SUBMITTED


def test_a_due_that_has_passed_is_kept_as_stated_and_flagged() -> None:
    (accepted,) = filing.accept(
        given(submitted()),
        Given(NOON + HOUR, 8, BY),
        offering=offering(),
        due=events.Due(time=NOON),
        handling_unit="units/U",
    )
    assert list(accepted.message.anomalies) == [events.ANOMALY_DUE_BEFORE_ACCEPTED]  # type: ignore[attr-defined]


def test_the_subject_names_the_event_and_the_credited_unit_in_one_token() -> None:
    somewhere = replace(offering(), unit="units/000.00.H26 Đông~1")
    (fact,) = submitted(offering=somewhere)
    token = "000%2E00%2EH26%20%C4%90%C3%B4ng%7E1"
    assert fact.subject == f"motcua.submissions.DossierSubmitted.{token}"


def test_a_level_is_unknown_where_the_history_does_not_reach() -> None:
    known = offering()
    before = known.about(LONG_AGO - HOUR)
    assert not before.HasField("level")
    assert before.service_version == 0
    assert not known.in_force(LONG_AGO - HOUR)
    assert known.about(LONG_AGO).level == 3
    spans = (*known.spans, Span(NOON, True, 1, 0, "vn.levels@1"))
    later = replace(known, spans=spans)
    assert later.about(NOON - HOUR).level == 3
    assert later.about(NOON).level == 1
