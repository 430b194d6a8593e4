"""A dossier comes in: all that keeps it out is found at once, and then it is recorded.

What a caller may do is asked of `authority`, what an offering takes of `dossier.filing`, and what
comes with it of `forms` and `documents`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import uuid7
from services.chassis.store import Command, Executed
from services.submissions.api.commands import actor, clock, must_be_a_name
from services.submissions.api.context import Context
from services.submissions.domain import authority, documents, names, personal_data
from services.submissions.domain.authority import Actor, Parties, Step
from services.submissions.domain.dossier import filing
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.forms import checking
from services.submissions.domain.offerings import Offering, Version
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import Catalogue, OfferingCopy, unit_of


class Fileable(NamedTuple):
    """What was found sound about a submission, by what was known of the catalogue at an instant."""

    copy: OfferingCopy
    by: Actor
    at: datetime


async def submit(context: Context, request: api.SubmitDossierRequest) -> Executed[Dossier]:
    """Take a dossier in, and keep whose it is to the portal before it is answered, also where this
    is a repeat.
    """
    done = await begin(context, request)
    subject, dossier = current().caller.subject, done.state
    if request.holder and dossier.portal == subject:
        holder = context.drafts.hashes(subject, request.holder)[0]
        await context.filings.keep_holder(dossier.name, subject, holder)
    return done


async def begin(context: Context, request: api.SubmitDossierRequest) -> Executed[Dossier]:
    """Its first fact. If this request id already succeeded, its answer instead of a refusal."""
    command, name = current().command(request), f"dossiers/{uuid7()}"
    try:
        facts = await numbered_facts(
            context, request, await require_fileable(context, request), name
        )
    except Refusal as refusal:
        return await answer_of_first_attempt(context, command, name, refusal)
    sealing = (
        context.vault.sealing(name, personal_data.FIELD, command.sealed) if command.sealed else None
    )
    return await context.store.begin(
        command, stream=name, decider=DOSSIERS, facts=facts, sealing=sealing
    )


async def validate(context: Context, request: api.SubmitDossierRequest) -> Executed[Dossier]:
    """What a dossier would be, with neither name nor number; refused as it would be."""
    fileable = await require_fileable(context, request)
    facts = stated(request, fileable, name="", number="")
    return Executed(DOSSIERS.fold(DOSSIERS.initial(), facts), "", 0, 0, tuple(facts))


async def numbered_facts(
    context: Context, request: api.SubmitDossierRequest, fileable: Fileable, name: str
) -> list[Fact]:
    """The facts of a submission, with the next number of the receiving unit."""
    number = await context.numbering.next(request.receiving_unit, fileable.at)
    return stated(request, fileable, name=name, number=number)


def stated(
    request: api.SubmitDossierRequest, fileable: Fileable, *, name: str, number: str
) -> list[Fact]:
    """What a submission says."""
    by = fileable.by
    return filing.submit(
        name=name,
        number=number,
        receiving_unit=request.receiving_unit,
        offering=fileable.copy.offering,
        channel=request.channel,
        assisted=request.assisted,
        root=request.root,
        portal="" if by.reaches(request.receiving_unit) else by.subject,
        task=request.task,
        documents=request.documents,
        at=fileable.at,
        catalog_position=fileable.copy.position,
    )


async def require_fileable(context: Context, request: api.SubmitDossierRequest) -> Fileable:
    """Refuse what cannot come in: first for who may file there, then for all else at once."""
    catalogue, call = context.catalogue, current()
    names.require(
        {
            "offering": (names.OFFERING, request.offering),
            "receiving_unit": (names.UNIT, request.receiving_unit),
        }
    )
    await catalogue.wait_for(request.catalog_position)
    await catalogue.must_know_unit(request.receiving_unit, field="receiving_unit")
    by = actor(call, catalogue)
    at_desk = replace(by, reaches=call.permits)  # a portal submits at the units of its role
    await _must_act_for(at_desk, request, catalogue)
    copy = await catalogue.offering_in_force(request.offering, clock)
    at = clock()
    found = list(_unfileable(request, copy.offering, at, catalogue))
    found += await _unsound(context, request, copy.offering, copy.offering.version(at))
    if request.root:
        must_be_a_name(request.root, field="root")
        root = (await context.store.load(request.root, DOSSIERS)).state
        found += faults(partial(authority.require_root, by, root, name=request.root))
    refuse_all(found)
    return Fileable(copy, by, at)


async def answer_of_first_attempt(
    context: Context, command: Command, name: str, refusal: Refusal
) -> Executed[Dossier]:
    """If this request id already succeeded, that answer instead of the refusal."""

    def decide(_: Dossier) -> Sequence[Fact]:
        raise refusal

    return await context.store.execute(command, stream=name, decider=DOSSIERS, decide=decide)


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


async def _unsound(
    context: Context,
    request: api.SubmitDossierRequest,
    offering: Offering,
    version: Version | None,
) -> list[Refusal]:
    """All that is wrong with what comes in, by the version of the service."""
    number, required = (version.number, version.documents) if version else (0, ())
    schema = await context.forms.of(offering.service, version)
    return [
        *faults(partial(offering.require_task, request.task, version=number)),
        *documents.incomplete(request.documents, required),
        *checking.faults_of(request.form, schema, request.channel),
        *faults(partial(personal_data.require_few, request.applicant)),
    ]
