"""Times as other systems write them, read by a stated format: ISO 8601, a pattern, or a number.

Promises the instant that is written, or a refusal: of the format when the mapping is read, of a
text when it is read. Must not use the machine's zone or language, nor guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from services.console import time_numbers, time_patterns
from services.console.time_parts import OFFSET, Wall, offset

ISO = "ISO 8601"


class FormatError(Exception):
    """A time format that leaves something open, or that is none; the text says what to write."""


@dataclass(frozen=True)
class Stated:
    """A time as it is written: what the clock on the wall showed, which is 00:00 where only a day
    is written; the offset from UTC where one is stated; and whether 24:00 of the day before is
    written.
    """

    wall: datetime
    offset: timedelta | None = None
    ends_day: bool = False

    def at(self, zone: timezone) -> datetime:
        """The instant in UTC, in that zone where no offset is stated; OverflowError outside of the
        years 1 to 9999.
        """
        away = zone.utcoffset(None) if self.offset is None else self.offset
        return (self.wall - away).replace(tzinfo=UTC)


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
        return Stated(moment, wall.offset, bool(wall.later))


@lru_cache
def time_format(text: str = "", *, decimal: str = ".", cut: bool = False) -> TimeFormat:
    """The format of that name or pattern; without either, ISO 8601. `decimal` is the mark of
    numbers; `cut` leaves out what is shorter than a microsecond, which is refused otherwise.
    FormatError where a time written so could be read as another.
    """
    if decimal not in {".", ","}:
        raise FormatError(f"decimal must be '.' or ',', not {decimal!r}")
    if not text:
        return TimeFormat(ISO, time_patterns.iso, cut)
    if text in time_numbers.KINDS:
        return TimeFormat(text, time_numbers.reader(text, decimal), cut)
    try:
        return TimeFormat(text, time_patterns.reader(text), cut)
    except ValueError as failed:
        kinds = ", ".join(time_numbers.KINDS)
        raise FormatError(
            f"{failed} ({text!r}; a pattern such as %d/%m/%Y %H:%M, or one of {kinds})"
        ) from None


def zone_of(text: str) -> timezone:
    """An offset such as +07:00; ValueError for anything else."""
    if not OFFSET.fullmatch(text):
        raise ValueError(f"{text!r} is no offset")
    return timezone(offset(text))
