"""Who may take which step with a petition: the rules of dossiers, for a unit that has it.

The unit that has it is the competent and the handling one; the one that received it is its desk.
"""

from functools import partial

from services.chassis.errors import Refusal
from services.submissions.domain import authority
from services.submissions.domain.authority import NOBODY, Accountable, Actor, Parties, Step
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition


def parties(actor: Actor, petition: Petition) -> Parties:
    """Whom a petition gives rights; a unit that merged is the one that it merged into."""
    now = partial(actor.units.successor, at=actor.now)
    holder = now(petition.holder)
    successors = tuple(actor.units.successors(holder, actor.now))
    return Parties(holder, holder, now(petition.receiving_unit), successors)


def require_related(actor: Actor, petition: Petition, *, name: str) -> None:
    """Refuse a petition that does not exist, and in the same words one that is none of the actor's
    business.
    """
    if not actor.is_concerned(petition):
        hides = petition.holder if petition.name else None
        values = {"name": name}
        raise Refusal(PetitionReason.PETITION_UNKNOWN, field="name", values=values, hides=hides)


def accountable(actor: Actor, step: Step, petition: Petition, *, named: str = "") -> Accountable:
    """Who answers for a step that only a unit takes, and the unit."""
    of = parties(actor, petition)
    units = authority.require_right(actor, step, of, field="name")
    return authority.require_accountable(actor, of, units, named=named)


def petitioners(actor: Actor, step: Step, petition: Petition, *, named: str = "") -> Accountable:
    """The same of a step that the petitioner takes: nobody where the actor speaks for him."""
    if actor.is_for_citizen(petition):
        return NOBODY
    return authority.require_taken_down(actor, step, parties(actor, petition), named=named)


def require_into(actor: Actor, petition: Petition, *, name: str) -> None:
    """Refuse to merge into a petition that the actor may not handle, in the words for none."""
    handled = petition.name and authority.acting(actor, Step.PROCESS, parties(actor, petition))
    if not handled:
        values = {"name": name}
        raise Refusal(PetitionReason.PETITION_NOT_MERGEABLE, field="into", values=values)


def require_reader(actor: Actor, petition: Petition, *, name: str) -> str:
    """The unit by whose right an officer reads a text; for whoever speaks for the petitioner the
    one that received it.
    """
    if petition.name and actor.is_for_citizen(petition):
        return petition.receiving_unit
    require_related(actor, petition, name=name)
    of = parties(actor, petition)
    return authority.require_accountable(actor, of, [require_held(actor, of)], named="").unit


def require_held(actor: Actor, of: Parties) -> str:
    """The unit that has a petition, which the actor's roles reach."""
    if not actor.reaches(of.handling):
        values = {"unit": of.handling}
        raise Refusal(PetitionReason.PETITION_TEXT_NOT_YOURS, field="name", values=values)
    return of.handling


def require_eraser(leader: Actor, petition: Petition) -> Accountable:
    """Who orders the erasure of the texts: a leader of the unit that has the petition."""
    of = parties(leader, petition)
    if not leader.reaches(of.handling):
        values = {"unit": of.handling}
        raise Refusal(PetitionReason.PETITION_ERASING_NOT_YOURS, field="name", values=values)
    return authority.require_accountable(leader, of, [of.handling], named="")
