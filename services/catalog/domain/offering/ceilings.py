"""The ceiling of an offering's level: a unit may claim less than is earned, and must say why.

Example: level 3 is earned from 1 June, level 4 from 1 July. A ceiling of 4 as of 15 June is
refused, and the refusal says what is missing; as of 1 July it is accepted.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import CeilingDeclared, OfferingOpened, RecordedCapability
from services.catalog.domain import capability_texts, effective, levels, versions
from services.catalog.domain.levels import States
from services.catalog.domain.offering.rules import RULES, Rule
from services.catalog.domain.offering.situation import Situation, decided, require_open
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.versions import Service
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


def declare_ceiling(
    situation: Situation,
    *,
    proposed: CeilingDeclared,
    at: datetime | None,
    now: datetime,
    recorded: Sequence[RecordedCapability] = (),
) -> Sequence[Fact]:
    """Declare the ceiling, or lift it where none is proposed; `at` None: from now on.

    `recorded`: capabilities that the same command records for that instant.
    """
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    period = require_open(situation, time)
    require_reasoned(proposed, rule=RULES[period.level_rule])
    if proposed.HasField("ceiling"):
        states = {**period.states(time), **{each.capability: each.state for each in recorded}}
        require_earned(proposed.ceiling, states, situation.service, time, field="ceiling")
    return decided([effective.dated(proposed, time)], now=now)


def require_reasoned(
    proposed: OfferingOpened | CeilingDeclared, *, rule: Rule, within: str = ""
) -> None:
    """Refuse a ceiling outside 1 to 4, without a reason, or under a rule without levels."""
    has_reason = bool(proposed.ceiling_reason.strip())
    if not proposed.HasField("ceiling"):
        if has_reason:
            raise Refusal(OfferingReason.REASON_WITHOUT_CEILING, field=f"{within}ceiling")
        return
    if not rule.has_levels:
        raise Refusal(
            OfferingReason.RULE_WITHOUT_LEVELS, field=f"{within}ceiling", values={"rule": rule.id}
        )
    if not 1 <= proposed.ceiling <= levels.TOP:
        raise Refusal(OfferingReason.CEILING_OUT_OF_RANGE, field=f"{within}ceiling")
    if not has_reason:
        raise Refusal(CatalogReason.REASON_MISSING, field=f"{within}ceiling_reason")


def require_earned(
    ceiling: int, states: States, service: Service, at: datetime, *, field: str
) -> None:
    """Refuse a ceiling above what is earned at an instant, with what is missing for it."""
    terms = versions.terms_at(service, at)
    earned = levels.assess(states, terms).earned
    if ceiling > earned:
        missing = capability_texts.listed(levels.missing(states, terms, ceiling))
        values = {
            "ceiling": str(ceiling),
            "earned": str(earned),
            "missing_vi": missing.vi,
            "missing_en": missing.en,
        }
        raise Refusal(OfferingReason.CEILING_ABOVE_EARNED, field=field, values=values)
