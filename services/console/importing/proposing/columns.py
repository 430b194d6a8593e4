"""What the cells of each column have in common, line after line: how times and numbers are written,
which texts there are, and whether any comes twice.

Promises that what is said of a column holds of all of its lines, but for cells that are named, in
memory that does not grow with them. Must not guess what a column means.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from services.console.importing.proposing.fits import Misfit, Ways
from services.console.text import clean
from services.console.times.formats import TimeFormat, time_format

FIRST_YEAR = 1900
MOST_VALUES = 40  # of a column, beyond which it is no list
MOST_KEYS = 200_000  # texts of a column that are compared with one another
YEARS_FROM = 1970  # the hundred years of two digits, unless whoever knows says otherwise
DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y",
    "%b %d, %Y", "%d/%m/%y", "%m/%d/%y", "%d-%b-%y",
)  # fmt: skip
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
FORMATS = (
    "",  # ISO 8601
    *(f"{day}{clock}" for day in DAYS for clock in CLOCKS),
    "%H:%M %d/%m/%Y",
    "%H:%M:%S %d/%m/%Y",
)
WHOLE = re.compile(r"-?[0-9]+")
# Whole numbers, by the mark between their groups of three digits.
WHOLES = {
    "": WHOLE,
    ".": re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)"),
    ",": re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)"),
}
FRACTION = re.compile(r"-?[0-9]{1,3}(?:[.,]?[0-9]{3})*(?:[.,][0-9]+)?|-?[0-9]+[.,][0-9]+")
TOTAL = re.compile(r"(?:tổng(?: cộng| số)?|cộng|total|grand total|sum)\s*:?$", re.IGNORECASE)
MOST_TOTALS = 5
NOTHING = {"-", "–", "NA", "N/A", "ND", "NULL", "null", "None", "x"}  # said of no number


class Column:
    """One column, as far as its lines were read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.filled = self.blank = 0
        self.values: Counter[str] = Counter()
        self.has_more_values = False
        self.repeats: bool | None = False  # None: there are too many to know
        self.first = ""
        self.absent: set[str] = set()
        self.totals: dict[str, None] = {}  # texts that say that their line is a sum
        self._keys: set[int] = set()
        self._read = {name: Times(time_format(name, years_from=YEARS_FROM)) for name in FORMATS}
        self._times = Ways(self._read)
        self._wholes = Ways({mark: partial(matches, each) for mark, each in WHOLES.items()})
        self._numbers = Ways({"": partial(matches, FRACTION)})

    def add(self, cell: str, place: int | str = 0) -> None:
        """One more line, and where it stands."""
        text = clean(cell)
        if not text:
            self.blank += 1
            return
        self.filled += 1
        self.first = self.first or text
        self._count(text)
        self._compare(text)
        if TOTAL.match(text) and len(self.totals) < MOST_TOTALS:
            self.totals[text] = None
        if text in NOTHING:
            self.absent.add(text)
            return
        for ways in (self._times, self._wholes, self._numbers):
            ways.add(text, place)

    def _count(self, text: str) -> None:
        if text in self.values or len(self.values) < MOST_VALUES:
            self.values[text] += 1
        else:
            self.has_more_values = True

    def _compare(self, text: str) -> None:
        if self.repeats is not False:
            return
        if len(self._keys) == MOST_KEYS:
            self.repeats = None
        elif hash(text) in self._keys:
            self.repeats = True
        self._keys.add(hash(text))

    @property
    def formats(self) -> Sequence[str]:
        """How its times are written: one format, or several together, the commonest first; empty:
        they are none. Digits alone are a number, or a code.
        """
        if self.is_code or not self.stated:
            return []
        return self._times.together or self._times.best[:1]

    @property
    def other_formats(self) -> Sequence[str]:
        """What could be meant in place of the one, as no line tells."""
        return self._times.best[1:] if len(self.formats) == 1 else []

    @property
    def earliest(self) -> date | None:
        """The first day that its times state."""
        days = [day for name in self.formats if (day := self._read[name].earliest)]
        return min(days, default=None)

    @property
    def precisions(self) -> set[bool]:
        """Of its times: True where only a day is written, False where a time of day is."""
        return set[bool]().union(*(self._read[name].precisions for name in self.formats))

    @property
    def stated(self) -> int:
        """How many lines state something."""
        return self.filled - sum(self.values[each] for each in self.absent)

    @property
    def is_code(self) -> bool:
        """Digits and nothing else, in every line."""
        return bool(self.stated and not self._wholes.misses(""))

    @property
    def are_numbers(self) -> bool:
        """Whether its cells are numbers."""
        return bool(self.stated and self._numbers.best)

    @property
    def misfits(self) -> tuple[int, Sequence[Misfit]]:
        """How many cells are no such time or number, and the first of them."""
        ways = self._times if self.formats else self._wholes if self.grouped else self._numbers
        names = self.formats or ways.best[:1]
        return (ways.misses(*names), ways.named(*names)) if names else (0, [])

    @property
    def grouped(self) -> str | None:
        """The mark between groups of three digits of its whole numbers; None: they are none."""
        return next(iter(self._wholes.best), None) if self.stated else None

    @property
    def marks(self) -> Sequence[str]:
        """The marks between groups of three digits with which its whole numbers can be read."""
        return self._wholes.best if self.stated else []

    @property
    def is_list(self) -> bool:
        """A few texts that come again and again."""
        return self.has_few and 2 * len(self.values) <= self.filled and not self.is_code

    @property
    def has_few(self) -> bool:
        """No more texts than a list may have, and no times."""
        return bool(self.filled) and not self.has_more_values and not self.formats

    @property
    def is_key(self) -> bool:
        """A text of its own in every line, as far as that is known."""
        return self.filled > 1 and not self.blank and self.repeats is not True


def matches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the whole text is one of the pattern."""
    return pattern.fullmatch(text) is not None


class Times:
    """Times that are written so, the first day of all, and whether they are days."""

    def __init__(self, form: TimeFormat) -> None:
        self.form = form
        self.earliest: date | None = None
        self.precisions: set[bool] = set()

    def __call__(self, text: str) -> bool:
        """Whether a text is one; digits alone are a number."""
        if WHOLE.fullmatch(text):
            return False
        try:
            found = self.form.stated(text)
        except ValueError:
            return False
        self.precisions.add(found.is_day)
        day = found.wall.date()
        if day.year >= FIRST_YEAR:  # what lies before stands for a time that is not known
            self.earliest = min(self.earliest or day, day)
        return True
