"""A dossier as its facts tell it.

Promises the same state for the same facts, live ones and another system's. Must not decide.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Decider
from services.submissions.domain.moments import Moment
from services.submissions.domain.states import LIFE


@dataclass(frozen=True, slots=True)
class Dossier:
    """Before its first fact, all is empty."""

    name: str = ""
    number: str = ""
    root: str = ""
    status: events.Status = events.STATUS_UNSPECIFIED
    channel: events.Channel = events.CHANNEL_UNSPECIFIED
    assisted: bool = False
    receiving_unit: str = ""
    handling_unit: str = ""
    returning_unit: str = ""
    offering: events.OfferingFacts | None = None
    submitted_at: datetime | None = None
    accepted: bool = False
    accepted_at: datetime | None = None
    ready: bool = False  # a result was recorded; without one, its return ends the dossier
    ended_at: datetime | None = None
    promised: events.Due | None = None
    due: events.Due | None = None
    verdict: events.Verdict = events.VERDICT_UNSPECIFIED
    anomalies: tuple[events.Anomaly, ...] = ()
    origin: events.Origin | None = None
    catalog_position: int = 0
    last_live: datetime | None = None
    day_only: tuple[events.Status, ...] = ()  # only the local day is known of their times

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have to do with it: receiving, competent, handling, returning."""
        competent = self.offering.unit if self.offering else ""
        units = (self.receiving_unit, competent, self.handling_unit, self.returning_unit)
        return tuple(dict.fromkeys(unit for unit in units if unit))

    @property
    def submission(self) -> Moment | None:
        """When it was submitted, where that is known."""
        return self._moment(self.submitted_at, events.STATUS_SUBMITTED)

    @property
    def acceptance(self) -> Moment | None:
        """When it was accepted, where that is known."""
        return self._moment(self.accepted_at, events.STATUS_ACCEPTED)

    def _moment(self, at: datetime | None, status: events.Status) -> Moment | None:
        return None if at is None else Moment(at, day_only=status in self.day_only)


def evolve(dossier: Dossier, message: Message, at: datetime) -> Dossier:
    """The dossier after one more fact; a fact that this version does not know fails loudly."""
    if isinstance(message, events.DossierSubmitted):
        return _submitted(message, at)
    told: Any = message
    more = _MORE.get(type(message))
    changed = more(dossier, told, at if told.time_known else None) if more else {}
    status = STATUS[type(message)]
    if told.day_only:
        changed["day_only"] = (*dossier.day_only, status)
    if told.backfilled and LIFE[status] < LIFE.get(dossier.status, 0):
        # Another system told this step late: the dossier is further by now.
        status = dossier.status
        changed.pop("handling_unit", None)
    return replace(
        dossier,
        **changed,
        status=status,
        catalog_position=told.catalog_position,
        last_live=dossier.last_live if told.backfilled else at,
    )


Changes = dict[str, Any]


def _submitted(told: events.DossierSubmitted, at: datetime) -> Dossier:
    origin = told.origin if told.HasField("origin") else None
    return Dossier(
        name=told.dossier,
        number=told.number,
        root=told.root,
        status=events.STATUS_SUBMITTED,
        channel=told.channel,
        assisted=told.assisted,
        receiving_unit=told.receiving_unit,
        offering=told.offering,
        submitted_at=at if told.time_known else None,
        anomalies=tuple(told.anomalies),
        origin=origin,
        catalog_position=told.catalog_position,
        last_live=None if origin else at,
        day_only=(events.STATUS_SUBMITTED,) if told.day_only else (),
    )


def _accepted(dossier: Dossier, told: events.DossierAccepted, at: datetime | None) -> Changes:
    return {
        "offering": told.offering,
        "accepted": True,
        "accepted_at": at,
        "promised": told.promised if told.HasField("promised") else None,
        "due": told.due if told.HasField("due") else None,
        "handling_unit": told.handling_unit,
        "anomalies": _with(dossier, told.anomalies),
    }


def _handling(_: Dossier, told: events.HandlingStarted, __: datetime | None) -> Changes:
    return {"handling_unit": told.handling_unit}


def _returned(dossier: Dossier, told: events.ResultReturned, at: datetime | None) -> Changes:
    ended = _ended(dossier, told, at) if told.ends else {}
    return {**ended, "returning_unit": told.returning_unit}


def _ended(
    dossier: Dossier, told: events.ResultRecorded | events.ResultReturned, at: datetime | None
) -> Changes:
    return {
        "ready": isinstance(told, events.ResultRecorded),
        "ended_at": at,
        "handling_unit": told.handling_unit,
        "due": told.due if told.HasField("due") else None,
        "verdict": told.verdict,
        "anomalies": _with(dossier, told.anomalies),
    }


def _with(dossier: Dossier, more: Iterable[events.Anomaly]) -> tuple[events.Anomaly, ...]:
    return tuple(dict.fromkeys((*dossier.anomalies, *more)))


STATUS: dict[type[Message], events.Status] = {
    events.DossierSubmitted: events.STATUS_SUBMITTED,
    events.DossierAccepted: events.STATUS_ACCEPTED,
    events.DossierRefused: events.STATUS_REFUSED,
    events.HandlingStarted: events.STATUS_PROCESSING,
    events.ResultRecorded: events.STATUS_RESULT_READY,
    events.ResultReturned: events.STATUS_RESULT_RETURNED,
    events.DossierWithdrawn: events.STATUS_WITHDRAWN,
    events.DossierStopped: events.STATUS_STOPPED,
}
_MORE: dict[type[Message], Callable[[Dossier, Any, datetime | None], Changes]] = {
    events.DossierAccepted: _accepted,
    events.HandlingStarted: _handling,
    events.ResultRecorded: _ended,
    events.ResultReturned: _returned,
}
DOSSIERS: Decider[Dossier] = Decider(initial=Dossier, evolve=evolve)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in STATUS}
