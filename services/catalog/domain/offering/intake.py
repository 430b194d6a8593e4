"""An offering that is to be open with these capabilities, as a row of a table says.

Example: the catalogue knows an offering from 1 March on. A row that says the same as of 1 January,
with a reason, corrects its opening; a row as of 1 June that names another capability records it.
What is so already comes to nothing, so that a second import changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import CapabilitiesRecorded, CeilingDeclared, OfferingOpened
from services.catalog.domain.offering.ceilings import declare_ceiling
from services.catalog.domain.offering.opening import (
    correct_opening,
    next_opening,
    open_offering,
    require_rule,
)
from services.catalog.domain.offering.periods import Period
from services.catalog.domain.offering.recording import record
from services.catalog.domain.offering.rules import rule_of
from services.catalog.domain.offering.situation import Situation
from services.chassis.decider import Fact


def take(
    situation: Situation, *, proposed: OfferingOpened, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Open the offering, open it earlier, or record what is not so yet; `at` None: from now on."""
    period = situation.period_at(at or now)
    if period is not None:
        return _changed(situation, period, proposed, at, now)
    if at is not None and _opens_later(situation, proposed, at):
        return correct_opening(situation, at=at, reason=proposed.correction_reason, now=now)
    return open_offering(situation, proposed=proposed, at=at, now=now)


def _opens_later(situation: Situation, proposed: OfferingOpened, at: datetime) -> bool:
    """Whether the next opening says the same, so that a reason is enough to let it hold earlier."""
    later = next_opening(situation.offering.own, at)
    return bool(proposed.correction_reason.strip() and later and _is_alike(later.fact, proposed))


def _is_alike(one: OfferingOpened, other: OfferingOpened) -> bool:
    """Whether two openings say the same, whenever and for whatever reason."""
    return _content(one) == _content(other)


def _content(opening: OfferingOpened) -> tuple[str, int | None, list[bytes]]:
    ceiling = opening.ceiling if opening.HasField("ceiling") else None
    capabilities = sorted(
        each.SerializeToString(deterministic=True) for each in opening.capabilities
    )
    return rule_of(opening), ceiling, capabilities


def _changed(
    situation: Situation,
    period: Period,
    proposed: OfferingOpened,
    at: datetime | None,
    now: datetime,
) -> list[Fact]:
    """What an open offering can do, and its ceiling, where that is named and not so yet."""
    time, reason = at or now, proposed.correction_reason
    if proposed.level_rule:
        require_rule((period,), proposed.level_rule, at=time)
    current = period.capabilities(time)
    facts: list[Fact] = []
    if new := [each for each in proposed.capabilities if each not in current]:
        recorded = CapabilitiesRecorded(
            offering=situation.name, capabilities=new, correction_reason=reason
        )
        facts += record(situation, proposed=recorded, at=at, now=now)
    ceiling = period.ceiling(time)
    if proposed.HasField("ceiling") and (ceiling is None or ceiling.level != proposed.ceiling):
        declared = CeilingDeclared(
            offering=situation.name,
            ceiling=proposed.ceiling,
            ceiling_reason=proposed.ceiling_reason,
            correction_reason=reason,
        )
        facts += declare_ceiling(situation, proposed=declared, at=at, now=now, recorded=new)
    return facts
