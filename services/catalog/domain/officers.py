"""The name of an officer at a unit: sealed, sealed anew, erased for ever. The name itself is in no
fact.

Example: ward P and ward Q both know officer cb-1 by name. Each has its own key; when P erases the
name, Q's stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import OfficerNameErased, OfficerNameSealed
from services.catalog.domain import names, texts
from services.catalog.domain.refusals.officers import OfficerReason
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

MOST_READ = 100  # names a reading


@dataclass(frozen=True, slots=True)
class OfficerName:
    """What became of a name at a unit; sealed at no time: there never was one."""

    sealed_at: datetime | None = None  # when it was last
    erased_at: datetime | None = None


def evolve(known: OfficerName, fact: Message, occurred_at: datetime) -> OfficerName:
    """The name after a fact."""
    match fact:
        case OfficerNameSealed():
            return replace(known, sealed_at=occurred_at)
        case OfficerNameErased():
            return replace(known, erased_at=occurred_at)
    return known


DECIDER = Decider(initial=OfficerName, evolve=evolve)


def seal(known: OfficerName, *, unit: str, officer: str, now: datetime) -> Sequence[Fact]:
    """Seal a name, in place of the one before."""
    _require_not_erased(known, unit, officer)
    return [_fact(OfficerNameSealed(name=names.of_officer(unit, officer)), unit, now)]


def erase(
    known: OfficerName, *, unit: str, officer: str, reason_code: str, now: datetime
) -> Sequence[Fact]:
    """Erase a name at a unit for ever."""
    if known.sealed_at is None:
        raise _refused(OfficerReason.OFFICER_NOT_SEALED, unit, officer)
    _require_not_erased(known, unit, officer)
    name = names.of_officer(unit, officer)
    return [_fact(OfficerNameErased(name=name, reason_code=reason_code), unit, now)]


def require_readable(officers: Sequence[str], *, purpose: str) -> None:
    """Refuse more names than a reading may open, and one without a purpose."""
    if len(officers) > MOST_READ:
        raise Refusal(
            ChassisReason.LIST_TOO_LONG, field="officers", values={"most": str(MOST_READ)}
        )
    texts.require_stated(purpose, OfficerReason.PURPOSE_MISSING, field="purpose")


def damaged(officer: str) -> Refusal:
    """Of a sealed name that does not open."""
    return Refusal(OfficerReason.OFFICER_NAME_DAMAGED, field="officer", values={"officer": officer})


def _require_not_erased(known: OfficerName, unit: str, officer: str) -> None:
    if known.erased_at is not None:
        raise _refused(OfficerReason.OFFICER_ERASED, unit, officer)


def _refused(reason: OfficerReason, unit: str, officer: str) -> Refusal:
    return Refusal(reason, field="officer", values={"officer": officer, "unit": unit})


def _fact(message: Message, unit: str, now: datetime) -> Fact:
    return Fact(message, now, names.subject(message, unit))
