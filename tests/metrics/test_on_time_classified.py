"""`on_time.ended@1`: which ended dossier counts where, by the verdict that its ending carries.

Given facts, when they are classified, then one membership and reason. Must not need a database.
"""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.submissions.v1.events_pb2 import Anomaly, Verdict
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR
from tests.metrics import given
from tests.metrics.classes_asked import on_time_ended
from tests.metrics.given import AT, RECORDED, WARD, facts_of
from tests.metrics.naive_classes import Contribution

pytestmark = pytest.mark.usefixtures("classes")

EARLY, ON_TIME, OVERDUE, NO_DUE = (
    Verdict.VERDICT_EARLY, Verdict.VERDICT_ON_TIME, Verdict.VERDICT_OVERDUE, Verdict.VERDICT_NO_DUE,
)  # fmt: skip


NEVER = [
    datetime(16, 1, 1, tzinfo=UTC),
    datetime(1899, 12, 31, 16, 59, 59, tzinfo=UTC),
    RECORDED.replace(year=2126, microsecond=1),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]


def classified(ending: object, *before: object) -> tuple[int, str] | None:
    found = on_time_ended(facts_of(*(before or (given.accepted(),)), ending))
    return (found.membership, found.reason) if found else None


@pytest.mark.parametrize("verdict", [EARLY, ON_TIME])
def test_not_later_than_the_due_is_numerator(verdict: Verdict) -> None:
    assert classified(given.ended(verdict=verdict)) == (NUMERATOR, "")


def test_overdue_is_denominator_only() -> None:
    assert classified(given.ended(verdict=OVERDUE)) == (DENOMINATOR, "")


@pytest.mark.parametrize("verdict", [NO_DUE, Verdict.VERDICT_UNSPECIFIED])
def test_no_due_is_excluded_and_not_on_time(verdict: Verdict) -> None:
    assert classified(given.ended(verdict=verdict)) == (EXCLUDED, "no_due")


@pytest.mark.parametrize(
    ("anomaly", "reason"),
    [
        (Anomaly.ANOMALY_ENDED_WITHOUT_TIME, "ended_without_time"),
        (Anomaly.ANOMALY_ENDED_IN_FUTURE, "ended_in_future"),
        (Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED, "ended_before_accepted"),
        (Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE, "ended_without_acceptance"),
    ],
)
def test_an_anomaly_of_the_end_excludes_by_its_name(anomaly: Anomaly, reason: str) -> None:
    assert classified(given.ended(anomalies=(anomaly,))) == (EXCLUDED, reason)


def test_of_several_anomalies_the_first_in_order_is_the_reason() -> None:
    several = (Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED, Anomaly.ANOMALY_ENDED_IN_FUTURE)
    assert classified(given.ended(anomalies=several)) == (EXCLUDED, "ended_in_future")


def test_an_end_that_nobody_accepted_is_excluded_also_when_nobody_says_so() -> None:
    assert classified(given.ended(), given.submitted()) == (EXCLUDED, "ended_without_acceptance")


def test_accepted_in_the_future_touches_the_end_not() -> None:
    future = given.accepted(anomalies=(Anomaly.ANOMALY_ACCEPTED_IN_FUTURE,))
    assert classified(given.ended(), future) == (NUMERATOR, "")


def test_without_a_time_it_is_shown_at_its_recording() -> None:
    ending = given.ended(time_known=False, anomalies=(Anomaly.ANOMALY_ENDED_WITHOUT_TIME,))
    found = on_time_ended(facts_of(given.accepted(), ending))
    assert found is not None
    assert found.key_at == RECORDED


@pytest.mark.parametrize("at", NEVER)
def test_a_time_that_cannot_be_is_none(at: datetime) -> None:
    found = on_time_ended(facts_of(given.accepted(), (given.ended(), at)))
    assert found is not None
    assert (found.key_at, found.reason) == (RECORDED, "ended_without_time")


@pytest.mark.parametrize("at", NEVER)
def test_a_due_that_cannot_be_is_none(at: datetime) -> None:
    ending = given.ended(verdict=EARLY)
    ending.due.time.FromDatetime(at)
    assert classified(ending) == (EXCLUDED, "no_due")


@pytest.mark.parametrize("seconds", [-(2**62), 2**62])
def test_a_due_outside_of_every_calendar_is_none(seconds: int) -> None:
    ending = given.ended(verdict=OVERDUE)
    ending.due.time.seconds = seconds
    assert classified(ending) == (EXCLUDED, "no_due")


@pytest.mark.parametrize(("stated", "kept"), [(OVERDUE, 0), (NO_DUE, int(NO_DUE))])
def test_of_an_end_without_a_time_only_that_it_had_no_due_is_known(
    stated: Verdict, kept: int
) -> None:
    facts = facts_of(given.accepted(), given.ended(verdict=stated, time_known=False))
    assert facts.verdict == kept


def test_the_handling_unit_at_the_end_is_credited() -> None:
    found = on_time_ended(facts_of(given.accepted(), given.ended(unit=given.OTHER)))
    key = AT + timedelta(days=1)
    assert found == Contribution(given.OTHER, given.BIRTH, key, NUMERATOR, "", 1, False)


def test_handing_over_ends_only_what_had_not_ended() -> None:
    found = on_time_ended(facts_of(given.accepted(), given.ended(), given.returned()))
    assert found is not None
    assert found.key_at == AT + timedelta(days=1)
    assert classified(given.returned(ends=True)) == (NUMERATOR, "")
    assert classified(given.returned()) is None


def test_an_open_dossier_is_not_looked_at() -> None:
    assert on_time_ended(facts_of(given.submitted(), given.accepted())) is None
    assert WARD
