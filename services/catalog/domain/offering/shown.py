"""What is shown of an offering at an instant, from its own facts and its published spans alone.

So a read table needs no predecessor and no rule. Example: P follows from Q since 1 July, and its
own record of 1 August says that it takes payment online. On 2 August the span says what P inherits
and at which level it is, and the record what counts before that.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import ExtentDesignated, OfferingSpan, RecordedCapability
from services.catalog.domain import effective
from services.catalog.domain.offering.own import Own, OwnFact, Section
from services.catalog.domain.offering.periods import capabilities, designation


class Shown(NamedTuple):
    """The span of an instant; capabilities with evidence, and a designation, only while open."""

    span: OfferingSpan
    capabilities: tuple[RecordedCapability, ...] = ()
    designation: ExtentDesignated | None = None


def shown_at(own: Own, published: Sequence[OfferingSpan], at: datetime) -> Shown | None:
    """None where the offering is not there. `own` and `published` are of one position."""
    begun = [span for span in published if effective.instant(span.effective_time) <= at]
    if not begun or not begun[-1].open:
        return Shown(begun[-1]) if begun else None
    facts = [each.fact for each in _counting(own, published, at)]
    return Shown(begun[-1], capabilities(begun[-1].inherited, facts), designation(facts))


def _counting(own: Own, published: Sequence[OfferingSpan], at: datetime) -> list[OwnFact]:
    """The own facts of the period in which an instant lies, up to that instant."""
    section = next(each for each in own.sections if each.since <= at < each.until)
    since = section.since if section.opening else _follows_since(section, published)
    return [each for each in section.facts if since <= each.since <= at]


def _follows_since(gap: Section, published: Sequence[OfferingSpan]) -> datetime:
    """The beginning of the following period in a gap: there is one at most, and none before it."""
    begins = (effective.instant(span.effective_time) for span in published if span.open)
    return next(at for at in begins if gap.since <= at)
