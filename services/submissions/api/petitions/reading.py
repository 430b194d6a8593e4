"""One petition, as it is and as it was; its state for the petitioner; and what was disclosed of it.

Answered from its stream, so that a command is in it at once.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.chassis.store import Executed
from services.submissions.api import histories
from services.submissions.api.context import Context
from services.submissions.api.petitions import commands
from services.submissions.domain.instants import instant, stamp
from services.submissions.domain.petition import past
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.resource import resource, tracked
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.transferring import awaits_transfer
from services.submissions.domain.rows import EPOCH
from services.submissions.queries.petitions import After, Publication


class Cursor(NamedTuple):
    """The last publication of the page before, with its sort key; units are as of `as_of`."""

    as_of: str
    key: int
    publication: str


def shown(context: Context, found: Executed[Petition], at: datetime | None = None) -> api.Petition:
    """The whole resource, as units are known now."""
    state = found.state
    answer = resource(state, position=found.position, etag=found.etag)
    now = at or context.clock()
    answer.awaits_transfer = awaits_transfer(state, context.catalogue.units, now)
    return answer


async def get_history(
    context: Context, request: api.GetPetitionHistoryRequest
) -> api.PetitionHistory:
    """The petition at these moments, now where they are absent."""
    found = await commands.get(context, request.name)
    at, known = _given(request, "as_of"), _given(request, "as_known_time")
    events = [each for each in found.events if known is None or each.recorded_at <= known]
    entries = found.state.entries[: len(events)]
    petition = past.as_of(entries, at)
    if not petition.name:
        values = {"name": request.name}
        raise Refusal(PetitionReason.PETITION_NONE_THEN, field="name", values=values)
    then = found._replace(
        state=petition, version=len(events), position=events[-1].position, events=events
    )
    answer = shown(context, then, at)
    if at is not None or len(events) < len(found.events):
        answer.etag = ""
    facts = past.history(entries, [histories.recording(each) for each in events], at)
    return api.PetitionHistory(petition=answer, facts=facts)


async def track(context: Context, request: api.TrackPetitionRequest) -> api.TrackPetitionResponse:
    """The state, for who holds number and secret."""
    name = await commands.of_pair(context, request.number, request.secret)
    found = (await context.store.load(name, PETITIONS)).state
    answer = tracked(found)
    if found.merged_into:
        into = (await context.store.load(found.merged_into, PETITIONS)).state
        answer.merged_into_number = into.number
    return answer


async def get_published(
    context: Context, request: api.GetPublishedAnswerRequest
) -> api.PublishedAnswer:
    """What is disclosed under a name."""
    await context.own_log.must_be_caught_up()
    id_ = request.name.removeprefix("publications/")
    try:
        found = await context.petitions.publication(UUID(id_)) if len(id_) == 36 else None
    except ValueError:
        found = None
    if found is None:
        values = {"name": request.name}
        raise Refusal(PetitionReason.PUBLICATION_UNKNOWN, field="name", values=values)
    return _disclosed(found)


async def list_published(
    context: Context, request: api.ListPublishedAnswersRequest
) -> api.ListPublishedAnswersResponse:
    """A page of what the units of a subtree disclosed, as the units lay at its first page."""
    call, size = current(), size_of(request)
    cursor = call.page_of(Cursor, request)
    await context.catalogue.wait_for(request.catalog_position)
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    await context.own_log.must_be_caught_up()
    now = context.clock().replace(microsecond=0)
    as_of = datetime.fromisoformat(cursor.as_of) if cursor else now
    units = context.catalogue.units
    below = context.subtrees.of(units, request.unit, as_of)
    before = After(cursor.key, UUID(cursor.publication)) if cursor else None
    found = await context.petitions.publications(below, before, size + 1)
    answer = api.ListPublishedAnswersResponse(answers=map(_disclosed, found[:size]))
    if len(found) > size:
        last = found[size - 1]
        cursor = Cursor(as_of.isoformat(), last.published, str(last.id))
        answer.next_page_token = call.page_token(cursor, request)
    return answer


def _disclosed(found: Publication) -> api.PublishedAnswer:
    kind: Any = found.kind
    return api.PublishedAnswer(
        name=f"publications/{found.id}",
        kind=kind,
        unit=found.unit,
        publish_time=stamp(EPOCH + timedelta(microseconds=found.published)),
        paragraphs=found.paragraphs,
    )


def _given(request: api.GetPetitionHistoryRequest, name: str) -> datetime | None:
    stated: Timestamp = getattr(request, name)
    return instant(stated) if request.HasField(name) else None
