"""An offering about an instant: whether it takes filings, and the level that a fact states.

Given the history of an offering, when an instant is asked about, then this. Must not need a
database.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.dossier import filing
from services.submissions.domain.offerings import Offering, Span, Version

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


CLOSES = -1


def offering(*spans: tuple[datetime, int | None], retired_at: datetime | None = None) -> Offering:
    """From these instants on at these levels; `CLOSES`: closed, None: its rule claims none."""
    return Offering(
        name="services/S/offerings/U",
        service="services/S",
        unit="units/U",
        spans=tuple(
            Span(begins, open=False)
            if level == CLOSES
            else Span(begins, True, level, 2, "vn.levels@1")
            for begins, level in spans
        ),
        versions=(Version(LONG_AGO, 1, None, None, 0),),
        retired_at=retired_at,
    )


def reason(found: Offering, at: datetime) -> str:
    with pytest.raises(Refusal) as refused:
        found.must_be_in_force(at, field="offering")
    assert refused.value.field == "offering"
    assert refused.value.message("vi") != refused.value.message("en")
    return refused.value.reason.code


CLOSED = offering((LONG_AGO, 3), (NOON, CLOSES))
REOPENED = offering((LONG_AGO, 3), (NOON, CLOSES), (NOON + DAY, 4))


def test_a_closed_offering_takes_nothing_from_its_closing_on() -> None:
    CLOSED.must_be_in_force(NOON - A_MOMENT, field="offering")
    assert reason(CLOSED, NOON) == "OFFERING_CLOSED"
    assert reason(CLOSED, NOON + 100 * DAY) == "OFFERING_CLOSED"


def test_a_reopened_offering_takes_filings_again() -> None:
    assert reason(REOPENED, NOON) == "OFFERING_CLOSED"
    REOPENED.must_be_in_force(NOON + DAY, field="offering")


def test_what_is_not_open_yet_is_not_in_force() -> None:
    assert reason(offering((NOON, 3)), NOON - A_MOMENT) == "OFFERING_NOT_IN_FORCE"
    assert reason(CLOSED, LONG_AGO - DAY) == "OFFERING_NOT_IN_FORCE"


def test_a_retired_service_takes_nothing_from_then_on() -> None:
    retired = offering((LONG_AGO, 3), (NOON, CLOSES), retired_at=NOON)
    retired.must_be_in_force(NOON - A_MOMENT, field="offering")
    assert reason(retired, NOON) == "SERVICE_RETIRED"


def level(found: Offering, at: datetime) -> int | None:
    facts = found.about(at)
    assert facts.HasField("level") == bool(facts.level_rule)
    return facts.level if facts.HasField("level") else None


def test_at_and_after_a_closing_there_is_no_level() -> None:
    assert level(CLOSED, NOON - A_MOMENT) == 3
    assert level(CLOSED, NOON) is None
    assert level(CLOSED, NOON + DAY) is None
    assert CLOSED.about(NOON).service_version == 1


def test_before_the_history_the_level_is_unknown() -> None:
    assert level(CLOSED, LONG_AGO - A_MOMENT) is None


def test_a_reopened_offering_has_the_level_that_was_assessed_then() -> None:
    assert [level(REOPENED, at) for at in (NOON - DAY, NOON, NOON + DAY)] == [3, None, 4]


def test_a_rule_that_claims_no_level_leaves_it_unknown() -> None:
    other = offering((LONG_AGO, 3), (NOON, None))
    assert [level(other, at) for at in (NOON - DAY, NOON)] == [3, None]
    assert other.about(NOON).extent == events.OfferingFacts().extent


ONLINE, POST = events.CHANNEL_ONLINE, events.CHANNEL_POST


def refusal(found: Offering, **asked: Any) -> str:
    """Why it may not be filed; nothing, where it may."""
    try:
        filing.must_be_fileable(found, **asked)
    except Refusal as refused:
        return f"{refused.reason.code} {refused.field}"
    return ""


@pytest.mark.parametrize(
    ("levels", "channel", "refuses"),
    [
        (2, ONLINE, False),  # recorded and flagged, as the unit wants it
        (2, POST, True),  # not online
        (3, ONLINE, True),  # not below
        (None, ONLINE, True),  # unknown is not below
    ],
)
def test_what_a_policy_does_not_speak_of_may_be_filed(
    levels: int | None, channel: events.Channel, refuses: bool
) -> None:
    found = offering((LONG_AGO, levels))
    assert refusal(found, channel=channel, at=NOON, refuses_below_3=refuses) == ""


def test_an_online_filing_below_level_3_is_refused_where_the_policy_says_so() -> None:
    found = offering((LONG_AGO, 4), (NOON, 2))
    before = refusal(found, channel=ONLINE, at=NOON - DAY, refuses_below_3=True)
    after = refusal(found, channel=ONLINE, at=NOON, refuses_below_3=True)
    assert (before, after) == ("", "ONLINE_BELOW_LEVEL_3 channel")
