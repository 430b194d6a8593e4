"""PersonalDataService: opened for a recorded purpose, listed by who read, erased for ever.

What is opened goes into the answer and nowhere else.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import Sequence
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import personal_data_pb2 as api
from motcua.submissions.v1.personal_data_pb2_grpc import PersonalDataServiceServicer
from motcua.submissions.v1.submissions_pb2 import SubmitDossierRequest
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.chassis.sealing import Damaged, Reading, Sealing
from services.chassis.store import Executed
from services.submissions.api import commands
from services.submissions.api.commands import CommandContext, clock
from services.submissions.api.context import Context
from services.submissions.domain import personal_data
from services.submissions.domain.authority import Actor
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import stamp, stamp_known
from services.submissions.domain.personal_data import PersonalDataReason

PETITION = "petitions/"


class Cursor(NamedTuple):
    """The number of the last reading of the page before."""

    number: int


class PersonalData(PersonalDataServiceServicer):
    """Serves motcua.submissions.v1.PersonalDataService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def GetPersonalData(
        self, request: api.GetPersonalDataRequest, context: Any
    ) -> api.PersonalData:
        """What is sealed for a dossier, once it is recorded who asks for it, or whether he may."""
        commands.must_be_a_name(request.name)
        await self._context.catalogue.wait_for(request.catalog_position)
        found = await self._context.store.load(request.name, DOSSIERS)
        by = commands.actor(current(), self._context.catalogue)
        if request.validate_only:
            require_reader(found, by, request)
            return api.PersonalData(dossier=found.stream)
        return answered(found, await opened(self._context, found, by, request))

    async def ListReadings(
        self, request: api.ListReadingsRequest, context: Any
    ) -> api.ListReadingsResponse:
        """A page of readings by a right over the units of a subtree, or over any."""
        call, size = current(), size_of(request)
        cursor = call.page_of(Cursor, request) or Cursor(0)
        units = await self._units_inside(request.subtree) if request.subtree else None
        if request.dossier and request.petition:
            return api.ListReadingsResponse()  # no reading is of both
        owner = request.dossier or request.petition or None
        found = await self._context.vault.readings(units, cursor.number, size + 1, owner=owner)
        shown, more = found[:size], found[size:]
        token = call.page_token(Cursor(shown[-1].number), request) if more else ""
        return api.ListReadingsResponse(readings=map(listed, shown), next_page_token=token)

    async def EraseDossier(
        self, request: api.EraseDossierRequest, context: Any
    ) -> api.PersonalData:
        """Destroy the key of a dossier, with the fact that says so."""
        done = await commands.carry_out(
            self._context, request, order_erasure, sealing=Sealing(request.name)
        )
        self._context.files.discarded.set()
        return answered(done, None)

    async def _units_inside(self, top: str) -> list[str]:
        """A unit and all below it now."""
        await self._context.catalogue.must_know_unit(top, field="subtree")
        return self._context.catalogue.units.below(top, clock())


async def opened(
    context: Context, found: Executed[Dossier], by: Actor, request: Any
) -> bytes | None:
    """What SubmitDossier sealed, opened for the purpose of a request, once it is recorded who asks
    for it; None: nothing is sealed, or no more.
    """
    name = found.stream
    unit = require_reader(found, by, request)
    reading = Reading(by.now, by.subject, unit, [name], request.purpose)
    try:
        return (await context.vault.read(reading, personal_data.FIELD)).get(name)
    except Damaged:
        raise Refusal(PersonalDataReason.PERSONAL_DATA_DAMAGED, field="name") from None


def require_reader(found: Executed[Dossier], by: Actor, request: Any) -> str:
    """The unit by whose right the caller reads it, for a purpose."""
    unit = personal_data.require_reader(by, found.state, name=found.stream)
    personal_data.require_purpose(request.purpose)
    return unit


async def order_erasure(command: CommandContext) -> Sequence[Fact]:
    """As a leader of the competent unit orders it."""
    by = personal_data.require_eraser(command.by, command.dossier)
    return personal_data.erase(
        command.dossier,
        command.given(by),
        cause=events.ERASURE_CAUSE_ORDER,
        reason_code=command.request.reason_code,
    )


def answered(found: Executed[Dossier], content: bytes | None) -> api.PersonalData:
    """What a caller learns; nothing of what was erased, whatever an old backup brought back."""
    answer = api.PersonalData(
        dossier=found.state.name,
        state=api.PersonalData.STATE_ERASED if found.state.erased else api.PersonalData.STATE_NONE,
        erase_time=stamp_known(personal_data.erased_at(found.state)),
        etag=found.etag,
        position=found.position,
    )
    if content is not None and not found.state.erased:
        sent = SubmitDossierRequest.FromString(content)
        answer.state, answer.form = api.PersonalData.STATE_SEALED, sent.form
        if sent.HasField("applicant"):
            answer.applicant.CopyFrom(sent.applicant)
    return answer


def listed(reading: Reading) -> api.Reading:
    """A reading as it was recorded."""
    owner = reading.owners[0]
    of = "petition" if owner.startswith(PETITION) else "dossier"
    return api.Reading(
        number=reading.number,
        time=stamp(reading.at),
        reader=reading.reader,
        unit=reading.unit,
        purpose=reading.purpose,
        attachment=reading.owners[1] if len(reading.owners) > 1 else "",
        **{of: owner},
    )
