"""A dossier as the API shows it to those who handle it: answered from its stream, kept for lists.

What is absent in the dossier is absent here.
"""

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.domain.dossier.explaining import no_due
from services.submissions.domain.dossier.state import Dossier, Payment
from services.submissions.domain.instants import stamp, stamp_known


def resource(state: Dossier, *, position: int, etag: str) -> api.Dossier:
    """The whole resource but for what depends on now: whether it awaits an assignment."""
    return api.Dossier(
        name=state.name,
        number=state.number,
        status=state.status,
        channel=state.channel,
        assisted=state.assisted,
        receiving_unit=state.receiving_unit,
        handling_unit=state.handling_unit,
        returning_unit=state.returning_unit,
        assignee=state.assignee,
        root=state.root,
        portal=state.portal,
        offering=state.offering,
        submit_time=stamp_known(state.submitted_at),
        accept_time=stamp_known(state.accepted_at),
        end_time=stamp_known(state.ended_at),
        promised=state.promised,
        due=state.due,
        extended=state.extended,
        deadline=state.deadline,
        no_due=no_due(state),
        waiting_since=_waiting_since(state),
        pauses=state.pauses,
        verdict=state.verdict,
        decision=state.decision,
        electronic_result=state.electronic_result,
        working_minutes=state.working_minutes,
        payments=map(_payment, state.payments),
        fee_waived=state.fee_waived,
        rating=state.rating.value if state.rating else 0,
        paper_file=_paper_file(state),
        voided=state.voided,
        erased=state.erased,
        anomalies=state.anomalies,
        origin=state.origin,
        position=position,
        catalog_position=state.catalog_position,
        etag=etag,
        day_only=state.day_only,
    )


def _waiting_since(state: Dossier) -> Timestamp | None:
    since = state.waiting and state.waiting.since
    return stamp(since.at) if since else None


def _paper_file(state: Dossier) -> api.PaperFile | None:
    if not (state.archive_code or state.handover):
        return None
    file, to = api.PaperFile(archive_code=state.archive_code), state.handover
    if to is not None:
        file.archive, file.list_code, file.record_code = to.archive, to.list_code, to.record_code
        if to.at is not None:
            file.hand_over_time.CopyFrom(stamp(to.at))
    return file


def _payment(each: Payment) -> api.Payment:
    return api.Payment(
        payment=each.payment,
        purpose=each.purpose,
        online=each.online,
        amount=each.amount,
        refunded=each.refunded,
        provider=each.reference[0],
        provider_reference=each.reference[1],
    )
