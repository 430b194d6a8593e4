"""The rule `six_points@1`: six things that can be done online, and what they come to.

What was never recorded is unknown. The rule claims no level.
"""

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability, Verdict
from services.catalog.domain.levels import NO, NOT_APPLICABLE, UNKNOWN, Lack, States

SIX_POINTS_1 = "six_points@1"
POINTS: tuple[Capability, ...] = (
    facts.CAPABILITY_REGISTER_ONLINE,
    facts.CAPABILITY_AUTHENTICATE_ONLINE,
    facts.CAPABILITY_FILE_ONLINE,
    facts.CAPABILITY_DECIDE_ONLINE,
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_FEEDBACK_ONLINE,
)


def verdict(states: States) -> Verdict:
    """What the six points come to; a blank is unknown, and never a yes."""
    known = {states.get(point, UNKNOWN) for point in POINTS}
    if NO in known:
        return facts.VERDICT_NOT_FULLY_ONLINE
    if UNKNOWN in known:
        return facts.VERDICT_UNKNOWN
    if known == {NOT_APPLICABLE}:
        return facts.VERDICT_NO_POINTS
    return facts.VERDICT_FULLY_ONLINE


def lacking(states: States) -> list[Lack]:
    """The points that stand in the way of "fully online", each with what is known of it."""
    known = [Lack(point, states.get(point, UNKNOWN)) for point in POINTS]
    return [lack for lack in known if lack.state in {NO, UNKNOWN}]
