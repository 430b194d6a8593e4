"""What is published of an offering: spans, each from an instant until the next one begins.

A span is open with what the level rule makes of it, or closed with the cause. An offering without
any period has no span, and is not there.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from motcua.catalog.v1.events_pb2 import OfferingSpan
from services.catalog.domain import effective, names, versions
from services.catalog.domain.offering.own import FIRST, LAST
from services.catalog.domain.offering.periods import Period
from services.catalog.domain.offering.rules import RULES
from services.catalog.domain.versions import Service


def spans(
    periods: Sequence[Period], *, service: Service, since: datetime = FIRST
) -> list[OfferingSpan]:
    """The spans of a timeline in order; none says the same as the one before it.

    `since`: what has ended by then is left out, but for the last that is true by then.
    """
    found: list[OfferingSpan] = []
    for span in _every(_ending_after(periods, since), service, since):
        if not found or not is_alike(found[-1], span):
            found.append(span)
    return found


def is_alike(one: OfferingSpan, other: OfferingSpan) -> bool:
    """Whether two spans say the same, whenever they begin."""
    if one.open != other.open or one.level != other.level:
        return False
    redated = OfferingSpan()
    redated.CopyFrom(one)
    redated.ClearField("effective_time")
    if other.HasField("effective_time"):
        redated.effective_time.CopyFrom(other.effective_time)
    return redated == other


def _ending_after(periods: Sequence[Period], since: datetime) -> Sequence[Period]:
    if len(periods) < 2:
        return periods
    begun = sum(1 for period in periods if period.since <= since)
    return periods[max(begun - 1, 0) :]


def _every(periods: Sequence[Period], service: Service, since: datetime) -> Iterator[OfferingSpan]:
    for period, following in zip_longest(periods, periods[1:]):
        if since < period.until:
            yield from (_open(period, at, service) for at in _instants(period, service, since))
        is_followed = following is not None and following.since == period.until
        if period.until < LAST and not is_followed:
            yield OfferingSpan(
                effective_time=effective.stamp(period.until), closed_by=period.closed_by
            )


def _instants(period: Period, service: Service, since: datetime) -> list[datetime]:
    """Those at which anything can change, from the last one by `since` on."""
    own = [each.since for each in period.facts]
    terms = [version.effective_time for version in service.valid]
    every = sorted([at for at in {period.since, *own, *terms} if period.covers(at)])
    begun = bisect_right(every, since)
    return every[max(begun - 1, 0) :]


def _open(period: Period, at: datetime, service: Service) -> OfferingSpan:
    terms = versions.terms_at(service, at)
    span = RULES[period.level_rule].assess(period.states(at), terms, period.ceiling(at))
    span.effective_time.CopyFrom(effective.stamp(at))
    span.open = True
    if period.handover:
        span.follows.extend(
            names.of_offering(service.name, unit) for unit in period.handover.predecessors
        )
        span.inherited.extend(period.handover.capabilities)
    return span
