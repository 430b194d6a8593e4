"""Texts in several languages, in mappings and rows: which parts go together.

A name is mapped by `vi` or by `other`, which needs its `language`. Of a line without text in the
other language the language is left out; one without either text has no name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from motcua.catalog.v1.events_pb2 import Text
from services.console.importing.cells import Cell
from services.console.importing.faults import VALUE_MISSING, Faulty
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError

Run = Callable[[Any, Cells], None]
NAME = Text.DESCRIPTOR.full_name
TOGETHER = ("other", "language")


def needed(table: Mapping[str, Any]) -> set[str]:
    """The parts of which every line says something, where a name is needed."""
    said = [name for name in ("vi", "other") if name in table]
    return set(said or ["vi"]) if len(said) < 2 else set()


def require_together(stated: Iterable[str], where: str) -> None:
    """Refuse a text without its language, and a language without a text."""
    missing = {*TOGETHER}.difference(stated)
    if len(missing) == 1:
        raise MappingError(f"{where}.{missing.pop()} is missing")


def settled(sources: Mapping[str, Cell], languages: Sequence[Run], *, is_needed: bool) -> Run:
    """What is done once all other parts of a text are filled: say its language, if it has one."""
    place = ", ".join(sources[name].field or name for name in ("vi", "other") if name in sources)

    def settle(text: Any, cells: Cells) -> None:
        for run in languages if text.other else ():
            run(text, cells)
        if is_needed and not (text.vi or text.other):
            raise Faulty(VALUE_MISSING, field=place)

    return settle
