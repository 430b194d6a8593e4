"""The catalogue read off its facts with no cleverness: every fact is looked at for every question.

Promises nothing but the rule: of the facts known and not withdrawn, the one that took effect last,
and of two from one instant the one recorded later. Must not share code with the domain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import targets_pb2
from services.chassis.decider import Fact
from tests.dates import iso

Read = dict[str, Any]


def since(message: Any) -> datetime:
    return message.effective_time.ToDatetime(tzinfo=UTC)


def named(facts: Iterable[Any], *types: str) -> list[Any]:
    return [each for each in facts if type(each).__name__ in types]


def last(facts: Iterable[Any], at: datetime, says: Callable[[Any], bool] = bool) -> Any:
    """The fact that counts at an instant."""
    found = None
    for each in facts:
        begun = since(each) <= at and says(each)
        if begun and (found is None or since(each) >= since(found)):
            found = each
    return found


def unit(facts: Sequence[Fact], at: datetime) -> Read | None:
    said = [fact.message for fact in facts]
    gone = {each.version for each in named(said, "UnitChangeWithdrawn")}
    kept = [each for version, each in enumerate(said, 1) if version not in gone]
    [opened] = named(kept, "UnitOpened")
    if at < since(opened):
        return None
    ends = [
        each
        for each in named(kept, "UnitClosed", "UnitMerged", "UnitSplit")
        if not any(part.unit == each.unit for part in getattr(each, "parts", ()))
    ]
    end = min(ends, key=since, default=None)
    ended = end is not None and since(end) <= at
    true = [
        each
        for each in kept
        if hasattr(each, "effective_time") and (end is None or since(each) < since(end))
    ]
    states = {
        "UnitClosed": api.Unit.STATE_CLOSED,
        "UnitMerged": api.Unit.STATE_MERGED,
        "UnitSplit": api.Unit.STATE_SPLIT,
    }
    names = named(true, "UnitOpened", "UnitRenamed")
    policy = last(named(true, "FilingPolicySet"), at)
    calendar = last(named(true, "CalendarAssigned"), at)
    return {
        "state": states[type(end).__name__] if ended else api.Unit.STATE_OPEN,
        "parent": last(named(true, "UnitOpened", "UnitMoved"), at).parent,
        "display_name": last(names, at, lambda e: e.HasField("display_name")).display_name,
        "code": last(names, at, lambda e: e is opened or e.HasField("code")).code,
        "kind": last(names, at, lambda e: e is opened or e.HasField("kind")).kind,
        "refuse_below_level_3": bool(policy and policy.refuse_below_level_3),
        "calendar": calendar.calendar if calendar else "",
    }


def service(facts: Sequence[Fact], at: datetime) -> Read | None:
    said = [fact.message for fact in facts]
    gone = {each.version for each in named(said, "ServiceVersionWithdrawn")}
    published = {each.version: each for each in named(said, "ServicePublished")}
    begun = [each for n, each in published.items() if n not in gone and since(each) <= at]
    version = max(begun, key=lambda each: (since(each), each.version), default=None)
    drafts = [
        fact.message
        for fact in facts
        if named([fact.message], "ServiceDrafted") and fact.occurred_at <= at
    ]
    retired = last(named(said, "ServiceRetired"), at)
    if not (version or drafts):
        return None
    in_force = api.Service.STATE_PUBLISHED if version else api.Service.STATE_DRAFT
    return {
        "state": api.Service.STATE_RETIRED if retired else in_force,
        "version": version.version if version else 0,
        "display_name": (version or drafts[-1]).content.display_name,
        "field": (version or drafts[-1]).content.field,
    }


def offering(facts: Sequence[Fact], at: datetime) -> Read | None:
    said = [fact.message for fact in facts]
    spans: list[Any] = []
    for each in named(said, "OfferingAssessed"):
        begins = each.replaces_from.ToDatetime(tzinfo=UTC)
        spans = [span for span in spans if since(span) < begins] + list(each.spans)
    begun = [span for span in spans if since(span) <= at]
    if not begun and not any(span.open for span in spans):
        return None
    if not begun or not begun[-1].open:
        state = api.Offering.STATE_CLOSED if begun else api.Offering.STATE_PLANNED
        return {"state": state, "capabilities": {}, "level": None, "ceiling": None}
    span = begun[-1]
    states = {each.capability: each.state for each in span.inherited}
    for each in of_period(said, spans, at):
        states |= {one.capability: one.state for one in getattr(each, "capabilities", ())}
    return {
        "state": api.Offering.STATE_OPEN,
        "capabilities": states,
        "level": (span.level, span.extent, span.verdict),
        "ceiling": span.ceiling if span.HasField("ceiling") else None,
    }


def of_period(stated: Sequence[Any], spans: Sequence[Any], at: datetime) -> list[Any]:
    """The own facts since the last own opening; else, as it follows, since it was closed last."""
    gone = {each.version for each in named(stated, "OfferingChangeWithdrawn")}
    kept = [
        each
        for version, each in enumerate(stated, 1)
        if version not in gone and hasattr(each, "effective_time") and since(each) <= at
    ]
    kept.sort(key=since)
    turned = [n for n, e in enumerate(kept) if named([e], "OfferingOpened", "OfferingClosed")]
    own = kept[turned[-1] :] if turned else kept
    if own and named(own[:1], "OfferingOpened"):
        return own
    closed = since(own[0]) if turned else None
    follows = min(
        since(each) for each in spans if each.open and not (closed and since(each) < closed)
    )
    return [each for each in own if follows <= since(each)]


def target(facts: Sequence[Fact], at: datetime) -> Read | None:
    said = [fact.message for fact in facts]
    decides = last(said, at)
    standing = last(named(said, "TargetSet"), at)
    if standing is None:
        return None
    withdrawn = named([decides], "TargetWithdrawn")
    states = targets_pb2.Target
    return {
        "state": states.STATE_WITHDRAWN if withdrawn else states.STATE_SET,
        "threshold": standing.threshold,
        "unit": standing.unit,
        "display_name": standing.display_name,
    }


def calendar(facts: Sequence[Fact], _at: datetime) -> Read:
    days: dict[str, Any] = {}
    for fact in facts:
        days |= {iso(day.date): day for day in fact.message.days}
    return {
        "version": len(facts),
        "days": [days[date] for date in sorted(days)],
        "display_name": facts[-1].message.display_name,
    }


NAIVE: Mapping[str, Callable[[Sequence[Fact], datetime], Read | None]] = {
    "units": unit,
    "services": service,
    "offerings": offering,
    "targets": target,
    "calendars": calendar,
}


def shown(kind: str, message: Any, read: Read) -> Read:
    """The same of a resource, as far as the naive reading speaks of it."""
    found = {name: getattr(message, name) for name in read if hasattr(message, name)}
    if kind == "offerings":
        span = message.assessment if message.HasField("assessment") else None
        found["level"] = (span.level, span.extent, span.verdict) if span else None
        found["ceiling"] = message.ceiling if message.HasField("ceiling") else None
        found["capabilities"] = {each.capability: each.state for each in message.capabilities}
    if kind == "calendars":
        found["days"] = list(message.days)
    return found
