"""What a live command may do with a petition at which status, and when it happens.

Another system's records are looser: those are facts, but for what comes after an end.
"""

from datetime import datetime

from google.protobuf.message import Message

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petition_events_pb2 import (
    PETITION_STATUS_ANSWERED,
    PETITION_STATUS_HANDLING,
    PETITION_STATUS_RECEIVED,
    PETITION_STATUS_SUPPLEMENT_REQUESTED,
    PetitionStatus,
)
from services.chassis.errors import Refusal
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import OPEN, Petition
from services.submissions.domain.petition.translations import event_in_words, status_in_words

ANY = frozenset(PetitionStatus.values()) - {events.PETITION_STATUS_UNSPECIFIED}
MOST_FACTS = 1000  # of a petition; an erasure always finds room
_ANSWERABLE = frozenset({PETITION_STATUS_HANDLING})

# At which status each fact may be added live.
ALLOWED_IN: dict[type[Message], frozenset[int]] = {
    events.PetitionHandlingStarted: frozenset(
        {PETITION_STATUS_RECEIVED, PETITION_STATUS_SUPPLEMENT_REQUESTED}
    ),
    events.PetitionSupplementRequested: _ANSWERABLE,
    events.PetitionSupplementAnswered: frozenset({PETITION_STATUS_SUPPLEMENT_REQUESTED}),
    events.PetitionAnswered: _ANSWERABLE,
    events.PetitionRefused: frozenset({PETITION_STATUS_RECEIVED, PETITION_STATUS_HANDLING}),
    events.PetitionPublished: frozenset({PETITION_STATUS_ANSWERED}),
    events.PetitionMerged: OPEN,
    events.PetitionWithdrawn: OPEN,
    events.PetitionTransferred: OPEN,
    events.PetitionAssigned: OPEN | {PETITION_STATUS_ANSWERED},
    events.PetitionVoided: ANY,
}
# The same of another system's record, which leaves out what it does not know.
ALLOWED_IN_RECORD: dict[type[Message], frozenset[int]] = {
    **dict.fromkeys(ALLOWED_IN, OPEN),
    events.PetitionAssigned: ANY,
    events.PetitionPublished: frozenset({PETITION_STATUS_ANSWERED}),
}


def require_allowed(petition: Petition, kind: type[Message]) -> None:
    """Refuse a fact that the petition's status does not allow, or any when it is voided."""
    if petition.voided:
        raise Refusal(PetitionReason.PETITION_VOIDED, field="name")
    if petition.status not in ALLOWED_IN[kind]:
        values = status_in_words(petition.status) | event_in_words(kind.DESCRIPTOR.name)
        raise Refusal(PetitionReason.PETITION_STEP_NOT_ALLOWED, field="name", values=values)


def require_room(petition: Petition, *, for_citizen: bool) -> None:
    """Refuse one fact too many: all are read at each step. Of whoever speaks for the petitioner
    half as many are taken, so that officers can always end what he filled.
    """
    most = MOST_FACTS // 2 if for_citizen else MOST_FACTS
    if petition.version >= most:
        raise Refusal(PetitionReason.PETITION_FULL, field="name", values={"most": str(most)})


def live_time(petition: Petition, clock: datetime) -> datetime:
    """The clock, or the last live fact where that is later; a record's times do not count."""
    return clock if petition.last_live is None else max(clock, petition.last_live)
