"""A fact of an offering is withdrawn: it is left out, as if it had never been recorded.

Example: P is to close on 1 July. Until then the closing can be withdrawn, and P goes on with
whatever was recorded of it. What counts in no period can be withdrawn at any time.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import OfferingChangeWithdrawn
from services.catalog.domain import effective, texts
from services.catalog.domain.offering.periods import idle
from services.catalog.domain.offering.situation import Situation, decided
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


def withdraw(situation: Situation, *, version: int, reason: str, now: datetime) -> Sequence[Fact]:
    """Withdraw an own fact by its version, if its instant has not come or it is idle.

    Raises CHANGE_UNKNOWN for what is derived or withdrawn already.
    """
    if not situation.offering.version:
        raise Refusal(
            OfferingReason.OFFERING_UNKNOWN, field="name", values={"offering": situation.name}
        )
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="reason")
    own = situation.offering.own
    if version not in idle(own, situation.periods):
        times = {each.version: each.since for each in own.facts}
        effective.planned(times, version, name=situation.name, now=now)
    withdrawn = OfferingChangeWithdrawn(offering=situation.name, version=version, reason=reason)
    return decided([withdrawn], now=now)
