"""`online_handling@1`: which dossier counts where, by the facts that its events carry.

Given facts, when they are classified, then one membership and reason. Must not need a database.
"""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.submissions.v1.events_pb2 import (
    Anomaly,
    Channel,
    DossierAccepted,
    DossierRefused,
    DossierWithdrawn,
)
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR, UNKNOWN
from tests.metrics import given
from tests.metrics.classes_asked import online_handling
from tests.metrics.given import AT, IN_PERSON, ONLINE, RECORDED, WARD, facts_of
from tests.metrics.naive_classes import Contribution

pytestmark = pytest.mark.usefixtures("classes")


def classified(*events: object) -> tuple[int, str] | None:
    found = online_handling(facts_of(*events))
    return (found.membership, found.reason) if found else None


def test_online_at_level_3_is_numerator() -> None:
    found = online_handling(facts_of(given.submitted(), given.accepted()))
    key = AT + timedelta(days=1)
    assert found == Contribution(WARD, given.BIRTH, key, NUMERATOR, "", 1, False)


OFFLINE = (
    IN_PERSON, Channel.CHANNEL_POST, Channel.CHANNEL_EMAIL, Channel.CHANNEL_PHONE,
    Channel.CHANNEL_OTHER,
)  # fmt: skip


@pytest.mark.parametrize("channel", OFFLINE)
@pytest.mark.parametrize("level", [3, 4])
def test_online_is_the_dossiers_channel_and_never_the_services_level(
    channel: Channel, level: int
) -> None:
    assert classified(given.accepted(channel=channel, level=level)) == (DENOMINATOR, "")


@pytest.mark.parametrize("level", [0, 1, 2])
def test_below_level_3_is_excluded_with_its_channel(level: int) -> None:
    assert classified(given.accepted(level=level)) == (EXCLUDED, "online_below_3")
    offline = given.accepted(level=level, channel=IN_PERSON)
    assert classified(offline) == (EXCLUDED, "other_below_3")
    unknown = given.accepted(level=level, channel=given.UNKNOWN)
    assert classified(unknown) == (EXCLUDED, "other_below_3")


def test_level_is_what_acceptance_fixed_not_what_submission_saw() -> None:
    before = given.submitted(level=4)
    assert classified(before, given.accepted(level=2)) == (EXCLUDED, "online_below_3")


def test_no_history_of_the_level_is_not_a_level() -> None:
    assert classified(given.accepted(level=None)) == (EXCLUDED, "level_unknown")
    assert classified(given.accepted(level=0)) == (EXCLUDED, "online_below_3")


def test_unknown_channel_is_unknown_and_not_offline() -> None:
    assert classified(given.accepted(channel=given.UNKNOWN)) == (UNKNOWN, "")
    unsaid = given.accepted(channel=Channel.CHANNEL_UNSPECIFIED)
    assert classified(unsaid) == (UNKNOWN, "")


def test_accepted_in_the_future_comes_before_every_other_reason() -> None:
    future = (Anomaly.ANOMALY_ACCEPTED_IN_FUTURE,)
    assert classified(given.accepted(anomalies=future, level=None)) == (
        EXCLUDED,
        "accepted_in_future",
    )


FLAGS = (
    Anomaly.ANOMALY_SUBMITTED_AFTER_ACCEPTED, Anomaly.ANOMALY_DUE_BEFORE_ACCEPTED,
    Anomaly.ANOMALY_ONLINE_BELOW_LEVEL_3,
)  # fmt: skip


def test_a_flag_excludes_nothing() -> None:
    assert classified(given.accepted(anomalies=FLAGS)) == (NUMERATOR, "")


def test_an_anomaly_of_the_end_touches_acceptance_not() -> None:
    late = given.ended(anomalies=(Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED,))
    assert classified(given.submitted(), given.accepted(), late) == (NUMERATOR, "")


def test_ended_without_acceptance_is_shown_at_its_recording() -> None:
    anomaly = (Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE,)
    found = online_handling(facts_of(given.submitted(), given.ended(anomalies=anomaly)))
    assert found == Contribution(
        WARD, given.BIRTH, RECORDED, EXCLUDED, "ended_without_acceptance", 1, False
    )


def test_what_was_never_accepted_is_not_looked_at() -> None:
    assert classified(given.submitted()) is None
    assert classified(given.submitted(), DossierRefused(dossier=given.dossier(1))) is None
    assert classified(given.submitted(), DossierWithdrawn(dossier=given.dossier(1))) is None


def test_withdrawn_after_acceptance_was_accepted_all_the_same() -> None:
    withdrawn = DossierWithdrawn(dossier=given.dossier(1), after_acceptance=True)
    assert classified(given.submitted(), given.accepted(), withdrawn) == (NUMERATOR, "")


def test_assisted_filing_counts_by_its_channel() -> None:
    found = online_handling(facts_of(given.accepted(channel=ONLINE, assisted=True)))
    assert found is not None
    assert (found.membership, found.assisted) == (NUMERATOR, True)


def test_a_routed_dossier_stays_with_its_competent_unit() -> None:
    found = online_handling(facts_of(given.accepted(unit=given.DISTRICT), given.ended(unit=WARD)))
    assert found is not None
    assert found.unit == given.DISTRICT


def test_a_corrected_acceptance_replaces_the_first() -> None:
    corrected = given.accepted(channel=IN_PERSON, level=4)
    assert classified(given.accepted(), corrected) == (DENOMINATOR, "")


def test_a_submission_that_comes_late_does_not_undo_acceptance() -> None:
    late = given.submitted(channel=IN_PERSON, level=1, unit=given.OTHER)
    assert classified(given.accepted(), late) == (NUMERATOR, "")


@pytest.mark.parametrize(
    ("accepted", "at"),
    [
        (given.accepted(), datetime(16, 1, 1, tzinfo=UTC)),
        (given.accepted(), datetime(2999, 1, 1, tzinfo=UTC)),
        (given.accepted(anomalies=(Anomaly.ANOMALY_ACCEPTED_WITHOUT_TIME,)), AT),
    ],
)
def test_an_acceptance_without_a_possible_time_is_shown_at_its_recording(
    accepted: DossierAccepted, at: datetime
) -> None:
    found = online_handling(facts_of(given.submitted(), (accepted, at)))
    assert found is not None
    assert (found.key_at, found.reason) == (RECORDED, "accepted_without_time")
