"""What a correction says of a dossier: facts of its acceptance, its end and its rating, by name.

What it leaves out is not so; a time that cannot be is not known.
"""

from datetime import datetime
from typing import Any

from motcua.submissions.v1.events_pb2 import Anomaly, DossierFacts, FactTime
from services.metrics.domain.periods import instant_of, may_be
from services.metrics.domain.provenance import due_set
from services.metrics.domain.seen import Seen, bits, promised, stated, verdict

# By name once: looking a value up takes longer than most of a fold.
ACCEPTED_WITHOUT_TIME = Anomaly.ANOMALY_ACCEPTED_WITHOUT_TIME
ENDED_WITHOUT_TIME = Anomaly.ANOMALY_ENDED_WITHOUT_TIME


def of_acceptance(said: DossierFacts, seen: Seen) -> dict[str, Any]:
    """The acceptance in a correction."""
    at, known = corrected_time(said, said.accepted, seen, ACCEPTED_WITHOUT_TIME)
    return {
        "level": stated(said.offering, "level"),
        "extent": said.offering.extent,
        "field": said.offering.field or None,
        "accepted_at": at,
        "acceptance_time_known": known,
        "acceptance_anomalies": bits(said.anomalies),
        "acceptance_day_only": said.accepted.day_only,
        "promised_at": promised(said.deadline, seen),
        "due_set": due_set(said.deadline, seen),
        "fee": stated(said.offering, "fee"),
        "written_result": stated(said.offering, "written_result"),
    }


def of_rating(said: DossierFacts, seen: Seen) -> dict[str, Any]:
    """The rating in a correction."""
    return {
        "rating": said.rating.value,
        "first_rated_at": rated_at(said.rating, seen),
        "rated_unit": said.rating.handling_unit,
    }


def of_end(said: DossierFacts, seen: Seen, *, first: datetime | None) -> dict[str, Any]:
    """The end in a correction; `first`: when an end of the dossier was first recorded."""
    at, known = corrected_time(said, said.ended, seen, ENDED_WITHOUT_TIME)
    return {
        "ended_at": at,
        "end_recorded_at": first or seen.recorded_at,
        "end_time_known": known,
        "handling_unit": said.handling_unit,
        "verdict": verdict(said.verdict, said.deadline.due, seen, known=known),
        "ending_anomalies": bits(said.anomalies),
        "end_day_only": said.ended.day_only,
        "electronic_result": stated(said, "electronic_result"),
        "working_minutes": stated(said, "working_minutes"),
    }


def corrected_time(
    said: DossierFacts, time: FactTime, seen: Seen, without_time: int
) -> tuple[datetime, bool]:
    """When a fact in a correction happened, and whether that is known; see `when`."""
    at = instant_of(time.time)
    known = time.time_known and without_time not in said.anomalies
    if not may_be(at, seen.recorded_at):
        return seen.recorded_at, False
    return at, known


def rated_at(said: Any, seen: Seen) -> datetime:
    """When it was rated first; when that was recorded, where such a time cannot be."""
    at = (
        instant_of(said.first_rated_time) if said.HasField("first_rated_time") else seen.occurred_at
    )
    return at if may_be(at, seen.recorded_at) else seen.recorded_at
