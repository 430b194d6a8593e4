"""The facts of an attachment: uploaded, scanned, removed. They follow its row once what it belongs
to is filed.

Example: a file of a draft is uploaded on Monday and scanned; the draft is submitted on Tuesday.
Both facts are told on Tuesday: before the submission there is nothing to tell of.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from google.protobuf.message import Message

from motcua.submissions.v1 import attachment_events_pb2 as events
from services.chassis.decider import Decider, Fact
from services.submissions.domain.subjects import fact

TIMER = "attachment"  # the kind of timer by which the facts follow


class State(IntEnum):
    """What became of a file; the numbers are those of the table and of the contract."""

    UPLOADING = 1
    QUARANTINED = 2  # whole, and not scanned yet
    CLEAN = 3
    INFECTED = 4
    REMOVED = 5


WHOLE = frozenset({State.QUARANTINED, State.CLEAN, State.INFECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file as its row has it; nothing personal."""

    id: UUID
    owner: str  # the dossier or petition
    state: State
    document_code: str
    media_type: str
    size: int
    attached_by: str  # the subject of the token
    officer: str  # "": it was handed in for the citizen
    unit: str
    result: bool  # an officer attached it as the result, or a part of it
    uploaded_at: datetime | None
    scanned_at: datetime | None
    not_scanned: bool
    removed_at: datetime | None
    remover: str
    remover_unit: str
    reason_code: str

    @property
    def name(self) -> str:
        """Of the resource."""
        return f"{self.owner}/attachments/{self.id}"

    @property
    def stream(self) -> str:
        """Of its facts."""
        return f"attachments/{self.id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the log tells of a file."""

    uploaded: bool = False
    scanned: bool = False
    removed: bool = False


def missing(
    known: Attachment, kept: Kept, *, since: datetime | None, unit: str, catalog_position: int
) -> list[Fact]:
    """The facts that the log has not, of a file of what was filed `since` then and that a unit has.
    What was removed before it could be told of never was.
    """
    of = "petition" if kept.owner.startswith("petitions/") else "dossier"
    common: dict[str, Any] = {
        "attachment": kept.name,
        of: kept.owner,
        "catalog_position": catalog_position,
    }
    since = since or kept.uploaded_at
    facts = []
    for message, at in _missing_facts(known, kept, common):
        when = max(filter(None, (at, since)))
        facts.append(fact(message, when, unit=unit))
    return facts


def _missing_facts(
    known: Attachment, kept: Kept, common: dict[str, Any]
) -> list[tuple[Message, datetime | None]]:
    found: list[tuple[Message, datetime | None]] = []
    removed = kept.state is State.REMOVED
    if kept.uploaded_at and not known.uploaded and not removed:
        uploaded = events.AttachmentUploaded(
            **common,
            document_code=kept.document_code,
            media_type=kept.media_type,
            size=kept.size,
            officer=kept.officer,
            unit=kept.unit,
            result=kept.result,
        )
        found.append((uploaded, kept.uploaded_at))
    if kept.state in _OUTCOMES and not known.scanned:
        outcome = events.SCAN_OUTCOME_NOT_SCANNED if kept.not_scanned else _OUTCOMES[kept.state]
        found.append((events.AttachmentScanned(**common, outcome=outcome), kept.scanned_at))
    if removed and known.uploaded and not known.removed:
        gone = events.AttachmentRemoved(
            **common, officer=kept.remover, unit=kept.remover_unit, reason_code=kept.reason_code
        )
        found.append((gone, kept.removed_at))
    return found


_OUTCOMES: dict[State, events.ScanOutcome] = {
    State.CLEAN: events.SCAN_OUTCOME_CLEAN,
    State.INFECTED: events.SCAN_OUTCOME_INFECTED,
}
_CHANGES: dict[type[Message], dict[str, bool]] = {
    events.AttachmentUploaded: {"uploaded": True},
    events.AttachmentScanned: {"scanned": True},
    events.AttachmentRemoved: {"removed": True},
}


def _evolve(known: Attachment, event: Message, _: datetime) -> Attachment:
    return replace(known, **_CHANGES[type(event)])


ATTACHMENTS: Decider[Attachment] = Decider(initial=Attachment, evolve=_evolve)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in _CHANGES}
