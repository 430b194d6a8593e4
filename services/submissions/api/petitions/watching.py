"""The stream of changes of petitions, by the machinery of dossiers (`api/watching.py`).

A change holds no text: GetPetitionText opens those, for a recorded purpose.
"""

from collections.abc import AsyncIterator

from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.api.context import Context
from services.submissions.api.histories import recording
from services.submissions.api.watching import follow
from services.submissions.domain.petition import past
from services.submissions.queries.changes import Change


async def watch(
    context: Context, request: api.WatchPetitionsRequest
) -> AsyncIterator[api.WatchPetitionsResponse]:
    """Every change of a petition after a position, and then every one that comes."""
    async for position, change in follow(context, context.petition_changes, request):
        yield api.WatchPetitionsResponse(position=position, change=change and message_of(change))


def message_of(change: Change) -> api.PetitionChange:
    """The API message of a change."""
    return api.PetitionChange(
        petition=change.event.stream,
        fact=past.fact(change.entry, recording(change.event)),
        receiving_unit=change.after.receiving_unit,
        holder=change.after.holder,
        previous_holder=change.before.holder,
    )
