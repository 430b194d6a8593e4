"""Accepting and refusing dossiers, linking and voiding them.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.filing`.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.api.commands import CommandContext, must_be_a_name
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import filing, linking
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.due import stated
from services.submissions.queries.catalogue import OfferingCopy


async def accept(command: CommandContext) -> Sequence[Fact]:
    """Fix level, unit, service version and dates."""
    request, dossier, by = command.request, command.dossier, command.by
    accountable = command.accountable(Step.ACCEPT)
    if request.handling_unit:
        await command.catalogue.must_know_unit(request.handling_unit, field="handling_unit")
    of = command.parties
    handling = authority.require_handling(by, of, request.handling_unit)
    copy = await _offered(command, of.competent)
    calendar = command.catalogue.units.calendar(copy.offering.unit, by.now)
    return filing.accept(
        dossier,
        command.given(accountable, position=copy.position),
        offering=copy.offering,
        due=stated(request.due, now=by.now),
        calendar=command.catalogue.calendars.known(calendar, copy.position),
        handling_unit=handling,
    )


async def _offered(command: CommandContext, competent: str) -> OfferingCopy:
    """What is accepted: after a merger or a split, the offering of the unit that is competent now,
    where that has one.
    """
    about = command.dossier.offering or events.OfferingFacts()
    name = f"{about.service}/offerings/{competent.removeprefix('units/')}"
    if name != about.offering:
        found = await command.catalogue.offerings([name])
        name = name if name in found else about.offering
    return await command.catalogue.offering(name)


async def refuse(command: CommandContext) -> Sequence[Fact]:
    """Turn down what was not accepted."""
    by = command.accountable(Step.REFUSE)
    return filing.refuse(
        command.dossier, command.given(by), reason_code=command.request.reason_code
    )


async def link(command: CommandContext) -> Sequence[Fact]:
    """Make it a part of one act with its root."""
    request = command.request
    by = authority.require_citizens(command.by, Step.LINK, command.dossier, named=request.officer)
    must_be_a_name(request.root, field="root")
    root = (await command.context.store.load(request.root, DOSSIERS)).state
    authority.require_root(command.by, root, name=request.root)
    leads = await command.context.linked.leads(command.dossier.name)
    return linking.link(command.dossier, command.given(by), root=request.root, leads=leads)


async def void(command: CommandContext) -> Sequence[Fact]:
    """Take out what was entered in error."""
    by = command.accountable(Step.PROCESS)
    return filing.void(command.dossier, command.given(by), reason_code=command.request.reason_code)
