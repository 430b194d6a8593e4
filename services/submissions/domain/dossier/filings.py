"""A dossier as those see it for whom it was filed, and which events may change that.

Example: of an assignment to another officer the portal is not told; of the transfer to another unit
it is.
"""

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.filings_pb2 import Filing
from services.submissions.domain.dossier.changes import NOTICES, REGISTRY
from services.submissions.domain.dossier.open_request import state_open_request
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import stamp_known
from services.submissions.domain.payment.owed import left

_HIDDEN: tuple[type[Message], ...] = (
    *NOTICES,
    events.DossierAssigned,
    events.DossierArchived,
    events.PaperFileHandedOver,
)
# The types of events after which a filing may be another one.
SHOWN = frozenset(REGISTRY) - {kind.DESCRIPTOR.full_name for kind in _HIDDEN}


def filing(state: Dossier) -> Filing:
    """All of it but for its position."""
    about = state.offering or events.OfferingFacts()
    shown = Filing(
        name=state.name,
        number=state.number,
        status=state.status,
        channel=state.channel,
        service=about.service,
        service_version=about.service_version,
        receiving_unit=state.receiving_unit,
        competent_unit=about.unit,
        handling_unit=state.holder,
        root=state.root,
        submit_time=stamp_known(state.submitted_at),
        accept_time=stamp_known(state.accepted_at),
        end_time=stamp_known(state.ended_at),
        promised=state.promised,
        due=state.due,
        extended=state.extended,
        decision=state.decision,
        electronic_result=state.electronic_result,
        rating=state.rating.value if state.rating else 0,
        voided=state.voided,
        erased=state.erased,
    )
    if not state.voided:
        shown.fee_owed = left(state, events.PAYMENT_PURPOSE_FEE)
        shown.obligation_owed = left(state, events.PAYMENT_PURPOSE_OBLIGATION)
    state_open_request(shown, state)
    return shown
