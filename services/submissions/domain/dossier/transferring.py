"""A dossier moves to another unit, its clock running: dates and calendar stay as they are.

Nothing else moves one. Example: ward A merges into B on 1 July, and B into C on 1 September. A
dossier of A whose last fact is of 10 July moves to B on 10 July, and to C on 1 September.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.authority import NOBODY
from services.submissions.domain.dossier.changes import DOSSIERS, NOTICES
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import OPEN, is_open
from services.submissions.domain.units import Merger, Units


def moving(
    dossier: Dossier,
    unit: str,
    *,
    cause: events.TransferCause = events.TRANSFER_CAUSE_DECISION,
    reason_code: str = "",
) -> list[events.DossierTransferred]:
    """The transfer to a unit, or nothing where it has the dossier already; "": wherever it is."""
    if unit in {"", dossier.holder}:
        return []
    return [
        events.DossierTransferred(
            dossier=dossier.name,
            from_unit=dossier.holder,
            to_unit=unit,
            cause=cause,
            reason_code=reason_code,
        )
    ]


def transfer(
    dossier: Dossier,
    given: Given,
    *,
    to_unit: str,
    cause: events.TransferCause = events.TRANSFER_CAUSE_DECISION,
    reason_code: str,
) -> list[Fact]:
    """Move it to another unit."""
    if to_unit == dossier.holder:
        raise Refusal(
            DossierReason.TRANSFER_MOVES_NOTHING, field="to_unit", values={"name": to_unit}
        )
    return live_facts(
        dossier, given, *moving(dossier, to_unit, cause=cause, reason_code=reason_code)
    )


def follow(dossier: Dossier, given: Given, mergers: Iterable[Merger]) -> list[Fact]:
    """Move an open dossier to where the unit that has it merged, one merger after the other. Each
    is at the later of the merger's instant and the dossier's last fact.
    """
    facts: list[Fact] = []
    for merger in mergers if is_open(dossier) else ():
        at = max(merger.effective_time, _last(dossier, given.clock))
        moved = moving(dossier, merger.into, cause=events.TRANSFER_CAUSE_MERGER)
        by_law = replace(given, clock=at, by=NOBODY, task="")
        more = live_facts(dossier, by_law, *moved)
        dossier = DOSSIERS.fold(dossier, more)
        facts += more
    return facts


def awaits_assignment(dossier: Dossier, units: Units, now: datetime) -> bool:
    """Whether an open dossier is with a unit that has ended, and that none follows alone: after a
    split, until a successor or a unit above takes it.
    """
    return is_open(dossier) and is_left_behind(dossier.holder, dossier.status, units, now)


def is_left_behind(holder: str, status: int, units: Units, now: datetime) -> bool:
    """Whether the unit that has a dossier of that status has ended, and none follows it alone."""
    return status in OPEN and units.has_ended(units.successor(holder, now), now)


def _last(dossier: Dossier, now: datetime) -> datetime:
    """The last fact; one that another system puts into the future, as if it were of now."""
    facts = (each.at for each in dossier.entries if not isinstance(each.message, NOTICES))
    return min(max(facts), now)
