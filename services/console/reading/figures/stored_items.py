"""Items that wait on disk until the leaves they stand in are summed.

Promises memory that does not grow with the items, and that each comes back as it was. What many of
them share, words and what they add to sums, is held once, and a row has its numbers.
"""

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from services.console.reading.figures.digest import Leaf, Lines
from services.console.reading.figures.items import Item
from services.console.reading.figures.sums import Summand, Sums, line_of, summand_of, summed
from services.console.reading.folding.on_disk import Table

COLUMNS = ("definition", "month", "unit", "part", "id", "service", "summand")
LEAVES = """select month, unit, part, id, service, summand from rows
where definition = ? order by month, unit, part, id"""
BETWEEN = """select service, summand, id, unit, part from rows
where definition = ? and month between ? and ? order by month, unit, id"""
COUNTED = """select service, unit, summand, count(*) from rows
where definition = ? and month = ? group by service, unit, summand"""
Value = TypeVar("Value", bound=Hashable)


class Numbered(Generic[Value]):
    """Values by numbers, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self.values: list[Value] = []

    def number(self, value: Value) -> int:
        """That of a value; a new one gets the next."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found


class Summing:
    """A leaf whose items come in the order of their lines; each is forgotten when it is summed."""

    __slots__ = ("_counts", "_lines")

    def __init__(self) -> None:
        self._counts, self._lines = dict[int, int](), Lines()

    def add(self, summand: int, line: bytes) -> None:
        """The next one, by the number of its summand."""
        self._counts[summand] = self._counts.get(summand, 0) + 1
        self._lines.add(line)

    def sums(self, summands: Sequence[Summand]) -> Sums:
        """Of all that came."""
        counts = ((summands[number], n) for number, n in self._counts.items())
        return summed(counts, self._lines.digest())


class LeafSums(NamedTuple):
    """A leaf in a month: what all of its items add up to, and those of each service."""

    month: int
    leaf: Leaf
    whole: Sums
    services: dict[str, Sums]


class StoredItems:
    """By the ids of their definitions, and by months, which are numbers that order them."""

    def __init__(self) -> None:
        self._table = Table(*COLUMNS)
        self._words, self._summands = Numbered[str](), Numbered[Summand]()

    def add(self, definition: str, item: Item, *, month: int, service: str) -> None:
        """One more."""
        word, summand = self._words.number, self._summands.number(summand_of(item))
        place = (word(item.unit), word(item.part), item.id, word(service))
        self._table.add((definition, month, *place, summand))

    def sort(self) -> None:
        """When all are there: leaves are read in order."""
        self._table.index(*COLUMNS)

    def leaves(self, definition: str) -> Iterator[LeafSums]:
        """Every leaf of these items."""
        words, summands = self._words.values, self._summands.values
        for (month, unit, part), rows in groupby(
            self._table.read(LEAVES, definition), itemgetter(0, 1, 2)
        ):
            whole, services = Summing(), dict[int, Summing]()
            for _, _, _, name, service, number in rows:
                line = line_of(name, summands[number])
                whole.add(number, line)
                if service not in services:
                    services[service] = Summing()
                services[service].add(number, line)
            sums = {words[of]: each.sums(summands) for of, each in services.items() if words[of]}
            yield LeafSums(month, Leaf(words[unit], words[part]), whole.sums(summands), sums)

    def between(self, definition: str, first: int, last: int) -> Iterator[tuple[str, Item]]:
        """Each with its service, of months in a row."""
        words = self._words.values
        for service, number, name, unit, part in self._table.read(BETWEEN, definition, first, last):
            summand = self._summands.values[number]._asdict()
            yield words[service], Item(id=name, unit=words[unit], part=words[part], **summand)

    def counted(self, definition: str, month: int) -> Iterator[tuple[str, str, Summand, int]]:
        """How many there are of a service, unit and class."""
        words = self._words.values
        for service, unit, number, n in self._table.read(COUNTED, definition, month):
            yield words[service], words[unit], self._summands.values[number], n

    @property
    def units(self) -> set[str]:
        """Those that any item counts for."""
        units = self._table.read("select distinct unit from rows")
        return {self._words.values[unit] for (unit,) in units}
