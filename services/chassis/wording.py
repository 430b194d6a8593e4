"""Values of refusals as people read them: instants and days in local time, as either language
writes them.

Example: `2025-07-01T01:30:00.123456Z` is `08:30:00 ngày 01/07/2025`, or `08:30:00 on 1 July 2025`.
Promises every other text as it is. Must not round a time up.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from services import formats

Language = Literal["vi", "en"]
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = {"date", "day", "first", "last", "start", "end"}  # values that are days where they look so


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
    """In local time, to the minute, or to the second where it has any."""
    here = formats.local(at)
    clock = f"{here:%H:%M:%S}" if here.second or here.microsecond else f"{here:%H:%M}"
    return f"{clock} {'ngày' if language == 'vi' else 'on'} {day(here.date(), language)}"


def day(on: date, language: Language) -> str:
    """As elsewhere, in a text that may be broken anywhere."""
    return formats.day(on, language).replace(formats.SPACE, " ")
