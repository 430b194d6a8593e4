"""Times as other systems write them, read by a stated format: ISO 8601, a pattern, or a number.

Promises the instant that is written, or a refusal: of the format when the mapping is read, of a
text when it is read. Must not use the machine's zone or language, nor guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from services.console.times import numbers, patterns
from services.console.times.parts import Wall
from services.console.times.zones import away

ISO = "ISO 8601"
EARLIEST, LATEST = 1800, 2000  # from which two digits of a year may count


class FormatError(Exception):
    """A time format that leaves something open, or that is none; the text says what to write."""


class Stated(NamedTuple):
    """A time as it is written: what the clock on the wall showed, which is 00:00 where only a day
    is written; the offset from UTC where one is stated; and whether 24:00 of the day before is
    written.
    """

    wall: datetime
    offset: timedelta | None = None
    ends_day: bool = False
    is_day: bool = False  # no time of day is written

    def at(self, zone: tzinfo) -> datetime:
        """The instant in UTC, in that zone where no offset is stated; OverflowError outside of the
        years 1 to 9999, ValueError where the zone's clocks showed it twice or never.
        """
        offset = away(self.wall, zone) if self.offset is None else self.offset
        return (self.wall - offset).replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class TimeFormat:
    """A format that was checked; `name` is for messages."""

    name: str
    read: Callable[[str], Wall]
    cut: bool = False

    def stated(self, text: str) -> Stated:
        """The time that a text states; ValueError with the reason where it states none."""
        wall = self.read(text)
        try:
            moment = datetime.combine(wall.day, wall.clock) + wall.later
        except OverflowError:
            raise ValueError("no calendar reaches it") from None
        if wall.rest and not self.cut:
            raise ValueError("it has more than six digits of a second")
        return Stated(moment, wall.offset, bool(wall.later), wall.is_day)


def days_within(text: str, pattern: str) -> list[date]:
    """The days that are written so in a longer text, such as the name of a file; FormatError for
    what is no pattern.
    """
    try:
        return [each.day for each in patterns.within(pattern)(text)]
    except ValueError as failed:
        raise FormatError(f"{failed} ({pattern!r}; a pattern such as %Y-%m-%d)") from None


@lru_cache
def time_format(
    text: str = "", *, decimal: str = ".", cut: bool = False, years_from: int = 0
) -> TimeFormat:
    """The format of that name or pattern; without either, ISO 8601. `decimal` is the mark of
    numbers; `cut` leaves out what is shorter than a microsecond, which is refused otherwise;
    `years_from` begins the hundred years of two digits. FormatError where a time written so could
    be read as another.
    """
    if decimal not in {".", ","}:
        raise FormatError(f"decimal must be '.' or ',', not {decimal!r}")
    if years_from and not EARLIEST <= years_from <= LATEST:
        raise FormatError(f"years_from must lie within {EARLIEST} and {LATEST}, not {years_from}")
    if text in {"", ISO}:
        return TimeFormat(ISO, patterns.iso, cut)
    if text in numbers.KINDS:
        return TimeFormat(text, numbers.reader(text, decimal), cut)
    try:
        return TimeFormat(text, patterns.reader(text, years_from), cut)
    except ValueError as failed:
        kinds = ", ".join(numbers.KINDS)
        raise FormatError(
            f"{failed} ({text!r}; a pattern such as %d/%m/%Y %H:%M, or one of {kinds})"
        ) from None
