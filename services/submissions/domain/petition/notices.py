"""Notices of a petition's terms: one is near, or has passed and what it is for was not done.

They are given once for each term, to whoever has the petition then, and are facts of no figure.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.instants import instant
from services.submissions.domain.petition.live import Given
from services.submissions.domain.petition.state import OPEN, Petition
from services.submissions.domain.petition.steps import live_time
from services.submissions.domain.subjects import fact

_A_MOMENT = timedelta(microseconds=1)
_TERMS: dict[events.PetitionTermKind, str] = {
    events.PETITION_TERM_KIND_ANSWER: "answer",
    events.PETITION_TERM_KIND_REFUSAL: "refusal",
    events.PETITION_TERM_KIND_FIRST_REQUEST: "first-request",
    events.PETITION_TERM_KIND_PUBLICATION: "publication",
}


class Notice(NamedTuple):
    """Which notice: of which term, before it or after it."""

    term: events.PetitionTermKind
    passed: bool

    @property
    def kind(self) -> str:
        """The kind of its timer."""
        return f"petition-{_TERMS[self.term]}-{'passed' if self.passed else 'soon'}"


BY_KIND = {each.kind: each for term in _TERMS for each in (Notice(term, False), Notice(term, True))}
KINDS = tuple(BY_KIND)


def running(petition: Petition) -> dict[events.PetitionTermKind, events.PetitionTerm]:
    """The terms of what is still to be done. Who began to handle a petition does not refuse it any
    more in time, and who asked once has asked in time or not.
    """
    found: dict[events.PetitionTermKind, events.PetitionTerm | None] = {}
    if petition.voided:
        return {}
    if petition.status in OPEN:
        found[events.PETITION_TERM_KIND_ANSWER] = petition.answer_term
        if petition.status == events.PETITION_STATUS_RECEIVED:
            found[events.PETITION_TERM_KIND_REFUSAL] = petition.refusal_term
        if not petition.requested:
            found[events.PETITION_TERM_KIND_FIRST_REQUEST] = petition.first_request_term
    elif petition.status == events.PETITION_STATUS_ANSWERED:
        found[events.PETITION_TERM_KIND_PUBLICATION] = petition.publication_term
    return {kind: term for kind, term in found.items() if term is not None}


def instants_of(petition: Petition) -> dict[str, datetime]:
    """From when on each notice is to be given, by the kind of its timer."""
    found: dict[str, datetime] = {}
    for kind, term in running(petition).items():
        if term.HasField("remind_time"):
            found[Notice(kind, passed=False).kind] = instant(term.remind_time)
        found[Notice(kind, passed=True).kind] = instant(term.time) + _A_MOMENT
    return found


def give(petition: Petition, given: Given, *, kind: str, at: datetime, unit: str) -> list[Fact]:
    """The notice that is to be given from an instant on, to a unit: the one that has the petition,
    or follows it; none where that is no longer so.
    """
    if instants_of(petition).get(kind) != at:
        return []
    notice = BY_KIND[kind]
    kind_of_event = events.PetitionTermPassed if notice.passed else events.PetitionTermApproached
    event = kind_of_event(
        petition=petition.name,
        catalog_position=given.catalog_position,
        kind=notice.term,
        term=running(petition)[notice.term],
        holder=unit,
        assignee=petition.assignee,
    )
    return [fact(event, live_time(petition, given.clock), unit=unit)]
