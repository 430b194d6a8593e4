"""A petition ends otherwise than by an answer: merged, withdrawn, or entered in error.

The erasure of its texts ends nothing: facts and figures stay.
"""

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.petition.live import Given, live_facts
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import live_time, require_allowed
from services.submissions.domain.subjects import fact

_GONE = (events.PETITION_STATUS_MERGED, events.PETITION_STATUS_WITHDRAWN)


def merge(petition: Petition, given: Given, *, into: Petition) -> list[Fact]:
    """End it, since another one says the same and goes on."""
    require_allowed(petition, events.PetitionMerged)
    gone = into.status in _GONE or into.voided
    if gone or into.name == petition.name:
        values = {"name": into.name}
        raise Refusal(PetitionReason.PETITION_NOT_MERGEABLE, field="into", values=values)
    return live_facts(petition, given, events.PetitionMerged(into=into.name))


def withdraw(petition: Petition, given: Given, *, reason_code: str = "") -> list[Fact]:
    """Take it back for its petitioner."""
    return live_facts(petition, given, events.PetitionWithdrawn(reason_code=reason_code))


def void(petition: Petition, given: Given, *, reason_code: str) -> list[Fact]:
    """Take out a petition that was entered in error."""
    return live_facts(petition, given, events.PetitionVoided(reason_code=reason_code))


def erase(
    petition: Petition, given: Given, *, cause: common.ErasureCause, reason_code: str
) -> list[Fact]:
    """Say that the key is destroyed; at any status, also of a petition that is voided."""
    if petition.erased:
        raise Refusal(PetitionReason.PETITION_ERASED, field="name")
    erased = events.PetitionErased(
        petition=petition.name,
        catalog_position=given.catalog_position,
        cause=cause,
        reason_code=reason_code,
        officer=given.by.officer,
        unit=given.by.unit,
    )
    return [fact(erased, live_time(petition, given.clock), unit=petition.holder)]
