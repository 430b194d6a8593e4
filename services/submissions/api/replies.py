"""A dossier's state as the API shows it.

Promises what is absent to be absent. Must not decide anything.
"""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.store import Executed
from services.submissions.domain.dossier.explaining import no_due
from services.submissions.domain.dossier.state import Dossier, Payment
from services.submissions.domain.dossier.transferring import awaits_assignment
from services.submissions.domain.instants import stamp, stamp_known
from services.submissions.domain.units import Units
from services.submissions.queries.differences import Difference


def dossier(executed: Executed[Dossier], units: Units, now: datetime) -> api.Dossier:
    """The whole resource, for those who handle it; `units`: as they are known at that instant."""
    state = executed.state
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
        awaits_assignment=awaits_assignment(state, units, now),
        waiting_since=_waiting_since(state),
        pauses=state.pauses,
        verdict=state.verdict,
        decision=state.decision,
        electronic_result=state.electronic_result,
        working_minutes=state.working_minutes,
        payments=map(_payment, state.payments),
        fee_waived=state.fee_waived,
        rating=state.rating.value if state.rating else 0,
        archive_code=state.archive_code,
        voided=state.voided,
        erased=state.erased,
        anomalies=state.anomalies,
        origin=state.origin,
        position=executed.position,
        catalog_position=state.catalog_position,
        etag=executed.etag,
        day_only=state.day_only,
    )


def _waiting_since(state: Dossier) -> Timestamp | None:
    since = state.waiting and state.waiting.since
    return stamp(since.at) if since else None


def _payment(each: Payment) -> api.Payment:
    return api.Payment(
        payment=each.payment,
        purpose=each.purpose,
        online=each.online,
        amount=each.amount,
        refunded=each.refunded,
    )


def tracked(state: Dossier) -> api.TrackDossierResponse:
    """What the holder of number and secret may see."""
    return api.TrackDossierResponse(
        number=state.number,
        status=state.status,
        submit_time=stamp_known(state.submitted_at),
        accept_time=stamp_known(state.accepted_at),
        end_time=stamp_known(state.ended_at),
        due=state.due,
    )


def difference(found: Difference) -> api.LevelDifference:
    """An acceptance whose recorded level is not what is known now."""
    return api.LevelDifference(
        dossier=found.dossier,
        offering=found.offering,
        accept_time=stamp(found.accepted_at),
        recorded_level=found.recorded,
        known_level=found.known,
        recorded_catalog_position=found.recorded_position,
        known_catalog_position=found.known_position,
    )
