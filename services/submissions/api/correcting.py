"""Correcting dossiers: what a fact should have been, or that it should not have been.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.correcting`.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.api.commands import CommandContext
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import correcting, crediting
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.others_words import require_own
from services.submissions.domain.dossier.state import is_of_record
from services.submissions.domain.moments import Moment
from services.submissions.domain.refusals import SubmissionsReason

_UNITS = ("receiving_unit", "handling_unit", "returning_unit", "to_unit")


async def correct(command: CommandContext) -> Sequence[Fact]:
    """Correct a fact of the dossier; every unit that it is to name is the caller's."""
    request, by = command.request, command.accountable(Step.PROCESS)
    require_own(command.dossier, request.version, command.context.providers)
    instead = request.instead if request.HasField("instead") else None
    await _require_units(command, request.instead)
    _require_calendar(command, request.instead.due_rule.calendar)
    offering = command.dossier.offering.offering if command.dossier.offering else ""
    copy = await command.catalogue.offering(offering)

    def about(moment: Moment | None) -> events.OfferingFacts:
        return copy.offering.about(moment.at) if moment else copy.offering.about_no_instant()

    facts = correcting.correct(
        command.dossier,
        command.given(by, position=copy.position),
        version=request.version,
        instead=instead,
        about=about,
        reason_code=request.reason_code,
    )
    _require_credits(command, facts)
    return facts


async def _require_units(command: CommandContext, instead: Statement) -> None:
    for name in _UNITS:
        if unit := getattr(instead, name):
            await command.catalogue.must_know_unit(unit, field=f"instead.{name}")
            authority.require_named(command.by, unit, field=f"instead.{name}")


def _require_calendar(command: CommandContext, name: str) -> None:
    if name and command.catalogue.calendars.known(name) is None:
        field, values = "instead.due_rule.calendar", {"calendar": name}
        raise Refusal(SubmissionsReason.CALENDAR_UNKNOWN, field=field, values=values)


def _require_credits(command: CommandContext, facts: Sequence[Fact]) -> None:
    """A fact goes from one unit to another only by who has a role over both, as the dossier does;
    and names no other officer than one on duty at its unit.
    """
    before, after = command.dossier, DOSSIERS.fold(command.dossier, facts)
    for unit in crediting.moved(before, after):
        authority.require_left(command.by, unit, field="version")
    if (fact := crediting.fact(after, command.request.version)) is None or is_of_record(
        fact.message
    ):
        return  # a record names whom its source names
    for name in ("officer", "assignee"):
        if officer := getattr(command.request.instead, name):
            unit = crediting.unit_of(fact.message, name)
            authority.require_stated(command.by, officer, unit, fact.at, field=f"instead.{name}")
