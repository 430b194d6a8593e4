"""The personal data of a dossier: what may be sealed, who may have it opened, and its erasure.

No refusal repeats a value. Nothing here sees a key.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.personal_data_pb2 import Applicant
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason, Kind, Reason
from services.submissions.domain import authority
from services.submissions.domain.authority import Actor, Parties
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import live_time
from services.submissions.domain.subjects import fact

FIELD = "submission"  # of a dossier's sealed fields: what SubmitDossier brought
MOST_NUMBERS, MOST_CONTACTS = 10, 20


class PersonalDataReason(Reason):
    """Why personal data is refused, or its reading."""

    PURPOSE_MISSING = (
        Kind.INVALID,
        "Việc đọc dữ liệu cá nhân phải nêu mục đích.",
        "Reading personal data needs a purpose.",
    )
    PERSONAL_DATA_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ đơn vị đang giữ hồ sơ ({units}) và cổng đã nộp hồ sơ được đọc dữ liệu cá nhân.",
        (
            "Only the units that have the dossier now ({units}) and the portal that filed it read "
            "its personal data."
        ),
    )
    ERASING_NOT_YOURS = (
        Kind.DENIED,
        "Chỉ lãnh đạo của đơn vị có thẩm quyền ({unit}) được xóa dữ liệu cá nhân của hồ sơ.",
        "Only a leader of the competent unit ({unit}) erases the personal data of a dossier.",
    )
    DOSSIER_ERASED = (
        Kind.STATE,
        "Dữ liệu cá nhân của hồ sơ đã bị xóa vĩnh viễn.",
        "The personal data of the dossier was erased for ever.",
    )
    PERSONAL_DATA_DAMAGED = (
        Kind.INTERNAL,
        "Dữ liệu cá nhân của hồ sơ không mở được: dữ liệu hoặc khóa đã bị thay đổi.",
        "The personal data of the dossier cannot be opened: it or the key was changed.",
    )


def require_few(applicant: Applicant) -> None:
    """Refuse more numbers and contacts than one applicant has."""
    for name, most in (("identity_numbers", MOST_NUMBERS), ("contacts", MOST_CONTACTS)):
        if len(getattr(applicant, name)) > most:
            raise Refusal(
                ChassisReason.LIST_TOO_LONG, field=f"applicant.{name}", values={"most": str(most)}
            )


def require_purpose(purpose: str) -> str:
    """A purpose with something in it."""
    if not purpose.strip():
        raise Refusal(PersonalDataReason.PURPOSE_MISSING, field="purpose")
    return purpose


def having(of: Parties) -> list[str]:
    """The units that have a dossier now: the handling one; until there is one, the receiving and
    the competent one, which has to decide on it.
    """
    return [of.handling] if of.handling else list(dict.fromkeys((of.competent, of.desk)))


def require_reader(by: Actor, dossier: Dossier, *, name: str) -> str:
    """The unit by whose right an officer reads personal data; for the portal that filed the dossier
    the one that received it.
    """
    if dossier.name and by.is_for_citizen(dossier):
        return dossier.receiving_unit
    authority.require_related(by, dossier, name=name)
    of = authority.parties(by, dossier)
    units = [unit for unit in having(of) if by.reaches(unit)]
    if not units:
        values = {"units": ", ".join(having(of))}
        raise Refusal(PersonalDataReason.PERSONAL_DATA_NOT_YOURS, field="name", values=values)
    return authority.require_accountable(by, of, units, named="").unit


def require_eraser(leader: Actor, dossier: Dossier) -> authority.Accountable:
    """Who orders the erasure of a dossier: a leader of the competent unit."""
    of = authority.parties(leader, dossier)
    if not leader.reaches(of.competent):
        raise Refusal(
            PersonalDataReason.ERASING_NOT_YOURS, field="name", values={"unit": of.competent}
        )
    return authority.require_accountable(leader, of, [of.competent], named="")


def erase(
    dossier: Dossier, given: Given, *, cause: events.ErasureCause, reason_code: str
) -> list[Fact]:
    """Say that the key is destroyed; in any status, also of a dossier that is voided."""
    if dossier.erased:
        raise Refusal(PersonalDataReason.DOSSIER_ERASED, field="name")
    erased = events.DossierErased(
        dossier=dossier.name,
        catalog_position=given.catalog_position,
        cause=cause,
        reason_code=reason_code,
        officer=given.by.officer,
        unit=given.by.unit,
    )
    competent = dossier.offering.unit if dossier.offering else ""
    unit = given.by.unit or competent
    return [fact(erased, live_time(dossier, given.clock), unit=unit)]


def erased_at(dossier: Dossier) -> datetime | None:
    """When its personal data was erased."""
    found = (each.at for each in dossier.entries if isinstance(each.message, events.DossierErased))
    return next(found, None)
