"""Who has a dossier and in which status, as its events say: no rule but that a step which another
system states late changes neither.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.metrics.domain.seen import last_instant

SUBMITTED, ACCEPTED = events.STATUS_SUBMITTED, events.STATUS_ACCEPTED


class Held(NamedTuple):
    """What stays the same during an interval."""

    status: int = 0
    unit: str = ""
    officer: str = ""
    accepted: bool = False
    due: datetime | None = None  # the last instant that is on time
    requests: int = 0  # of supplements so far


def after(held: Held, said: Any, recorded_at: datetime) -> Held:
    """What holds after an event."""
    kind = type(said)
    change = CHANGES.get(kind)
    if change is None:
        return held
    now = change(held, said)
    if kind in LATE and said.late:
        now = Held(held.status, held.unit, held.officer, now.accepted, held.due, now.requests)
    if kind in DATED and said.HasField("deadline"):
        now = Held(*now[:4], on_time_until(said.deadline, recorded_at), now.requests)
    return now


def on_time_until(deadline: events.DeadlineFacts, recorded_at: datetime) -> datetime | None:
    """The last instant that is on time, where there is a due."""
    return last_instant(deadline.due, recorded_at) if deadline.HasField("due") else None


def _status(status: int) -> Callable[[Held, Any], Held]:
    return lambda held, _: Held(status, *held[1:])


def _taken(status: int) -> Callable[[Held, Any], Held]:
    """The status, and the unit that takes the step. `_replace` takes three times as long."""
    return lambda held, said: Held(status, said.handling_unit, *held[2:])


def _submitted(_: Held, said: events.DossierSubmitted) -> Held:
    return Held(SUBMITTED, said.receiving_unit)


def _accepted(held: Held, said: events.DossierAccepted) -> Held:
    return Held(ACCEPTED, said.handling_unit, held.officer, True, held.due, held.requests)


def _requested(held: Held, said: events.SupplementRequested) -> Held:
    return held._replace(status=events.STATUS_SUPPLEMENT_REQUESTED, requests=said.number)


def _answered(held: Held, said: events.SupplementAnswered) -> Held:
    back = events.STATUS_PROCESSING if said.after_acceptance else events.STATUS_SUBMITTED
    return held._replace(status=back)


def _returned(held: Held, said: events.ResultReturned) -> Held:
    unit = said.handling_unit if said.ends else held.unit
    return held._replace(status=events.STATUS_RESULT_RETURNED, unit=unit)


def _transferred(held: Held, said: events.DossierTransferred) -> Held:
    return held._replace(unit=said.to_unit, officer="")


def _assigned(held: Held, said: events.DossierAssigned) -> Held:
    return held._replace(officer=said.assignee)


CHANGES: dict[Any, Callable[[Held, Any], Held]] = {
    events.DossierSubmitted: _submitted,
    events.DossierAccepted: _accepted,
    events.DossierRefused: _status(events.STATUS_REFUSED),
    events.HandlingStarted: _taken(events.STATUS_PROCESSING),
    events.SupplementRequested: _requested,
    events.SupplementAnswered: _answered,
    events.ObligationRequested: _status(events.STATUS_OBLIGATION_PENDING),
    events.ObligationMet: _status(events.STATUS_PROCESSING),
    events.ResultRecorded: _taken(events.STATUS_RESULT_READY),
    events.ResultReturned: _returned,
    events.DossierWithdrawn: _status(events.STATUS_WITHDRAWN),
    events.DossierStopped: _status(events.STATUS_STOPPED),
    events.DossierTransferred: _transferred,
    events.DossierAssigned: _assigned,
}
DATED = frozenset({events.DossierAccepted, events.SupplementAnswered, events.ObligationMet})
LATE = frozenset(each for each in CHANGES if "late" in each.DESCRIPTOR.fields_by_name)
