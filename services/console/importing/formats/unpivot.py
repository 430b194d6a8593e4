"""Wide tables: one line for each of several columns, under names that the mapping gives.

Example: of the columns `Ward`, `2024 online`, `2024 desk`, the pattern `(?P<year>[0-9]{4})
(?P<channel>.+)` makes two lines with the columns `Ward`, `year`, `channel` and `value`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from services.console.importing.keys import MappingError, refuse_others, take
from services.console.text import Alike, alike


class Unpivot(NamedTuple):
    """The columns that become lines, by their names or a pattern of them; `name` is the column that
    holds which one it was, `value` the one that holds its cell.
    """

    columns: frozenset[str]
    matching: re.Pattern[str] | None
    name: str
    value: str

    def parts(self, column: str) -> dict[str, str] | None:
        """What a column of the table says of each line that is made of it; None: it stays."""
        if column in self.columns:
            return {self.name: column}
        found = self.matching.fullmatch(column) if column and self.matching else None
        if found is None:
            return None
        named = {alike(group): text or "" for group, text in found.groupdict().items()}
        return named | ({self.name: column} if self.name else {})


class Layout(NamedTuple):
    """A table's columns, those that stay and those that become lines."""

    heading: list[str]
    made: Mapping[str, Mapping[str, str]]  # by the columns that become lines, what each says

    def lines(self, cells: Alike[str], value: str) -> Iterator[tuple[str, Alike[str]]]:
        """One line for each of those columns, after its name."""
        stay = {name: cell for name, cell in cells.items() if name not in self.made}
        for column, parts in self.made.items():
            names = (*stay, *parts, value)
            yield column, Alike.under(names, (*stay.values(), *parts.values(), cells[column]))


def layout(heading: Sequence[str], unpivot: Unpivot) -> Layout:
    """Of one table; MappingError where it has none of the columns, or one under a name that the
    mapping gives.
    """
    found = ((column, unpivot.parts(column)) for column in heading)
    made = {column: parts for column, parts in found if parts is not None}
    absent = sorted(unpivot.columns - set(heading))
    if absent or not made:
        wanted, there = repr(absent[0]) if absent else "that matches", ", ".join(heading)
        raise MappingError(f"file.unpivot: there is no column {wanted}; there are: {there}")
    stay = [column for column in heading if column not in made]
    new = [*dict.fromkeys(name for parts in made.values() for name in parts), unpivot.value]
    if twice := sorted(set(new) & set(stay)):
        raise MappingError(f"file.unpivot: the table has a column {twice[0]!r} already")
    return Layout([*stay, *new], made)


def unpivot(table: Mapping[str, Any] | None, where: str) -> Unpivot | None:
    """The section [file.unpivot]."""
    if table is None:
        return None
    refuse_others(table, where, "columns", "matching", "name", "value")
    if ("columns" in table) == ("matching" in table):
        raise MappingError(f"{where} needs either columns, or matching: a pattern of their names")
    pattern = compiled(take(table, "matching", str, ""), f"{where}.matching")
    name = take(table, "name", str, "")
    if not name and not (pattern and pattern.groupindex):
        raise MappingError(f"{where}.name is missing: the column that says which one it was")
    return Unpivot(
        frozenset(texts(table["columns"], f"{where}.columns") if "columns" in table else ()),
        pattern,
        alike(name),
        alike(take(table, "value", str, where=where)),
    )


def compiled(text: str, where: str) -> re.Pattern[str] | None:
    """A pattern of Python's `re`, of the whole name."""
    try:
        return re.compile(text) if text else None
    except re.error as failed:
        raise MappingError(f"{where} is no regular expression: {failed}") from None


def texts(values: Any, where: str) -> list[str]:
    """A list of names."""
    names = values if isinstance(values, list) else []
    if not names or not all(isinstance(each, str) for each in names):
        raise MappingError(f"{where} must be a list of columns")
    return list(map(alike, names))
