"""What a change of a service moves for its offerings: their bounds, or the terms of their levels.

Example: a fee is due from 1 March on, by a new version. Whatever is open on 1 March or later is
assessed again from then on; nothing opens or closes by that. A retirement ends all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import OfferingSpan
from services.catalog.domain import names, versions
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.shown import lasting
from services.catalog.domain.offering.timeline import in_force
from services.catalog.domain.refusals.services import ServiceReason
from services.catalog.domain.versions import Service
from services.chassis.errors import Refusal


def since(before: Service, after: Service) -> datetime | None:
    """From when on offerings may be others; None: never."""
    moved = {
        at
        for one, other in zip(in_force(before), in_force(after), strict=True)
        if one != other
        for at in (one, other)
    }
    times = {version.effective_time for of in (before, after) for version in of.valid}
    differing = (
        at for at in times if versions.terms_at(before, at) != versions.terms_at(after, at)
    )
    return min({*moved, *differing}, default=None)


def moves_bounds(before: Service, after: Service) -> bool:
    """Whether it begins or ends at another instant."""
    return in_force(before) != in_force(after)


def require_unoffered(before: Service, after: Service, offerings: Mapping[str, Offering]) -> None:
    """Refuse to withdraw the first version while offerings, by name, are open before the next."""
    begins, until = in_force(before)[0], in_force(after)[0]
    named = [each for each, of in offerings.items() if _is_open_within(of.published, begins, until)]
    if begins < until and named:
        first = next(each for each in before.valid if each.effective_time == begins)
        values = {"version": str(first.number), "offerings": names.listed(sorted(named))}
        raise Refusal(ServiceReason.VERSION_OFFERED, field="version", values=values)


def _is_open_within(spans: Sequence[OfferingSpan], since_: datetime, until: datetime) -> bool:
    """Whether the offering is open at any instant of [since, until)."""
    return any(
        each.span.open and since_ < each.until and each.since < until for each in lasting(spans)
    )
