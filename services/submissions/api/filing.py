"""Submitting, accepting and refusing dossiers.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.filing`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import uuid7
from services.chassis.store import Command, Executed
from services.submissions.api.commands import Asked, actor, clock, must_be_a_name
from services.submissions.api.context import Context
from services.submissions.domain import authority, personal_data
from services.submissions.domain.authority import Actor, Parties, Step
from services.submissions.domain.dossier import filing, linking
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.due import stated
from services.submissions.domain.offerings import Offering
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import Catalogue, Known, unit_of


async def submit(context: Context, request: api.SubmitDossierRequest) -> Executed[Dossier]:
    """Take a dossier in. If this request id already succeeded, its answer instead of a refusal."""
    command, name = current().command(request), f"dossiers/{uuid7()}"
    try:
        facts = await _submitted(context, request, name)
    except Refusal as refusal:
        return await _answer_of_first_attempt(context, command, name, refusal)
    sealing = (
        context.vault.sealing(name, personal_data.FIELD, command.sealed) if command.sealed else None
    )
    return await context.store.begin(
        command, stream=name, decider=DOSSIERS, facts=facts, sealing=sealing
    )


async def accept(asked: Asked) -> Sequence[Fact]:
    """Fix level, unit, service version and dates."""
    request, dossier, by = asked.request, asked.dossier, asked.by
    accountable = asked.accountable(Step.ACCEPT)
    if request.handling_unit:
        await asked.catalogue.must_know_unit(request.handling_unit, field="handling_unit")
    of = asked.parties
    handling = authority.require_handling(by, of, request.handling_unit)
    known = await _offered(asked, of.competent)
    calendar = asked.catalogue.units.calendar(known.offering.unit, by.now)
    return filing.accept(
        dossier,
        asked.given(accountable, position=known.position),
        offering=known.offering,
        due=stated(request.due, now=by.now),
        calendar=asked.catalogue.calendars.known(calendar, known.position),
        handling_unit=handling,
    )


async def _offered(asked: Asked, competent: str) -> Known:
    """What is accepted: after a merger or a split, the offering of the unit that is competent now,
    where that has one.
    """
    about = asked.dossier.offering or events.OfferingFacts()
    name = f"{about.service}/offerings/{competent.removeprefix('units/')}"
    if name != about.offering:
        found = await asked.catalogue.offerings([name])
        name = name if name in found else about.offering
    return await asked.catalogue.offering(name)


async def refuse(asked: Asked) -> Sequence[Fact]:
    """Turn down what was not accepted."""
    by = asked.accountable(Step.REFUSE)
    return filing.refuse(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)


async def link(asked: Asked) -> Sequence[Fact]:
    """Make it a part of one act with its root."""
    request = asked.request
    by = authority.require_citizens(asked.by, Step.LINK, asked.dossier, named=request.officer)
    must_be_a_name(request.root, field="root")
    root = (await asked.context.store.load(request.root, DOSSIERS)).state
    authority.require_root(asked.by, root, name=request.root)
    leads = await asked.context.linked.leads(asked.dossier.name)
    return linking.link(asked.dossier, asked.given(by), root=request.root, leads=leads)


async def void(asked: Asked) -> Sequence[Fact]:
    """Take out what was entered in error."""
    by = asked.accountable(Step.PROCESS)
    return filing.void(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)


async def _submitted(
    context: Context, request: api.SubmitDossierRequest, name: str
) -> Sequence[Fact]:
    catalogue, call = context.catalogue, current()
    await catalogue.wait_for(request.catalog_position)
    await catalogue.must_know_unit(request.receiving_unit, field="receiving_unit")
    by = actor(call, catalogue)
    at_desk = replace(by, reaches=call.permits)  # a portal submits at the units of its role
    await _must_act_for(at_desk, request, catalogue)
    known = await catalogue.offering_in_force(request.offering, clock)
    at = clock()
    found = list(_unfileable(request, known.offering, at, catalogue))
    if request.task:
        version = known.offering.about(at).service_version
        found += faults(partial(known.offering.require_task, request.task, version=version))
    found += faults(
        partial(personal_data.require_form, request.form),
        partial(personal_data.require_few, request.applicant),
    )
    if request.root:
        must_be_a_name(request.root, field="root")
        root = (await context.store.load(request.root, DOSSIERS)).state
        found += faults(partial(authority.require_root, by, root, name=request.root))
    refuse_all(found)
    return filing.submit(
        name=name,
        number=await context.numbering.next(request.receiving_unit, at),
        receiving_unit=request.receiving_unit,
        offering=known.offering,
        channel=request.channel,
        assisted=request.assisted,
        root=request.root,
        portal="" if by.reaches(request.receiving_unit) else call.caller.subject,
        task=request.task,
        at=at,
        catalog_position=known.position,
    )


async def _must_act_for(by: Actor, request: api.SubmitDossierRequest, catalogue: Catalogue) -> None:
    """The competent unit is the caller's, or has authorized the desk."""
    competent = unit_of(request.offering)
    if not by.reaches(competent) and not await catalogue.knows_unit(competent):
        values = {"offering": request.offering}
        raise Refusal(SubmissionsReason.OFFERING_UNKNOWN, field="offering", values=values)
    of = Parties(competent, handling="", desk=request.receiving_unit)
    authority.require_right(by, Step.SUBMIT, of, field="receiving_unit")


def _unfileable(
    request: api.SubmitDossierRequest, offering: Offering, at: datetime, catalogue: Catalogue
) -> Iterator[Refusal]:
    """All that keeps this offering from taking this request at an instant."""
    units = catalogue.units
    return faults(
        partial(units.must_be_open, offering.unit, at, field="offering"),
        partial(units.must_be_open, request.receiving_unit, at, field="receiving_unit"),
        partial(
            filing.must_be_fileable,
            offering,
            channel=request.channel,
            at=at,
            refuses_below_3=units.refuses_below_3(offering.unit, at),
        ),
    )


async def _answer_of_first_attempt(
    context: Context, command: Command, name: str, refusal: Refusal
) -> Executed[Dossier]:
    """If this request id already succeeded, that answer instead of the refusal."""

    def decide(_: Dossier) -> Sequence[Fact]:
        raise refusal

    return await context.store.execute(command, stream=name, decider=DOSSIERS, decide=decide)
