"""Zones of times without an offset: an offset, or a zone of the IANA database, as the locked
package `tzdata` has it, whatever the machine knows.

Promises the one instant of a time on the wall, or a refusal: where clocks are put back a time is
two instants, and where they are put forward none.
"""

from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib.resources import files
from re import compile as pattern
from zoneinfo import ZoneInfo

from services.console.times.parts import OFFSET, offset

NAME = pattern(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z0-9_+-]*){0,2}")


@lru_cache
def zone_of(text: str) -> tzinfo:
    """An offset such as +07:00, or a zone such as Asia/Ho_Chi_Minh; ValueError for all else."""
    if OFFSET.fullmatch(text):
        return timezone(offset(text))
    known = files("tzdata").joinpath("zoneinfo")
    found = known.joinpath(*text.split("/")) if NAME.fullmatch(text) else known
    if not found.is_file():
        raise ValueError(f"{text!r} is no offset, and no zone")
    with found.open("rb") as file:
        return ZoneInfo.from_file(file, key=text)


def away(wall: datetime, zone: tzinfo) -> timedelta:
    """How far a time on the wall is from UTC; ValueError where that is not one offset."""
    if isinstance(zone, timezone):
        return zone.utcoffset(None)
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first > second:
        raise ValueError("clocks were put back then, so it is two instants")
    if first < second:
        raise ValueError("clocks were put forward then, so there was no such time")
    return first
