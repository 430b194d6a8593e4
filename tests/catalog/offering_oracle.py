"""What every unit offers on every day, read off the facts day by day.

Promises only the table of rules: of every unit what it had yesterday, what it recorded today, and
what is handed over today. Must not share code with the domain: instants, levels and folds too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from motcua.catalog.v1 import events_pb2 as facts

UNITS, DAYS = ("p", "q", "r", "s"), range(9)
DAY_0 = datetime(2026, 7, 1, tzinfo=UTC)
FILE, PAY = facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE
YES, NO, NA, UNKNOWN = (
    facts.CAPABILITY_STATE_YES,
    facts.CAPABILITY_STATE_NO,
    facts.CAPABILITY_STATE_NOT_APPLICABLE,
    facts.CAPABILITY_STATE_UNKNOWN,
)
EVERY_OTHER = {each: YES for each in facts.Capability.values() if each not in (0, FILE, PAY)}
SIX, LEVELS = "six_points@1", "vn.levels@1"


class Offer(NamedTuple):
    """What an open offering has."""

    states: dict[Any, Any]
    ceiling: tuple[int, str] | None
    rule: str
    follows: tuple[str, ...] = ()
    inherited: dict[Any, Any] | None = None
    designated: Any = 0


class Day(NamedTuple):
    """What is shown of an offering on a day; `offer` None: closed by the cause."""

    offer: Offer | None
    cause: Any
    fee: bool


def day_of(message: Any) -> int:
    return (message.effective_time.ToDatetime(tzinfo=UTC) - DAY_0) // timedelta(days=1)


def read(messages: Sequence[Any]) -> dict[tuple[str, int], Day | None]:
    """By unit and day; None where the offering is not there (yet)."""
    kept: dict[str, Offer | None] = dict.fromkeys(UNITS)  # also while its unit is not there
    shown: dict[str, Offer | None] = dict.fromkeys(UNITS)
    rules: dict[str, str] = {}
    known: dict[tuple[str, int], Day | None] = {}
    for day in DAYS:
        today = {unit: _own(messages, unit, day) for unit in UNITS}
        given = {unit: _handed_over(shown[unit], today[unit]) for unit in UNITS}
        for unit in UNITS:
            begins, ends = _bounds(messages, unit)
            turns = any(_is(each, "OfferingOpened", "OfferingClosed") for each in today[unit])
            if kept[unit] is None and not turns and begins <= day < ends[0][0]:
                kept[unit] = _followed(messages, unit, day, given, rules.get(unit))
            for each in today[unit]:
                kept[unit] = _amended(kept[unit], each)
            if ends[0][0] <= day:
                kept[unit] = None
            before, shown[unit] = shown[unit], kept[unit] if begins <= day else None
            cause = _cause(today[unit], ends, before, known.get((unit, day - 1)))
            offer = shown[unit]
            known[unit, day] = Day(offer, cause, _fee(messages, day)) if offer or cause else None
            if offer:
                rules[unit] = offer.rule
    return known


def level(offer: Offer, *, fee: bool) -> dict[str, Any]:
    """What the rule makes of it, where every capability but `FILE` and `PAY` is a yes."""
    file, pay = offer.states.get(FILE, UNKNOWN), offer.states.get(PAY, UNKNOWN)
    if offer.rule == SIX:
        verdicts = {NO: facts.VERDICT_NOT_FULLY_ONLINE, UNKNOWN: facts.VERDICT_UNKNOWN}
        return {"verdict": verdicts.get(file, facts.VERDICT_FULLY_ONLINE)}
    pay = UNKNOWN if pay == NA and fee else pay
    earned = 2 if file != YES else 4 if pay in (YES, NA) else 3
    attainable = 2 if file in (NO, NA) else 3 if pay == NO else 4
    extents = {YES: facts.EXTENT_PARTIAL, NO: facts.EXTENT_NONE}
    extent = facts.EXTENT_FULL if earned == 4 else extents.get(file, facts.EXTENT_UNKNOWN)
    most = offer.ceiling[0] if offer.ceiling else 4
    found = {"level": min(earned, most), "earned": earned, "attainable": attainable}
    return {**found, "extent": extent, "ceiling": offer.ceiling}


def _is(message: Any, *kinds: str) -> bool:
    return type(message).__name__ in kinds


def _own(messages: Sequence[Any], unit: str, day: int) -> list[Any]:
    name = f"services/a/offerings/{unit}"
    return [
        each for each in messages if getattr(each, "offering", "") == name and day_of(each) == day
    ]


def _handed_over(offer: Offer | None, today: Sequence[Any]) -> Offer | None:
    if any(_is(each, "OfferingClosed") for each in today):
        return None
    for each in today:
        if _is(each, "OfferingOpened"):
            break
        offer = _amended(offer, each)
    return offer


def _amended(offer: Offer | None, each: Any) -> Offer | None:
    if _is(each, "OfferingOpened"):
        states = {one.capability: one.state for one in each.capabilities}
        return Offer(states, _ceiling(each), each.level_rule or LEVELS)
    if _is(each, "OfferingClosed") or offer is None:
        return None
    if _is(each, "CapabilitiesRecorded"):
        return offer._replace(
            states={**offer.states, **{one.capability: one.state for one in each.capabilities}}
        )
    if _is(each, "CeilingDeclared"):
        return offer._replace(ceiling=_ceiling(each))
    return offer._replace(designated=each.extent)


def _ceiling(each: Any) -> tuple[int, str] | None:
    return (each.ceiling, each.ceiling_reason) if each.HasField("ceiling") else None


def _followed(
    messages: Sequence[Any],
    unit: str,
    day: int,
    given: dict[str, Offer | None],
    rule: str | None,
) -> Offer | None:
    changes = [e for e in messages if _is(e, "UnitMerged", "UnitSplit") and day_of(e) == day]
    names = {
        change.unit.rpartition("/")[2]
        for change in changes
        if change.offerings == facts.OFFERING_RULE_FOLLOW and f"units/{unit}" in _parts(change)
    }
    found = [(each, offer) for each in sorted(names - {unit}) if (offer := given[each])]
    if not found:
        return None
    every = [offer for _, offer in found]
    states = {}
    for capability in {each for offer in every for each in offer.states}:
        seen = [offer.states.get(capability, UNKNOWN) for offer in every]
        states[capability] = next(state for state in (NO, UNKNOWN, YES, NA) if state in seen)
    ceilings = [offer.ceiling for offer in every if offer.ceiling]
    lowest = next((c for n in (1, 2, 3, 4) for c in ceilings if c[0] == n), None)
    common = every[0].rule if len({offer.rule for offer in every}) == 1 else LEVELS
    return Offer(states, lowest, rule or common, tuple(each for each, _ in found), states)


def _parts(change: Any) -> list[str]:
    return [change.into] if _is(change, "UnitMerged") else [part.unit for part in change.parts]


def _bounds(messages: Sequence[Any], unit: str) -> tuple[float, list[tuple[float, Any]]]:
    """When unit and service both are there; and when they end, the earlier one first."""
    of = [each for each in messages if getattr(each, "unit", "") == f"units/{unit}"]
    opens = [day_of(e) for e in of if _is(e, "UnitOpened")]
    ends = [
        day_of(e)
        for e in of
        if _is(e, "UnitClosed", "UnitMerged")
        or (_is(e, "UnitSplit") and f"units/{unit}" not in _parts(e))
    ]
    begins = [day_of(e) for e in messages if _is(e, "ServicePublished")]
    retired = [day_of(e) for e in messages if _is(e, "ServiceRetired")]
    never = 10_000
    both = [
        (min(ends, default=never), facts.CLOSING_CAUSE_UNIT_ENDED),
        (min(retired, default=never), facts.CLOSING_CAUSE_SERVICE_RETIRED),
    ]
    return max(min(opens, default=never), min(begins, default=never)), sorted(both)


def _cause(
    today: Sequence[Any], ends: list[tuple[float, Any]], before: Offer | None, yesterday: Day | None
) -> Any:
    """By what it is closed, where it is: what closed it when it was open last."""
    if before is None:
        return yesterday.cause if yesterday else 0
    if any(_is(each, "OfferingClosed") for each in today):
        return facts.CLOSING_CAUSE_DECIDED
    return ends[0][1]


def _fee(messages: Sequence[Any], day: int) -> bool:
    begun = [e for e in messages if _is(e, "ServicePublished") and day_of(e) <= day]
    last = max(begun, key=lambda each: each.version, default=None)
    return bool(last and any(line.amount for line in last.content.fees))
