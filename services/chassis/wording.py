"""Values of refusals as people read them: instants and days in local time, as either language
writes them.

Example: `2025-07-01T01:30:00.123456Z` is `08:30:00 ngày 01/07/2025`, or `08:30:00 on 1 July 2025`.
Promises every other text as it is. Must not round a time up.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

Language = Literal["vi", "en"]
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
LATEST = datetime.max.replace(tzinfo=LOCAL)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = {"date", "day", "first", "last", "start", "end"}  # values that are days where they look so
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def in_words(values: Mapping[str, str], language: Language) -> dict[str, str]:
    """The values, each as a reader of that language writes it."""
    return {name: worded(name, value, language) for name, value in values.items()}


def worded(name: str, value: str, language: Language) -> str:
    """One of them."""
    try:
        if INSTANT.fullmatch(value):
            return instant(datetime.fromisoformat(value), language)
        if name in DAYS and DAY.fullmatch(value):
            return day(date.fromisoformat(value), language)
    except ValueError:  # a name that looks like a day, and is none
        return value
    return value


def instant(at: datetime, language: Language) -> str:
    """In local time, to the minute, or to the second where it has any; the end of the calendar for
    what lies after it here.
    """
    at = min(at.astimezone(UTC), LATEST.astimezone(UTC)).astimezone(LOCAL)
    clock = f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}"
    return f"{clock} {'ngày' if language == 'vi' else 'on'} {day(at.date(), language)}"


def day(on: date, language: Language) -> str:
    """`01/07/2025` or `1 July 2025`."""
    if language == "vi":
        return f"{on.day:02}/{on.month:02}/{on.year:04}"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
