"""Tables of a page: what a row says once, as HTML, as CSV and as JSON.

Promises the same numbers in all three. Must not let a cell become a formula of a spreadsheet.
"""

import csv
import io
import json
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from motcua.metrics.v1 import events_pb2 as events
from services.formulas import escaped_row
from services.pages.figures import Shown
from services.pages.values import STATES

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
COUNTS = ("numerator", "denominator", "unknown", "considered")


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere; nowhere, where the address is empty."""

    text: str
    address: str
    id: str | None = None  # for programs, where the text is a name


@dataclass(frozen=True)
class Number:
    """An integer as it is written here."""

    value: int
    text: str


Cell: TypeAlias = str | Link | Number | Shown | tuple[Link, ...] | None
Row: TypeAlias = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column: `kind` is `text`, `short` (on one line), `number`, `rank` (before the name of its
    row), `code`, `expression` (which folds out) or `figure`; `sort` leads to the list ordered by
    it, and `sorted` says how it is, `ascending` or `descending`.
    """

    key: str
    title: str
    kind: str = "text"
    sort: str = ""
    sorted: str = ""


@dataclass
class Table:
    """The rows that a page shows, and `whole` for all that there are, where those are more."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    whole: Callable[[], AsyncIterable[Row]] | None = None
    empty: str = ""
    exports: dict[str, str] = field(default_factory=dict)  # addresses by format

    async def every(self) -> AsyncIterator[Row]:
        """Each row there is."""
        if self.whole is None:
            for row in self.rows:
                yield row
            return
        async for row in self.whole():
            yield row


def flat(row: Row, columns: Sequence[Column] = ()) -> dict[str, Any]:
    """A row for programs: a figure becomes its integers, its shares and its state. One that a row
    lacks has the same keys, so that the first row of a file tells them all.
    """
    figures = {column.key for column in columns if column.kind == "figure"}
    found: dict[str, Any] = {}
    for key, cell in row.items():
        if isinstance(cell, Shown):
            found.update({f"{key}_{name}": each for name, each in flat_rate(cell.rate).items()})
        elif cell is None and key in figures:
            found.update({f"{key}_{name}": None for name in flat_rate(events.Rate())})
        elif isinstance(cell, Link):
            found.update({key: cell.text} | ({} if cell.id is None else {f"{key}_id": cell.id}))
        elif isinstance(cell, tuple):
            found[key] = "; ".join(each.id or each.text for each in cell)
        else:
            found[key] = cell.value if isinstance(cell, Number) else cell
    return found


def flat_rate(rate: events.Rate) -> dict[str, Any]:
    """A rate without its names."""
    receipt = rate.receipt
    hidden = rate.state == events.VALUE_STATE_SUPPRESSED
    counts = {name: None if hidden else getattr(receipt, name) for name in COUNTS}
    return {
        **counts,
        "excluded": None if hidden else sum(each.count for each in receipt.excluded),
        "percent": rate.percent or None,
        "percent_low": rate.percent_low or None,
        "percent_high": rate.percent_high or None,
        "state": STATES.get(rate.state, "known"),
        "provisional": receipt.provisional,
    }


async def as_csv(table: Table) -> AsyncIterator[str]:
    """The table with a heading, line by line; keys are the same in every language."""
    heading: list[str] = []
    yield BYTE_ORDER_MARK
    async for row in table.every():
        cells = flat(row, table.columns)
        if not heading:
            heading = list(cells)
            yield line(heading)
        yield line(escaped_row(plain(cells.get(key)) for key in heading))
    if not heading:
        yield line([column.key for column in table.columns])


async def as_json(table: Table) -> AsyncIterator[str]:
    """An array of objects, one a line."""
    before = "[\n"
    async for row in table.every():
        yield before + json.dumps(flat(row, table.columns), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def line(cells: Sequence[str]) -> str:
    """A line of CSV."""
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def plain(value: Any) -> str:
    """A cell as text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
