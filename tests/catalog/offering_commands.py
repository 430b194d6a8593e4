"""Commands on offerings of a catalogue on 15 June 2026: what they decide, or why they are refused.

Promises plain values without a database. Must not assert more than that a refusal has words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering import (
    ceilings,
    closing,
    intake,
    opening,
    recording,
    withdrawal,
)
from services.catalog.domain.offering.situation import Situation
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.chassis.decider import Fact
from tests.catalog import offering_events as event
from tests.catalog.given import States, recorded
from tests.catalog.offering_dates import JUNE, on
from tests.catalog.offering_events import Catalogue, offering_of

NOW = on(JUNE, 15)
SIX = "six_points@1"


def situation(known: Catalogue) -> Situation:
    """What commands on the offering of P are judged by."""
    return Situation(
        name=offering_of("p"),
        offering=known.offering("p"),
        periods=known.timelines().get("p", ()),
        service=known.service(),
        unit=known.forest().get("units/p", Unit()),
    )


def opening_of(
    known: Catalogue,
    states: States | None = None,
    *,
    at: datetime | None = None,
    reason: str = "",
    service: Service | None = None,
    **said: Any,
) -> list[Any]:
    """What opening the offering of P decides; `service`: in place of the one that is known."""
    proposed, judged = _proposed(states, reason, said), situation(known)
    if service is not None:
        judged = judged._replace(service=service)
    return _messages(opening.open_offering(judged, proposed=proposed, at=at, now=NOW))


def row_of(
    known: Catalogue,
    states: States | None = None,
    *,
    at: datetime | None = None,
    reason: str = "",
    **said: Any,
) -> list[Any]:
    """What a row that says that the offering of P is open decides."""
    proposed = _proposed(states, reason, said)
    return _messages(intake.take(situation(known), proposed=proposed, at=at, now=NOW))


def opening_corrected(known: Catalogue, at: datetime, reason: str = "ghi muộn") -> list[Any]:
    """What opening the offering of P earlier decides."""
    return _messages(opening.correct_opening(situation(known), at=at, reason=reason, now=NOW))


def recording_of(
    known: Catalogue,
    states: States | list[facts.RecordedCapability],
    *,
    at: datetime | None = None,
    reason: str = "",
) -> list[Any]:
    """What recording capabilities at P decides."""
    said = states if isinstance(states, list) else recorded(states)
    proposed = facts.CapabilitiesRecorded(
        offering=offering_of("p"), capabilities=said, correction_reason=reason
    )
    return _messages(recording.record(situation(known), proposed=proposed, at=at, now=NOW))


def ceiling_of(
    known: Catalogue,
    ceiling: int | None,
    why: str = "QĐ 12",
    *,
    at: datetime | None = None,
    reason: str = "",
) -> list[Any]:
    """What declaring a ceiling at P decides; None lifts it."""
    proposed = facts.CeilingDeclared(
        offering=offering_of("p"), ceiling=ceiling, ceiling_reason=why, correction_reason=reason
    )
    return _messages(ceilings.declare_ceiling(situation(known), proposed=proposed, at=at, now=NOW))


def closing_of(
    known: Catalogue,
    *,
    at: datetime | None = None,
    why: str = "Chuyển về thành phố",
    reason: str = "",
) -> list[Any]:
    """What closing the offering of P decides."""
    proposed = facts.OfferingClosed(offering=offering_of("p"), reason=why, correction_reason=reason)
    return _messages(closing.close(situation(known), proposed=proposed, at=at, now=NOW))


def withdrawing(known: Catalogue, version: int, reason: str = "hoãn") -> list[Any]:
    """What withdrawing a fact of P's offering decides."""
    decided = withdrawal.withdraw(situation(known), version=version, reason=reason, now=NOW)
    return _messages(decided)


def then(known: Catalogue, decided: Sequence[Any]) -> Catalogue:
    """The catalogue, with what was decided."""
    for each in decided:
        known.record(each)
    return known


def _proposed(states: States | None, reason: str, stated: dict[str, Any]) -> facts.OfferingOpened:
    return facts.OfferingOpened(
        offering=offering_of("p"),
        service=event.SERVICE,
        unit="units/p",
        capabilities=recorded(states or {}),
        correction_reason=reason,
        **stated,
    )


def _messages(decided: Sequence[Fact]) -> list[Any]:
    """What was decided; all of it now, and published under the unit that is credited."""
    for fact in decided:
        assert fact.subject == f"motcua.catalog.{fact.message.DESCRIPTOR.name}.p"
        assert fact.occurred_at == NOW
    return [fact.message for fact in decided]
