"""What a dossier asks of its citizen now.

It is the request that is not answered yet, as it holds after all corrections.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier, Entry

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
