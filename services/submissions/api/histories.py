"""A dossier as it was at an instant, as it was known at another, and how it came to be so; or
several in one answer.

Answered from their streams alone, so that a command is in the history at once.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import dossier_queries_pb2 as api
from services.chassis.errors import Refusal
from services.chassis.limits.weight import ENTRIES
from services.chassis.log import Recorded
from services.chassis.reasons import ChassisReason
from services.chassis.store import Executed
from services.submissions.api import commands, replies
from services.submissions.api.context import Context
from services.submissions.domain.dossier import past
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.history import is_correction
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.entries import Recording
from services.submissions.domain.instants import instant
from services.submissions.domain.refusals import SubmissionsReason

MOST_NAMES = 200  # of a request
MOST_BYTES = 2 << 20  # of an answer: half of what a client takes
READ_AT_ONCE = 20  # streams, each of which may have 2,000 facts


async def get_history(
    context: Context, request: api.GetDossierHistoryRequest
) -> api.DossierHistory:
    """The dossier of the caller's business at these moments, now where they are absent."""
    return shown(context, request, await commands.get(context, request.name))


async def get_histories(
    context: Context, request: api.BatchGetDossierHistoriesRequest
) -> api.BatchGetDossierHistoriesResponse:
    """The same of several, as many as an answer holds."""
    if len(request.names) > MOST_NAMES:
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="names", values={"most": str(MOST_NAMES)})
    for n, name in enumerate(request.names):
        commands.must_be_a_name(name, field=f"names[{n}]")
    answer, size = api.BatchGetDossierHistoriesResponse(), 0
    async for history in one_by_one(context, request):
        size += history.ByteSize()
        if answer.histories and size > MOST_BYTES:
            break
        answer.histories.append(history)
    return answer


async def one_by_one(
    context: Context, request: api.BatchGetDossierHistoriesRequest
) -> AsyncIterator[api.DossierHistory]:
    """In the order of the names; a refusal says which of them it is of."""
    numbered = list(enumerate(request.names))
    for start in range(0, len(numbered), READ_AT_ONCE):
        some = numbered[start : start + READ_AT_ONCE]
        view = await context.store.view(name for _, name in some)
        for n, name in some:
            found = view.of(name, DOSSIERS)
            await context.turns.next(1 + found.version // ENTRIES)
            try:
                commands.require_related(context, found)
                yield shown(context, request, found)
            except Refusal as refusal:
                refusal.field = f"names[{n}]"
                raise


def shown(context: Context, request: Any, found: Executed[Dossier]) -> api.DossierHistory:
    """A dossier at the moments of a request."""
    at, known = given(request, "as_of"), given(request, "as_known_time")
    events = [each for each in found.events if known is None or each.recorded_at <= known]
    entries = found.state.entries[: len(events)]
    is_whole = at is None and len(events) == len(found.events)
    as_folded = is_whole and not any(map(is_correction, entries))  # a correction takes some back
    dossier = found.state if as_folded else past.as_of(entries, at)
    if not dossier.name:
        values = {"name": found.stream}
        raise Refusal(SubmissionsReason.DOSSIER_NONE_THEN, field="name", values=values)
    then = found._replace(
        state=dossier, version=len(events), position=events[-1].position, events=events
    )
    resource = replies.dossier(then, context.catalogue.units, at or context.clock())
    if at is not None or len(events) < len(found.events):
        resource.etag = ""
    facts = past.history(entries, [recording(each) for each in events], at)
    return api.DossierHistory(dossier=resource, facts=facts)


def given(request: Any, name: str) -> datetime | None:
    """An instant of the request, where it has one."""
    stamp: Timestamp = getattr(request, name)
    return instant(stamp) if request.HasField(name) else None


def recording(event: Recorded) -> Recording:
    """Where, when and by whom an event was recorded."""
    return Recording(event.position, event.recorded_at, event.actor)
