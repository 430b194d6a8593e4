"""Lines of totals, which are counted nowhere and must be the sum of the other lines.

Example: `totals = { when = 'unit == "Tổng cộng"', by = ["period"] }`: of each period, the line of
totals is compared with the lines of that period that were counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.faults import TOTAL_DIFFERS, Fault, Faulty, fault
from services.console.importing.formats.sheets import Cells, Record
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.sections import Lines, Reads, lines, read
from services.console.importing.shared import Shared

NUMBERS = {"count": ("n",), "standard": ("volume", "met")}
Key = tuple[str, ...]


class Totals(NamedTuple):
    """Which lines are totals, and of which others: those with the same texts in `by`."""

    lines: Lines
    by: tuple[Cell, ...]

    @property
    def reads(self) -> Iterable[Reads]:
        """Everything that it reads."""
        yield from self.lines.reads
        yield from map(read, self.by)

    def key(self, cells: Cells) -> Key:
        """What lines that belong together have in common."""
        return tuple(each.text(cells) for each in self.by)


def totals(table: Any, where: str, shared: Shared) -> Totals | None:
    """The key `totals` of a section."""
    if table is None:
        return None
    refuse_others(table, where, "when", "unless", "by")
    if "when" not in table:
        raise MappingError(f"{where}.when is missing: which lines are totals?")
    by = enumerate(take(table, "by", list, []), start=1)
    found = tuple(cell(each, f"{where}.by {n}", shared) for n, each in by)
    return Totals(lines(table, {}, where, shared), found)


class Total(NamedTuple):
    """A line of totals with the numbers that it states."""

    record: Record
    file: str
    name: str
    numbers: Mapping[str, int]


class Sums:
    """The sums of one section's lines, beside the totals that were stated; one number for each key
    is kept, and no line. `columns` has those of each number.
    """

    def __init__(self, kind: str, rule: Totals | None, columns: Mapping[str, str]) -> None:
        self.kind = kind
        self.rule = rule
        self.columns = columns
        self.sums: dict[Key, Counter[str]] = {}
        self.stated: list[tuple[Key, Total]] = []

    def is_total(self, cells: Cells) -> bool:
        """Whether a line is one of totals."""
        return self.rule is not None and self.rule.lines.hold(cells)

    def add(self, fact: Any, cells: Cells) -> None:
        """A line that was counted."""
        if self.rule:
            self.sums.setdefault(self.rule.key(cells), Counter()).update(self.numbers(fact))

    def state(self, fact: Any, record: Record, file: str) -> None:
        """A line of totals."""
        if self.rule:
            total = Total(record, file, fact.key, self.numbers(fact))
            self.stated.append((self.rule.key(record.cells), total))

    def numbers(self, fact: Any) -> dict[str, int]:
        """What a fact counts."""
        return {name: getattr(fact, name) for name in NUMBERS[self.kind]}

    def faults(self) -> Iterator[Fault]:
        """Each total that is not the sum of its lines."""
        for key, (record, file, name, numbers) in self.stated:
            sums = self.sums.get(key, Counter())
            for field, stated in numbers.items():
                if stated != sums[field]:
                    at = self.columns[field]
                    differs = Faulty(TOTAL_DIFFERS, field=at, stated=stated, sum=sums[field])
                    yield fault(record.placed(differs), record.line, self.kind, name, file=file)
