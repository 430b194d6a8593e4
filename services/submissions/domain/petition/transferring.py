"""A petition moves to another unit: its three terms start anew there.

Nothing else moves one. Example: ward A merges into B on 1 July. A petition of A whose last fact is
of 10 June moves to B on 1 July, and is to be answered 15 working days of B after that.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.authority import NOBODY
from services.submissions.domain.petition import terms
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.live import Given, live_facts
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import OPEN, Petition
from services.submissions.domain.petition.steps import live_time
from services.submissions.domain.units import Merger, Units


def transfer(
    petition: Petition,
    given: Given,
    *,
    to_unit: str,
    cause: common.TransferCause = common.TRANSFER_CAUSE_DECISION,
    reason_code: str = "",
) -> list[Fact]:
    """Move it to another unit."""
    if to_unit == petition.holder:
        raise Refusal(PetitionReason.PETITION_AT_UNIT, field="to_unit", values={"name": to_unit})
    at = live_time(petition, given.clock)
    transferred = events.PetitionTransferred(
        holder=to_unit,
        cause=cause,
        reason_code=reason_code,
        terms_rule=given.rule.id,
        **terms.three(given.rule, given.calendars.of_unit(to_unit, at)),
    )
    return live_facts(petition, given, transferred)


def follow(petition: Petition, given: Given, mergers: Iterable[Merger]) -> list[Fact]:
    """Move an open petition to where the unit that has it merged, one merger after the other. Each
    is at the later of the merger's instant and the petition's last fact.
    """
    facts: list[Fact] = []
    for merger in mergers if petition.status in OPEN and not petition.voided else ():
        last = petition.last.at if petition.last else given.clock
        at = max(merger.effective_time, min(last, given.clock))
        by_law = replace(given, clock=at, by=NOBODY)
        cause = common.TRANSFER_CAUSE_MERGER
        more = transfer(petition, by_law, to_unit=merger.into, cause=cause)
        petition = PETITIONS.fold(petition, more)
        facts += more
    return facts


def awaits_transfer(petition: Petition, units: Units, now: datetime) -> bool:
    """Whether an open petition is with a unit that has ended, and that none follows alone."""
    open_ = petition.status in OPEN and not petition.voided
    return open_ and units.has_ended(units.successor(petition.holder, now), now)
