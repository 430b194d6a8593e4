"""The named contradictions of a dossier, decided once, when a fact is recorded.

Promises names only: what an anomaly excludes from is for the indicators to say. Must not refuse.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.due import is_past
from services.submissions.domain.moments import Moment, is_before


def below_level_3(channel: events.Channel, about: events.OfferingFacts) -> list[events.Anomaly]:
    """Filed online where the catalogue says it cannot be; an unknown level says nothing."""
    below = channel == events.CHANNEL_ONLINE and about.HasField("level") and about.level < 3
    return [events.ANOMALY_ONLINE_BELOW_LEVEL_3] if below else []


def of_submission(*, stated: bool, submitted: Moment | None) -> list[events.Anomaly]:
    """What stands against a submission that a record states."""
    return [events.ANOMALY_SUBMITTED_WITHOUT_TIME] if stated and submitted is None else []


def of_acceptance(
    *,
    submitted: Moment | None,
    accepted: Moment | None,
    due: events.Due | None,
    now: datetime,
) -> list[events.Anomaly]:
    """What stands against an acceptance: live, no more than a due that the caller stated."""
    if accepted is None:
        return [events.ANOMALY_ACCEPTED_WITHOUT_TIME]
    found = []
    if accepted.at > now:
        found.append(events.ANOMALY_ACCEPTED_IN_FUTURE)
    if submitted is not None and is_before(accepted, submitted):
        found.append(events.ANOMALY_SUBMITTED_AFTER_ACCEPTED)
    if due is not None and is_past(due, accepted):
        found.append(events.ANOMALY_DUE_BEFORE_ACCEPTED)
    return found


def of_end(
    *,
    is_accepted: bool,
    accepted: Moment | None,
    ended: Moment | None,
    now: datetime,
) -> list[events.Anomaly]:
    """What stands against an end."""
    found = []
    if not is_accepted:
        found.append(events.ANOMALY_ENDED_WITHOUT_ACCEPTANCE)
    if ended is None:
        found.append(events.ANOMALY_ENDED_WITHOUT_TIME)
        return found
    if accepted is not None and is_before(ended, accepted):
        found.append(events.ANOMALY_ENDED_BEFORE_ACCEPTED)
    if ended.at > now:
        found.append(events.ANOMALY_ENDED_IN_FUTURE)
    return found
