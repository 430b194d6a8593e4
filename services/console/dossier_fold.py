"""Dossiers of the second reading: what their events say, as far as a class depends on it.

Written from the contracts and the README of metrics alone, as `fold` is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp, is_possible


@dataclass(frozen=True, slots=True)
class Fact:
    """One message of a stream."""

    stream: str
    position: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    payload: bytes
    version: int = 0  # in the stream of what it is about


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an accepted dossier's class depends on; without a time, it is known by its recording."""

    time: datetime | None
    recorded_at: datetime
    offering: submissions.OfferingFacts
    channel: int
    anomalies: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ending:
    """What an ended dossier's class depends on; without a time, it is known by its recording."""

    time: datetime | None
    day_only: bool
    recorded_at: datetime
    first_recorded_at: datetime  # before any correction
    unit: str
    due: submissions.Due | None
    anomalies: frozenset[int]


@dataclass(slots=True)
class Dossier:
    """A dossier as far as its events tell."""

    name: str
    offering: submissions.OfferingFacts
    assisted: bool
    acceptance: Acceptance | None = None
    ending: Ending | None = None
    voided: bool = False


Dossiers: TypeAlias = dict[str, Dossier]  # by name


def submitted(dossiers: Dossiers, event: submissions.DossierSubmitted, _: Fact) -> None:
    dossiers[event.dossier] = Dossier(event.dossier, event.offering, event.assisted)


def accepted(dossiers: Dossiers, event: submissions.DossierAccepted, fact: Fact) -> None:
    dossier = dossiers[event.dossier]
    dossier.assisted, dossier.offering = event.assisted, event.offering
    dossier.acceptance = Acceptance(
        time=time_of(event, fact, submissions.ANOMALY_ACCEPTED_WITHOUT_TIME),
        recorded_at=fact.recorded_at,
        offering=event.offering,
        channel=event.channel,
        anomalies=frozenset(event.anomalies),
    )


def ended(
    dossiers: Dossiers, event: submissions.ResultRecorded | submissions.ResultReturned, fact: Fact
) -> None:
    dossiers[event.dossier].ending = Ending(
        time=time_of(event, fact, submissions.ANOMALY_ENDED_WITHOUT_TIME),
        day_only=event.day_only,
        recorded_at=fact.recorded_at,
        first_recorded_at=fact.recorded_at,
        unit=event.handling_unit,
        due=possible_due(event.due, fact),
        anomalies=frozenset(event.anomalies),
    )


def time_of(event: Any, fact: Fact, unknown: int) -> datetime | None:
    """When it happened, unless the event says that nobody knows, or its time is not possible."""
    known = event.time_known and unknown not in event.anomalies
    return fact.occurred_at if known and is_possible(fact.occurred_at, fact.recorded_at) else None


def possible_due(due: submissions.Due, fact: Fact) -> submissions.Due | None:
    """A due that is there and can be; any other is none."""
    possible = due.HasField("time") and is_possible(from_timestamp(due.time), fact.recorded_at)
    return due if possible else None


def returned(dossiers: Dossiers, event: submissions.ResultReturned, fact: Fact) -> None:
    if event.ends:
        ended(dossiers, event, fact)


def voided(dossiers: Dossiers, event: submissions.DossierVoided, _: Fact) -> None:
    dossiers[event.dossier].voided = True


def corrected(dossiers: Dossiers, event: submissions.DossierCorrected, fact: Fact) -> None:
    """The event says all of the dossier; an end keeps the recording by which it was first known."""
    before, said = dossiers[event.dossier], event.facts
    after = Dossier(event.dossier, said.offering, said.assisted, voided=said.voided)
    if said.HasField("accepted"):
        known, recorded_at = corrected_time(
            said, said.accepted, fact, submissions.ANOMALY_ACCEPTED_WITHOUT_TIME
        )
        anomalies = frozenset(said.anomalies)
        after.acceptance = Acceptance(known, recorded_at, said.offering, said.channel, anomalies)
    if said.HasField("ended"):
        known, recorded_at = corrected_time(
            said, said.ended, fact, submissions.ANOMALY_ENDED_WITHOUT_TIME
        )
        after.ending = Ending(
            time=known,
            day_only=said.ended.day_only,
            recorded_at=recorded_at,
            first_recorded_at=before.ending.first_recorded_at
            if before.ending
            else fact.recorded_at,
            unit=said.handling_unit,
            due=possible_due(said.deadline.due, fact),
            anomalies=frozenset(said.anomalies),
        )
    dossiers[event.dossier] = after


def corrected_time(
    said: submissions.DossierFacts, time: submissions.FactTime, fact: Fact, unknown: int
) -> tuple[datetime | None, datetime]:
    """When it happened, where that is known, and by what it is shown otherwise: the time of its
    recording, or that of the correction where no such time is possible.
    """
    stated = from_timestamp(time.time)
    if not is_possible(stated, fact.recorded_at):
        return None, fact.recorded_at
    return (stated if time.time_known and unknown not in said.anomalies else None), stated


FOLDS: dict[Any, Callable[[Dossiers, Any, Fact], None]] = {
    submissions.DossierSubmitted: submitted,
    submissions.DossierAccepted: accepted,
    submissions.ResultRecorded: ended,
    submissions.ResultReturned: returned,
    submissions.DossierVoided: voided,
    submissions.DossierCorrected: corrected,
}
