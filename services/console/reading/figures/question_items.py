"""Items that wait on disk for the leaves of receipts' questions, each once for all of these.

Promises memory that does not grow with the items.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.items import Item
from services.console.reading.figures.stored_items import Numbered, Summing
from services.console.reading.figures.sums import Summand, Sums, line_of, summand_of
from services.console.reading.folding.on_disk import Table

LEAVES = "select unit, part, id, summand, questions from rows order by unit, part, id"
NUMBER = "L"  # of a question, in an array


class QuestionItems:
    """By the numbers of the questions in whose figures they stand."""

    def __init__(self) -> None:
        self._table = Table("unit", "part", "id", "summand", "questions")
        self._summands = Numbered[Summand]()

    def add(self, questions: Sequence[int], item: Item) -> None:
        """One more; its unit and part are those of its leaf."""
        summand = self._summands.number(summand_of(item))
        numbers = array(NUMBER, questions).tobytes()
        self._table.add((item.unit, item.part, item.id, summand, numbers))

    def leaves(self) -> Iterator[tuple[Leaf, dict[int, Sums]]]:
        """What the items of each leaf add up to, by question."""
        summands = self._summands.values
        for (unit, part), rows in groupby(self._table.read(LEAVES), itemgetter(0, 1)):
            found: dict[int, Summing] = {}
            for _, _, name, summand, questions in rows:
                line = line_of(name, summands[summand])
                for number in array(NUMBER, questions):
                    if number not in found:
                        found[number] = Summing()
                    found[number].add(summand, line)
            yield Leaf(unit, part), {each: sums.sums(summands) for each, sums in found.items()}
