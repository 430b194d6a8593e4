"""Local days: written as ISO 8601, each beginning at midnight in Vietnam.

A real date in exactly one spelling, whatever zone the machine is in.
"""

from datetime import UTC, date, datetime, timedelta

from services.catalog.domain.refusals.calendars import CalendarReason
from services.chassis.errors import Refusal

# The first instant that a resource is asked about; every calendar is known from there on.
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
AHEAD = timedelta(hours=7)  # of UTC, all the year


def real(text: str, *, field: str) -> date:
    """The date that the text names, or a refusal; 20260217 and 2026-W08-2 name none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise Refusal(CalendarReason.DATE_NOT_REAL, field=field, values={"date": text})
    return found


def midnight(day: date) -> datetime:
    """The instant at which a local day begins, but never one before the beginning."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return max(begins - AHEAD, BEGINNING) if begins > BEGINNING else BEGINNING
