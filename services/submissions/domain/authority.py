"""Who may take which step with a dossier, for which unit, and in whose name.

Promises the matrix of the README: nobody's step credits a unit that he has no right to act for.
Example: ward B has authorized desk A. A's officer accepts B's dossier that came in at A, and hands
its result over; only B's own officer, or one of the district above it, records the result.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

from services.chassis.errors import Refusal
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.filed import Filed
from services.submissions.domain.refusals import SubmissionsReason, unknown
from services.submissions.domain.units import Units


class Step(Enum):
    """What is done with a dossier."""

    SUBMIT = auto()
    LINK = auto()  # another filing to it, as its root
    ACCEPT = auto()
    REFUSE = auto()
    WITHDRAW = auto()
    ASSIGN = auto()  # or transfer
    PROCESS = auto()  # ask, extend, stop, archive, correct …
    ANSWER = auto()  # for the citizen: hand in what was asked for, pay
    RECORD_RESULT = auto()
    RETURN_RESULT = auto()


class Part(Enum):
    """What a unit is to a dossier, as far as that gives it a right."""

    COMPETENT = auto()
    HANDLING = auto()
    DESK = auto()  # received it, or hands its result over, as authorized by the competent unit
    SUCCESSOR = auto()  # follows the unit that has it, which was split


C, H, D, S = Part.COMPETENT, Part.HANDLING, Part.DESK, Part.SUCCESSOR
MATRIX: Mapping[Step, frozenset[Part]] = {
    Step.SUBMIT: frozenset({C, D}),
    Step.LINK: frozenset({C, H, D}),
    Step.ACCEPT: frozenset({C, D}),
    Step.REFUSE: frozenset({C, D}),
    Step.WITHDRAW: frozenset({C, H, D}),
    Step.ASSIGN: frozenset({C, H, S}),
    Step.PROCESS: frozenset({C, H}),
    Step.ANSWER: frozenset({C, H, D}),
    Step.RECORD_RESULT: frozenset({C, H}),
    Step.RETURN_RESULT: frozenset({C, H, D}),
}


class Parties(NamedTuple):
    """The units that a dossier gives rights; "" where there is none (yet)."""

    competent: str
    handling: str
    desk: str
    successors: tuple[str, ...] = ()  # of the unit that has it, where that was split


class Accountable(NamedTuple):
    """Who answers for a step, and the unit that takes it."""

    officer: str
    unit: str


NOBODY = Accountable("", "")  # the citizen, or a portal for him


def nowhere(_: str) -> bool:
    """No unit."""
    return False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: the subject of a token, and the units that its roles for the method reach, by what
    the catalogue says of now. A portal's role reaches none: it acts for citizens, with what it
    filed where it `files_at`, or with a dossier whose number and secret it has `proved`.
    """

    subject: str
    reaches: Callable[[str], bool]
    units: Units
    now: datetime
    files_at: Callable[[str], bool] = nowhere
    proved: str = ""

    def is_for_citizen(self, filed: Filed) -> bool:
        """Whether the actor speaks for the citizen who filed it."""
        return bool(self.proved and self.proved == filed.name) or self.has_filed(filed)

    def has_filed(self, filed: Filed) -> bool:
        """Whether the actor is the portal that filed it."""
        own = bool(filed.portal) and filed.portal == self.subject
        return own and self.files_at(filed.receiving_unit)

    def is_concerned(self, filed: Filed) -> bool:
        """Whether it is the actor's business: he speaks for the citizen, or reaches its units."""
        concerned = self.is_for_citizen(filed) or any(map(self.reaches_now, filed.units))
        return bool(filed.name) and concerned

    def receives(self, desk: str, unit: str) -> bool:
        """Whether the actor may act at a desk that receives for a unit."""
        return bool(desk) and self.reaches(desk) and self.units.receives(desk, unit, self.now)

    def reaches_now(self, unit: str) -> bool:
        """Whether the actor's roles reach a unit, or one of those that follow it since it ended."""
        return self.reaches(unit) or any(map(self.reaches, self.units.successors(unit, self.now)))

    def above(self, unit: str) -> Iterator[str]:
        """A unit and those above it, as far as the actor's roles reach."""
        return filter(self.reaches, self.units.upward(unit, self.now))


def parties(actor: Actor, dossier: Dossier) -> Parties:
    """Whom a dossier gives rights; its desk is the one that received it. A unit that merged is the
    one that it merged into; for one that ended otherwise, the unit that took the dossier decides.
    """
    now = partial(actor.units.successor, at=actor.now)
    competent = now(dossier.offering.unit) if dossier.offering else ""
    handling = now(dossier.handling_unit)
    if handling and actor.units.has_ended(competent, actor.now):
        competent = handling
    successors = actor.units.successors(now(dossier.holder), actor.now)
    return Parties(competent, handling, now(dossier.receiving_unit), tuple(successors))


def require_related(actor: Actor, dossier: Dossier, *, name: str, desk: str = "") -> None:
    """Refuse a dossier that does not exist, and in the same words one that is none of the actor's
    business: whose units his roles do not reach, nor that of a `desk` which receives for it.
    """
    if not actor.is_concerned(dossier) and not (
        dossier.name and actor.receives(desk, parties(actor, dossier).competent)
    ):
        raise unknown(SubmissionsReason.DOSSIER_UNKNOWN, name, hides=dossier.hidden)


def acting(actor: Actor, step: Step, of: Parties) -> list[str]:
    """The units for which the actor may take a step, the competent one first."""
    having = {
        Part.COMPETENT: of.competent if actor.reaches(of.competent) else "",
        Part.HANDLING: of.handling if of.handling and actor.reaches(of.handling) else "",
        Part.DESK: of.desk if actor.receives(of.desk, of.competent) else "",
    }
    units = [unit for part, unit in having.items() if part in MATRIX[step]]
    units += filter(actor.reaches, of.successors if Part.SUCCESSOR in MATRIX[step] else ())
    return list(dict.fromkeys(filter(None, units)))


def require_right(actor: Actor, step: Step, of: Parties, *, field: str) -> list[str]:
    """The units for which the actor may take a step; refused where there is none."""
    if units := acting(actor, step, of):
        return units
    if Part.DESK in MATRIX[step] and of.desk and actor.reaches(of.desk):
        values = {"unit": of.competent, "desk": of.desk}
        raise Refusal(SubmissionsReason.DESK_NOT_AUTHORIZED, field=field, values=values)
    successors = of.successors if Part.SUCCESSOR in MATRIX[step] else ()
    entitled = dict.fromkeys(filter(None, (of.competent, of.handling, *successors)))
    values = {"units": ", ".join(entitled)}
    raise Refusal(SubmissionsReason.STEP_NOT_YOURS, field=field, values=values)


def require_root(actor: Actor, dossier: Dossier, *, name: str) -> None:
    """Refuse a root for which the actor may not act, in the words for one that does not exist."""
    acts = actor.is_for_citizen(dossier) or acting(actor, Step.LINK, parties(actor, dossier))
    if dossier.root != name or not acts:
        hides = None if acts else dossier.hidden
        raise unknown(SubmissionsReason.ROOT_UNKNOWN, name, field="root", hides=hides)


def require_citizens(actor: Actor, step: Step, dossier: Dossier, *, named: str) -> Accountable:
    """Who answers for a step that the citizen takes: nobody where the actor speaks for him, else
    the officer who takes it down.
    """
    if actor.is_for_citizen(dossier):
        return NOBODY
    return require_taken_down(actor, step, parties(actor, dossier), named=named)


def require_taken_down(actor: Actor, step: Step, of: Parties, *, named: str) -> Accountable:
    """The officer who takes a citizen's step down, and his unit."""
    units = require_right(actor, step, of, field="name")
    return require_accountable(actor, of, units, named=named)


def require_citizen(actor: Actor, dossier: Dossier, *, name: str) -> None:
    """Refuse whoever does not speak for the citizen, in the words for no dossier."""
    if not actor.is_for_citizen(dossier):
        raise unknown(SubmissionsReason.DOSSIER_UNKNOWN, name, hides=dossier.hidden)


def require_named(actor: Actor, unit: str, *, field: str) -> None:
    """Refuse a unit that a fact is to name, and that is not the actor's."""
    if not actor.reaches(unit):
        raise Refusal(SubmissionsReason.UNIT_NOT_YOURS, field=field, values={"name": unit})


def require_left(actor: Actor, unit: str, *, field: str) -> None:
    """Refuse to take a dossier, or what is credited with it, from a unit that is not the actor's:
    it, or one that follows it since it ended.
    """
    if not actor.reaches_now(unit):
        raise Refusal(SubmissionsReason.UNIT_NOT_YOURS, field=field, values={"name": unit})


def require_stated(actor: Actor, officer: str, unit: str, at: datetime, *, field: str) -> None:
    """Refuse an officer whom a corrected fact names and who was not on duty at its unit then."""
    if not actor.reaches_now(unit):
        raise Refusal(SubmissionsReason.OFFICER_NOT_YOURS, field=field)
    if not _on_duty(replace(actor, now=at), officer, [unit]):
        raise Refusal(SubmissionsReason.OFFICER_NOT_ON_DUTY, field=field, values={"unit": unit})


def require_unit(actor: Actor, unit: str, *, field: str) -> str:
    """The unit that is to have a dossier: open now, and one of the actor's."""
    require_named(actor, unit, field=field)
    actor.units.must_be_open(unit, actor.now, field=field)
    return unit


def require_assignable(actor: Actor, officer: str, unit: str) -> str:
    """The officer who is to answer for a dossier of a unit: on duty there, or above it as far as
    the actor's roles reach.
    """
    if not _on_duty(actor, officer, [unit]):
        values = {"unit": unit}
        raise Refusal(SubmissionsReason.OFFICER_NOT_ON_DUTY, field="assignee", values=values)
    return officer


def require_returning(actor: Actor, of: Parties) -> str:
    """The unit that hands a result over, over which the actor has a role: the competent or handling
    one, or a desk; who may act for one of the former may do so at any unit of his.
    """
    if not actor.reaches(of.desk):
        values = {"name": of.desk}
        raise Refusal(SubmissionsReason.UNIT_NOT_YOURS, field="returning_unit", values=values)
    require_right(actor, Step.RETURN_RESULT, of, field="returning_unit")
    return of.desk


def require_handling(actor: Actor, of: Parties, named: str) -> str:
    """The unit that is to handle a dossier: the competent one, unless whoever may act for it names
    another one of his.
    """
    if named in {"", of.competent}:
        return of.competent
    if not (actor.reaches(of.competent) and actor.reaches(named)):
        values = {"name": named}
        raise Refusal(SubmissionsReason.UNIT_NOT_YOURS, field="handling_unit", values=values)
    actor.units.must_be_open(named, actor.now, field="handling_unit")
    return named


def deciding(actor: Actor, of: Parties) -> str:
    """The unit that is credited with a result: the handling one, unless it is not the actor's; then
    the competent one decides by itself.
    """
    own = bool(of.handling) and actor.reaches(of.handling)
    return of.handling if own else of.competent


def require_accountable(actor: Actor, of: Parties, units: list[str], *, named: str) -> Accountable:
    """Who answers for a step of these units: the actor, or whom he names where he may assign the
    dossier. On duty at one of them, or above it as far as the actor's roles reach.
    """
    officer = named or actor.subject
    if officer != actor.subject and not _may_assign(actor, of):
        raise Refusal(SubmissionsReason.OFFICER_NOT_YOURS, field="officer")
    if unit := _on_duty(actor, officer, units):
        return Accountable(officer, unit)
    raise Refusal(SubmissionsReason.OFFICER_NOT_ON_DUTY, field="officer", values={"unit": units[0]})


def _may_assign(actor: Actor, of: Parties) -> bool:
    units = (of.competent, of.handling, *of.successors)
    return any(unit and actor.reaches(unit) for unit in units)


def _on_duty(actor: Actor, officer: str, units: list[str]) -> str:
    """The unit that acts: where the officer is on duty, else one below it; "" where he is not."""
    here = (unit for unit in units if actor.units.on_duty(officer, unit, actor.now))
    above = (
        unit
        for unit in units
        for each in actor.above(unit)
        if actor.units.on_duty(officer, each, actor.now)
    )
    return next(here, "") or next(above, "")
