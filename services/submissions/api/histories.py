"""A dossier as it was at an instant, as it was known at another, and how it came to be so.

Answered from its stream alone, so that a command is in the history at once.
"""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import dossier_queries_pb2 as api
from services.chassis.errors import Refusal
from services.chassis.log import Recorded
from services.submissions.api import commands, replies
from services.submissions.api.context import Context
from services.submissions.domain.dossier import past
from services.submissions.domain.entries import Recording
from services.submissions.domain.instants import instant
from services.submissions.domain.refusals import SubmissionsReason


async def get_history(
    context: Context, request: api.GetDossierHistoryRequest
) -> api.DossierHistory:
    """The dossier of the caller's business at these moments, now where they are absent."""
    found = await commands.get(context, request.name)
    at, known = given(request, "as_of"), given(request, "as_known_time")
    events = [each for each in found.events if known is None or each.recorded_at <= known]
    entries = found.state.entries[: len(events)]
    dossier = past.as_of(entries, at)
    if not dossier.name:
        raise Refusal(
            SubmissionsReason.DOSSIER_NONE_THEN, field="name", values={"name": request.name}
        )
    then = found._replace(
        state=dossier, version=len(events), position=events[-1].position, events=events
    )
    now = context.clock()
    shown = replies.dossier(then, context.catalogue.units, at or now)
    if at is not None or len(events) < len(found.events):
        shown.etag = ""
    facts = past.history(entries, [recording(each) for each in events], at)
    return api.DossierHistory(dossier=shown, facts=facts)


def given(request: api.GetDossierHistoryRequest, name: str) -> datetime | None:
    """An instant of the request, where it has one."""
    stamp: Timestamp = getattr(request, name)
    return instant(stamp) if request.HasField(name) else None


def recording(event: Recorded) -> Recording:
    """Where, when and by whom an event was recorded."""
    return Recording(event.position, event.recorded_at, event.actor)
