"""The parts of a written time, put together: which day, which time of that day, which offset.

Promises the one day and time that the parts state, or ValueError with the reason. Must not know in
which order they are written.
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

Parts = Mapping[str, str]

# What states an offset; a mark before it says the same. Those in use are -12:00 to +14:00.
OFFSET = re.compile(r"[+\-\u2212][0-9]{2}:[0-9]{2}")
WRITTEN_OFFSET = (
    r"Z|(?:UTC|GMT)(?:[+\-\u2212][0-9]{1,2}(?::?[0-9]{2})?)?"
    r"|[+\-\u2212][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?"
)
WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HALVES = {"AM": 0, "SA": 0, "PM": 12, "CH": 12}  # SA and CH: sáng, chiều
MICROSECONDS = 6
END_OF_DAY = 24


class Wall(NamedTuple):
    """A day and a time of it. `later` is a day where 24:00 is written, `rest` whether digits of a
    second beyond the sixth are other than 0, `is_day` whether no time of day is written.
    """

    day: date
    clock: time = time()
    offset: timedelta | None = None
    later: timedelta = timedelta()
    rest: bool = False
    is_day: bool = False


def wall(parts: Parts) -> Wall:
    """From parts by their letters in patterns; a time of day only where there is an hour."""
    day = day_of(parts)
    if "a" in parts and not WEEKDAYS[day.weekday()].startswith(parts["a"].lower()):
        raise ValueError(f"{day} is not a {parts['a']}")
    if "H" not in parts and "I" not in parts:
        return Wall(day, is_day=True)
    hour, minute, second = hour_of(parts), int(parts.get("M", 0)), int(parts.get("S", 0))
    fraction = parts.get("f", "")
    ends = hour == END_OF_DAY and not (minute or second or int(fraction or 0))
    return Wall(
        day=day,
        clock=time(0 if ends else hour, minute, second, int(fraction[:MICROSECONDS].ljust(6, "0"))),
        offset=offset(parts["z"]) if "z" in parts else None,
        later=timedelta(days=1 if ends else 0),
        rest=bool(fraction[MICROSECONDS:].strip("0")),
    )


def day_of(parts: Parts) -> date:
    """By month and day, by the day of the year, or by the day of an ISO week."""
    if "G" in parts:
        return date.fromisocalendar(int(parts["G"]), int(parts["V"]), int(parts["u"]))
    year = int(parts["Y"])
    if "j" in parts:
        day = date(year, 1, 1) + timedelta(days=int(parts["j"]) - 1)
        if day.year != year:
            raise ValueError(f"{year} has no day {parts['j']}")
        return day
    month = int(parts["m"]) if "m" in parts else month_named(parts["b"])
    return date(year, month, int(parts["d"]))


def month_named(name: str) -> int:
    """By its English name or the first three letters of it."""
    return next(n for n, each in enumerate(MONTHS, 1) if each.startswith(name.lower()))


def hour_of(parts: Parts) -> int:
    """Of twenty-four, or of twelve in a half of the day: 12:30 AM is 00:30."""
    if "H" in parts:
        return int(parts["H"])
    hour = int(parts["I"])
    if not 1 <= hour <= 12:
        raise ValueError(f"a clock of twelve hours shows no {hour}")
    return hour % 12 + HALVES[parts["p"].replace(".", "").upper()]


@lru_cache(maxsize=256)
def offset(text: str) -> timedelta:
    """`+07:00`, `+0700`, `+07`, `UTC+7`, `GMT`, `Z`."""
    numbers = re.sub("[^0-9]", "", text)
    if not numbers:
        return timedelta()
    numbers = numbers.zfill(len(numbers) + len(numbers) % 2)
    hours, minutes, seconds = (int(numbers[at : at + 2] or 0) for at in (0, 2, 4))
    away = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    away = away if "+" in text else -away
    if max(minutes, seconds) > 59 or not WEST <= away <= EAST:
        raise ValueError(f"no place is {text} from UTC")
    return away
