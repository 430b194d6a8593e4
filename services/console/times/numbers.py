"""Times that are written as one number: seconds since 1970, and the days of spreadsheets.

Promises the instant that the number states exactly, or ValueError. Must not read a number of which
digits were lost (1.7E+09), nor one with marks between thousands.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from services.console.times.parts import Wall

MILLISECOND = 10**3  # in microseconds
SECOND = 10**6
DAY = 86_400 * SECOND
SHOWN, KEPT = 5, 9  # decimals of a day that tell the second, and the millisecond
EPOCH = date(1970, 1, 1)
UNIX = {"unix seconds": SECOND, "unix milliseconds": MILLISECOND}
# Day 0 and the first one of each count: that of 1900 holds a 29 February 1900, as day 60.
EXCEL = {"excel days": (date(1899, 12, 30), 61), "excel days 1904": (date(1904, 1, 1), 0)}
AS_SHOWN = " shown"  # rounded to five decimals, which tell the second
KINDS = (*UNIX, *(f"{kind}{ending}" for kind in EXCEL for ending in ("", AS_SHOWN)))


def reader(kind: str, decimal: str) -> Callable[[str], Wall]:
    """What reads the numbers of a kind."""
    written = re.compile(rf"(-?[0-9]{{1,20}})(?:{re.escape(decimal)}([0-9]{{1,30}}))?")

    def read(text: str) -> Wall:
        found = written.fullmatch(text)
        if not found:
            raise ValueError("it is not such a number")
        decimals = found[2] or ""
        number = Fraction(int(found[1] + decimals), 10 ** len(decimals))
        return since_1970(number, UNIX[kind]) if kind in UNIX else serial(number, kind, decimals)

    return read


def since_1970(number: Fraction, unit: int) -> Wall:
    """In UTC, to the microsecond."""
    exact = number * unit
    at = moment(EPOCH, exact.numerator // exact.denominator)
    return Wall(at.date(), at.time(), timedelta(), rest=exact.denominator > 1)


def serial(number: Fraction, kind: str, decimals: str) -> Wall:
    """On the wall: days and their fraction."""
    zero, first = EXCEL[kind.removesuffix(AS_SHOWN)]
    if number < first:
        raise ValueError(f"{kind} begin at {first}")
    if number.denominator == 1:
        return Wall(moment(zero, int(number) * DAY).date(), is_day=True)
    exact = number * DAY
    if kind.endswith(AS_SHOWN):
        found = nearest(exact, SECOND, within=Fraction(DAY, 2 * 10 ** max(SHOWN, len(decimals))))
    else:
        found = kept(exact, len(decimals))
    if found is None:
        raise ValueError("its decimals do not tell the second: were they rounded when shown?")
    at = moment(zero, found)
    return Wall(at.date(), at.time())


def kept(exact: Fraction, decimals: int) -> int | None:
    """The microseconds of a number that was not rounded: a whole second, or with decimals enough a
    millisecond. It is binary, and until 2258 tells an instant to less than two microseconds.
    """
    if decimals < KEPT:
        return nearest(exact, SECOND, within=Fraction(0))
    within = max(Fraction(DAY, 10**decimals), Fraction(2))
    second = nearest(exact, SECOND, within=within)
    return nearest(exact, MILLISECOND, within=within) if second is None else second


def nearest(exact: Fraction, grid: int, *, within: Fraction) -> int | None:
    """The multiple that lies so near, if one does."""
    found = round(exact / grid) * grid
    return found if abs(found - exact) <= within else None


def moment(zero: date, microseconds: int) -> datetime:
    """So long after the beginning of a day."""
    try:
        return datetime.combine(zero, time()) + timedelta(microseconds=microseconds)
    except OverflowError:
        raise ValueError("no calendar reaches it") from None
