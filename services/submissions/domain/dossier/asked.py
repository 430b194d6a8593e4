"""What a dossier asks of its citizen now.

It is the request that is not answered yet, as it holds after all corrections.
"""

from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.entries import moment_of
from services.submissions.domain.instants import stamp_known

_ASKING = {
    events.STATUS_SUPPLEMENT_REQUESTED: events.SupplementRequested,
    events.STATUS_OBLIGATION_PENDING: events.ObligationRequested,
}


def open_request(dossier: Dossier) -> Entry | None:
    """The last request, while it waits for its answer."""
    kind = _ASKING.get(dossier.status)
    if kind is None:
        return None
    asked = (each for each in effective(dossier.entries) if isinstance(each.message, kind))
    return max(asked, key=lambda each: each.version, default=None)


def ask(shown: Any, dossier: Dossier) -> None:
    """Say in the `supplement` or `obligation` of an answer what the citizen is to hand in, or to
    pay. What was entered in error asks for nothing.
    """
    if dossier.voided or (request := open_request(dossier)) is None:
        return
    said, known = request.message, moment_of(request)
    asked: dict[str, Any] = {
        "number": said.number,
        "request_time": stamp_known(known.at if known else None),
        "reason_code": said.reason_code,
    }
    if isinstance(said, events.ObligationRequested):
        shown.obligation.CopyFrom(api.AskedObligation(**asked, amount=said.amount))
        return
    until = said.answer_until if said.HasField("answer_until") else None
    supplement = api.AskedSupplement(**asked, documents=said.documents, answer_until=until)
    shown.supplement.CopyFrom(supplement)
