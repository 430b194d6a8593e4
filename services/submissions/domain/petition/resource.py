"""A petition as the API shows it: answered from its stream, kept for lists.

What is absent in the petition is absent here.
"""

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import Moment
from services.submissions.domain.petition.state import Petition


def resource(state: Petition, *, position: int, etag: str) -> api.Petition:
    """The whole resource but for what depends on now: whether it awaits a transfer."""
    return api.Petition(
        name=state.name,
        number=state.number,
        status=state.status,
        kind=state.kind,
        channel=state.channel,
        reception=state.reception,
        dossier=state.dossier,
        receiving_unit=state.receiving_unit,
        holder=state.holder,
        assignee=state.assignee,
        portal=state.portal,
        receive_time=shown(state.received),
        hold_time=shown(state.held),
        answer_term=state.answer_term,
        refusal_term=state.refusal_term,
        first_request_term=state.first_request_term,
        publication_term=state.publication_term,
        first_request_time=shown(state.first_request),
        waiting_since=shown(state.waiting_since),
        supplement_requests=state.requests,
        answer_time=shown(state.answered),
        refuse_time=shown(state.refused),
        publish_time=shown(state.published),
        verdict=state.verdict,
        first_request_verdict=state.first_request_verdict,
        publication_verdict=state.publication_verdict,
        merged_into=state.merged_into,
        publication=state.publication,
        anomalies=state.anomalies,
        origin=state.origin,
        voided=state.voided,
        erased=state.erased,
        position=position,
        catalog_position=state.catalog_position,
        etag=etag,
    )


def tracked(state: Petition) -> api.TrackPetitionResponse:
    """What the holder of number and secret may see."""
    return api.TrackPetitionResponse(
        number=state.number,
        status=state.status,
        kind=state.kind,
        holder=state.holder,
        receive_time=shown(state.received),
        answer_term=state.answer_term,
        answer_time=shown(state.answered),
        refuse_time=shown(state.refused),
        publication=state.publication,
        supplement_requests=state.requests,
        petition=state.name,
    )


def shown(moment: Moment | None) -> Timestamp | None:
    """A moment, where it is known."""
    return None if moment is None else stamp(moment.at)
