"""What is known of one dossier, as far as a figure can depend on it.

Promises one row per dossier that any order of batches folds to the same value: the last acceptance
and the last ending count. Must not hold anything that no definition reads, nor any person's data.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.events_pb2 import Anomaly, Channel, Verdict
from services.metrics.domain.periods import instant_of, may_be


class Facts(NamedTuple):
    """A dossier's facts. `None` where nothing happened yet, or the record does not say."""

    dossier: str  # the last part of its resource name
    service: str = ""
    unit: str = ""  # the competent unit: at acceptance, before it as submitted
    channel: int = Channel.CHANNEL_UNKNOWN
    assisted: bool = False
    level: int | None = None
    accepted_at: datetime | None = None  # where the time is not known: when that was recorded
    acceptance_time_known: bool = True
    acceptance_anomalies: int = 0  # bit n: anomaly number n
    ended_at: datetime | None = None  # the same
    end_recorded_at: datetime | None = None
    end_time_known: bool = True
    handling_unit: str = ""
    verdict: int = Verdict.VERDICT_UNSPECIFIED
    ending_anomalies: int = 0


class Seen(NamedTuple):
    """One event of the submissions stream, decoded, with its times."""

    message: Any
    position: int
    occurred_at: datetime
    recorded_at: datetime


def evolve(facts: Facts, seen: Seen) -> Facts:
    """The facts after one more event; events that no figure reads change nothing."""
    change = CHANGES.get(type(seen.message))
    return change(facts, seen) if change else facts


def submitted(facts: Facts, seen: Seen) -> Facts:
    """Where it was filed; what acceptance fixed is not touched by a submission that comes late."""
    if facts.accepted_at is not None:
        return facts
    event = seen.message
    return facts._replace(
        service=event.offering.service,
        unit=event.offering.unit,
        channel=event.channel or Channel.CHANNEL_UNKNOWN,
        assisted=event.assisted,
    )


def accepted(facts: Facts, seen: Seen) -> Facts:
    """Level, unit, service and channel are fixed here, for good, as the event says."""
    event = seen.message
    offering = event.offering
    at, known = when(seen, Anomaly.ANOMALY_ACCEPTED_WITHOUT_TIME)
    return facts._replace(
        service=offering.service,
        unit=offering.unit,
        channel=event.channel or Channel.CHANNEL_UNKNOWN,
        assisted=event.assisted,
        level=offering.level if offering.HasField("level") else None,
        accepted_at=at,
        acceptance_time_known=known,
        acceptance_anomalies=bits(event.anomalies),
    )


def ended(facts: Facts, seen: Seen) -> Facts:
    """The end, with the verdict that was decided when it was recorded."""
    event = seen.message
    at, known = when(seen, Anomaly.ANOMALY_ENDED_WITHOUT_TIME)
    no_due = event.HasField("due") and not may_be(instant_of(event.due.time), seen.recorded_at)
    return facts._replace(
        ended_at=at,
        end_recorded_at=seen.recorded_at,
        end_time_known=known,
        handling_unit=event.handling_unit,
        verdict=Verdict.VERDICT_NO_DUE if no_due else event.verdict,
        ending_anomalies=bits(event.anomalies),
    )


def returned(facts: Facts, seen: Seen) -> Facts:
    """Handing over ends a dossier only where nothing ended it before."""
    return ended(facts, seen) if seen.message.ends else facts


def when(seen: Seen, without_time: int) -> tuple[datetime, bool]:
    """When an event happened, and whether that is known; where it is not, when it was recorded. An
    event may say that its time is not known, or have one that cannot be.
    """
    event = seen.message
    says_so = not event.time_known or without_time in event.anomalies
    if says_so or not may_be(seen.occurred_at, seen.recorded_at):
        return seen.recorded_at, False
    return seen.occurred_at, True


def bits(anomalies: Any) -> int:
    """Anomalies as one number, so that a row stays small."""
    mask = 0
    for each in anomalies:
        mask |= 1 << each
    return mask


CHANGES: dict[type[Message], Callable[[Facts, Seen], Facts]] = {
    events.DossierSubmitted: submitted,
    events.DossierAccepted: accepted,
    events.ResultRecorded: ended,
    events.ResultReturned: returned,
}
