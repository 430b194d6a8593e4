"""Ceilings: a unit may claim a lower level than is earned, and must say why.

Promises that nobody declares more than is earned, and that a refusal says what is missing. Must not
assess: levels are the rules' business.
"""

from datetime import datetime

from motcua.catalog.v1.events_pb2 import CeilingDeclared, OfferingOpened
from services.catalog.domain import levels, services, words
from services.catalog.domain.lives import Life
from services.catalog.domain.refusals.offerings import (
    CEILING_ABOVE_EARNED,
    CEILING_OUT_OF_RANGE,
    CEILING_WITHOUT_REASON,
    REASON_WITHOUT_CEILING,
    RULE_WITHOUT_LEVELS,
)
from services.catalog.domain.services import Service
from services.catalog.domain.timeline import Rule
from services.chassis.errors import Refusal


def require_reasoned(
    proposed: OfferingOpened | CeilingDeclared, *, rule: Rule, within: str = ""
) -> None:
    """A ceiling lowers what is earned, so somebody must say why."""
    has_reason = bool(proposed.ceiling_reason.strip())
    if not proposed.HasField("ceiling"):
        if has_reason:
            raise Refusal(REASON_WITHOUT_CEILING, field=f"{within}ceiling")
        return
    if not rule.has_levels:
        raise Refusal(RULE_WITHOUT_LEVELS, field=f"{within}ceiling", values={"rule": rule.id})
    if not 1 <= proposed.ceiling <= levels.TOP:
        raise Refusal(CEILING_OUT_OF_RANGE, field=f"{within}ceiling")
    if not has_reason:
        raise Refusal(CEILING_WITHOUT_REASON, field=f"{within}ceiling_reason")


def require_earned(life: Life, service: Service, at: datetime, *, field: str) -> None:
    """Refuse the ceiling declared at an instant when it lies above what is earned there."""
    declared = life.ceiling(at)
    if declared is None:
        return
    states, terms = life.states(at), services.terms_at(service, at)
    earned = levels.assess(states, terms).earned
    if declared.level > earned:
        missing = words.listed(levels.missing(states, terms, declared.level))
        values = {
            "ceiling": str(declared.level),
            "earned": str(earned),
            "missing_vi": missing.vi,
            "missing_en": missing.en,
        }
        raise Refusal(CEILING_ABOVE_EARNED, field=field, values=values)
