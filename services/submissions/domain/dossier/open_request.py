"""The open request of a dossier to its citizen: a supplement, or a payment, not answered yet.

It is the request as it holds after all corrections.
"""

from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.entries import moment_of
from services.submissions.domain.instants import stamp_known

_REQUESTS = {
    events.STATUS_SUPPLEMENT_REQUESTED: events.SupplementRequested,
    events.STATUS_OBLIGATION_PENDING: events.ObligationRequested,
}


def open_request(dossier: Dossier) -> Entry | None:
    """The last request, while it waits for its answer."""
    kind = _REQUESTS.get(dossier.status)
    if kind is None:
        return None
    requests = (each for each in effective(dossier.entries) if isinstance(each.message, kind))
    return max(requests, key=lambda each: each.version, default=None)


def state_open_request(shown: Any, dossier: Dossier) -> None:
    """Set an answer's `supplement` or `obligation`: what the citizen is to hand in, or to pay. A
    voided dossier has no open request.
    """
    if dossier.voided or (request := open_request(dossier)) is None:
        return
    message, moment = request.message, moment_of(request)
    shared: dict[str, Any] = {
        "number": message.number,
        "request_time": stamp_known(moment.at if moment else None),
        "reason_code": message.reason_code,
    }
    if isinstance(message, events.ObligationRequested):
        shown.obligation.CopyFrom(api.AskedObligation(**shared, amount=message.amount))
        return
    until = message.answer_until if message.HasField("answer_until") else None
    supplement = api.AskedSupplement(**shared, documents=message.documents, answer_until=until)
    shown.supplement.CopyFrom(supplement)
