"""The periods of an offering from its own facts and its published spans alone.

A read table needs no predecessor and no rule by that, and a new fee no predecessor. Example: P
follows from Q since 1 July, and its own record of 1 August says that it takes payment online. On 2
August the span says what P inherits and at which level it is, and the record counts before that.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import ClosingCause, OfferingSpan
from services.catalog.domain import effective, names
from services.catalog.domain.offering.own import LAST, Own, Section
from services.catalog.domain.offering.periods import Ceiling, Handover, Period
from services.catalog.domain.offering.timeline import Timeline, cause


class Lasting(NamedTuple):
    """A published span, [since, until)."""

    since: datetime
    until: datetime
    span: OfferingSpan


def lasting(published: Sequence[OfferingSpan]) -> list[Lasting]:
    """Each span until the next one begins."""
    begins = [effective.instant(span.effective_time) for span in published]
    return [
        Lasting(since, until or LAST, span)
        for since, until, span in zip_longest(begins, begins[1:], published)
    ]


def published_periods(own: Own, published: Sequence[Lasting]) -> Timeline:
    """The periods of a timeline of which these spans were published. A ceiling that was handed over
    under a rule without levels is not known.

    Both of one position. Of two periods that follow each other and say the same one span is
    published: it is the own facts that part them.
    """
    return tuple(filter(None, (_period(section, own, published) for section in own.sections)))


def _period(section: Section, own: Own, every: Sequence[Lasting]) -> Period | None:
    open_in = [
        each
        for each in every
        if each.span.open and max(each.since, section.since) < min(each.until, section.until)
    ]
    if not open_in:
        return None
    since, first = max(open_in[0].since, section.since), open_in[0].span
    until = min(open_in[-1].until, section.until)
    counts_from = section.since if section.opening else since
    return Period(
        since,
        until,
        first.level_rule,
        tuple(each for each in section.facts if counts_from <= each.since <= until),
        _handover(since, first),
        cause(own, until, _closed_by(every, until)),
    )


def _handover(at: datetime, span: OfferingSpan) -> Handover | None:
    if not span.follows:
        return None
    units = tuple(names.parts(each)[1] for each in span.follows)
    ceiling = Ceiling(span.ceiling, span.ceiling_reason) if span.HasField("ceiling") else None
    return Handover(at, tuple(span.inherited), ceiling, span.level_rule, units)


def _closed_by(every: Sequence[Lasting], at: datetime) -> ClosingCause:
    """What is published of a closing at an instant."""
    closing = (each.span.closed_by for each in every if each.since == at and not each.span.open)
    return next(closing, ClosingCause.CLOSING_CAUSE_UNSPECIFIED)
