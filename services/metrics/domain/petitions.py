"""What is known of one petition, as far as a figure can depend on it.

Terms and their ends come from its events; a transfer starts the terms anew, so that the holder is
judged by the term that runs from when he has it. A complaint that names a dossier counts there.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import petition_events_pb2 as events
from services.metrics.domain.names import last_part
from services.metrics.domain.periods import instant_of, may_be
from services.metrics.domain.provenance import (
    NOT_TRANSFERRED,
    NOT_WITHDRAWN,
    transfer_stated,
    transferred_by,
    withdrawal_after,
    withdrawn_by,
)
from services.metrics.domain.seen import Seen
from services.metrics.domain.shown import Shown

SETTLEMENT, FIRST_REQUEST, PUBLICATION = 4, 5, 6  # the keys of petitions, as tables number them


class PetitionFacts(NamedTuple):
    """A petition's facts. `None` where nothing happened yet, or the record does not say."""

    petition: str  # the last part of its resource name
    service: str = ""  # a petition is of none
    unit: str = ""  # the holder
    answer_term: datetime | None = None
    refusal_term: datetime | None = None
    first_request_term: datetime | None = None
    publication_term: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    first_request_at: datetime | None = None
    published_at: datetime | None = None
    dossier: str | None = None  # that it names
    complaint: bool = False
    refused: bool = False
    merged: bool = False
    withdrawn: bool = False
    voided: bool = False
    # On whose word it rests, see `provenance`; None, too, where it was folded before this was kept
    was_corrected: bool | None = False
    withdrawn_by: int | None = NOT_WITHDRAWN
    transferred_by: int | None = NOT_TRANSFERRED  # to its holder

    @property
    def settlement_term(self) -> datetime | None:
        """By which its answer is in time, or its refusal where it was refused."""
        return self.refusal_term if self.refused else self.answer_term

    @property
    def complained_of(self) -> str | None:
        """The dossier that it complains of."""
        return self.dossier if self.complaint and not self.voided else None


def shown(facts: PetitionFacts) -> Iterator[Shown]:
    """By which keys a petition is shown, and where."""
    if facts.settlement_term is not None:
        yield Shown(SETTLEMENT, facts.unit, facts.settlement_term)
    if facts.first_request_term is not None:
        yield Shown(FIRST_REQUEST, facts.unit, facts.first_request_term)
    if facts.publication_term is not None:
        yield Shown(PUBLICATION, facts.unit, facts.publication_term)


def received(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """At whom it is, and the terms that run from here."""
    event = seen.message
    return taken(facts, seen)._replace(
        complaint=event.kind == events.PETITION_KIND_COMPLAINT,
        dossier=last_part(event.dossier) or None,
    )


def taken(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """By its holder: whatever was asked for before counts for nobody else."""
    event = seen.message
    return facts._replace(
        unit=event.holder,
        answer_term=term(event, "answer_term", seen),
        refusal_term=term(event, "refusal_term", seen),
        first_request_term=term(event, "first_request_term", seen),
        first_request_at=None,
    )


def transferred(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """The terms run from here, on the word of who moved it."""
    return taken(facts, seen)._replace(transferred_by=transferred_by(seen.message.cause))


def requested(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """Only the first request of its unit has a term."""
    return facts._replace(first_request_at=when(seen)) if seen.message.first else facts


def answered(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """From here the term of the publication runs."""
    event = seen.message
    return facts._replace(
        answered_at=when(seen), publication_term=term(event, "publication_term", seen)
    )


def refused(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """Not taken up."""
    return facts._replace(refused=True, refused_at=when(seen))


def published(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """The answer is there for everybody."""
    return facts._replace(published_at=when(seen))


def merged(facts: PetitionFacts, _: Seen) -> PetitionFacts:
    """It goes on as another one."""
    return facts._replace(merged=True)


def withdrawn(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """By the petitioner, as he or somebody else says."""
    return facts._replace(withdrawn=True, withdrawn_by=withdrawn_by(seen.message))


def voided(facts: PetitionFacts, _: Seen) -> PetitionFacts:
    """Entered in error: excluded from now on."""
    return facts._replace(voided=True)


def corrected(facts: PetitionFacts, seen: Seen) -> PetitionFacts:
    """What the event says of the petition takes the place of all that was known of it."""
    said = seen.message.facts
    withdrawn = said.status == events.PETITION_STATUS_WITHDRAWN
    return PetitionFacts(
        facts.petition,
        unit=said.holder,
        answer_term=term(said, "answer_term", seen),
        refusal_term=term(said, "refusal_term", seen),
        first_request_term=term(said, "first_request_term", seen),
        publication_term=term(said, "publication_term", seen),
        answered_at=stated(said, "answered", seen),
        refused_at=stated(said, "refused", seen),
        first_request_at=stated(said, "first_request", seen),
        published_at=stated(said, "published", seen),
        dossier=last_part(said.dossier) or None,
        complaint=said.kind == events.PETITION_KIND_COMPLAINT,
        refused=said.HasField("refused") or said.status == events.PETITION_STATUS_REFUSED,
        merged=bool(said.merged_into) or said.status == events.PETITION_STATUS_MERGED,
        withdrawn=withdrawn,
        voided=said.voided,
        was_corrected=True,
        withdrawn_by=withdrawal_after(facts.withdrawn_by, withdrawn=withdrawn),
        transferred_by=transfer_stated(said),
    )


def term(said: Any, name: str, seen: Seen) -> datetime | None:
    """Until when something is in time; a term that cannot be is none."""
    if not (said.HasField(name) and getattr(said, name).HasField("time")):
        return None
    at = instant_of(getattr(said, name).time)
    return at if may_be(at, seen.recorded_at) else None


def when(seen: Seen) -> datetime | None:
    """When it happened, where that is known and can be."""
    known = seen.message.time_known and may_be(seen.occurred_at, seen.recorded_at)
    return seen.occurred_at if known else None


def stated(said: Any, name: str, seen: Seen) -> datetime | None:
    """When a fact in a correction happened; see `when`."""
    fact = getattr(said, name)
    at = instant_of(fact.time)
    known = said.HasField(name) and fact.time_known and may_be(at, seen.recorded_at)
    return at if known else None


CHANGES: dict[Any, Callable[[PetitionFacts, Seen], PetitionFacts]] = {
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
