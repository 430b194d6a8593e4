"""What an open offering lacks: for each level above the one earned, all that is missing.

Example: an offering earned level 2, files nothing online and takes no payment. The gap to level 3
names the filing, the gap to level 4 the filing and the payment.
"""

from collections.abc import Collection
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import Capability
from services.catalog.domain import levels, points
from services.catalog.domain.levels import Lack, States, Terms
from services.catalog.domain.offering.rules import RULES


class Gap(NamedTuple):
    """What is missing for a level; under a rule without levels, for its best verdict (level 0)."""

    level: int
    lacks: list[Lack]
    alternatives: Collection[Capability] = ()  # of these any one is enough


def gaps(level_rule: str, states: States, terms: Terms, *, earned: int) -> list[Gap]:
    """The gaps in order of levels; none where nothing is missing."""
    if RULES[level_rule].has_levels:
        return [
            Gap(level, levels.missing(states, terms, level), levels.RESULTS.capabilities)
            for level in range(earned + 1, levels.TOP + 1)
        ]
    lacks = points.lacking(states)
    return [Gap(0, lacks)] if lacks else []
