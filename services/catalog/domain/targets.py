"""A target: the rate that an indicator is to reach in a scope by a day, dated and withdrawable.

Fractions are exact. What an indicator counts, and whether a target was met, metrics knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import Share, TargetSet, TargetWithdrawn
from services.catalog.domain import effective, names, texts
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.refusals.targets import TargetReason
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal, faults, refuse_all


class Turn(NamedTuple):
    """What becomes of a target from an instant on: set to this, or (None) withdrawn."""

    effective_time: datetime
    target: TargetSet | None


class TargetPeriod(NamedTuple):
    """A target from an instant on: what was set last, and whether it was withdrawn."""

    since: datetime
    target: TargetSet
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of a target; turns by time, of two from the same instant the later recorded
    one last.
    """

    name: str = ""
    turns: tuple[Turn, ...] = ()


def evolve(target: Target, fact: Message, _occurred_at: datetime) -> Target:
    """The target after a fact."""
    match fact:
        case TargetSet():
            return _turned(target, fact.target, Turn(effective.instant(fact.effective_time), fact))
        case TargetWithdrawn():
            return _turned(target, fact.target, Turn(effective.instant(fact.effective_time), None))
    return target


DECIDER = Decider(initial=Target, evolve=evolve)


def set_target(
    _target: Target, *, proposed: TargetSet, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Set a target, or set it anew from an instant on; that its scope is known was seen to."""
    dated_at = partial(effective.time_of, at, now=now, reason=proposed.correction_reason)
    refuse_all([*_faults(proposed), *faults(dated_at)])
    stated = effective.dated(proposed, dated_at())
    stated.threshold.CopyFrom(lowest(proposed.threshold, field="target.threshold"))
    return [Fact(stated, now, names.subject(stated, stated.target))]


def withdraw(
    target: Target, *, proposed: TargetWithdrawn, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Withdraw a target from an instant on at which it stands."""
    require_known(target, name=proposed.target, field="name")
    texts.require_stated(proposed.reason, CatalogReason.REASON_MISSING, field="reason")
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    found = period_at(target, time)
    if found is None or found.withdrawn:
        values = {"target": target.name, "time": effective.shown(time)}
        raise Refusal(TargetReason.TARGET_NOT_SET_THEN, field="effective_time", values=values)
    stated = effective.dated(proposed, time)
    return [Fact(stated, now, names.subject(stated, stated.target))]


def require_known(target: Target, *, name: str, field: str) -> Target:
    """The target, which was set at some time."""
    if not target.turns:
        raise Refusal(TargetReason.TARGET_UNKNOWN, field=field, values={"target": name})
    return target


def period_at(target: Target, at: datetime) -> TargetPeriod | None:
    """What the target is at an instant; None before it was first set."""
    begun = [each for each in history(target) if each.since <= at]
    return begun[-1] if begun else None


def is_set_so(target: Target, proposed: Any, at: datetime) -> bool:
    """Whether a target is what is proposed at an instant, whenever and for whatever reason."""
    then = period_at(target, at)
    if then is None or then.withdrawn:
        return False
    return _undated(then.target) == _undated(proposed)


def history(target: Target) -> list[TargetPeriod]:
    """What the target is from each instant on, in order of time."""
    stated: TargetSet | None = None
    found: dict[datetime, TargetPeriod] = {}
    for turn in target.turns:
        stated = turn.target or stated
        if stated is not None:
            since = turn.effective_time
            found[since] = TargetPeriod(since, stated, withdrawn=turn.target is None)
    return list(found.values())


def scopes(target: Target) -> set[str]:
    """Every unit that the target was ever set for; "": the whole tree."""
    return {turn.target.unit for turn in target.turns if turn.target}


def lowest(threshold: Share, *, field: str) -> Share:
    """The same part of a whole in lowest terms."""
    if not 0 <= threshold.numerator <= threshold.denominator or not threshold.denominator:
        raise Refusal(TargetReason.THRESHOLD_OUT_OF_RANGE, field=field)
    part = Fraction(threshold.numerator, threshold.denominator)
    return Share(numerator=part.numerator, denominator=part.denominator)


def _turned(target: Target, name: str, turn: Turn) -> Target:
    turns = sorted((*target.turns, turn), key=lambda each: each.effective_time)
    return replace(target, name=name, turns=tuple(turns))


def _undated(stated: TargetSet) -> TargetSet:
    undated = TargetSet()
    undated.CopyFrom(stated)
    undated.ClearField("effective_time")
    undated.ClearField("correction_reason")
    return undated


def _faults(proposed: TargetSet) -> Iterator[Refusal]:
    yield from texts.wrong_name(proposed.display_name, field="target.display_name")
    yield from faults(partial(lowest, proposed.threshold, field="target.threshold"))
