"""The opening of an offering, and its correction to an earlier time.

Example: ward P is to offer a service by itself from 1 September, and follows ward Q until then. An
opening for 1 August is accepted: it replaces what follows, and holds until that of 1 September. An
opening for 15 September is refused, since a period of P's own covers that day.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from motcua.catalog.v1.events_pb2 import OfferingChangeWithdrawn, OfferingOpened
from services.catalog.domain import effective, names, services, texts, units
from services.catalog.domain.offering import ceilings
from services.catalog.domain.offering.own import Own, OwnFact
from services.catalog.domain.offering.recording import require_sound
from services.catalog.domain.offering.rules import RULES, USUAL, rule_of
from services.catalog.domain.offering.situation import Situation, decided, refused_then
from services.catalog.domain.offering.timeline import Timeline
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


def open_offering(
    situation: Situation, *, proposed: OfferingOpened, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Open an offering of a service in force by a unit that is open, with what it can do.

    `at` None: from now on. Raises OFFERING_EXISTS where a period of its own covers that instant,
    LEVEL_RULE_FIXED where the offering is assessed under another rule, and what `require_offered`,
    `ceilings` and `require_sound` raise.
    """
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    _require_not_opened(situation, time, field="offering.unit")
    _require_offered(situation, time, unit_field="offering.unit", service_field="parent")
    require_rule(situation.periods, proposed.level_rule, at=time)
    ceilings.require_reasoned(proposed, rule=RULES[rule_of(proposed)], within="offering.")
    require_sound(proposed.capabilities, field="offering.capabilities")
    _require_earned(situation, proposed, time, field="offering.ceiling")
    return decided([effective.dated(proposed, time)], now=now)


def correct_opening(
    situation: Situation, *, at: datetime, reason: str, now: datetime
) -> Sequence[Fact]:
    """Let the next own opening after an instant hold from that instant on, as it is.

    Example: opened on 1 March, corrected to 1 January. It is opened again as of 1 January, and the
    opening of 1 March is withdrawn, so that what was recorded since then stays in its period.
    Raises NO_OPENING_AFTER where the next own fact after the instant that opens or closes is none.
    """
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="correction_reason")
    time = effective.time_of(at, now=now, reason=reason)
    if not situation.offering.own.facts:
        raise Refusal(
            OfferingReason.OFFERING_UNKNOWN, field="name", values={"offering": situation.name}
        )
    _require_not_opened(situation, time, field="effective_time")
    if (opening := next_opening(situation.offering.own, time)) is None:
        raise refused_then(OfferingReason.NO_OPENING_AFTER, situation, time)
    _require_offered(situation, time, unit_field="effective_time", service_field="effective_time")
    _require_earned(situation, opening.fact, time, field="effective_time")
    opened = effective.dated(opening.fact, time)
    opened.correction_reason = reason
    former = OfferingChangeWithdrawn(
        offering=situation.name, version=opening.version, reason=reason
    )
    return decided([opened, former], now=now)


def next_opening(own: Own, at: datetime) -> OwnFact | None:
    """The own opening after an instant, unless the offering is closed before it."""
    for section, following in pairwise(own.sections):
        if section.since <= at < section.until:
            return following.facts[0] if following.opening else None
    return None


def require_rule(periods: Timeline, named: str, *, at: datetime) -> None:
    """Refuse a level rule that there is not, and another one than the offering is assessed under.

    That is the rule of its last period by the instant, else of the first one after it.
    """
    if named and named not in RULES:
        values = {"rule": named, "rules": ", ".join(RULES)}
        raise Refusal(OfferingReason.LEVEL_RULE_UNKNOWN, field="offering.level_rule", values=values)
    begun = [period for period in periods if period.since <= at]
    for period in begun[-1:] or periods[:1]:
        if period.level_rule != (named or USUAL):
            values = {"rule": period.level_rule}
            raise Refusal(
                OfferingReason.LEVEL_RULE_FIXED, field="offering.level_rule", values=values
            )


def _require_not_opened(situation: Situation, at: datetime, *, field: str) -> None:
    """Refuse another opening in an own period; what follows gives way to it."""
    period = situation.period_at(at)
    if period is not None and period.handover is None:
        service, unit = names.offering(situation.name, field="name")
        raise Refusal(
            OfferingReason.OFFERING_EXISTS, field=field, values={"unit": unit, "service": service}
        )


def _require_offered(
    situation: Situation, at: datetime, *, unit_field: str, service_field: str
) -> None:
    """Refuse an opening before the unit or the service begins, and from the end of either on."""
    service, unit = names.offering(situation.name, field="name")
    units.require_open(situation.unit, name=unit, at=at, field=unit_field)
    services.require_in_force(situation.service, name=service, at=at, field=service_field)


def _require_earned(
    situation: Situation, opening: OfferingOpened, at: datetime, *, field: str
) -> None:
    """An opening begins with a clean sheet: what it says itself is all that is known."""
    if opening.HasField("ceiling"):
        states = {each.capability: each.state for each in opening.capabilities}
        ceilings.require_earned(opening.ceiling, states, situation.service, at, field=field)
