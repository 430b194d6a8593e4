"""What the rules make of an offering over time: spans, each until the next one begins.

Promises one span for each stretch on which a rule says the same, planned changes included. Must not
know a rule's table: that is in `levels` and `points`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import LevelsAssessed, LevelSpan, OfferingOpened
from services.catalog.domain import effective, levels, lives, points, services
from services.catalog.domain.levels import States, Terms
from services.catalog.domain.lives import Dated, Life, Offering
from services.catalog.domain.services import Service
from services.chassis.decider import Fact


class Rule(NamedTuple):
    """How capabilities are assessed at one instant, under a ceiling."""

    id: str
    extent_rule: str
    has_levels: bool
    assess: Callable[[States, Terms, int], LevelSpan]


def _by_levels(states: States, terms: Terms, ceiling: int) -> LevelSpan:
    earned, attainable, extent = levels.assess(states, terms)
    return LevelSpan(
        earned=earned,
        attainable=attainable,
        level=min(earned, ceiling),
        extent=extent,
        ceiling=ceiling,
    )


def _by_points(states: States, _terms: Terms, ceiling: int) -> LevelSpan:
    return LevelSpan(verdict=points.verdict(states), ceiling=ceiling)


BY_LEVELS = Rule(levels.VN_LEVELS_1.id, levels.VN_EXTENT_1.id, has_levels=True, assess=_by_levels)
BY_POINTS = Rule(points.SIX_POINTS_1.id, "", has_levels=False, assess=_by_points)
RULES: Mapping[str, Rule] = {"": BY_LEVELS, BY_LEVELS.id: BY_LEVELS, BY_POINTS.id: BY_POINTS}


def rule_of(opening: OfferingOpened) -> Rule:
    """The rule that an offering was opened under."""
    return RULES[opening.level_rule]


def spans_since(offering: Offering, service: Service, since: datetime) -> list[LevelSpan]:
    """The spans of an offering from an instant on; none for as long as it is not open."""
    return [
        span
        for life in offering.lives
        if life.goes_on(since)
        for span in _spans(life, service, max(since, life.starts))
    ]


def open_since(offering: Offering, since: datetime) -> datetime:
    """The first instant from then on at which the offering is open; else the instant itself."""
    return next((max(since, life.starts) for life in offering.lives if life.goes_on(since)), since)


def span_before(offering: Offering, time: datetime) -> LevelSpan | None:
    """What was said of the moment before an instant; None unless the offering was open."""
    before = lives.spans_before(offering, time)
    return before[-1] if before and any(life.reaches(time) for life in offering.lives) else None


def reassess(offering: Offering, *, service: Service, since: datetime, now: datetime) -> Fact:
    """Apply the offering's rule from an instant on: every span from there is said anew."""
    opening = lives.require_known(offering, name="")
    rule, begins = rule_of(opening), open_since(offering, since)
    assessed = LevelsAssessed(
        offering=opening.offering,
        service=opening.service,
        unit=opening.unit,
        replaces_from=effective.stamp(begins),
        spans=spans_since(offering, service, begins),
        level_rule=rule.id,
        extent_rule=rule.extent_rule,
    )
    before = span_before(offering, begins)
    if before is not None and rule.has_levels:
        assessed.previous_level = before.level
    return lives.stated(assessed, of=opening, now=now)


def reassessed(
    offering: Offering, *, service: Service, since: datetime, now: datetime
) -> list[Fact]:
    """The same where the rule now says something else than it said; nothing where it does not."""
    if not lives.goes_on_at(offering, since):
        return []
    fact = reassess(offering, service=service, since=since, now=now)
    after = lives.DECIDER.fold(offering, [fact])
    return [] if _said(after.spans) == _said(offering.spans) else [fact]


def _said(spans: Iterable[LevelSpan]) -> list[LevelSpan]:
    """The spans, without those that only repeat the one before."""
    said: list[LevelSpan] = []
    for span in spans:
        if not said or _bare(span) != _bare(said[-1]):
            said.append(span)
    return said


def _bare(span: LevelSpan) -> LevelSpan:
    """What a span says, whenever it begins."""
    bare = LevelSpan()
    bare.CopyFrom(span)
    bare.ClearField("effective_time")
    return bare


def _spans(life: Life, service: Service, since: datetime) -> Iterator[LevelSpan]:
    """Of one stretch: whatever bears on the level can only change it where it changes itself."""
    last: LevelSpan | None = None
    for at in sorted({since, *(at for at in _changes(life, service) if since <= at)}):
        span = _assessed(life, service, at)
        if life.goes_on(at) and (last is None or span != _bare(last)):
            span.effective_time.CopyFrom(effective.stamp(at))
            yield span
            last = span


def _changes(life: Life, service: Service) -> list[datetime]:
    dated: tuple[Dated, ...] = (*life.recordings, *life.ceilings, *service.standing)
    return [each.effective_time for each in dated]


def _assessed(life: Life, service: Service, at: datetime) -> LevelSpan:
    """What the rule makes of one instant."""
    declared = life.ceiling(at)
    ceiling = declared.level if declared else levels.TOP
    terms = services.terms_at(service, at)
    return rule_of(life.opening).assess(life.states(at), terms, ceiling)
