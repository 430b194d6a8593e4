"""Dates of 2026 in Vietnam, and what is derived of a catalogue on them, said briefly.

Promises plain values without a database. Must not assert.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.given import FILING, LEVEL_4, States
from tests.catalog.offering_events import Catalogue, since

VIETNAM = timezone(timedelta(hours=7))
FILE, PAY = facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE
LEVEL_2: States = {each: state for each, state in LEVEL_4.items() if each not in FILING}
LEVEL_3: States = {**LEVEL_4, PAY: facts.CAPABILITY_STATE_NO}
CLOSED, UNIT_ENDED, RETIRED = (
    facts.CLOSING_CAUSE_DECIDED,
    facts.CLOSING_CAUSE_UNIT_ENDED,
    facts.CLOSING_CAUSE_SERVICE_RETIRED,
)
JANUARY, JUNE, JULY, AUGUST, SEPTEMBER = 1, 6, 7, 8, 9


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=VIETNAM)


def catalogue(*messages: Any) -> Catalogue:
    """Units p, q, r and s, and the service, are there since 1 January."""
    begins = on(JANUARY, 1)
    opened = [event.unit_opened(unit, begins) for unit in "pqrs"]
    return Catalogue(*opened, event.published(1, begins), *messages)


def story(known: Catalogue, unit: str) -> list[tuple[str, Any]]:
    """From when on an offering follows which units ("" by itself), or by what it is closed."""
    return [
        (_date(span), _follows(span) if span.open else span.closed_by)
        for span in known.spans()[unit]
    ]


def levels(known: Catalogue, unit: str) -> list[tuple[str, int | None]]:
    """From when on which level; None where it is closed or the rule claims none."""
    return [
        (_date(span), span.level if span.HasField("level") else None)
        for span in known.spans()[unit]
    ]


def span_on(known: Catalogue, unit: str, at: datetime) -> facts.OfferingSpan:
    begun = [span for span in known.spans()[unit] if since(span) <= at]
    return begun[-1] if begun else facts.OfferingSpan()


def _follows(span: facts.OfferingSpan) -> str:
    return " ".join(name.rpartition("/")[2] for name in span.follows)


def _date(span: facts.OfferingSpan) -> str:
    at = since(span).astimezone(VIETNAM)
    return f"{at.day} {at:%B}"
