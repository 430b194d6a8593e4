"""The texts of petitions: under which field each is sealed, and their opening for a recorded
purpose.

What is opened goes into the answer and nowhere else.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.personal_data_pb2 import PersonalData
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Damaged, Reading
from services.submissions.api import commands as dossiers
from services.submissions.api.context import Context
from services.submissions.api.petitions import commands
from services.submissions.domain import personal_data
from services.submissions.domain.petition import acting
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition

MOST_PARAGRAPHS = 100


class Kind(NamedTuple):
    """A kind of text: the request that brings it, and the field under which it is sealed."""

    request: Any
    field: Callable[[int], str]


KINDS: dict[int, Kind] = {
    api.PETITION_TEXT_KIND_PETITION: Kind(api.SubmitPetitionRequest, lambda _: "petition"),
    api.PETITION_TEXT_KIND_REQUEST: Kind(api.RequestPetitionSupplementRequest, "request-{}".format),
    api.PETITION_TEXT_KIND_SUPPLEMENT: Kind(
        api.AnswerPetitionSupplementRequest, "supplement-{}".format
    ),
    api.PETITION_TEXT_KIND_ANSWER: Kind(api.AnswerPetitionRequest, lambda _: "answer"),
    api.PETITION_TEXT_KIND_REFUSAL: Kind(api.RefusePetitionRequest, lambda _: "refusal"),
}


def of_request(petition: Petition) -> str:
    """Where what is asked for is sealed."""
    return KINDS[api.PETITION_TEXT_KIND_REQUEST].field(petition.requests + 1)


def of_supplement(petition: Petition) -> str:
    """Where what is handed in is sealed."""
    return KINDS[api.PETITION_TEXT_KIND_SUPPLEMENT].field(petition.requests)


def of_petition(_: Petition) -> str:
    """Where the petition itself is sealed."""
    return KINDS[api.PETITION_TEXT_KIND_PETITION].field(0)


def of_answer(_: Petition) -> str:
    """Where the answer is sealed."""
    return KINDS[api.PETITION_TEXT_KIND_ANSWER].field(0)


def of_refusal(_: Petition) -> str:
    """Where the grounds of a refusal are sealed."""
    return KINDS[api.PETITION_TEXT_KIND_REFUSAL].field(0)


def require_few(paragraphs: Any, *, field: str = "paragraphs") -> None:
    """Refuse more paragraphs than a text has."""
    if len(paragraphs) > MOST_PARAGRAPHS:
        values = {"most": str(MOST_PARAGRAPHS)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field=field, values=values)


async def get_text(context: Context, request: api.GetPetitionTextRequest) -> api.PetitionText:
    """One text, once it is recorded who asks for it."""
    proved = await commands.proved_by(context, request)
    name = proved or request.name
    commands.must_be_a_name(name)
    await context.catalogue.wait_for(request.catalog_position)
    found = (await context.store.load(name, PETITIONS)).state
    by = dossiers.actor(current(), context.catalogue, proved=proved)
    unit = acting.require_reader(by, found, name=name)
    purpose = personal_data.require_purpose(request.purpose)
    number = max(request.number, 1)
    kind = KINDS[request.kind]
    reading = Reading(by.now, by.subject, unit, [name], purpose)
    try:
        opened = await context.vault.read(reading, kind.field(number))
    except Damaged:
        raise Refusal(PetitionReason.PETITION_TEXT_DAMAGED, field="name") from None
    content = None if found.erased else opened.get(name)
    erased = PersonalData.STATE_ERASED if found.erased else PersonalData.STATE_NONE
    answer = api.PetitionText(petition=name, kind=request.kind, number=number, state=erased)
    if content is not None:
        sent = kind.request.FromString(content)
        answer.state = PersonalData.STATE_SEALED
        answer.paragraphs.extend(sent.paragraphs)
        if request.kind == api.PETITION_TEXT_KIND_PETITION and sent.HasField("petitioner"):
            answer.petitioner.CopyFrom(sent.petitioner)
    return answer
