"""Own facts of an offering without any effect: they are listed, and can be withdrawn at any time.

Example: P follows from Q by a merger planned for 1 July, and capabilities of P are recorded for
1 August. The merger is withdrawn: P is not open on 1 August, and what was recorded for it is idle.
"""

from motcua.catalog.v1.events_pb2 import CLOSING_CAUSE_DECIDED, OfferingClosed
from services.catalog.domain.offering.own import Own, OwnFact
from services.catalog.domain.offering.periods import Period
from services.catalog.domain.offering.timeline import Timeline


def idle(own: Own, periods: Timeline) -> list[int]:
    """The versions of own facts that count in no period and end none, in ascending order.

    A closing among them still lets nothing follow at its instant.
    """
    used = {each.version for period in periods for each in period.facts if _counts(each, period)}
    return sorted(
        each.version
        for each in own.facts
        if each.version not in used and not _ends_a_period(each, periods)
    )


def _counts(each: OwnFact, period: Period) -> bool:
    """What is recorded for the end of a period is handed over, unless it is closed then."""
    return each.since < period.until or period.closed_by != CLOSING_CAUSE_DECIDED


def _ends_a_period(each: OwnFact, periods: Timeline) -> bool:
    closes = isinstance(each.fact, OfferingClosed)
    return closes and any(period.until == each.since for period in periods)
