"""An offering said anew from an instant on, stretch by stretch, with all that was said of each.

Promises that what was said beyond that instant is said again, endings included. Must not decide
which stretches there are to be.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    CeilingDeclared,
    ExtentDesignated,
    OfferingOpened,
)
from services.catalog.domain import effective
from services.catalog.domain.lives import DECIDER, Life, Offering, stated
from services.catalog.domain.offerings import Ending, end, endings
from services.catalog.domain.services import Service, version_at
from services.chassis.decider import Fact


def said(
    known: Offering,
    stretches: Iterable[Life],
    service: Service,
    *,
    at: datetime,
    now: datetime,
    unit_ends: datetime | None = None,
    reason: str = "",
    withdrawal_reason: str = "",
) -> list[Fact]:
    """What is said of an offering that is closed from an instant on, so that it has these stretches
    from then on, as far as its service is in force and its unit is open. `reason`: why it is said
    later; else empty. `withdrawal_reason`: why that closing, which somebody planned, is withdrawn.
    """
    facts: list[Fact] = []
    ends = endings(unit_ends, service)
    for life in stretches:
        since = max(life.starts, at)
        if not life.goes_on(at) or version_at(service, since) is None:
            continue
        if unit_ends is None or since < unit_ends:
            facts += _opened(life, since, reason, withdrawal_reason, now)
            facts += _ended(DECIDER.fold(known, facts), [(life.ends, life.why), *ends], reason, now)
    return facts


def _opened(
    life: Life, since: datetime, reason: str, withdrawal_reason: str, now: datetime
) -> list[Fact]:
    """A stretch that goes on needs no more than an opening where it was to end: all stands that was
    said of it. One that had not begun is said anew.
    """
    opening = OfferingOpened(
        offering=life.opening.offering,
        service=life.opening.service,
        unit=life.opening.unit,
        effective_time=effective.stamp(since),
        level_rule=life.opening.level_rule,
    )
    every: list[Any] = [opening]
    if life.starts == since:
        opening.follows.extend(life.opening.follows)
        first = life.ceilings[0]
        if first.level:
            opening.ceiling, opening.ceiling_reason = first.level, first.reason
        every += [*_recorded(life), *_declared(life), *_designated(life)]
    else:
        opening.withdrawal_reason = withdrawal_reason
    for each in every:
        each.correction_reason = reason
    return [stated(each, of=opening, now=now) for each in every]


def _recorded(life: Life) -> Iterator[Message]:
    for each in life.recordings:
        yield CapabilitiesRecorded(
            offering=life.opening.offering,
            effective_time=effective.stamp(each.effective_time),
            capabilities=each.capabilities,
            is_common=each.is_common,
        )


def _declared(life: Life) -> Iterator[Message]:
    """What the opening itself does not say."""
    for each in life.ceilings[1:]:
        yield CeilingDeclared(
            offering=life.opening.offering,
            effective_time=effective.stamp(each.effective_time),
            ceiling=each.level or None,
            ceiling_reason=each.reason,
        )


def _designated(life: Life) -> Iterator[Message]:
    for each in life.designations:
        designated = ExtentDesignated()
        designated.CopyFrom(each.said)
        yield designated


def _ended(known: Offering, endings: Iterable[Ending], reason: str, now: datetime) -> list[Fact]:
    """The end of a stretch, of its unit or of its service, whichever comes first."""
    if not (ahead := [(ends, why) for ends, why in endings if ends is not None]):
        return []
    ends, why = min(ahead)
    return end(known, at=ends, why=why, correction_reason=reason, now=now)
