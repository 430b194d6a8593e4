"""Cells of a mapping: which columns a value is made of, and what is done to their text.

Promises the text as the mapping says it, or the column that has something else. Must not guess: a
value that a list does not hold is a fault.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from services.console.importing.conditions import Condition
from services.console.importing.faults import (
    CELL_BROKEN,
    NUMBER_FRACTION,
    NUMBER_MALFORMED,
    NUMBER_ROUNDED,
    VALUE_UNLISTED,
    Faulty,
    Unusable,
)
from services.console.importing.formats.sheets import Cells
from services.console.importing.numerals import FRACTION
from services.console.importing.tree import Tree
from services.console.text import SHORT, alike, clean, composed, is_rounded, slug

Values = Mapping[str, "str | Cell"]
LONGEST_ID = 64
OTHER_MARKS = str.maketrans(",.", ".,")  # what is read as a number then has no comma
ELLIPSIS = "…"
REMEMBERED = 512  # texts of a column: most have few
NATURAL = re.compile(r"[0-9]{1,30}")
ERRORS = {
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!",
    "#GETTING_DATA",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Where a value comes from; the fields stand in the order in which they are applied, but for
    `verbatim`: white space counts; and `exact`: every digit does. Where its condition does not hold
    a cell is empty; of `choices` the first counts whose own holds.
    """

    where: str
    columns: tuple[str, ...] = ()
    constant: str = ""
    absent: frozenset[str] = frozenset()
    split: str = ""
    part: int = 1
    strip: str = ""
    values: Values | None = None
    otherwise: "Cell | None" = None
    slug: bool = False
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
    unit: "Unit | None" = None
    when: Condition | None = None
    choices: tuple["Cell", ...] = ()

    @property
    def all(self) -> Iterable["Cell"]:
        """It, and the cells that can stand for it."""
        yield self
        listed = (each for each in (self.values or {}).values() if isinstance(each, Cell))
        within = self.unit.within if self.unit else None
        for each in (*self.choices, *listed, *filter(None, (self.otherwise, within))):
            yield from each.all

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The columns as the cells of a line are known by them."""
        return tuple(map(alike, self.columns))

    @property
    def named(self) -> Iterable[str]:
        """Every column that it reads."""
        for each in self.all:
            yield from each.columns
            yield from each.when.columns if each.when else ()

    @property
    def stated(self) -> Iterable[str]:
        """Texts that the mapping itself says, which a line may come to."""
        for each in self.all:
            yield from (each.constant, each.default)
            yield from (text for text in (each.values or {}).values() if isinstance(text, str))

    def marked(self, *, exact: bool = False, verbatim: bool = False) -> "Cell":
        """The same, of which every digit or all white space counts, with what can stand for it."""
        rest = self.otherwise
        return replace(
            self,
            choices=tuple(each.marked(exact=exact, verbatim=verbatim) for each in self.choices),
            otherwise=rest.marked(exact=exact, verbatim=verbatim) if rest else None,
            exact=self.exact or exact,
            verbatim=self.verbatim or verbatim,
        )

    @cached_property
    def field(self) -> str:
        """What a fault names: the columns."""
        return ", ".join(dict.fromkeys(column for each in self.all for column in each.columns))

    @property
    def constants(self) -> Iterable[str]:
        """Whole values that the mapping itself states."""
        return (each.constant for each in self.all)

    @property
    def defaults(self) -> Iterable[str]:
        """What stands for an empty cell, as far as that does not depend on other columns."""
        if self.default and len(self.columns) == 1:
            yield self.prefix + self.default.zfill(self.pad)

    @cached_property
    def text(self) -> Callable[[Cells], str]:
        """Gives the value of a record; empty where one of its columns is, or of a sum where all
        are.
        """
        if self.choices:
            return self.chosen
        return self.conditioned if self.when or self.unit else self.own_text

    def chosen(self, cells: Cells) -> str:
        """That of the first choice that holds."""
        holds = (each for each in self.choices if not each.when or each.when.holds(cells))
        return next((each.text(cells) for each in holds), "")

    def conditioned(self, cells: Cells) -> str:
        """Its own where its condition holds, or the unit that this names."""
        text = "" if self.when and not self.when.holds(cells) else self.own_text(cells)
        return self.unit.find(text, self.field, cells) if self.unit and text else text

    @cached_property
    def own_text(self) -> Callable[[Cells], str]:
        """The same, of a cell that has no condition, or one that holds."""
        if not self.columns:
            return lambda _: self.constant
        if len(self.columns) == 1 and not any(isinstance(each, Cell) for each in self.means):
            return self.remembering(self.compared[0])
        return lambda cells: self.whole([dict.__getitem__(cells, n) for n in self.compared], cells)

    def remembering(self, column: str) -> Callable[[Cells], str]:
        """Reads one column, of which a text that was there before is not worked out again."""
        remembered = lru_cache(maxsize=REMEMBERED)(lambda text: self.whole([text], Cells()))

        def read(cells: Cells) -> str:
            text = dict.__getitem__(cells, column)
            if type(text) is str and len(text) <= SHORT:
                return remembered(text)
            return self.whole([text], cells)

        return read

    @property
    def means(self) -> "Iterable[str | Cell | None]":
        """What listed values stand for, and those that are not listed."""
        return (*(self.values or {}).values(), self.otherwise)

    def whole(self, texts: Sequence[str], cells: Cells) -> str:
        """What the texts of its columns become."""
        parts = [
            self.one(text, column, cells) for text, column in zip(texts, self.columns, strict=True)
        ]
        if self.summed:
            return self.total(parts)
        if not all(parts):
            return ""
        whole = self.prefix + self.join.join(parts)
        if self.slug:
            return whole[:LONGEST_ID]
        return whole if not self.cut or len(whole) <= self.cut else shortened(whole, self.cut)

    def total(self, parts: Sequence[str]) -> str:
        """The sum of the numbers that are stated; of none, nothing is."""
        for text, column in zip(parts, self.columns, strict=True):
            if text and not NATURAL.fullmatch(text):
                ground = NUMBER_FRACTION if FRACTION.fullmatch(text) else NUMBER_MALFORMED
                raise Faulty(ground, field=column, value=text)
        stated = [int(text) for text in parts if text]
        return str(sum(stated)) if stated else ""

    def one(self, text: str, column: str, cells: Cells) -> str:
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
        text = self.numeral(text) if self.values is None else self.listed(text, column, cells)
        if self.slug and text:
            text = slug(text)
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

    def listed(self, text: str, column: str, cells: Cells) -> str:
        """What the value stands for; an empty cell may stay empty."""
        found = (self.values or {}).get(text)
        if found is None and text:
            found = self.otherwise
            if found is None:
                raise Faulty(VALUE_UNLISTED, field=column, value=text)
        return found.text(cells) if isinstance(found, Cell) else found or ""


@dataclass(frozen=True)
class Unit:
    """A unit of the catalogue, as a text names it: by its id, code or name; below another one."""

    tree: Tree
    by: str
    within: Cell | None = None

    def find(self, text: str, field: str, cells: Cells) -> str:
        """Its id; empty where the one above it is not stated."""
        within = self.within.text(cells) if self.within else ""
        if self.within and not within:
            return ""
        try:
            return self.tree.find(text, by=self.by, within=within)
        except Faulty as found:
            raise found.at(field) from None


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
