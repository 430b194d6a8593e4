"""Who attaches files to a dossier, removes them, and has them handed out.

Whoever speaks for the citizen attaches while something may be handed in; officers of the units that
have it now attach what came on paper, and the result. Nobody else reads a file, not even who is
above all.
"""

from motcua.submissions.v1.events_pb2 import (
    STATUS_REFUSED,
    STATUS_RESULT_READY,
    STATUS_RESULT_RETURNED,
    STATUS_STOPPED,
    STATUS_SUBMITTED,
    STATUS_SUPPLEMENT_REQUESTED,
)
from services.chassis.errors import Refusal
from services.submissions.domain import authority, personal_data
from services.submissions.domain.attachment.facts import Kept
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.domain.authority import NOBODY, Accountable, Actor
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import IN_VIETNAMESE, OPEN, word
from services.submissions.domain.personal_data import PersonalDataReason

# Before it is accepted, and in answer to a request.
HANDED_IN = frozenset({STATUS_SUBMITTED, STATUS_SUPPLEMENT_REQUESTED})
# When the citizen is owed the result, or the letter that says why there is none.
OWED = frozenset({STATUS_REFUSED, STATUS_STOPPED, STATUS_RESULT_READY, STATUS_RESULT_RETURNED})
# Until it is handed over.
RESULT_ATTACHED = OPEN | OWED - {STATUS_RESULT_RETURNED}


def is_shown(by: Actor, dossier: Dossier, file: Kept) -> bool:
    """Whether a file is the business of somebody whose business the dossier is. Whoever speaks for
    the citizen sees the result once it is owed; by number and secret alone he sees besides only
    what was handed in for the citizen.
    """
    if not by.is_for_citizen(dossier):
        return True
    if file.result:
        return dossier.status in OWED
    return by.has_filed(dossier) or not file.officer


def require_writer(by: Actor, dossier: Dossier, *, name: str, result: bool = False) -> Accountable:
    """Who answers for a file that is attached or removed: nobody where the citizen hands it in."""
    citizen = bool(dossier.name) and by.is_for_citizen(dossier)
    if citizen and result:
        raise Refusal(AttachmentReason.RESULT_NOT_YOURS, field="name")
    accountable = NOBODY if citizen else _officer(by, dossier, name=name)
    _require_open(dossier, HANDED_IN if citizen else RESULT_ATTACHED if result else OPEN)
    return accountable


def require_uploader(by: Actor, dossier: Dossier, file: Kept) -> None:
    """Refuse whoever may not attach now, and whoever did not announce this file himself."""
    require_writer(by, dossier, name=file.dossier, result=file.result)
    if file.attached_by != by.subject:
        raise Refusal(AttachmentReason.ATTACHMENT_NOT_YOURS, field="name")


def require_remover(by: Actor, dossier: Dossier, file: Kept) -> Accountable:
    """The same of a removal: a portal removes what it attached itself."""
    accountable = require_writer(by, dossier, name=file.dossier, result=file.result)
    if accountable == NOBODY and file.attached_by != by.subject:
        raise Refusal(AttachmentReason.ATTACHMENT_NOT_YOURS, field="name")
    return accountable


def _officer(by: Actor, dossier: Dossier, *, name: str) -> Accountable:
    authority.require_related(by, dossier, name=name)
    of = authority.parties(by, dossier)
    having = personal_data.having(of)
    units = [unit for unit in having if by.reaches(unit)]
    if not units:
        values = {"units": ", ".join(having)}
        raise Refusal(PersonalDataReason.PERSONAL_DATA_NOT_YOURS, field="name", values=values)
    return authority.require_accountable(by, of, units, named="")


def _require_open(dossier: Dossier, statuses: frozenset[int]) -> None:
    if dossier.voided:
        raise Refusal(DossierReason.DOSSIER_VOIDED, field="name")
    if dossier.erased:
        raise Refusal(PersonalDataReason.DOSSIER_ERASED, field="name")
    if dossier.status not in statuses:
        values = {"status": word(dossier.status), "status_vi": IN_VIETNAMESE[dossier.status]}
        raise Refusal(AttachmentReason.ATTACHING_NOT_NOW, field="name", values=values)
