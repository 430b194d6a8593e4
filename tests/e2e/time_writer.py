"""How a naive program writes a time: the oracle of the tests that read times.

Promises the text of an instant in any pattern of strftime's letters, in ISO 8601 and as a number.
Must not share code with what reads them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def days_before(year: int) -> int:
    """From 0001-01-01 to the year's first day, by counting leap years."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def week_date(day: date) -> tuple[int, int, int]:
    """Year, week and day of ISO 8601: a week belongs to the year of its Thursday."""
    number = (days_before(day.year) + day_of_year(day) - 1) % 7 + 1
    thursday = day + timedelta(days=4 - number)
    return thursday.year, (day_of_year(thursday) - 1) // 7 + 1, number


def day_of_year(day: date) -> int:
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return sum(lengths[: day.month - 1]) + day.day


def written(letter: str, at: datetime, *, away: timedelta, padded: bool = True) -> str:
    """One letter of a pattern, of a wall clock that is so far from UTC."""
    year, week, number = week_date(at.date())
    half = at.hour % 12
    two = 2 if padded else 1
    return {
        "Y": f"{at.year:04d}",
        "y": f"{at.year % 100:02d}",
        "m": f"{at.month:0{two}d}",
        "d": f"{at.day:0{two}d}",
        "j": f"{day_of_year(at.date()):03d}",
        "b": MONTHS.split()[at.month - 1][:3],
        "B": MONTHS.split()[at.month - 1],
        "G": f"{year:04d}",
        "V": f"{week:02d}",
        "u": str(number),
        "a": DAYS.split()[number - 1][:3],
        "A": DAYS.split()[number - 1],
        "H": f"{at.hour:0{two}d}",
        "I": f"{half or 12:0{two}d}",
        "p": "AM" if at.hour < 12 else "PM",
        "M": f"{at.minute:0{two}d}",
        "S": f"{at.second:0{two}d}",
        "f": f"{at.microsecond:06d}",
        "z": offset(away),
        "Z": "UTC" if not away else "CST",
        "%": "%",
    }[letter]


def offset(away: timedelta, *, colon: bool = False) -> str:
    minutes = int(away.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{':' if colon else ''}{abs(minutes) % 60:02d}"


def floored(at: datetime, letters: str) -> datetime:
    """What a program that writes these letters says of an instant."""
    if "f" in letters:
        return at
    if "S" in letters:
        return at.replace(microsecond=0)
    if "M" in letters:
        return at.replace(second=0, microsecond=0)
    if "H" in letters or "I" in letters:
        return at.replace(minute=0, second=0, microsecond=0)
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
