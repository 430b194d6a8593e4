"""The fold of a petition: what each kind of fact changes, the status among other things.

As with dossiers, a correction changes what is folded; no rule is asked here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Decider
from services.submissions.domain.entries import Entry, Link, is_of_record, moment_of
from services.submissions.domain.moments import Moment
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.state import TERMS, Change, Changes, Petition, term_of

_WAITING = events.PETITION_STATUS_SUPPLEMENT_REQUESTED


def evolve(petition: Petition, message: Message, at: datetime) -> Petition:
    """The petition after one more fact; a fact that this version does not know fails loudly."""
    entry = Entry(petition.version + 1, message, at)
    history = Link(entry, petition.history)
    if isinstance(message, events.PetitionCorrected):
        after = _corrected(history, message)
    else:
        after = changed(petition, entry)
    return replace(after, history=history, version=entry.version)


def changed(petition: Petition, entry: Entry) -> Petition:
    """The petition after a fact that is no correction, apart from its history."""
    event, moment = entry.message, moment_of(entry)
    changes = CHANGES[type(event)](petition, event, moment)
    changes["catalog_position"] = event.catalog_position
    if type(event) not in NOTICES:
        changes["last"] = moment or petition.last
        if not is_of_record(event):
            changes["last_live"] = entry.at
    if named := getattr(event, "anomalies", None):
        changes["anomalies"] = tuple(dict.fromkeys((*petition.anomalies, *named)))
    if type(event) in _ENDING:
        changes |= {"ended": moment, "closed_at": entry.at, "waiting_since": None}
    return replace(petition, **changes)


def folded(entries: Iterable[Entry]) -> Petition:
    """The petition that these facts make, as if nothing else had been said."""
    petition = Petition()
    for entry in entries:
        petition = changed(petition, entry)
    return petition


def _corrected(history: Link, event: events.PetitionCorrected) -> Petition:
    entries = history.entries()
    after = folded(CORRECTIONS.effective(entries))
    last = max((each.at for each in entries if not is_of_record(each.message)), default=None)
    return replace(after, catalog_position=event.catalog_position, last_live=last)


def _received(_: Petition, event: events.PetitionReceived, moment: Moment | None) -> Changes:
    return {
        "name": event.petition,
        "number": event.number,
        "kind": event.kind,
        "channel": event.channel,
        "reception": event.reception if event.HasField("reception") else None,
        "dossier": event.dossier,
        "portal": event.portal,
        "receiving_unit": event.receiving_unit,
        "received": moment,
        "retention_years": event.retention_years if event.HasField("retention_years") else None,
        "origin": event.origin if event.HasField("origin") else None,
        "status": events.PETITION_STATUS_RECEIVED,
        **_taken(event, moment),
    }


def _transferred(
    petition: Petition, event: events.PetitionTransferred, moment: Moment | None
) -> Changes:
    """The unit begins with it anew; what was asked for stays asked for."""
    waits = petition.status == _WAITING
    status = petition.status if waits else events.PETITION_STATUS_RECEIVED
    moved = {"status": status, "assignee": "", "transfer_cause": event.cause}
    return moved | _taken(event, moment)


def _taken(event: Any, moment: Moment | None) -> Changes:
    return {
        "holder": event.holder,
        "held": moment,
        "first_request": None,
        "first_request_verdict": 0,
        "requested": False,
        **{name: term_of(event, name) for name in TERMS},
    }


def _handling(_: Petition, __: Message, ___: Moment | None) -> Changes:
    return {"status": events.PETITION_STATUS_HANDLING, "waiting_since": None}


def _assigned(_: Petition, event: events.PetitionAssigned, __: Moment | None) -> Changes:
    return {"assignee": event.assignee}


def _requested(
    _: Petition, event: events.PetitionSupplementRequested, moment: Moment | None
) -> Changes:
    changes: Changes = {
        "status": _WAITING,
        "requests": event.number,
        "waiting_since": moment,
        "requested": True,
    }
    if event.first:
        changes |= {"first_request": moment, "first_request_verdict": event.verdict}
    return changes


def _answered(_: Petition, event: events.PetitionAnswered, moment: Moment | None) -> Changes:
    return {
        "status": events.PETITION_STATUS_ANSWERED,
        "answered": moment,
        "verdict": event.verdict,
        "publication_term": term_of(event, "publication_term"),
    }


def _refused(_: Petition, event: events.PetitionRefused, moment: Moment | None) -> Changes:
    status = events.PETITION_STATUS_REFUSED
    return {"status": status, "refused": moment, "verdict": event.verdict}


def _published(_: Petition, event: events.PetitionPublished, moment: Moment | None) -> Changes:
    return {
        "status": events.PETITION_STATUS_PUBLISHED,
        "published": moment,
        "publication": event.publication,
        "publication_verdict": event.verdict,
    }


def _merged(_: Petition, event: events.PetitionMerged, __: Moment | None) -> Changes:
    return {"status": events.PETITION_STATUS_MERGED, "merged_into": event.into}


def _withdrawn(_: Petition, __: events.PetitionWithdrawn, ___: Moment | None) -> Changes:
    return {"status": events.PETITION_STATUS_WITHDRAWN}


def _voided(_: Petition, __: events.PetitionVoided, ___: Moment | None) -> Changes:
    return {"voided": True}


def _erased(_: Petition, __: events.PetitionErased, ___: Moment | None) -> Changes:
    return {"erased": True}


def _noticed(_: Petition, __: Message, ___: Moment | None) -> Changes:
    return {}


CHANGES: dict[type[Message], Change] = {
    events.PetitionReceived: _received,
    events.PetitionHandlingStarted: _handling,
    events.PetitionTransferred: _transferred,
    events.PetitionAssigned: _assigned,
    events.PetitionSupplementRequested: _requested,
    events.PetitionSupplementAnswered: _handling,
    events.PetitionAnswered: _answered,
    events.PetitionRefused: _refused,
    events.PetitionPublished: _published,
    events.PetitionMerged: _merged,
    events.PetitionWithdrawn: _withdrawn,
    events.PetitionVoided: _voided,
    events.PetitionErased: _erased,
    events.PetitionTermApproached: _noticed,
    events.PetitionTermPassed: _noticed,
}
NOTICES = (events.PetitionTermApproached, events.PetitionTermPassed)
_ENDING = (
    events.PetitionAnswered,
    events.PetitionRefused,
    events.PetitionMerged,
    events.PetitionWithdrawn,
)
PETITIONS: Decider[Petition] = Decider(initial=Petition, evolve=evolve)
_KINDS: tuple[type[Message], ...] = (*CHANGES, events.PetitionCorrected)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in _KINDS}
