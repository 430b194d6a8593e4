"""The closing of an offering: it ends whatever is open then, opened or following.

Example: an offering opens on 1 June, and is planned to open on 1 September again after it closes on
1 July. It can be closed earlier, on 15 June, and on 15 September. A closing for 1 September is
refused while that day has not come: the opening is withdrawn instead.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import OfferingClosed
from services.catalog.domain import effective, names, texts
from services.catalog.domain.offering.situation import (
    Situation,
    decided,
    refused_then,
    require_opened_by,
)
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.decider import Fact


def close(
    situation: Situation, *, proposed: OfferingClosed, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """End the offering, also earlier than it is known to; `at` None: now.

    Raises OFFERING_OPENS_THEN at the instant of an own opening that has not begun.
    """
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    texts.require_stated(proposed.reason, CatalogReason.REASON_MISSING, field="reason")
    if time > now and _opens_at(situation, time):
        raise refused_then(OfferingReason.OFFERING_OPENS_THEN, situation, time)
    require_opened_by(situation, time)
    if situation.period_at(time) is None:
        ended = [period.until for period in situation.periods if period.until <= time]
        raise refused_then(OfferingReason.OFFERING_ENDS_ALREADY, situation, ended[-1])
    closed = effective.dated(proposed, time)
    closed.service, closed.unit = names.offering(situation.name, field="name")
    return decided([closed], now=now)


def _opens_at(situation: Situation, at: datetime) -> bool:
    sections = situation.offering.own.sections
    return any(section.since == at and section.opening is not None for section in sections)
