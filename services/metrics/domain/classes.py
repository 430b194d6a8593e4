"""The classes of items in a figure, and of services in a figure of coverage.

Promises one class per item and definition. Must not look at another item, or today's catalogue.
"""

from collections.abc import Iterable
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Membership

NUMERATOR = int(Membership.MEMBERSHIP_NUMERATOR)
DENOMINATOR = int(Membership.MEMBERSHIP_DENOMINATOR)
EXCLUDED = int(Membership.MEMBERSHIP_EXCLUDED)
UNKNOWN = int(Membership.MEMBERSHIP_UNKNOWN)
LEVEL = 3  # online filing begins here


class Offered(NamedTuple):
    """One offering of a service, in force and in scope; nothing is known of an unassessed one."""

    earned: int = 0
    attainable: int = 4
    level: int = 0


def coverage(offered: Iterable[Offered]) -> int:
    """Membership of a service in force, by its best offering in scope; none is not covered."""
    best = DENOMINATOR
    for each in offered:
        if each.level >= LEVEL:
            return NUMERATOR
        if each.earned < LEVEL <= each.attainable:
            best = UNKNOWN
    return best
