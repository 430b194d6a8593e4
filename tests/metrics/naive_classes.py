"""The oracle of classes: where a dossier stands in a figure, by plain functions over its facts.

Promises to share no code with definitions. Must not look at another item or a calendar.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from motcua.submissions.v1.events_pb2 import Anomaly, Channel, Verdict
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.facts import Facts

VOIDED = "voided"
ONLINE = int(Channel.CHANNEL_ONLINE)
UNKNOWN_CHANNEL = int(Channel.CHANNEL_UNKNOWN)
LEVEL = 3  # online filing begins here
ENDED_BEFORE_ACCEPTED = 1 << Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED
ENDED_IN_FUTURE = 1 << Anomaly.ANOMALY_ENDED_IN_FUTURE
ACCEPTED_IN_FUTURE = 1 << Anomaly.ANOMALY_ACCEPTED_IN_FUTURE
ENDED_WITHOUT_ACCEPTANCE = 1 << Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE
IN_TIME = frozenset({int(Verdict.VERDICT_EARLY), int(Verdict.VERDICT_ON_TIME)})
OVERDUE = int(Verdict.VERDICT_OVERDUE)


class Contribution(NamedTuple):
    """What one dossier adds to the figures of one definition."""

    unit: str
    service: str
    key_at: datetime
    membership: int
    reason: str
    weight: int
    assisted: bool


def online_handling(facts: Facts) -> Contribution | None:
    """Of the dossiers accepted at level 3 or 4, those that were filed online."""
    if facts.end_recorded_at is not None and without_acceptance(facts):
        return never_accepted(facts, facts.end_recorded_at)
    if facts.accepted_at is None:
        return None
    membership, reason = of_acceptance(facts)
    return Contribution(
        facts.unit, facts.service, facts.accepted_at, membership, reason, 1, facts.assisted
    )


def never_accepted(facts: Facts, recorded_at: datetime) -> Contribution:
    """Ended all the same: shown at its recording, since no acceptance is there to key it by."""
    reason = VOIDED if facts.voided else "ended_without_acceptance"
    return Contribution(facts.unit, facts.service, recorded_at, EXCLUDED, reason, 1, facts.assisted)


def of_acceptance(facts: Facts) -> tuple[int, str]:
    """Membership and reason of an accepted dossier: level, then channel, as the event says."""
    for reason, found in ACCEPTANCE_EXCLUDED:
        if found(facts):
            return EXCLUDED, reason
    return of_level(facts, facts.level or 0)


def of_level(facts: Facts, level: int) -> tuple[int, str]:
    """Membership and reason of a dossier whose level is known, by its channel."""
    online = facts.channel == ONLINE
    if level < LEVEL:
        return EXCLUDED, "online_below_3" if online else "other_below_3"
    if facts.channel == UNKNOWN_CHANNEL:
        return UNKNOWN, ""
    return (NUMERATOR if online else DENOMINATOR), ""


def on_time_ended(facts: Facts) -> Contribution | None:
    """Of the dossiers that ended, those not later than their due, by the verdict in the event."""
    if facts.ended_at is None:
        return None
    membership, reason = of_end(facts)
    return Contribution(
        facts.handling_unit, facts.service, facts.ended_at, membership, reason, 1, facts.assisted
    )


def of_end(facts: Facts) -> tuple[int, str]:
    """Membership and reason of an ended dossier: voided, anomalies of the end, the verdict."""
    for reason, found in END_EXCLUDED:
        if found(facts):
            return EXCLUDED, reason
    if facts.verdict in IN_TIME:
        return NUMERATOR, ""
    if facts.verdict == OVERDUE:
        return DENOMINATOR, ""
    return EXCLUDED, "no_due"


def without_acceptance(facts: Facts) -> bool:
    """No acceptance is known, or the record was judged so when it was recorded."""
    return facts.accepted_at is None or bool(facts.ending_anomalies & ENDED_WITHOUT_ACCEPTANCE)


Reasons = tuple[tuple[str, Callable[[Facts], bool]], ...]
ACCEPTANCE_EXCLUDED: Reasons = (
    (VOIDED, lambda facts: facts.voided),
    ("accepted_without_time", lambda facts: not facts.acceptance_time_known),
    ("accepted_in_future", lambda facts: bool(facts.acceptance_anomalies & ACCEPTED_IN_FUTURE)),
    ("level_unknown", lambda facts: facts.level is None),
)
END_EXCLUDED: Reasons = (
    (VOIDED, lambda facts: facts.voided),
    ("ended_without_time", lambda facts: not facts.end_time_known),
    ("ended_in_future", lambda facts: bool(facts.ending_anomalies & ENDED_IN_FUTURE)),
    ("ended_before_accepted", lambda facts: bool(facts.ending_anomalies & ENDED_BEFORE_ACCEPTED)),
    ("ended_without_acceptance", without_acceptance),
)

# By the definition's name; the order of this table is the order in which contributions are written.
RULES: dict[str, Callable[[Facts], Contribution | None]] = {
    "online_handling@1": online_handling,
    "on_time.ended@1": on_time_ended,
}
