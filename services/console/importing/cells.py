"""Cells of a mapping: which columns a value is made of, and what is done to their text.

Promises the text as the mapping says it, or the column that has something else. Must not guess: a
value that a list does not hold is a fault.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.console.importing.faults import (
    CELL_BROKEN,
    NUMBER_MALFORMED,
    NUMBER_ROUNDED,
    VALUE_UNLISTED,
    Faulty,
    Unusable,
)
from services.console.importing.sheets import Cells
from services.console.keys import MappingError, refuse_others, take
from services.console.text import Alike, alike, clean, composed, is_rounded

Values = Mapping[str, str]
KEYS = (
    "column", "columns", "join", "sum", "constant", "absent", "split", "part", "strip", "map",
    "values", "grouped", "default", "decimal", "pad", "prefix", "cut",
)  # fmt: skip
OTHER_MARKS = str.maketrans(",.", ".,")  # what is read as a number then has no comma
ELLIPSIS = "…"
NATURAL = re.compile(r"[0-9]{1,30}")
ERRORS = {
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!",
    "#GETTING_DATA",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Where a value comes from; the fields stand in the order in which they are applied, but for
    `verbatim`: white space counts; and `exact`: every digit does.
    """

    where: str
    columns: tuple[str, ...] = ()
    constant: str = ""
    absent: frozenset[str] = frozenset()
    split: str = ""
    part: int = 1
    strip: str = ""
    values: Values | None = None
    grouped: str = ""
    decimal: str = "."
    default: str = ""
    pad: int = 0
    join: str = "-"
    summed: bool = False
    prefix: str = ""
    cut: int = 0
    verbatim: bool = False
    exact: bool = False

    @property
    def field(self) -> str:
        """What a fault names: the columns."""
        return ", ".join(self.columns)

    @property
    def defaults(self) -> Iterable[str]:
        """What stands for an empty cell, as far as that does not depend on other columns."""
        if self.default and len(self.columns) == 1:
            yield self.prefix + self.default.zfill(self.pad)

    def text(self, cells: Cells) -> str:
        """The value of a record; empty where one of its columns is, or of a sum where all are."""
        if not self.columns:
            return self.constant
        parts = [self.one(cells[column], column) for column in self.columns]
        if self.summed:
            return self.total(parts)
        if not all(parts):
            return ""
        whole = self.prefix + self.join.join(parts)
        return whole if not self.cut or len(whole) <= self.cut else shortened(whole, self.cut)

    def total(self, parts: Sequence[str]) -> str:
        """The sum of the numbers that are stated; of none, nothing is."""
        for text, column in zip(parts, self.columns, strict=True):
            if text and not NATURAL.fullmatch(text):
                raise Faulty(NUMBER_MALFORMED, field=column, value=text)
        stated = [int(text) for text in parts if text]
        return str(sum(stated)) if stated else ""

    def one(self, text: str, column: str) -> str:
        """What one column's text becomes."""
        if self.absent and alike(text) in self.absent:
            text = ""
        if self.values is None or text not in self.values:
            self.require_usable(text, column)
        text = composed(text).strip() if self.verbatim else clean(text)
        if self.split:
            text = self.piece(text)
        if self.strip:
            text = text.removesuffix(self.strip)
        text = self.numeral(text) if self.values is None else self.listed(text, column)
        return (text or self.default).zfill(self.pad) if text or self.default else ""

    def numeral(self, text: str) -> str:
        """A number without marks between its groups, and with a point before its decimals."""
        if self.grouped:
            text = ungrouped(text, self.grouped)
        return text.translate(OTHER_MARKS) if self.decimal == "," else text

    def require_usable(self, text: str, column: str) -> None:
        """Refuse what a spreadsheet left in place of a value, in a workbook or in the CSV file that
        it made of one: an error; or, where digits count, a number that it rounded.
        """
        if isinstance(text, Unusable):
            raise text.faulty.at(column)
        if "#" in text and text.strip() in ERRORS:
            raise Faulty(CELL_BROKEN, field=column, value=text.strip())
        if self.exact and is_rounded(text):
            raise Faulty(NUMBER_ROUNDED, field=column, value=text.strip())

    def piece(self, text: str) -> str:
        """One part of a text that holds several."""
        pieces = text.split(self.split)
        return pieces[self.part - 1].strip() if self.part <= len(pieces) else ""

    def listed(self, text: str, column: str) -> str:
        """What the value stands for; an empty cell may stay empty."""
        found = (self.values or {}).get(text)
        if found is None and text:
            raise Faulty(VALUE_UNLISTED, field=column, value=text)
        return found or ""


def ungrouped(text: str, mark: str) -> str:
    """A number without the marks between its groups of three; whatever is grouped otherwise stays
    as it is, and is no number then.
    """
    groups = rf"([+-]?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+)([.,][0-9]+)?"
    found = re.fullmatch(groups, text)
    return found[1].replace(mark, "") + (found[2] or "") if found else text


def shortened(text: str, longest: int) -> str:
    """As much as may be, with a mark that there was more."""
    return text[: longest - 1].rstrip() + ELLIPSIS


def is_cell(value: Any) -> bool:
    """A column's name, or a table of the keys of a cell."""
    return isinstance(value, str) or (
        isinstance(value, dict) and bool(value.keys() & {"column", "columns", "constant"})
    )


def cell(value: Any, where: str, lists: Mapping[str, Values]) -> Cell:
    """A cell of the mapping: `"column"`, or a table."""
    if isinstance(value, str):
        return Cell(where, (value,))
    if not isinstance(value, dict) or not is_cell(value):
        raise MappingError(f"{where} must name a column: 'name', or {{ column = 'name' }}")
    refuse_others(value, where, *KEYS)
    return Cell(
        where,
        columns=columns(value, where),
        constant=clean(take(value, "constant", str, "")),
        absent=absent(take(value, "absent", list, []), f"{where}.absent"),
        split=take(value, "split", str, ""),
        part=positive(value, "part", 1, where),
        strip=take(value, "strip", str, ""),
        values=values(value, where, lists),
        default=clean(take(value, "default", str, "")),
        grouped=group_mark(take(value, "grouped", str, ""), where),
        decimal=mark(take(value, "decimal", str, "."), where),
        pad=positive(value, "pad", 0, where),
        join=take(value, "join", str, "-"),
        summed=take(value, "sum", bool, False),
        prefix=take(value, "prefix", str, ""),
        cut=positive(value, "cut", 0, where),
    )


def mark(text: str, where: str) -> str:
    """What stands before the decimals of a number."""
    if text not in {".", ","}:
        raise MappingError(f"{where}.decimal must be '.' or ','")
    return text


def group_mark(text: str, where: str) -> str:
    """What stands between groups of three digits, such as the point in 531.269."""
    if len(text) > 1 or text.isalnum():
        raise MappingError(f"{where}.grouped must be one mark, such as '.' or ' '")
    return text


def absent(texts: Sequence[Any], where: str) -> frozenset[str]:
    """Texts that say nothing, as an empty cell does."""
    if not all(isinstance(text, str) for text in texts):
        raise MappingError(f"{where} must be a list of texts, such as ['NA', '-']")
    return frozenset(map(alike, texts))


def columns(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """One column, several, or none beside a constant."""
    if len(table.keys() & {"column", "columns", "constant"}) != 1:
        raise MappingError(f"{where} needs exactly one of column, columns and constant")
    if "column" in table:
        return (take(table, "column", str, where=where),)
    named: list[Any] = take(table, "columns", list, [])
    if not all(isinstance(name, str) for name in named) or ("columns" in table and not named):
        raise MappingError(f"{where}.columns must be a list of names of columns")
    return tuple(named)


def values(table: Mapping[str, Any], where: str, lists: Mapping[str, Values]) -> Values | None:
    """The list that stands beside the column, or one of [values] that it names."""
    if "values" in table:
        return listed(take(table, "values", dict, where=where), f"{where}.values")
    if "map" not in table:
        return None
    name = take(table, "map", str, where=where)
    if name not in lists:
        raise MappingError(f"{where}.map names {name!r}, which [values] does not have")
    return lists[name]


def listed(table: Mapping[str, Any], where: str) -> Values:
    """Texts, and what each stands for."""
    if not all(isinstance(value, str) for value in table.values()):
        raise MappingError(f"{where} must hold texts only")
    found = Alike((clean(key), clean(value)) for key, value in table.items())
    other = next((key for key, value in table.items() if found[key] != clean(value)), None)
    if other is not None:
        raise MappingError(f"{where} lists {other!r} twice, spelled alike")
    return found


def positive(table: Mapping[str, Any], key: str, default: int, where: str) -> int:
    """A number that counts something."""
    number = take(table, key, int, default)
    if number < min(default, 1):
        raise MappingError(f"{where}.{key} must be {min(default, 1)} or more")
    return number
