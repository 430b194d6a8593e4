"""A petition as its facts state it, live ones and another system's.

Example: ward A received it on Monday; on Wednesday it went to ward B, from where its three terms
run anew, and ward A's first request counts no more as the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.entries import Entry, Link
from services.submissions.domain.moments import Moment

Changes: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Petition:
    """Before its first fact, all is empty."""

    name: str = ""
    number: str = ""
    kind: events.PetitionKind = events.PETITION_KIND_UNSPECIFIED
    channel: events.PetitionChannel = events.PETITION_CHANNEL_UNSPECIFIED
    reception: events.ReceptionDay | None = None
    dossier: str = ""
    portal: str = ""  # the client that filed it; "": a desk
    receiving_unit: str = ""
    holder: str = ""
    assignee: str = ""
    status: events.PetitionStatus = events.PETITION_STATUS_UNSPECIFIED
    received: Moment | None = None  # None, of this and what follows: not so, or not known when
    held: Moment | None = None  # received, or transferred last
    transfer_cause: common.TransferCause = common.TRANSFER_CAUSE_UNSPECIFIED  # of the latest
    first_request: Moment | None = None  # of its unit
    waiting_since: Moment | None = None
    answered: Moment | None = None
    refused: Moment | None = None
    published: Moment | None = None
    ended: Moment | None = None  # answered, refused, merged or withdrawn
    closed_at: datetime | None = None  # the same; when it was recorded where it is not known
    answer_term: events.PetitionTerm | None = None
    refusal_term: events.PetitionTerm | None = None
    first_request_term: events.PetitionTerm | None = None
    publication_term: events.PetitionTerm | None = None
    verdict: common.Verdict = common.VERDICT_UNSPECIFIED  # of the answer, or of the refusal
    first_request_verdict: common.Verdict = common.VERDICT_UNSPECIFIED
    publication_verdict: common.Verdict = common.VERDICT_UNSPECIFIED
    requests: int = 0  # so far
    requested: bool = False  # by the unit that has it
    merged_into: str = ""
    publication: str = ""
    retention_years: int | None = None
    anomalies: tuple[events.PetitionAnomaly, ...] = ()
    voided: bool = False
    erased: bool = False
    origin: common.Origin | None = None
    catalog_position: int = 0
    last: Moment | None = None  # of its facts, where it is known
    last_live: datetime | None = None
    version: int = 0  # how many facts there are
    history: Link | None = field(default=None, compare=False, repr=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that have to do with it: the one that received it, and the one that has it."""
        return tuple(dict.fromkeys(unit for unit in (self.receiving_unit, self.holder) if unit))

    @property
    def term(self) -> events.PetitionTerm | None:
        """The term that runs: of the answer; once that is there, of the publication."""
        if self.voided:
            return None
        if self.status == events.PETITION_STATUS_ANSWERED:
            return self.publication_term
        return self.answer_term if self.status in OPEN else None

    @property
    def entries(self) -> list[Entry]:
        """Every fact, in order, as it was recorded."""
        return self.history.entries() if self.history else []


OPEN = frozenset(
    {
        events.PETITION_STATUS_RECEIVED,
        events.PETITION_STATUS_HANDLING,
        events.PETITION_STATUS_SUPPLEMENT_REQUESTED,
    }
)
TERMS = ("answer_term", "refusal_term", "first_request_term")  # which a transfer starts anew
Change: TypeAlias = Callable[[Petition, Any, Moment | None], Changes]


def term_of(event: Any, name: str) -> events.PetitionTerm | None:
    """A term of a fact or of a petition's facts, where it has it."""
    return getattr(event, name) if event.HasField(name) else None
