"""Taking a petition in: at a desk, through a portal, or as a leader heard it on his reception day.

What a caller may do is asked of `authority`, what a petition may be of `petition.receiving`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.ids import uuid7
from services.chassis.store import Executed
from services.submissions.api import commands as dossiers
from services.submissions.api.context import Context
from services.submissions.api.petitions import texts
from services.submissions.api.petitions.calendars import given
from services.submissions.domain import authority, names, personal_data
from services.submissions.domain.authority import NOBODY, Actor, Parties, Step
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.petition import receiving
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.receiving import Filing, last_instant
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.refusals import SubmissionsReason

DERIVED = 8  # the version of a UUID that is made of something (services/chassis/ids.py)


async def submit(context: Context, request: api.SubmitPetitionRequest) -> Executed[Petition]:
    """Take a petition in. If this request id already succeeded, its answer instead of a refusal."""
    command, name = current().command(request), f"petitions/{uuid7()}"
    try:
        facts = await _received(context, request, name)
    except Refusal as refusal:
        why = refusal

        def decide(_: Petition) -> Sequence[Fact]:
            raise why

        return await context.store.execute(command, stream=name, decider=PETITIONS, decide=decide)
    sealing = context.vault.sealing(name, texts.of_petition(Petition()), command.sealed)
    return await context.store.begin(
        command, stream=name, decider=PETITIONS, facts=facts, sealing=sealing
    )


async def _received(
    context: Context, request: api.SubmitPetitionRequest, name: str
) -> Sequence[Fact]:
    catalogue, call = context.catalogue, current()
    holder = request.unit or request.receiving_unit
    fields = ("receiving_unit", "unit") if request.unit else ("receiving_unit",)
    names.require({each: (names.UNIT, getattr(request, each)) for each in fields})
    await catalogue.wait_for(request.catalog_position)
    await catalogue.must_know_unit(request.receiving_unit, field="receiving_unit")
    await catalogue.must_know_unit(holder, field="unit")
    by = dossiers.actor(call, catalogue)
    at_desk = replace(by, reaches=call.permits)  # a portal submits at the units of its role
    of = Parties(holder, holder, desk=request.receiving_unit)
    units = authority.require_right(at_desk, Step.SUBMIT, of, field="receiving_unit")
    is_portal = not by.reaches(request.receiving_unit)
    accountable = (
        NOBODY if is_portal else authority.require_accountable(by, of, units, named=request.officer)
    )
    await _require_sound(context, request, by, holder)
    return receiving.receive(
        Filing(
            name=name,
            number=await context.numbering.next(request.receiving_unit, by.now),
            receiving_unit=request.receiving_unit,
            holder=holder,
            kind=request.kind,
            channel=request.channel,
            reception=_reception(request),
            dossier=request.dossier,
            portal=call.caller.subject if is_portal else "",
        ),
        given(context, by.now, accountable),
    )


async def _require_sound(
    context: Context, request: api.SubmitPetitionRequest, by: Actor, holder: str
) -> None:
    """Refuse all that is wrong with what comes in, at once."""
    units, reception = context.catalogue.units, _reception(request)
    found = list(
        faults(
            partial(units.must_be_open, holder, by.now, field="unit"),
            partial(units.must_be_open, request.receiving_unit, by.now, field="receiving_unit"),
            partial(receiving.require_reception, request.channel, reception, by.now),
            partial(texts.require_few, request.paragraphs),
            partial(_require_few, request),
        )
    )
    is_reception_day = request.channel == events.PETITION_CHANNEL_RECEPTION_DAY
    for check in (
        partial(_require_leader, context, reception if is_reception_day else None, by),
        partial(_require_dossier, context, request, by),
    ):
        try:
            await check()
        except Refusal as refusal:
            found.append(refusal)
    refuse_all(found)


def _require_few(request: api.SubmitPetitionRequest) -> None:
    try:
        personal_data.require_few(request.petitioner)
    except Refusal as refusal:
        field = refusal.field.replace("applicant", "petitioner")
        raise Refusal(refusal.reason, field=field, values=refusal.values) from None


async def _require_leader(
    context: Context, reception: events.ReceptionDay | None, by: Actor
) -> None:
    """The leader of a reception day was on duty at his unit then."""
    if reception is None or not (
        reception.leader and reception.unit and reception.HasField("date")
    ):
        return
    await context.catalogue.must_know_unit(reception.unit, field="reception.unit")
    at = last_instant(reception, by.now)
    if not context.catalogue.units.on_duty(reception.leader, reception.unit, at):
        values = {"unit": reception.unit}
        reason = SubmissionsReason.OFFICER_NOT_ON_DUTY
        raise Refusal(reason, field="reception.leader", values=values)


async def _require_dossier(context: Context, request: api.SubmitPetitionRequest, by: Actor) -> None:
    """The dossier that it names is there; nothing else is asked of it, unless a portal could have
    made its name: it would learn which keys another system's records have.
    """
    if not request.dossier:
        return
    dossiers.must_be_a_name(request.dossier, field="dossier")
    found = (await context.store.load(request.dossier, DOSSIERS)).state
    known = bool(found.name)
    if is_derived(request.dossier) and not by.reaches(request.receiving_unit):
        known = by.is_concerned(found)
    if not known:
        values = {"name": request.dossier}
        raise Refusal(SubmissionsReason.DOSSIER_UNKNOWN, field="dossier", values=values)


def is_derived(dossier: str) -> bool:
    """Whether a name is made of something else, such as a record's source and key."""
    return UUID(dossier.removeprefix("dossiers/")).version == DERIVED


def _reception(request: api.SubmitPetitionRequest) -> events.ReceptionDay | None:
    return request.reception if request.HasField("reception") else None
