"""Dossiers of the second reading: what their events say, as far as a class depends on it.

Written from the contracts and the README of metrics alone, as `fold` is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp, is_possible
from services.console.reading.folding.holding_fold import (
    ONLY_HOLDING,
    Held,
    goes_back,
    held_after,
    held_in,
)
from services.console.reading.folding.stated_offering import Offered, offered, stated
from services.console.reading.folding.stated_times import (
    corrected_time,
    due_by,
    last_on_time,
    possible_promise,
    withdrawn_by,
)


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


class Acceptance(NamedTuple):
    """What an accepted dossier's class depends on; without a time, it is known by its recording."""

    time: datetime | None
    recorded_at: datetime
    offering: Offered
    anomalies: frozenset[int]
    day_only: bool
    promised_at: datetime | None
    due_by: str


class Ending(NamedTuple):
    """What an ended dossier's class depends on; without a time, it is known by its recording."""

    time: datetime | None
    day_only: bool
    recorded_at: datetime
    first_recorded_at: datetime  # before any correction
    unit: str
    due: datetime | None  # the last instant on time
    anomalies: frozenset[int]
    electronic_result: bool | None
    working_minutes: int | None


class Rating(NamedTuple):
    """The latest value, when it was rated first, and whom that credits."""

    value: int
    first: datetime
    unit: str


@dataclass(slots=True)
class Dossier:
    """A dossier as far as its events tell."""

    name: str
    offering: Offered
    assisted: bool
    channel: int
    acceptance: Acceptance | None = None
    ending: Ending | None = None
    voided: bool = False
    closed: bool = False  # by something else than an end
    requests: int = 0  # of supplements
    fee_waived: bool = False
    paid_online: bool = False
    rating: Rating | None = None
    root: str = ""  # that was stated last; "": none was
    complained: bool = False  # by a petition
    corrected: bool = False  # by any correction of it
    withdrawn: str = "no"
    held: list[Held] = field(default_factory=list)  # by whom, in which status, since when
    disordered: bool = False  # that goes back in time


Dossiers: TypeAlias = dict[str, Dossier]  # by name


def submitted(dossiers: Dossiers, event: submissions.DossierSubmitted, _: Fact) -> None:
    """A second one changes where and how it was filed, unless that was accepted since."""
    offering = offered(event.offering)
    found = dossiers.get(event.dossier) or Dossier(
        event.dossier, offering, event.assisted, event.channel
    )
    if found.acceptance is None:
        found.offering, found.assisted, found.channel = offering, event.assisted, event.channel
    found.root = event.root or found.root
    dossiers[event.dossier] = found


def accepted(dossiers: Dossiers, event: submissions.DossierAccepted, fact: Fact) -> None:
    dossier = dossiers[event.dossier]
    dossier.assisted, dossier.offering = event.assisted, offered(event.offering)
    dossier.channel = event.channel
    dossier.root = event.root or dossier.root
    dossier.acceptance = Acceptance(
        time=time_of(event, fact, submissions.ANOMALY_ACCEPTED_WITHOUT_TIME),
        recorded_at=fact.recorded_at,
        offering=dossier.offering,
        anomalies=frozenset(event.anomalies),
        day_only=event.day_only,
        promised_at=possible_promise(event.deadline, fact.recorded_at),
        due_by=due_by(event.deadline, fact.recorded_at),
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
        due=last_on_time(event.due, fact.recorded_at),
        anomalies=frozenset(event.anomalies),
        electronic_result=stated(event, "electronic_result"),
        working_minutes=stated(event, "working_minutes"),
    )


def time_of(event: Any, fact: Fact, unknown: int) -> datetime | None:
    """When it happened, unless the event says that nobody knows, or its time is not possible."""
    known = event.time_known and unknown not in event.anomalies
    return fact.occurred_at if known and is_possible(fact.occurred_at, fact.recorded_at) else None


def returned(dossiers: Dossiers, event: submissions.ResultReturned, fact: Fact) -> None:
    if event.ends:
        ended(dossiers, event, fact)


def left(
    dossiers: Dossiers,
    event: submissions.DossierRefused | submissions.DossierWithdrawn | submissions.DossierStopped,
    _: Fact,
) -> None:
    """It is closed where it was accepted before."""
    dossiers[event.dossier].closed |= event.after_acceptance
    if isinstance(event, submissions.DossierWithdrawn):
        dossiers[event.dossier].withdrawn = withdrawn_by(event)


def requested(dossiers: Dossiers, event: submissions.SupplementRequested, _: Fact) -> None:
    dossiers[event.dossier].requests = event.number


def paid(
    dossiers: Dossiers, event: submissions.PaymentRecorded | submissions.PaymentRefunded, _: Fact
) -> None:
    """The event says what holds after it."""
    dossiers[event.dossier].paid_online = event.paid_online


def waived(dossiers: Dossiers, event: submissions.FeeWaived, _: Fact) -> None:
    dossiers[event.dossier].fee_waived = True


def rated(dossiers: Dossiers, event: submissions.DossierRated, fact: Fact) -> None:
    dossiers[event.dossier].rating = rating_of(event, fact)


def rating_of(said: submissions.DossierRated | submissions.RatingFacts, fact: Fact) -> Rating:
    """A first time that cannot be is that of the recording."""
    first = from_timestamp(said.first_rated_time)
    if not said.HasField("first_rated_time"):
        first = fact.occurred_at
    possible = is_possible(first, fact.recorded_at)
    return Rating(said.value, first if possible else fact.recorded_at, said.handling_unit)


def linked(dossiers: Dossiers, event: submissions.DossierLinked, _: Fact) -> None:
    dossiers[event.dossier].root = event.root


def voided(dossiers: Dossiers, event: submissions.DossierVoided, _: Fact) -> None:
    dossiers[event.dossier].voided = True


def corrected(dossiers: Dossiers, event: submissions.DossierCorrected, fact: Fact) -> None:
    """The event says all of the dossier; an end keeps the recording by which it was first known."""
    before, said = dossiers[event.dossier], event.facts
    after = Dossier(
        event.dossier,
        offered(said.offering),
        said.assisted,
        said.channel,
        voided=said.voided,
        closed=said.HasField("closed") and said.HasField("accepted"),
        requests=said.supplement_requests,
        fee_waived=said.fee_waived,
        paid_online=said.paid_online,
        rating=rating_of(said.rating, fact) if said.HasField("rating") else None,
        root=said.root or before.root,
        corrected=True,
    )
    if said.status == submissions.STATUS_WITHDRAWN:  # which no event of its own says, otherwise
        after.withdrawn = "stated" if before.withdrawn == "no" else before.withdrawn
    if said.HasField("accepted"):
        known, recorded_at = corrected_time(
            said, said.accepted, fact.recorded_at, submissions.ANOMALY_ACCEPTED_WITHOUT_TIME
        )
        after.acceptance = Acceptance(
            time=known,
            recorded_at=recorded_at,
            offering=after.offering,
            anomalies=frozenset(said.anomalies),
            day_only=said.accepted.day_only,
            promised_at=possible_promise(said.deadline, fact.recorded_at),
            due_by=due_by(said.deadline, fact.recorded_at),
        )
    if said.HasField("ended"):
        known, recorded_at = corrected_time(
            said, said.ended, fact.recorded_at, submissions.ANOMALY_ENDED_WITHOUT_TIME
        )
        after.ending = Ending(
            time=known,
            day_only=said.ended.day_only,
            recorded_at=recorded_at,
            first_recorded_at=before.ending.first_recorded_at
            if before.ending
            else fact.recorded_at,
            unit=said.handling_unit,
            due=last_on_time(said.deadline.due, fact.recorded_at),
            anomalies=frozenset(said.anomalies),
            electronic_result=stated(said, "electronic_result"),
            working_minutes=stated(said, "working_minutes"),
        )
    dossiers[event.dossier] = after


def holding(
    fold: Callable[[Dossiers, Any, Fact], None] = lambda *_: None,
) -> Callable[[Dossiers, Any, Fact], None]:
    """A fold that also keeps who has the dossier from then on."""

    def folded(dossiers: Dossiers, event: Any, fact: Fact) -> None:
        before = dossiers[event.dossier].held if event.dossier in dossiers else []
        fold(dossiers, event, fact)
        dossier = dossiers[event.dossier]
        if isinstance(event, submissions.DossierCorrected):
            dossier.held = held_in(event.facts, fact.recorded_at)
        else:
            dossier.held = held_after(before, event, fact.occurred_at, fact.recorded_at)
        dossier.disordered = goes_back(dossier.held)

    return folded


CHANGES: dict[Any, Callable[[Dossiers, Any, Fact], None]] = {
    submissions.DossierSubmitted: submitted,
    submissions.DossierAccepted: accepted,
    submissions.ResultRecorded: ended,
    submissions.ResultReturned: returned,
    submissions.DossierRefused: left,
    submissions.DossierWithdrawn: left,
    submissions.DossierStopped: left,
    submissions.SupplementRequested: requested,
    submissions.PaymentRecorded: paid,
    submissions.PaymentRefunded: paid,
    submissions.FeeWaived: waived,
    submissions.DossierRated: rated,
    submissions.DossierLinked: linked,
    submissions.DossierVoided: voided,
    submissions.DossierCorrected: corrected,
}
FOLDS = {
    **{kind: holding(change) for kind, change in CHANGES.items()},
    **dict.fromkeys(ONLY_HOLDING, holding()),
}
