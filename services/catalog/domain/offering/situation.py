"""What a command on an offering is judged by, and the questions that all of them ask.

Commands decide only what somebody says: one fact, or the withdrawal of one. What follows from it
for this offering and for its successors is derived afterwards.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import OfferingChangeWithdrawn
from services.catalog.domain import effective, names
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.periods import Period
from services.catalog.domain.offering.timeline import Timeline
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import Reason


class Situation(NamedTuple):
    """An offering with its periods as they are derived now, its service and its unit."""

    name: str
    offering: Offering
    periods: Timeline
    service: Service
    unit: Unit

    def period_at(self, at: datetime) -> Period | None:
        """The period in which an instant lies; None where the offering is not open then."""
        return next((period for period in self.periods if period.covers(at)), None)

    def has_closed_by(self, at: datetime) -> bool:
        """Whether it was open before an instant, and is not then."""
        opened = bool(self.periods) and self.periods[0].since <= at
        return opened and self.period_at(at) is None


def require_opened_by(situation: Situation, at: datetime) -> None:
    """Refuse what is said of an offering without any period, or before its first one."""
    if not situation.periods:
        raise Refusal(
            OfferingReason.OFFERING_UNKNOWN, field="name", values={"offering": situation.name}
        )
    if at < (first := situation.periods[0].since):
        raise refused_then(OfferingReason.BEFORE_OPENING, situation, first)


def require_open(situation: Situation, at: datetime) -> Period:
    """The period in which an instant lies."""
    require_opened_by(situation, at)
    if (period := situation.period_at(at)) is None:
        raise refused_then(OfferingReason.OFFERING_CLOSED_THEN, situation, at)
    return period


def refused_then(
    reason: Reason, situation: Situation, at: datetime, *, field: str = "effective_time"
) -> Refusal:
    """A refusal that names the offering and an instant."""
    return Refusal(
        reason, field=field, values={"offering": situation.name, "time": effective.shown(at)}
    )


def decided(messages: Iterable[Any], *, now: datetime) -> list[Fact]:
    """Facts of an offering; they are published under the unit that is credited."""
    return [
        Fact(each, now, names.subject(each, names.offering(each.offering, field="name")[1]))
        for each in messages
    ]


def true_since(offering: Offering, facts: Iterable[Fact]) -> datetime:
    """The earliest instant at which anything can differ by facts decided on an offering.

    A withdrawal matters from the instant of the fact on that it leaves out.
    """
    messages = (each.message for each in facts)
    counted: Iterable[Any] = (
        offering.stream[each.version - 1] if isinstance(each, OfferingChangeWithdrawn) else each
        for each in messages
    )
    return min(effective.instant(each.effective_time) for each in counted)
