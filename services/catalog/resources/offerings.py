"""Offerings → what the API shows of them, from each instant on at which that changes.

Promises an offering from the beginning of time on: planned before it opens, closed once it has
ended. Must not show a level, nor what it can do, when it is not open.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import zip_longest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import LevelSpan, OfferingOpened
from services.catalog.domain import effective, timeline
from services.catalog.domain.lives import Life, Offering
from services.catalog.resources.segment import Columns, Segment

# PostgreSQL and Python both know it in every zone.
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)


def segments(offering: Offering) -> list[Segment]:
    """What the offering is, in order; empty when there is none."""
    if offering.opening is None:
        return []
    lives = _telling(offering.lives)
    shown = [_planned(lives[0])]
    for life, following in zip_longest(lives, lives[1:]):
        shown += _open(life, offering)
        if life.ends and (following is None or life.ends < following.starts):
            shown.append(_closed(life))
    return _dated(shown)


def _telling(lives: Iterable[Life]) -> list[Life]:
    """Once it has been open, an offering is closed whatever else was planned and called off."""
    found: list[Life] = []
    for life in lives:
        if not (life.is_called_off and any(not each.is_called_off for each in found)):
            found.append(life)
    return found


def _dated(shown: list[tuple[datetime, api.Offering]]) -> list[Segment]:
    """Each until the next one; what only repeats the one before, or has no time, is left out."""
    found: list[Segment] = []
    for since, message in shown:
        if found and found[-1].since == since:
            found.pop()
        if found and found[-1].message == message:
            continue
        if found:
            found[-1] = found[-1]._replace(until=since)
        found.append(Segment(since, None, message, _columns(message)))
    return found


def _planned(first: Life) -> tuple[datetime, api.Offering]:
    """Before it opens: the plan, without what it will be able to do."""
    message = _message(first.opening, api.Offering.STATE_PLANNED)
    if first.ends:
        message.ending_time.FromDatetime(first.ends)
    return BEGINNING, message


def _closed(life: Life) -> tuple[datetime, api.Offering]:
    ends = life.ends or life.starts
    message = _message(life.opening, api.Offering.STATE_CLOSED)
    message.ending_time.FromDatetime(ends)
    return max(ends, BEGINNING), message


def _open(life: Life, offering: Offering) -> Iterator[tuple[datetime, api.Offering]]:
    """While it is open: anew wherever something that was said of it begins."""
    spans = [(effective.instant(span.effective_time), span) for span in offering.spans]
    times = {life.starts, *(at for at, _ in spans)}
    for said in (life.recordings, life.ceilings, life.designations):
        times |= {each.effective_time for each in said}
    for at in sorted(filter(life.covers, times)):
        begun = [span for since, span in spans if since <= at]
        yield at, _standing(life, at, begun[-1] if begun else None)


def _standing(life: Life, at: datetime, span: LevelSpan | None) -> api.Offering:
    """What an open offering is at an instant."""
    message = _message(life.opening, api.Offering.STATE_OPEN)
    message.capabilities.extend(life.capabilities(at))
    if span is not None:
        message.assessment.CopyFrom(span)
    if ceiling := life.ceiling(at):
        message.ceiling, message.ceiling_reason = ceiling.level, ceiling.reason
    if designation := life.designation(at):
        message.designated_extent = designation.extent
    if life.ends:
        message.ending_time.FromDatetime(life.ends)
    return message


def _message(opening: OfferingOpened, state: api.Offering.State) -> api.Offering:
    """What is so in every state."""
    rule = timeline.rule_of(opening)
    return api.Offering(
        name=opening.offering,
        unit=opening.unit,
        level_rule=rule.id,
        extent_rule=rule.extent_rule,
        effective_time=opening.effective_time,
        state=state,
    )


def _columns(message: api.Offering) -> Columns:
    """What an offering is filtered by; one that is not open has no level."""
    common = Columns(
        state=message.state,
        unit=message.unit,
        parent=message.name.rpartition("/offerings/")[0],
        rule=message.level_rule,
    )
    if not message.HasField("assessment"):
        return common
    span = message.assessment
    if not timeline.RULES[message.level_rule].has_levels:
        return common._replace(verdict=span.verdict)
    return common._replace(level=span.level, extent=span.extent)
