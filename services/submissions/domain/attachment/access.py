"""Who attaches files to a dossier or petition, removes them, and has them handed out.

Whoever speaks for the citizen attaches while something may be handed in; officers of the units that
have it now attach what came on paper, and the result. Nobody else reads a file, not even who is
above all.
"""

from services.chassis.errors import Refusal
from services.submissions.domain.attachment.facts import Kept
from services.submissions.domain.attachment.parents import Parent
from services.submissions.domain.attachment.refusals import AttachmentReason
from services.submissions.domain.authority import NOBODY, Accountable, Actor


def is_shown(by: Actor, parent: Parent, file: Kept) -> bool:
    """Whether a file is the business of somebody whose business its parent is. Whoever speaks for
    the citizen sees the result once it is owed; by number and secret alone he sees besides only
    what was handed in for the citizen.
    """
    if not by.is_for_citizen(parent.filed):
        return True
    if file.result:
        return parent.filed.status in parent.owed
    return by.has_filed(parent.filed) or not file.officer


def require_writer(by: Actor, parent: Parent, *, name: str, result: bool = False) -> Accountable:
    """Who answers for a file that is attached or removed: nobody where the citizen hands it in."""
    citizen = bool(parent.filed.name) and by.is_for_citizen(parent.filed)
    if citizen and result:
        raise Refusal(AttachmentReason.RESULT_NOT_YOURS, field="name")
    accountable = NOBODY if citizen else parent.officer(by, name=name)
    parent.require_kept()
    statuses = parent.result_attached if result else parent.attached
    if parent.filed.status not in (parent.handed_in if citizen else statuses):
        raise parent.not_now()
    return accountable


def require_uploader(by: Actor, parent: Parent, file: Kept) -> None:
    """Refuse whoever may not attach now, and whoever did not announce this file himself."""
    require_writer(by, parent, name=file.owner, result=file.result)
    if file.attached_by != by.subject:
        raise Refusal(AttachmentReason.ATTACHMENT_NOT_YOURS, field="name")


def require_remover(by: Actor, parent: Parent, file: Kept) -> Accountable:
    """The same of a removal: a portal removes what it attached itself."""
    accountable = require_writer(by, parent, name=file.owner, result=file.result)
    if accountable == NOBODY and file.attached_by != by.subject:
        raise Refusal(AttachmentReason.ATTACHMENT_NOT_YOURS, field="name")
    return accountable
