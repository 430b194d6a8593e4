"""The facts of a petition that indicators read, whole, as a correction publishes them.

Consumers take them over instead of what they knew of the petition, so that they need no rule.
"""

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import Moment
from services.submissions.domain.petition.state import Petition

_MOMENTS = ("received", "first_request", "answered", "refused", "published", "ended")
_SAME = (
    "number", "receiving_unit", "holder", "assignee", "kind", "channel", "dossier", "portal",
    "status", "voided", "verdict", "first_request_verdict", "publication_verdict", "merged_into",
    "publication", "transfer_cause",
)  # fmt: skip
_MESSAGES = (
    "reception", "answer_term", "refusal_term", "first_request_term", "publication_term", "origin",
)  # fmt: skip


def summary(petition: Petition) -> events.PetitionFacts:
    """A petition as it is."""
    facts = events.PetitionFacts(
        supplement_requests=petition.requests, anomalies=petition.anomalies
    )
    for name in _SAME:
        setattr(facts, name, getattr(petition, name))
    for name in _MESSAGES:
        if (message := getattr(petition, name)) is not None:
            getattr(facts, name).CopyFrom(message)
    for name in _MOMENTS:
        if (moment := getattr(petition, name)) is not None:
            getattr(facts, name).CopyFrom(_time(moment))
    return facts


def _time(moment: Moment) -> common.FactTime:
    return common.FactTime(time=stamp(moment.at), time_known=True, day_only=moment.day_only)
