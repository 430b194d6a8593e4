"""Periods as published tables write them: a year, half, quarter, month or day, or two days.

Promises local days, half open, or a fault that quotes the text. Must not guess: `7` is no month.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from services.console.importing.cells import Cell
from services.console.importing.faults import PERIOD_MALFORMED, VALUE_MISSING, Faulty
from services.console.importing.formats.sheets import Cells
from services.console.importing.moments import Clock
from services.console.instants import local_day

YEAR = r"(?P<year>[0-9]{4})"
WORDS = r"(?:(?:năm|year)\s*)?"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# How long what is named is, in months, and how it is written.
FORMS = tuple(
    (months, re.compile(form, re.IGNORECASE))
    for months, form in (
        (12, rf"{WORDS}{YEAR}"),
        (6, rf"{YEAR}\s*[-/]?\s*H(?P<number>[12])"),
        (6, rf"H(?P<number>[12])\s*[-/]\s*{YEAR}"),
        (3, rf"{YEAR}\s*[-/]?\s*Q(?P<number>[1-4])"),
        (3, rf"(?:quý|Q)\s*(?P<number>[1-4]|I{{1,3}}|IV)\s*[-/ ]\s*{WORDS}{YEAR}"),
        (1, rf"{YEAR}[-/](?P<number>[0-9]{{1,2}})"),
        (1, rf"(?:(?:tháng|T)\s*)?(?P<number>[0-9]{{1,2}})\s*[-/]\s*{YEAR}"),
        (1, rf"tháng\s*(?P<number>[0-9]{{1,2}})\s*{WORDS}{YEAR}"),
    )
)


class Days(NamedTuple):
    """The first local day, and the first that no longer belongs to it."""

    start: date
    end: date


class Period(NamedTuple):
    """Where a line says which period it is of: in one cell, or in two of days. `inclusive`: the
    second is the last day.
    """

    whole: Cell | None = None
    start: Cell | None = None
    end: Cell | None = None
    clock: Clock = Clock()
    inclusive: bool = False

    @property
    def cells(self) -> list[Cell]:
        """What it reads."""
        return [each for each in (self.whole, self.start, self.end) if each]

    @property
    def field(self) -> str:
        """What a fault names."""
        return ", ".join(filter(None, (each.field for each in self.cells))) or "period"

    def of(self, cells: Cells) -> Days:
        """The days of a line."""
        if self.whole:
            return days(stated(self.whole, cells), self.whole.field)
        start, end = (self._day(each, cells) for each in self.cells)
        return Days(start, end + timedelta(days=self.inclusive))

    def _day(self, source: Cell, cells: Cells) -> date:
        return local_day(self.clock.at(stated(source, cells), source.field))


def stated(source: Cell, cells: Cells) -> str:
    """The text of a cell, which has one."""
    text = source.text(cells)
    if not text:
        raise Faulty(VALUE_MISSING, field=source.field)
    return text


def days(text: str, field: str) -> Days:
    """The days of a period that is named, or stated as `from/to`."""
    try:
        if found := named(text):
            return found
        first, _, last = text.partition("/")
        start = date.fromisoformat(first.strip())
        return Days(start, date.fromisoformat(last.strip()) if last else start + timedelta(days=1))
    except (ValueError, OverflowError):
        raise Faulty(PERIOD_MALFORMED, field=field, value=text) from None


def named(text: str) -> Days | None:
    """A year, or a part of it by its number."""
    for months, form in FORMS:
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            number = parts.get("number") or "1"
            nth = ROMAN.get(number.lower()) or int(number)
            if not 1 <= nth <= 12 // months:
                raise ValueError(text)
            first = int(parts["year"]) * 12 + (nth - 1) * months
            return Days(month(first), month(first + months))
    return None


def month(number: int) -> date:
    """The first day of a month, by the months since the year 0."""
    return date(number // 12, number % 12 + 1, 1)
