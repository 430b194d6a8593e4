"""Local days, each beginning at midnight in Vietnam, whatever zone the machine is in.

The contract's check has found every stated day in the calendar.
"""

from datetime import UTC, date, datetime, timedelta

from google.type.date_pb2 import Date

# The first instant that a resource is asked about; every calendar is known from there on.
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
AHEAD = timedelta(hours=7)  # of UTC, all the year


def day(stated: Date) -> date:
    """As Python has it."""
    return date(stated.year, stated.month, stated.day)


def message(day: date) -> Date:
    """As the contract has it."""
    return Date(year=day.year, month=day.month, day=day.day)


def midnight(day: date) -> datetime:
    """The instant at which a local day begins, but never one before the beginning."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return max(begins - AHEAD, BEGINNING) if begins > BEGINNING else BEGINNING
