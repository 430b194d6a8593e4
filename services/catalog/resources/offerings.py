"""Offerings → what the API shows of them, from each instant on at which that changes.

Example: an offering that is opened for 1 March and closed on 1 June is planned from the beginning
of time on, open from 1 March, and closed from 1 June. One without any period is not there: it has a
single period, which lasts no time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import OfferingSpan
from services.catalog.domain import effective, names
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.own import LAST
from services.catalog.domain.offering.periods import Period, idle
from services.catalog.domain.offering.shown import Lasting, lasting, published_periods
from services.catalog.resources.dated_resources import Columns, ResourcePeriod

# PostgreSQL and Python both know it in every zone.
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)


def resource_periods(offering: Offering) -> list[ResourcePeriod]:
    """What the offering is, in order; empty where nothing was ever recorded of it."""
    if not offering.stream:
        return []
    first: Any = offering.stream[0]
    own, published = offering.own, lasting(offering.published)
    periods = published_periods(own, published)
    _, unit = names.parts(first.offering)
    common = {"name": first.offering, "unit": unit, "idle_versions": idle(own, periods)}
    if not periods:
        message = api.Offering(**common)
        return [ResourcePeriod(BEGINNING, BEGINNING, message, _columns(message))]
    return _dated(_shown(common, periods, published))


def _shown(
    common: dict[str, Any], periods: Sequence[Period], published: Sequence[Lasting]
) -> Iterator[tuple[datetime, api.Offering]]:
    """From each instant on at which anything can change."""
    planned = _of_period(common, periods[0], published)
    planned.state = api.Offering.STATE_PLANNED
    yield BEGINNING, planned
    for period, following in zip_longest(periods, periods[1:]):
        message = _of_period(common, period, published)
        for at in _instants(period, published):
            yield at, _open(message, period, at, _span_at(published, at))
        if period.until < LAST and (following is None or period.until < following.since):
            message.state, message.closed_by = api.Offering.STATE_CLOSED, period.closed_by
            yield max(period.until, BEGINNING), message


def _dated(shown: Iterable[tuple[datetime, api.Offering]]) -> list[ResourcePeriod]:
    """Each until the next one; what only repeats the one before, or has no time, is left out."""
    found: list[ResourcePeriod] = []
    for since, message in shown:
        if found and found[-1].since == since:
            found.pop()
        if found and found[-1].message == message:
            continue
        if found:
            found[-1] = found[-1]._replace(until=since)
        found.append(ResourcePeriod(since, None, message, _columns(message)))
    return found


def _instants(period: Period, published: Sequence[Lasting]) -> list[datetime]:
    """Those of a period at which anything can change: its beginning, spans, and own facts."""
    begins = {*(each.since for each in published), *(each.since for each in period.facts)}
    return sorted({period.since, *filter(period.covers, begins)})


def _span_at(published: Sequence[Lasting], at: datetime) -> OfferingSpan:
    return next(each.span for each in published if each.since <= at < each.until)


def _of_period(
    common: dict[str, Any], period: Period, published: Sequence[Lasting]
) -> api.Offering:
    """What is so of a period, also before and after it."""
    span = _span_at(published, period.since)
    return api.Offering(
        **common,
        effective_time=effective.stamp(period.since),
        ending_time=effective.stamp(period.until) if period.until < LAST else None,
        follows=period.handover.predecessors if period.handover else (),
        level_rule=span.level_rule,
        extent_rule=span.extent_rule,
    )


def _open(
    of_period: api.Offering, period: Period, at: datetime, span: OfferingSpan
) -> api.Offering:
    """What an open offering is at an instant."""
    message = api.Offering(
        state=api.Offering.STATE_OPEN,
        capabilities=period.capabilities(at),
        assessment=_assessment(span),
        ceiling=span.ceiling if span.HasField("ceiling") else None,
        ceiling_reason=span.ceiling_reason,
    )
    message.MergeFrom(of_period)
    if designation := period.designation(at):
        message.designated_extent = designation.extent
    return message


def _assessment(span: OfferingSpan) -> api.Assessment:
    return api.Assessment(
        effective_time=span.effective_time,
        level=span.level if span.HasField("level") else None,
        earned=span.earned,
        attainable=span.attainable,
        extent=span.extent,
        verdict=span.verdict,
    )


def _columns(message: api.Offering) -> Columns:
    """What an offering is filtered by; one that is not open has no level."""
    stated, has_level = message.assessment, message.assessment.HasField("level")
    return Columns(
        state=message.state,
        unit=message.unit,
        parent=names.parts(message.name)[0],
        rule=message.level_rule,
        level=stated.level if has_level else None,
        extent=stated.extent if has_level else None,
        verdict=stated.verdict if message.HasField("assessment") and not has_level else None,
    )
