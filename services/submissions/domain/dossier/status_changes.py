"""What the facts that lead to a status change: filing, handling, waiting, the end.

A step that another system states late changes neither status nor unit: the dossier is further.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.state import (
    Changes,
    Dossier,
    Waiting,
    is_of_record,
    moment,
)

# How far a status is in a dossier's life: another system often states a step late.
RANKS: dict[int, int] = {
    events.STATUS_SUBMITTED: 0,
    events.STATUS_ACCEPTED: 1,
    events.STATUS_PROCESSING: 2,
    events.STATUS_SUPPLEMENT_REQUESTED: 2,
    events.STATUS_OBLIGATION_PENDING: 2,
    events.STATUS_REFUSED: 3,
    events.STATUS_WITHDRAWN: 3,
    events.STATUS_STOPPED: 3,
    events.STATUS_RESULT_READY: 3,
    events.STATUS_RESULT_RETURNED: 4,
}
CLOSED = 3
# To which status a fact leads, where it does not depend on the dossier.
LEADS_TO: dict[type[Message], events.Status] = {
    events.DossierAccepted: events.STATUS_ACCEPTED,
    events.DossierRefused: events.STATUS_REFUSED,
    events.HandlingStarted: events.STATUS_PROCESSING,
    events.SupplementRequested: events.STATUS_SUPPLEMENT_REQUESTED,
    events.ObligationRequested: events.STATUS_OBLIGATION_PENDING,
    events.ObligationMet: events.STATUS_PROCESSING,
    events.DossierWithdrawn: events.STATUS_WITHDRAWN,
    events.DossierStopped: events.STATUS_STOPPED,
    events.ResultRecorded: events.STATUS_RESULT_READY,
    events.ResultReturned: events.STATUS_RESULT_RETURNED,
}


def submitted(_: Dossier, event: events.DossierSubmitted, at: datetime | None) -> Changes:
    return {
        "name": event.dossier,
        "number": event.number,
        "root": event.root,
        "portal": event.portal,
        "status": events.STATUS_SUBMITTED,
        "channel": event.channel,
        "assisted": event.assisted,
        "receiving_unit": event.receiving_unit,
        "offering": event.offering,
        "submitted_at": at,
        "anomalies": tuple(event.anomalies),
        "origin": event.origin if event.HasField("origin") else None,
        "day_only": (events.STATUS_SUBMITTED,) if event.day_only else (),
    }


def accepted(dossier: Dossier, event: events.DossierAccepted, at: datetime | None) -> Changes:
    return {
        **_reached(dossier, event, events.STATUS_ACCEPTED, event.handling_unit),
        "offering": event.offering,
        "accepted": True,
        "accepted_at": at,
        "deadline": event.deadline if event.HasField("deadline") else None,
        "anomalies": _with(dossier, event.anomalies),
        "waiting": None,
    }


def refused(dossier: Dossier, event: events.DossierRefused, _: datetime | None) -> Changes:
    return _closed(dossier, event, events.STATUS_REFUSED)


def withdrawn(dossier: Dossier, event: events.DossierWithdrawn, _: datetime | None) -> Changes:
    return _closed(dossier, event, events.STATUS_WITHDRAWN)


def stopped(dossier: Dossier, event: events.DossierStopped, _: datetime | None) -> Changes:
    return _closed(dossier, event, events.STATUS_STOPPED)


def _closed(dossier: Dossier, event: Any, status: events.Status) -> Changes:
    """The unit that had it stays as it was."""
    return {**_reached(dossier, event, status), "waiting": None}


def handling(dossier: Dossier, event: events.HandlingStarted, _: datetime | None) -> Changes:
    return _reached(dossier, event, events.STATUS_PROCESSING, event.handling_unit)


def supplement_requested(
    dossier: Dossier, event: events.SupplementRequested, at: datetime | None
) -> Changes:
    cause, since = events.PAUSE_CAUSE_SUPPLEMENT, moment(event, at)
    return {
        **_reached(dossier, event, events.STATUS_SUPPLEMENT_REQUESTED),
        "supplements": event.number,
        "waiting": Waiting(cause, event.number, since),
    }


def obligation_requested(
    dossier: Dossier, event: events.ObligationRequested, at: datetime | None
) -> Changes:
    cause, since = events.PAUSE_CAUSE_OBLIGATION, moment(event, at)
    return {
        **_reached(dossier, event, events.STATUS_OBLIGATION_PENDING),
        "obligations": event.number,
        "waiting": Waiting(cause, event.number, since, amount=event.amount),
    }


def answered(
    dossier: Dossier, event: events.SupplementAnswered | events.ObligationMet, _: datetime | None
) -> Changes:
    """Back to where it was before the request."""
    back = events.STATUS_PROCESSING if dossier.accepted else events.STATUS_SUBMITTED
    changes: Changes = {"waiting": None}
    if dossier.status in _WAITING:
        changes["status"] = back
    if event.HasField("pause"):
        changes["pauses"] = (*dossier.pauses, event.pause)
    return {**changes, **moved(event)}


def ended(dossier: Dossier, event: events.ResultRecorded, at: datetime | None) -> Changes:
    return {
        **_reached(dossier, event, events.STATUS_RESULT_READY, event.handling_unit),
        **_end(dossier, event, at),
        "ready": True,
    }


def returned(dossier: Dossier, event: events.ResultReturned, at: datetime | None) -> Changes:
    status = events.STATUS_RESULT_RETURNED
    changes = _reached(dossier, event, status, event.handling_unit if event.ends else "")
    end = _end(dossier, event, at) if event.ends else {}
    return {**changes, **end, "returning_unit": event.returning_unit}


def _end(
    dossier: Dossier, event: events.ResultRecorded | events.ResultReturned, at: datetime | None
) -> Changes:
    recorded = event.HasField("electronic_result")
    return {
        "ended": True,
        "ended_at": at,
        "deadline": _with_due(dossier.deadline, event.due if event.HasField("due") else None),
        "verdict": event.verdict,
        "decision": event.decision,
        "electronic_result": event.electronic_result if recorded else None,
        "working_minutes": event.working_minutes if event.HasField("working_minutes") else None,
        "minutes_calendar_version": event.minutes_calendar_version,
        "anomalies": _with(dossier, event.anomalies),
        "waiting": None,
    }


def moved(event: Any) -> Changes:
    return {"deadline": event.deadline} if event.HasField("deadline") else {}


def is_late(dossier: Dossier, event: Any) -> bool:
    """Whether another system states a step of a dossier that is further by now."""
    if not is_of_record(event):
        return False
    if isinstance(event, events.SupplementAnswered | events.ObligationMet):
        return dossier.status not in _WAITING
    return RANKS[LEADS_TO[type(event)]] < _rank(dossier)


def _reached(dossier: Dossier, event: Any, status: events.Status, unit: str = "") -> Changes:
    """A status and the unit that has the dossier, unless another system stated the step late and
    the dossier is further by now.
    """
    changes: Changes = {}
    if event.day_only:
        changes["day_only"] = tuple(dict.fromkeys((*dossier.day_only, status)))
    if is_late(dossier, event):
        return changes
    return changes | {"status": status} | ({"handling_unit": unit} if unit else {})


def _rank(dossier: Dossier) -> int:
    waiting = dossier.status == events.STATUS_SUPPLEMENT_REQUESTED and not dossier.accepted
    return 0 if waiting else RANKS.get(dossier.status, 0)


def _with_due(
    deadline: events.DeadlineFacts | None, due: events.Due | None
) -> events.DeadlineFacts | None:
    """The dates as an end states the due."""
    if deadline is None and due is None:
        return None
    after = events.DeadlineFacts()
    after.CopyFrom(deadline or after)
    after.ClearField("due")
    if due is not None:
        after.due.CopyFrom(due)
    return after


def _with(dossier: Dossier, more: Iterable[events.Anomaly]) -> tuple[events.Anomaly, ...]:
    return tuple(dict.fromkeys((*dossier.anomalies, *more)))


_WAITING = (events.STATUS_SUPPLEMENT_REQUESTED, events.STATUS_OBLIGATION_PENDING)
