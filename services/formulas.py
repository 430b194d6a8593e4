"""Texts in tables that a person opens in a spreadsheet, which takes some of them for formulas.

Promises that no text becomes a formula, and a way back that gives every text as it was. Must not
change numbers.
"""

import re
from collections.abc import Iterable

# Where a cell may begin: some countries' spreadsheets separate the cells of a CSV file by a
# semicolon or a tab, also within what is one cell here. They pass over blanks before a formula.
BEGINS = r"(?:^|(?<=[;\t\r\n]))"
FORMULA = r"(?=['\s]*[=+\-@＝＋－＠])"
PLAIN = re.compile(BEGINS + FORMULA)
ESCAPED = re.compile(BEGINS + "'" + FORMULA)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def escaped(text: str) -> str:
    """With an apostrophe where a spreadsheet would take what follows for a formula: `'=1+1`. A text
    that has one there gets another.
    """
    return text if not text or NUMBER.fullmatch(text) else PLAIN.sub("'", text)


def unescaped(text: str) -> str:
    """The text that was escaped: one apostrophe less at each such place."""
    return ESCAPED.sub("", text)


def escaped_row(cells: Iterable[object]) -> list[str]:
    """A line of a table."""
    return [escaped(str(cell)) for cell in cells]
