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
    is_recorded,
    moment,
)

# How far a status is in a dossier's life: another system often states a step late.
LIFE: dict[int, int] = {
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


def submitted(_: Dossier, said: events.DossierSubmitted, at: datetime | None) -> Changes:
    return {
        "name": said.dossier,
        "number": said.number,
        "root": said.root,
        "portal": said.portal,
        "status": events.STATUS_SUBMITTED,
        "channel": said.channel,
        "assisted": said.assisted,
        "receiving_unit": said.receiving_unit,
        "offering": said.offering,
        "submitted_at": at,
        "anomalies": tuple(said.anomalies),
        "origin": said.origin if said.HasField("origin") else None,
        "day_only": (events.STATUS_SUBMITTED,) if said.day_only else (),
    }


def accepted(dossier: Dossier, said: events.DossierAccepted, at: datetime | None) -> Changes:
    return {
        **_reached(dossier, said, events.STATUS_ACCEPTED, said.handling_unit),
        "offering": said.offering,
        "accepted": True,
        "accepted_at": at,
        "deadline": said.deadline if said.HasField("deadline") else None,
        "anomalies": _with(dossier, said.anomalies),
        "waiting": None,
    }


def refused(dossier: Dossier, said: events.DossierRefused, _: datetime | None) -> Changes:
    return _closed(dossier, said, events.STATUS_REFUSED)


def withdrawn(dossier: Dossier, said: events.DossierWithdrawn, _: datetime | None) -> Changes:
    return _closed(dossier, said, events.STATUS_WITHDRAWN)


def stopped(dossier: Dossier, said: events.DossierStopped, _: datetime | None) -> Changes:
    return _closed(dossier, said, events.STATUS_STOPPED)


def _closed(dossier: Dossier, said: Any, status: events.Status) -> Changes:
    """The unit that had it stays as it was."""
    return {**_reached(dossier, said, status), "waiting": None}


def handling(dossier: Dossier, said: events.HandlingStarted, _: datetime | None) -> Changes:
    return _reached(dossier, said, events.STATUS_PROCESSING, said.handling_unit)


def supplement_requested(
    dossier: Dossier, said: events.SupplementRequested, at: datetime | None
) -> Changes:
    cause, since = events.PAUSE_CAUSE_SUPPLEMENT, moment(said, at)
    return {
        **_reached(dossier, said, events.STATUS_SUPPLEMENT_REQUESTED),
        "supplements": said.number,
        "waiting": Waiting(cause, said.number, since),
    }


def obligation_requested(
    dossier: Dossier, said: events.ObligationRequested, at: datetime | None
) -> Changes:
    cause, since = events.PAUSE_CAUSE_OBLIGATION, moment(said, at)
    return {
        **_reached(dossier, said, events.STATUS_OBLIGATION_PENDING),
        "obligations": said.number,
        "waiting": Waiting(cause, said.number, since, amount=said.amount),
    }


def answered(
    dossier: Dossier, said: events.SupplementAnswered | events.ObligationMet, _: datetime | None
) -> Changes:
    """Back to where it was before the request."""
    back = events.STATUS_PROCESSING if dossier.accepted else events.STATUS_SUBMITTED
    changes: Changes = {"waiting": None}
    if dossier.status in _WAITING:
        changes["status"] = back
    if said.HasField("pause"):
        changes["pauses"] = (*dossier.pauses, said.pause)
    return {**changes, **moved(said)}


def ended(dossier: Dossier, said: events.ResultRecorded, at: datetime | None) -> Changes:
    return {
        **_reached(dossier, said, events.STATUS_RESULT_READY, said.handling_unit),
        **_end(dossier, said, at),
        "ready": True,
    }


def returned(dossier: Dossier, said: events.ResultReturned, at: datetime | None) -> Changes:
    status = events.STATUS_RESULT_RETURNED
    changes = _reached(dossier, said, status, said.handling_unit if said.ends else "")
    end = _end(dossier, said, at) if said.ends else {}
    return {**changes, **end, "returning_unit": said.returning_unit}


def _end(
    dossier: Dossier, said: events.ResultRecorded | events.ResultReturned, at: datetime | None
) -> Changes:
    recorded = said.HasField("electronic_result")
    return {
        "ended": True,
        "ended_at": at,
        "deadline": _with_due(dossier.deadline, said.due if said.HasField("due") else None),
        "verdict": said.verdict,
        "decision": said.decision,
        "electronic_result": said.electronic_result if recorded else None,
        "working_minutes": said.working_minutes if said.HasField("working_minutes") else None,
        "minutes_calendar_version": said.minutes_calendar_version,
        "anomalies": _with(dossier, said.anomalies),
        "waiting": None,
    }


def moved(said: Any) -> Changes:
    return {"deadline": said.deadline} if said.HasField("deadline") else {}


def is_late(dossier: Dossier, said: Any) -> bool:
    """Whether another system states a step of a dossier that is further by now."""
    if not is_recorded(said):
        return False
    if isinstance(said, events.SupplementAnswered | events.ObligationMet):
        return dossier.status not in _WAITING
    return LIFE[LEADS_TO[type(said)]] < _life(dossier)


def _reached(dossier: Dossier, said: Any, status: events.Status, unit: str = "") -> Changes:
    """A status and the unit that has the dossier, unless another system stated the step late and
    the dossier is further by now.
    """
    changes: Changes = {}
    if said.day_only:
        changes["day_only"] = tuple(dict.fromkeys((*dossier.day_only, status)))
    if is_late(dossier, said):
        return changes
    return changes | {"status": status} | ({"handling_unit": unit} if unit else {})


def _life(dossier: Dossier) -> int:
    waiting = dossier.status == events.STATUS_SUPPLEMENT_REQUESTED and not dossier.accepted
    return 0 if waiting else LIFE.get(dossier.status, 0)


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
