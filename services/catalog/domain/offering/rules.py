"""The level rules under which an offering is assessed at one instant.

`vn.levels@1` earns levels, and `vn.extent@1` says beside it how far the service is online;
`six_points@1` gives a verdict and claims no level, so that no ceiling counts under it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import Capability, OfferingOpened, OfferingSpan
from services.catalog.domain import levels, points
from services.catalog.domain.levels import Lack, States, Terms
from services.catalog.domain.offering.periods import Ceiling


class Rule(NamedTuple):
    """How capabilities are assessed, under a ceiling or none."""

    id: str
    has_levels: bool
    assess: Callable[[States, Terms, Ceiling | None], OfferingSpan]


class Gap(NamedTuple):
    """What is missing for a level; under a rule without levels, for its best verdict (level 0)."""

    level: int
    lacks: list[Lack]
    alternatives: Collection[Capability] = ()  # of these any one is enough


def _by_levels(states: States, terms: Terms, ceiling: Ceiling | None) -> OfferingSpan:
    earned, attainable, extent = levels.assess(states, terms)
    span = OfferingSpan(
        level_rule=levels.VN_LEVELS_1.id,
        extent_rule=levels.VN_EXTENT_1.id,
        level=min(earned, ceiling.level) if ceiling else earned,
        earned=earned,
        attainable=attainable,
        extent=extent,
    )
    if ceiling:
        span.ceiling, span.ceiling_reason = ceiling
    return span


def _by_points(states: States, _terms: Terms, _ceiling: Ceiling | None) -> OfferingSpan:
    return OfferingSpan(level_rule=points.SIX_POINTS_1, verdict=points.verdict(states))


USUAL = levels.VN_LEVELS_1.id
RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(USUAL, has_levels=True, assess=_by_levels),
        Rule(points.SIX_POINTS_1, has_levels=False, assess=_by_points),
    )
}


def rule_of(opening: OfferingOpened) -> str:
    """The id of the rule that an opening names, or the usual one."""
    return opening.level_rule or USUAL


def gaps(level_rule: str, states: States, terms: Terms, *, earned: int) -> list[Gap]:
    """What an open offering lacks, in order of levels; none where nothing is missing.

    Example: an offering earned level 2, files nothing online and takes no payment. The gap to level
    3 names the filing, the gap to level 4 the filing and the payment.
    """
    if RULES[level_rule].has_levels:
        return [
            Gap(level, levels.missing(states, terms, level), levels.RESULTS.capabilities)
            for level in range(earned + 1, levels.TOP + 1)
        ]
    lacks = points.lacking(states)
    return [Gap(0, lacks)] if lacks else []
