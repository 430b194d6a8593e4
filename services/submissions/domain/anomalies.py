"""The named contradictions of a dossier, decided once, when a fact is recorded.

Promises names only: what an anomaly excludes from is for the indicators to say. Must not refuse.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.due import is_past


def below_level_3(channel: events.Channel, about: events.OfferingFacts) -> list[events.Anomaly]:
    """Filed online where the catalogue says it cannot be; an unknown level says nothing."""
    below = channel == events.CHANNEL_ONLINE and about.HasField("level") and about.level < 3
    return [events.ANOMALY_ONLINE_BELOW_LEVEL_3] if below else []


def of_acceptance(
    *,
    submitted_at: datetime | None,
    accepted_at: datetime,
    due: events.Due | None,
    now: datetime,
) -> list[events.Anomaly]:
    """What stands against an acceptance: live, no more than a due that the caller stated."""
    found = []
    if accepted_at > now:
        found.append(events.ANOMALY_ACCEPTED_IN_FUTURE)
    if submitted_at is not None and submitted_at > accepted_at:
        found.append(events.ANOMALY_SUBMITTED_AFTER_ACCEPTED)
    if due is not None and is_past(due, accepted_at):
        found.append(events.ANOMALY_DUE_BEFORE_ACCEPTED)
    return found


def of_end(
    *,
    accepted: bool,
    accepted_at: datetime | None,
    ended_at: datetime | None,
    now: datetime,
) -> list[events.Anomaly]:
    """What stands against an end."""
    found = []
    if not accepted:
        found.append(events.ANOMALY_ENDED_WITHOUT_ACCEPTANCE)
    if ended_at is None:
        found.append(events.ANOMALY_ENDED_WITHOUT_TIME)
        return found
    if accepted_at is not None and ended_at < accepted_at:
        found.append(events.ANOMALY_ENDED_BEFORE_ACCEPTED)
    if ended_at > now:
        found.append(events.ANOMALY_ENDED_IN_FUTURE)
    return found
