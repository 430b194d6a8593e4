"""Local days as messages carry them, and as tests write them: `2026-02-17`.

Promises one spelling of each. Must not assert.
"""

from datetime import date

from google.type.date_pb2 import Date


def on(text: str) -> Date:
    """The day that the text names."""
    day = date.fromisoformat(text)
    return Date(year=day.year, month=day.month, day=day.day)


def iso(day: Date) -> str:
    """The text that names the day."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
