"""What tests of offerings are given: commands with defaults, and what they come to.

Promises plain values without a database. Must not assert more than that a refusal has words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, services, units
from services.catalog.domain.effective import instant
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import (
    DAY,
    NOW,
    States,
    offering,
    offering_opened,
    open_unit,
    recorded,
    service,
)

NAME = "services/a/offerings/q1"
SIX = "six_points@1"
LATE = "nhập lại"

POINTS = (
    facts.CAPABILITY_REGISTER_ONLINE,
    facts.CAPABILITY_AUTHENTICATE_ONLINE,
    facts.CAPABILITY_FILE_ONLINE,
    facts.CAPABILITY_DECIDE_ONLINE,
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_FEEDBACK_ONLINE,
)


def opening(
    states: States | None = None,
    *,
    known: offerings.Offering | None = None,
    of: services.Service | None = None,
    by: units.Unit | None = None,
    at: datetime | None = None,
    **proposed: Any,
) -> list[Fact]:
    """What opening an offering comes to."""
    return list(
        offerings.open_offering(
            known or offerings.Offering(),
            proposed=offering_opened(**proposed),
            capabilities=recorded(states or {}),
            service=service() if of is None else of,
            unit=open_unit() if by is None else by,
            at=at,
            now=NOW,
        )
    )


def recording(
    known: offerings.Offering,
    states: States | Sequence[facts.RecordedCapability],
    *,
    of: services.Service | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> list[Fact]:
    """What recording capabilities comes to."""
    given = recorded(states) if isinstance(states, dict) else states
    return list(
        offerings.record(
            known,
            name=NAME,
            capabilities=given,
            service=of or service(),
            at=at,
            reason=reason,
            now=NOW,
        )
    )


def declaring(
    known: offerings.Offering,
    ceiling: int | None,
    why: str = "Quyết định 12",
    *,
    of: services.Service | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> list[Fact]:
    """What declaring a ceiling comes to; None lifts it."""
    proposed = facts.CeilingDeclared(
        offering=NAME, ceiling=ceiling, ceiling_reason=why, correction_reason=reason
    )
    return list(
        offerings.declare_ceiling(known, proposed=proposed, service=of or service(), at=at, now=NOW)
    )


def closing(
    known: offerings.Offering,
    *,
    at: datetime | None = None,
    why: str = "Chuyển về thành phố",
    reason: str = "",
) -> list[Fact]:
    """What closing an offering comes to."""
    return list(
        offerings.close(known, name=NAME, at=at, reason=why, correction_reason=reason, now=NOW)
    )


def opened(states: States | None = None, **rest: Any) -> offerings.Offering:
    """An offering that opened a hundred days ago."""
    since = {"at": NOW - 100 * DAY, "correction_reason": LATE, **rest}
    return offering(opening(states, **since))


def then(known: offerings.Offering, *decided: list[Fact]) -> offerings.Offering:
    """The offering after more decisions."""
    for each in decided:
        known = offerings.DECIDER.fold(known, each)
    return known


def refusal_of(action: Any, *words: Any, **rest: Any) -> str:
    """The reason and the field of what must be refused."""
    with pytest.raises(Refusal) as refusal:
        action(*words, **rest)
    assert refusal.value.message("vi")
    assert refusal.value.message("en")
    return f"{refusal.value.reason.code} {refusal.value.field}"


def levels_of(assessed: facts.LevelsAssessed) -> list[tuple[datetime, int]]:
    """From when which level."""
    return [(instant(span.effective_time), span.level) for span in assessed.spans]


def kinds(decided: Sequence[Fact]) -> list[str]:
    """The names of the facts."""
    return [fact.message.DESCRIPTOR.name for fact in decided]
