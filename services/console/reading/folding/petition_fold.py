"""Petitions of the second reading: what their events say, as far as a class depends on it.

Written from the contracts alone. A transfer starts the terms anew; nothing pauses one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as submissions
from motcua.submissions.v1 import petition_events_pb2 as events
from services.console.instants import from_timestamp, is_possible
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.stated_times import withdrawn_by

RUNNING = ("answer_term", "refusal_term", "first_request_term")  # until an answer


@dataclass(slots=True)
class Petition:
    """A petition as far as its events tell. Terms and times that are not known are absent."""

    name: str
    holder: str
    dossier: str = ""
    complaint: bool = False
    terms: dict[str, datetime] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    refused: bool = False
    merged: bool = False
    withdrawn: bool = False
    voided: bool = False
    corrected: bool = False
    withdrawal: str = "no"  # or whose word it is
    transfer: str = "no"  # the latest


Petitions: TypeAlias = dict[str, Petition]  # by name


def received(petitions: Petitions, event: events.PetitionReceived, fact: Fact) -> None:
    """A second one leaves what became of it."""
    found = petitions.setdefault(event.petition, Petition(event.petition, event.holder))
    found.dossier = event.dossier
    found.complaint = event.kind == events.PETITION_KIND_COMPLAINT
    taken(found, event, fact)


def transferred(petitions: Petitions, event: events.PetitionTransferred, fact: Fact) -> None:
    found = petitions[event.petition]
    found.transfer = transferred_by(event.cause)
    taken(found, event, fact)


def taken(found: Petition, event: Any, fact: Fact) -> None:
    """Whoever has it now was asked for nothing yet."""
    found.holder = event.holder
    found.times.pop("first_request", None)
    run(found, event, fact)


def transferred_by(cause: submissions.TransferCause) -> str:
    """Nobody's word where units were merged or split."""
    succession = (submissions.TRANSFER_CAUSE_MERGER, submissions.TRANSFER_CAUSE_SPLIT)
    return "by_succession" if cause in succession else "stated"


def run(petition: Petition, event: Any, fact: Fact) -> None:
    """The three terms run from here."""
    for name in RUNNING:
        set_term(petition, name, event, fact)


def set_term(petition: Petition, name: str, said: Any, fact: Fact) -> None:
    """A term, where one is said that can be."""
    petition.terms.pop(name, None)
    if said.HasField(name) and getattr(said, name).HasField("time"):
        at = from_timestamp(getattr(said, name).time)
        if is_possible(at, fact.recorded_at):
            petition.terms[name] = at


def happened(petition: Petition, name: str, event: Any, fact: Fact) -> None:
    """When it did, where that is known."""
    petition.times.pop(name, None)
    if event.time_known and is_possible(fact.occurred_at, fact.recorded_at):
        petition.times[name] = fact.occurred_at


def requested(petitions: Petitions, event: events.PetitionSupplementRequested, fact: Fact) -> None:
    if event.first:
        happened(petitions[event.petition], "first_request", event, fact)


def answered(petitions: Petitions, event: events.PetitionAnswered, fact: Fact) -> None:
    happened(petitions[event.petition], "answered", event, fact)
    set_term(petitions[event.petition], "publication_term", event, fact)


def refused(petitions: Petitions, event: events.PetitionRefused, fact: Fact) -> None:
    petitions[event.petition].refused = True
    happened(petitions[event.petition], "refused", event, fact)


def published(petitions: Petitions, event: events.PetitionPublished, fact: Fact) -> None:
    happened(petitions[event.petition], "published", event, fact)


def merged(petitions: Petitions, event: events.PetitionMerged, _: Fact) -> None:
    petitions[event.petition].merged = True


def withdrawn(petitions: Petitions, event: events.PetitionWithdrawn, _: Fact) -> None:
    petitions[event.petition].withdrawn = True
    petitions[event.petition].withdrawal = withdrawn_by(event)


def voided(petitions: Petitions, event: events.PetitionVoided, _: Fact) -> None:
    petitions[event.petition].voided = True


def corrected(petitions: Petitions, event: events.PetitionCorrected, fact: Fact) -> None:
    """The event says all of the petition."""
    said = event.facts
    found = Petition(event.petition, said.holder, said.dossier, voided=said.voided)
    found.complaint = said.kind == events.PETITION_KIND_COMPLAINT
    for name in (*RUNNING, "publication_term"):
        set_term(found, name, said, fact)
    for name in ("first_request", "answered", "refused", "published"):
        stated = getattr(said, name)
        at = from_timestamp(stated.time)
        if said.HasField(name) and stated.time_known and is_possible(at, fact.recorded_at):
            found.times[name] = at
    found.refused = said.status == events.PETITION_STATUS_REFUSED or said.HasField("refused")
    found.merged = said.status == events.PETITION_STATUS_MERGED or bool(said.merged_into)
    found.withdrawn = said.status == events.PETITION_STATUS_WITHDRAWN
    found.corrected = True
    state_provenance(found, said, before=petitions[event.petition])
    petitions[event.petition] = found


def state_provenance(found: Petition, said: events.PetitionFacts, *, before: Petition) -> None:
    """On whose word a corrected one rests: a withdrawal that it had before stays whose it was."""
    if found.withdrawn:
        found.withdrawal = before.withdrawal if before.withdrawn else "stated"
    if not said.HasField("transfer_cause"):
        found.transfer = "unknown"
    elif said.transfer_cause:
        found.transfer = transferred_by(said.transfer_cause)


FOLDS: dict[Any, Callable[[Petitions, Any, Fact], None]] = {
    events.PetitionReceived: received,
    events.PetitionTransferred: transferred,
    events.PetitionSupplementRequested: requested,
    events.PetitionAnswered: answered,
    events.PetitionRefused: refused,
    events.PetitionPublished: published,
    events.PetitionMerged: merged,
    events.PetitionWithdrawn: withdrawn,
    events.PetitionVoided: voided,
    events.PetitionCorrected: corrected,
}
