"""Corrected and voided dossiers: what the correction says of them takes the place of all before it.

Given facts, when they are classified, then one membership and reason. Must not need a database.
"""

from datetime import timedelta

import pytest

from motcua.submissions.v1.events_pb2 import Anomaly, Channel, Verdict
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR
from tests.metrics import corrections, given
from tests.metrics.classes_asked import on_time_ended, online_handling
from tests.metrics.given import AT, OTHER, RECORDED, WARD, facts_of
from tests.metrics.naive_classes import Contribution

pytestmark = pytest.mark.usefixtures("classes")

DAY = timedelta(days=1)


def placed(found: Contribution | None) -> tuple[object, ...] | None:
    return (found.unit, found.key_at, found.membership, found.reason) if found else None


def test_a_voided_dossier_is_excluded_where_it_stood() -> None:
    facts = facts_of(given.accepted(), given.ended(), corrections.voided())
    assert placed(online_handling(facts)) == (WARD, AT, EXCLUDED, "voided")
    assert placed(on_time_ended(facts)) == (WARD, AT + DAY, EXCLUDED, "voided")


def test_voided_comes_before_every_other_reason() -> None:
    accepted = given.accepted(level=None, anomalies=(Anomaly.ANOMALY_ACCEPTED_IN_FUTURE,))
    ended = given.ended(anomalies=(Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED,))
    facts = facts_of(accepted, ended, corrections.voided())
    for rule in (online_handling, on_time_ended):
        found = rule(facts)
        assert found
        assert found.reason == "voided"


def test_a_dossier_that_ended_without_acceptance_can_be_voided() -> None:
    found = online_handling(facts_of(given.ended(), corrections.voided()))
    assert placed(found) == ("", RECORDED, EXCLUDED, "voided")


def test_what_was_never_accepted_nor_ended_is_no_item_when_voided() -> None:
    facts = facts_of(given.submitted(), corrections.voided())
    assert online_handling(facts) is None
    assert on_time_ended(facts) is None


def test_a_voiding_that_is_taken_back_counts_again() -> None:
    facts = facts_of(
        given.accepted(),
        corrections.voided(),
        corrections.corrected(accepted_at=AT, verdict=0, level=4),
    )
    assert placed(online_handling(facts)) == (WARD, AT, NUMERATOR, "")


def test_an_end_that_is_left_out_is_no_item_any_more() -> None:
    facts = facts_of(given.accepted(), given.ended(), corrections.corrected(accepted_at=AT))
    assert on_time_ended(facts) is None
    assert placed(online_handling(facts)) == (WARD, AT, NUMERATOR, "")


def test_a_corrected_dossier_is_what_its_correction_says() -> None:
    correction = corrections.corrected(
        accepted_at=AT + DAY,
        ended_at=AT + 3 * DAY,
        verdict=Verdict.VERDICT_OVERDUE,
        channel=Channel.CHANNEL_POST,
        unit=OTHER,
        handling_unit=OTHER,
    )
    facts = facts_of(given.accepted(), given.ended(), correction)
    assert placed(online_handling(facts)) == (OTHER, AT + DAY, DENOMINATOR, "")
    assert placed(on_time_ended(facts)) == (OTHER, AT + 3 * DAY, DENOMINATOR, "")


def test_an_end_that_counts_nowhere_else_stays_at_its_first_recording() -> None:
    before = facts_of(given.submitted(), given.ended(), recorded_at=RECORDED)
    ended = (Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE,)
    correction = corrections.corrected(ended_at=AT, anomalies=ended)
    after = given.evolve(before, given.Seen(correction, 9, AT, RECORDED + DAY))
    assert placed(online_handling(after)) == (
        WARD, RECORDED, EXCLUDED, "ended_without_acceptance",
    )  # fmt: skip


@pytest.mark.parametrize("year", [1899, 2127])
def test_a_corrected_time_that_cannot_be_is_not_known(year: int) -> None:
    correction = corrections.corrected(accepted_at=AT, ended_at=AT.replace(year=year))
    found = on_time_ended(facts_of(given.accepted(), correction))
    assert placed(found) == (WARD, RECORDED, EXCLUDED, "ended_without_time")


def test_the_precision_of_an_acceptance_is_corrected_too() -> None:
    unknown = given.accepted(time_known=False)
    assert placed(online_handling(facts_of(unknown)))[3] == "accepted_without_time"  # type: ignore[index]
    found = online_handling(facts_of(unknown, corrections.corrected(accepted_at=AT)))
    assert placed(found) == (WARD, AT, NUMERATOR, "")
