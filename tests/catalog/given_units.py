"""What the tests of units are given: facts about units by bare ids and days, and forests of them.

Promises plain values without a database. Must not know how a decision is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import units
from services.catalog.domain.tree import Forest
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, NOW, text

Shares = Mapping[str, Fraction | str | None]
LONG_AGO = -300


def on(day: float) -> datetime:
    """An instant so many days after NOW."""
    return NOW + day * DAY


def u(unit_id: str) -> str:
    """The name of a unit; "" stays no unit."""
    return unit_id and f"units/{unit_id}"


def opened(unit_id: str, parent: str = "", *, day: float = LONG_AGO, **rest: Any) -> Any:
    said = {"kind": "ward", "display_name": text(f"Đơn vị {unit_id}"), **rest}
    return facts.UnitOpened(unit=u(unit_id), parent=u(parent), effective_time=on(day), **said)


def moved(unit_id: str, parent: str, *, day: float, **rest: Any) -> Any:
    return facts.UnitMoved(unit=u(unit_id), parent=u(parent), effective_time=on(day), **rest)


def renamed(unit_id: str, vi: str = "", *, day: float, **rest: Any) -> Any:
    named = text(vi) if vi else None
    return facts.UnitRenamed(unit=u(unit_id), display_name=named, effective_time=on(day), **rest)


def closed(unit_id: str, *, day: float, **rest: Any) -> Any:
    return facts.UnitClosed(unit=u(unit_id), effective_time=on(day), **rest)


def merged(unit_id: str, into: str, *, day: float, **rest: Any) -> Any:
    return facts.UnitMerged(unit=u(unit_id), into=u(into), effective_time=on(day), **rest)


def split(unit_id: str, shares: Shares, *, day: float, **rest: Any) -> Any:
    return facts.UnitSplit(unit=u(unit_id), parts=parts(shares), effective_time=on(day), **rest)


def parts(shares: Shares) -> list[facts.Successor]:
    """Successors with shares such as "1/3"; None: not attributable."""
    return [
        facts.Successor(unit=u(part), share=None if share is None else share_of(Fraction(share)))
        for part, share in shares.items()
    ]


def share_of(share: Fraction) -> facts.Share:
    return facts.Share(numerator=share.numerator, denominator=share.denominator)


def withdrawn(unit_id: str, version: int, *, reason: str = "hoãn lại") -> Any:
    return facts.UnitChangeWithdrawn(unit=u(unit_id), version=version, reason=reason)


def appointed(
    unit_id: str,
    officer: str,
    *,
    day: float,
    duty: facts.Duty = facts.DUTY_LEADER,
    **rest: Any,
) -> Any:
    return facts.OfficerAppointed(
        unit=u(unit_id), officer=officer, duty=duty, effective_time=on(day), **rest
    )


def relieved(
    unit_id: str,
    officer: str,
    *,
    day: float,
    duty: facts.Duty = facts.DUTY_LEADER,
    **rest: Any,
) -> Any:
    return facts.OfficerRelieved(
        unit=u(unit_id), officer=officer, duty=duty, effective_time=on(day), **rest
    )


def policy(unit_id: str, refuse: bool, *, day: float, **rest: Any) -> Any:
    return facts.FilingPolicySet(
        unit=u(unit_id), refuse_below_level_3=refuse, effective_time=on(day), **rest
    )


def authorized(
    unit_id: str, desk: str, *, day: float, until: float | None = None, **rest: Any
) -> Any:
    return facts.DeskAuthorized(
        unit=u(unit_id),
        desk=u(desk),
        effective_time=on(day),
        end_time=None if until is None else on(until),
        **rest,
    )


def revoked(unit_id: str, desk: str, *, day: float, **rest: Any) -> Any:
    return facts.DeskRevoked(unit=u(unit_id), desk=u(desk), effective_time=on(day), **rest)


def assigned(unit_id: str, calendar: str, *, day: float, **rest: Any) -> Any:
    return facts.CalendarAssigned(
        unit=u(unit_id), calendar=f"calendars/{calendar}", effective_time=on(day), **rest
    )


def forest(*happened: Any) -> Forest:
    """Units after facts about them, in the order in which they were recorded."""
    found = Forest()
    for message in happened:
        state = found.get(message.unit, units.Unit())
        found.put(message.unit, units.DECIDER.fold(state, [Fact(message, NOW, "")]))
    return found


def unit(*happened: Any) -> units.Unit:
    """One unit after facts, the first of which opened it."""
    return forest(*happened)[happened[0].unit]


def refused(decide: Callable[[], Any]) -> str:
    """The reason and the field of a decision that must be refused, in words in both languages."""
    with pytest.raises(Refusal) as refusal:
        decide()
    for language in ("vi", "en"):
        assert "{" not in refusal.value.message(language)
    return f"{refusal.value.reason.code} {refusal.value.field}"


def refused_with(decide: Callable[[], Any]) -> Mapping[str, str]:
    """What a refusal says that it is about."""
    with pytest.raises(Refusal) as refusal:
        decide()
    return refusal.value.values
