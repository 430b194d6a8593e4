"""An answer is disclosed: its text and the fact that says so are kept together, or neither is.

The text's id follows from the request and the text itself, so that a repeat finds it.
"""

from collections.abc import Sequence
from uuid import UUID

from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.petition_events_pb2 import PetitionPublished
from services.chassis.decider import Fact
from services.chassis.ids import derived, request_uuid
from services.chassis.log import Outcome
from services.chassis.store import Command, Decision, Executed
from services.submissions.api.context import Context
from services.submissions.api.petitions import commands
from services.submissions.api.petitions.commands import CommandContext
from services.submissions.api.petitions.texts import require_few
from services.submissions.domain.authority import Step
from services.submissions.domain.petition import handling
from services.submissions.domain.petition.listed import id_of
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import require_allowed
from services.submissions.queries.petitions import Text


async def publish(context: Context, request: api.PublishAnswerRequest) -> Executed[Petition]:
    """Disclose the answer in words of its own."""

    async def append(command: Command, decision: Decision) -> Outcome:
        petition, paragraphs = id_of(request.name), list(request.public_paragraphs)
        text = Text(publication_of(request), petition, paragraphs)
        return await context.petitions.disclose(text, context.store.append_of(command, decision))

    return await commands.carry_out(context, request, decide, append=append)


async def decide(command: CommandContext) -> Sequence[Fact]:
    """The fact that discloses it."""
    given, request = command.given(Step.PROCESS), command.request
    require_few(request.public_paragraphs, field="public_paragraphs")
    require_allowed(command.petition, PetitionPublished)
    name = f"publications/{publication_of(request)}"
    return handling.publish(command.petition, given, publication=name)


def publication_of(request: api.PublishAnswerRequest) -> UUID:
    """The id of the text that a request discloses."""
    asking = str(request_uuid(request.request_id))
    return derived("publication", request.name, asking, *request.public_paragraphs)
