"""The event that tells what an offering is now, where that is not what was published last.

Example: published are spans from 1 January and 1 July. A correction as of 1 May lowers the level
from then on: the event replaces everything from 1 May on, and names the level just before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import OfferingAssessed, OfferingSpan
from services.catalog.domain import effective, names
from services.catalog.domain.offering.spans import is_alike
from services.catalog.domain.refusals.offerings import OfferingReason
from services.chassis.errors import Refusal

MOST_BYTES = 600_000  # of an event: NATS takes no message above 1 MiB
DERIVATION = "offering@1"  # this package, as it is; another version where it derives anything else


def difference(
    offering: str,
    published: Sequence[OfferingSpan],
    derived: Sequence[OfferingSpan],
    *,
    since: datetime,
) -> OfferingAssessed | None:
    """What replaces the published spans from the first instant at which they differ, if any.

    `since`: the earliest instant of the command. What was published of the time before it stays,
    also where another derivation published it. Raises OFFERING_TOO_LONG where no event holds it.
    """
    at = _first_difference(published, derived, since)
    if at is None:
        return None
    service, unit = names.offering(offering, field="offering")
    assessed = OfferingAssessed(
        offering=offering,
        service=service,
        unit=unit,
        replaces_from=effective.stamp(at),
        spans=_replacing(published, derived, at),
        derivation=DERIVATION,
    )
    if assessed.ByteSize() > MOST_BYTES:
        values = {"offering": offering, "spans": str(len(assessed.spans))}
        raise Refusal(OfferingReason.OFFERING_TOO_LONG, values=values)
    before = _last(_before(published, at))
    if before.HasField("level"):
        assessed.previous_level = before.level
    return assessed


def replaced(published: Sequence[OfferingSpan], event: OfferingAssessed) -> list[OfferingSpan]:
    """The spans published of an offering after one more event."""
    return [*_before(published, effective.instant(event.replaces_from)), *event.spans]


def _first_difference(
    published: Sequence[OfferingSpan], derived: Sequence[OfferingSpan], since: datetime
) -> datetime | None:
    if not published:  # as of every offering that is new
        return max(since, _begins(derived[0])) if derived else None
    instants = _instants(since, published, derived)
    differing = (
        at for at in instants if not is_alike(span_at(published, at), span_at(derived, at))
    )
    return next(differing, None)


def _instants(since: datetime, *every: Sequence[OfferingSpan]) -> list[datetime]:
    begins = {_begins(span) for spans in every for span in spans}
    return sorted({since, *(at for at in begins if since < at)})


def _replacing(
    published: Sequence[OfferingSpan], derived: Sequence[OfferingSpan], at: datetime
) -> list[OfferingSpan]:
    """The derived spans from an instant on, without one that only repeats what stays before it."""
    if not published and at == _begins(derived[0]):
        return list(derived)
    later = [span for span in derived if at < _begins(span)]
    now = span_at(derived, at)
    if is_alike(_last(_before(published, at)), now):
        return later
    return [effective.dated(now, at), *later]


def span_at(spans: Sequence[OfferingSpan], at: datetime) -> OfferingSpan:
    """What is published of an instant; where nothing is, a span that is closed by nothing."""
    begun = bisect_right(spans, at, key=_begins)
    return spans[begun - 1] if begun else OfferingSpan()


def _before(spans: Sequence[OfferingSpan], at: datetime) -> list[OfferingSpan]:
    return list(spans[: bisect_left(spans, at, key=_begins)])


def _last(spans: Sequence[OfferingSpan]) -> OfferingSpan:
    """Where there is none, the offering is not there: as in a span that is closed by nothing."""
    return spans[-1] if spans else OfferingSpan()


def _begins(span: OfferingSpan) -> datetime:
    return effective.instant(span.effective_time)
