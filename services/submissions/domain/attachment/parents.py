"""What files belong to, a dossier or a petition: whose they are there, and while what they come in.

One table and one service have the files of both, by one interface.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from services.chassis.errors import Refusal
from services.submissions.domain import authority, personal_data
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.domain.authority import Accountable, Actor
from services.submissions.domain.dossier import steps
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.personal_data import PersonalDataReason
from services.submissions.domain.petition import acting
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import OPEN, Petition
from services.submissions.domain.petition.translations import status_in_words

PETITIONS = "petitions/"


class Parent(Protocol):
    """A dossier or a petition; the statuses at which files come in and are seen."""

    @property
    def filed(self) -> Dossier | Petition:
        """Itself, as its facts state it."""

    @property
    def since(self) -> datetime | None:
        """When it was filed, where that is known."""

    @property
    def handed_in(self) -> AbstractSet[int]:
        """While whoever speaks for the citizen attaches."""

    @property
    def attached(self) -> AbstractSet[int]:
        """While officers do."""

    @property
    def owed(self) -> AbstractSet[int]:
        """When the citizen is owed the result, or the letter that says why there is none."""

    @property
    def result_attached(self) -> AbstractSet[int]:
        """While officers attach that."""

    def require_related(self, by: Actor, *, name: str) -> None:
        """Refuse what is none of the actor's business, in the words for what is not there."""

    def officer(self, by: Actor, *, name: str) -> Accountable:
        """The officer who attaches or removes, and his unit."""

    def reader(self, by: Actor, *, name: str) -> str:
        """The unit by whose right somebody has a file handed out."""

    def require_kept(self) -> None:
        """Refuse one that was voided or erased."""

    def not_now(self) -> Refusal:
        """Its status takes no files from the actor."""


@dataclass(frozen=True, slots=True)
class DossierFiles:
    """Files of a dossier, or of what a draft will be."""

    filed: Dossier
    handed_in = frozenset({events.STATUS_SUBMITTED, events.STATUS_SUPPLEMENT_REQUESTED})
    attached = steps.OPEN
    owed = frozenset(
        {
            events.STATUS_REFUSED,
            events.STATUS_STOPPED,
            events.STATUS_RESULT_READY,
            events.STATUS_RESULT_RETURNED,
        }
    )
    result_attached = attached | owed - {events.STATUS_RESULT_RETURNED}

    @property
    def since(self) -> datetime | None:
        """When it was submitted."""
        return self.filed.submitted_at

    def require_related(self, by: Actor, *, name: str) -> None:
        """As every call about a dossier."""
        authority.require_related(by, self.filed, name=name)

    def officer(self, by: Actor, *, name: str) -> Accountable:
        """On duty at a unit that has the dossier now."""
        self.require_related(by, name=name)
        of = authority.parties(by, self.filed)
        having = personal_data.having(of)
        units = [unit for unit in having if by.reaches(unit)]
        if not units:
            values = {"units": ", ".join(having)}
            raise Refusal(PersonalDataReason.PERSONAL_DATA_NOT_YOURS, field="name", values=values)
        return authority.require_accountable(by, of, units, named="")

    def reader(self, by: Actor, *, name: str) -> str:
        """As of its personal data."""
        return personal_data.require_reader(by, self.filed, name=name)

    def require_kept(self) -> None:
        """Neither voided nor erased."""
        if self.filed.voided:
            raise Refusal(DossierReason.DOSSIER_VOIDED, field="name")
        if self.filed.erased:
            raise Refusal(PersonalDataReason.DOSSIER_ERASED, field="name")

    def not_now(self) -> Refusal:
        """By the dossier's status."""
        values = steps.status_in_words(self.filed.status)
        return Refusal(AttachmentReason.ATTACHING_NOT_NOW, field="name", values=values)


@dataclass(frozen=True, slots=True)
class PetitionFiles:
    """Files of a petition; its result is the answer's, or the refusal's."""

    filed: Petition
    handed_in = frozenset(
        {
            petitions.PETITION_STATUS_RECEIVED,
            petitions.PETITION_STATUS_SUPPLEMENT_REQUESTED,
        }
    )
    attached = OPEN
    owed = frozenset(
        {
            petitions.PETITION_STATUS_ANSWERED,
            petitions.PETITION_STATUS_PUBLISHED,
            petitions.PETITION_STATUS_REFUSED,
        }
    )
    result_attached = attached | owed - {petitions.PETITION_STATUS_PUBLISHED}

    @property
    def since(self) -> datetime | None:
        """When it was received."""
        return self.filed.received.at if self.filed.received else None

    def require_related(self, by: Actor, *, name: str) -> None:
        """As every call about a petition."""
        acting.require_related(by, self.filed, name=name)

    def officer(self, by: Actor, *, name: str) -> Accountable:
        """On duty at the unit that has the petition."""
        self.require_related(by, name=name)
        of = acting.parties(by, self.filed)
        return authority.require_accountable(by, of, [acting.require_held(by, of)], named="")

    def reader(self, by: Actor, *, name: str) -> str:
        """As of its texts."""
        return acting.require_reader(by, self.filed, name=name)

    def require_kept(self) -> None:
        """Neither voided nor erased."""
        if self.filed.voided:
            raise Refusal(PetitionReason.PETITION_VOIDED, field="name")
        if self.filed.erased:
            raise Refusal(PetitionReason.PETITION_ERASED, field="name")

    def not_now(self) -> Refusal:
        """By the petition's status."""
        values = status_in_words(self.filed.status)
        return Refusal(AttachmentReason.PETITION_ATTACHING_NOT_NOW, field="name", values=values)
