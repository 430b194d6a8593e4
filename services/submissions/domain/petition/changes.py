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
from services.submissions.domain.entries import Entry, Link, is_recorded, moment_of
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
    said, moment = entry.message, moment_of(entry)
    changes = CHANGES[type(said)](petition, said, moment)
    changes["catalog_position"] = said.catalog_position
    if type(said) not in NOTICES:
        changes["last"] = moment or petition.last
        if not is_recorded(said):
            changes["last_live"] = entry.at
    if named := getattr(said, "anomalies", None):
        changes["anomalies"] = tuple(dict.fromkeys((*petition.anomalies, *named)))
    if type(said) in _ENDING:
        changes |= {"ended": moment, "closed_at": entry.at, "waiting_since": None}
    return replace(petition, **changes)


def folded(entries: Iterable[Entry]) -> Petition:
    """The petition that these facts make, as if nothing else had been said."""
    petition = Petition()
    for entry in entries:
        petition = changed(petition, entry)
    return petition


def _corrected(history: Link, said: events.PetitionCorrected) -> Petition:
    entries = history.entries()
    after = folded(CORRECTIONS.effective(entries))
    last = max((each.at for each in entries if not is_recorded(each.message)), default=None)
    return replace(after, catalog_position=said.catalog_position, last_live=last)


def _received(_: Petition, said: events.PetitionReceived, moment: Moment | None) -> Changes:
    return {
        "name": said.petition,
        "number": said.number,
        "kind": said.kind,
        "channel": said.channel,
        "reception": said.reception if said.HasField("reception") else None,
        "dossier": said.dossier,
        "portal": said.portal,
        "receiving_unit": said.receiving_unit,
        "received": moment,
        "retention_years": said.retention_years if said.HasField("retention_years") else None,
        "origin": said.origin if said.HasField("origin") else None,
        "status": events.PETITION_STATUS_RECEIVED,
        **_taken(said, moment),
    }


def _transferred(
    petition: Petition, said: events.PetitionTransferred, moment: Moment | None
) -> Changes:
    """The unit begins with it anew; what was asked for stays asked for."""
    waits = petition.status == _WAITING
    status = petition.status if waits else events.PETITION_STATUS_RECEIVED
    return {"status": status, "assignee": "", **_taken(said, moment)}


def _taken(said: Any, moment: Moment | None) -> Changes:
    return {
        "holder": said.holder,
        "held": moment,
        "first_request": None,
        "first_request_verdict": 0,
        "requested": False,
        **{name: term_of(said, name) for name in TERMS},
    }


def _handling(_: Petition, __: Message, ___: Moment | None) -> Changes:
    return {"status": events.PETITION_STATUS_HANDLING, "waiting_since": None}


def _assigned(_: Petition, said: events.PetitionAssigned, __: Moment | None) -> Changes:
    return {"assignee": said.assignee}


def _requested(
    _: Petition, said: events.PetitionSupplementRequested, moment: Moment | None
) -> Changes:
    changes: Changes = {
        "status": _WAITING,
        "requests": said.number,
        "waiting_since": moment,
        "requested": True,
    }
    if said.first:
        changes |= {"first_request": moment, "first_request_verdict": said.verdict}
    return changes


def _answered(_: Petition, said: events.PetitionAnswered, moment: Moment | None) -> Changes:
    return {
        "status": events.PETITION_STATUS_ANSWERED,
        "answered": moment,
        "verdict": said.verdict,
        "publication_term": term_of(said, "publication_term"),
    }


def _refused(_: Petition, said: events.PetitionRefused, moment: Moment | None) -> Changes:
    status = events.PETITION_STATUS_REFUSED
    return {"status": status, "refused": moment, "verdict": said.verdict}


def _published(_: Petition, said: events.PetitionPublished, moment: Moment | None) -> Changes:
    return {
        "status": events.PETITION_STATUS_PUBLISHED,
        "published": moment,
        "publication": said.publication,
        "publication_verdict": said.verdict,
    }


def _merged(_: Petition, said: events.PetitionMerged, __: Moment | None) -> Changes:
    return {"status": events.PETITION_STATUS_MERGED, "merged_into": said.into}


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
