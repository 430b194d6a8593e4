"""What a change comes to for the offerings of one service: one event for each whose spans differ.

Example: Q, merged into P on 1 July, offers the service. On 3 July its capabilities are corrected as
of June. The command records that at Q; what follows is an event for Q from June on, and one for P,
which follows from Q, from 1 July on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import OfferingSpan
from services.catalog.domain import effective, names, units
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.difference import (
    DERIVATION,
    difference,
    replaced,
    span_at,
)
from services.catalog.domain.offering.shown import lasting, published_periods
from services.catalog.domain.offering.spans import spans
from services.catalog.domain.offering.timeline import Timeline, timelines
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.chassis.decider import Fact


class Derivation(NamedTuple):
    """From what the offerings of a service are derived: as it is after a change."""

    service: Service
    forest: Mapping[str, Unit]

    def timelines(self, offerings: Mapping[str, Offering]) -> dict[str, Timeline]:
        """The periods of offerings, by unit; whatever they follow from is among them."""
        own = {unit: offering.own for unit, offering in offerings.items()}
        return timelines(own, forest=self.forest, service=self.service)

    def consequences(
        self,
        concerned: Iterable[str],
        offerings: Mapping[str, Offering],
        *,
        since: datetime,
        now: datetime,
    ) -> dict[str, Fact]:
        """The events by name of the offering. `concerned`: units whose offerings may differ;
        `offerings`: by unit, theirs and what they follow from; `since`: the change's earliest
        instant.
        """
        found = {}
        periods = self.timelines(offerings)
        for unit in concerned:
            name = names.of_offering(self.service.name, unit)
            derived = spans(periods[unit], service=self.service, since=since)
            event = difference(name, offerings[unit].published, derived, since=since)
            if event:
                found[name] = Fact(event, now, names.subject(event, unit))
        return found


def is_derived_otherwise(offering: Offering) -> bool:
    """Whether its spans were published by another derivation."""
    return bool(offering.published) and offering.derivation != DERIVATION


def assessed_again(
    name: str, offering: Offering, *, service: Service, since: datetime, now: datetime
) -> Fact | None:
    """The event of an offering where the terms of levels alone are others: its periods are those
    that were published, whatever it follows from.
    """
    periods = published_periods(offering.own, lasting(offering.published))
    derived = spans(periods, service=service, since=since)
    event = difference(name, offering.published, derived, since=since)
    return Fact(event, now, names.subject(event, event.unit)) if event else None


def differs_since(before: Unit, after: Unit) -> datetime | None:
    """From when on a unit's beginning, its end or its handovers are others; None: never."""
    differing = set(_turns(before)) ^ set(_turns(after))
    return min((at for at, *_ in differing), default=None)


def opens_or_closes_in_the_past(
    published: Sequence[OfferingSpan], event: Any, now: datetime
) -> bool:
    """Whether an OfferingAssessed makes an offering open at some instant before now at which it was
    not, or the other way round.
    """
    since, after = effective.instant(event.replaces_from), replaced(published, event)
    begins = (effective.instant(span.effective_time) for span in (*published, *after))
    instants = {since, *(at for at in begins if since <= at)}
    return any(
        span_at(published, at).open != span_at(after, at).open for at in instants if at < now
    )


def _turns(unit: Unit) -> Iterator[tuple[datetime, str]]:
    if unit.opening:
        yield units.opens_at(unit), "opens"
    if unit.end:
        yield unit.end.since, "ends"
    yield from unit.hands_over
