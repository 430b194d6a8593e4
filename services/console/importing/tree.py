"""Units of the catalogue as a table names them: by id, by code, or by name and where they lie.

Promises the only unit that can be meant, or a fault that names those that could be. A name is the
same in any case, whatever letter carries its tone mark (Hòa, Hoà).
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from services.console.ancestors import above
from services.console.importing.faults import UNIT_AMBIGUOUS, UNIT_NOT_FOUND, UNIT_NOWHERE, Faulty
from services.console.importing.spellings import folded
from services.console.text import clean

BY = ("id", "code", "name")
NAMED = 5  # units that a fault names, of more


class Node(NamedTuple):
    """A unit, and the one that it lies below: "" at the root."""

    id: str
    parent: str
    name: str
    is_open: bool


class Tree:
    """All units that are known, of the catalogue and of the rows that were read; `is_asked`:
    whether a mapping finds units in it.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self.nodes: dict[str, Node] = {}
        self.found: dict[tuple[str, str], set[str]] = {}

    def add(self, id_: str, unit: Any, *, is_open: bool = True) -> None:
        """A unit as the contract has it; of one that is known, what is said of it now, too."""
        texts = unit.display_name
        names = [name for name in (texts.vi, texts.en, texts.other) if name]
        parent = unit.parent.removeprefix("units/")
        self.nodes[id_] = Node(id_, parent, next(iter(names), id_), is_open)
        called = (("name", folded(each)) for each in names)
        for key in (("id", id_), ("code", clean(unit.code)), *called):
            self.found.setdefault(key, set()).add(id_)

    def find(self, text: str, *, by: str, within: str) -> str:
        """The id of a unit, of one that has ended where none is open; `within`: the id of one above
        it, "": anywhere.
        """
        wanted = folded(text) if by == "name" else text
        ids = sorted(self.found.get((by, wanted), ()))
        ids = [id_ for id_ in ids if not within or within in self.above(id_)]
        ids = [id_ for id_ in ids if self.nodes[id_].is_open] or ids
        if not ids:
            ground = UNIT_NOT_FOUND if within else UNIT_NOWHERE
            raise Faulty(ground, value=text, place=self.place(within))
        if len(ids) > 1:
            raise Faulty(UNIT_AMBIGUOUS, value=text, units="; ".join(self.places(ids)))
        return ids[0]

    def above(self, id_: str) -> Iterator[str]:
        """The units above one, the nearest first."""
        return above(id_, lambda each: self.nodes[each].parent if each in self.nodes else "")

    def place(self, id_: str) -> str:
        """A unit by its name and those above it."""
        path = [id_, *self.above(id_)] if id_ else []
        return ", ".join(self.nodes[each].name if each in self.nodes else each for each in path)

    def places(self, ids: Iterable[str]) -> Iterator[str]:
        """Several, of many the first."""
        for n, id_ in enumerate(ids):
            if n == NAMED:
                yield "…"
                return
            yield f"units/{id_} ({self.place(id_)})"
