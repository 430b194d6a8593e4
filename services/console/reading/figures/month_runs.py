"""Runs of months, and what lies between: a typing mistake in a year must not ask for centuries.

Promises half-open periods of whole local months.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from services.console.instants import next_month

ALL_MONTHS = (date(1900, 1, 1), date(9998, 12, 1))  # what metrics can be asked for


def contiguous(months: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Months in a row as one half-open period: a typing mistake in a year must not ask for
    centuries.
    """
    start = end = None
    for month in months:
        if month != end:
            if start and end:
                yield start, end
            start = month
        end = next_month(month)
    if start and end:
        yield start, end


def gaps(runs: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """What lies before, between and after periods in order."""
    start, last = ALL_MONTHS
    for begin, end in runs:
        if start < begin:
            yield start, begin
        start = max(start, end)
    if start < last:
        yield start, last


def halves(period: tuple[date, date]) -> tuple[tuple[date, date], tuple[date, date]]:
    """More than one whole month, cut between two months."""
    start, end = period
    count = (end.year - start.year) * 12 + end.month - start.month
    year, month = divmod(start.year * 12 + start.month - 1 + count // 2, 12)
    middle = date(year, month + 1, 1)
    return (start, middle), (middle, end)


def after(month: date, count: int) -> date:
    """The month that many months later."""
    year, number = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, number + 1, 1)
