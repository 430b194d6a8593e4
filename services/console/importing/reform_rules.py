"""The section of a mapping that is of a reform: where the units before and after it stand.

Promises a complete, checked mapping or a mistake that names the key. Must not read the files that
it names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalog.v1.events_pb2 import OfferingRule
from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.formats.forms import Form, written
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.sections import Reads
from services.console.importing.shared import Shared

SECTION = ("kind", "reason", "before", "after", "crosswalk")
SIDE = ("file", "effective", "prefix", "levels")
LEVEL = ("code", "vi", "en", "kind", "kinds", "children")
CELLS = (
    "old", "old_name", "old_within", "old_within_name", "new", "new_name", "new_within", "divided",
)  # fmt: skip
CROSSWALK = ("file", "form", "offerings", "legal_basis", *CELLS)
BASES = ("merger", "split", "closing", "top")


@dataclass(frozen=True)
class Level:
    """One level of a tree in JSON: which keys hold what, and how kinds are told from names."""

    code: str
    vi: str
    en: str
    kind: str
    kinds: Mapping[str, str]
    children: str


@dataclass(frozen=True)
class Side:
    """All units on one side of the reform, from the top level down."""

    file: str
    effective: date
    prefix: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Crosswalk:
    """A table with one line for each old unit, or each part of one, and its new unit."""

    file: str
    form: Form
    offerings: str
    legal_basis: Mapping[str, str]
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Reform:
    """The section of a reform, which names the files that it reads."""

    reason: str
    before: Side
    after: Side
    crosswalk: Crosswalk

    @property
    def reads(self) -> Iterable[Reads]:
        """Nothing of the files that are named on the command line."""
        return ()


def section(table: Any, above: Mapping[str, Any], where: str, shared: Shared) -> Reform:
    """One [[rows]] of kind reform; each part is checked by its own function."""
    refuse_others(table, where, *SECTION)
    before, after, links = (f"{where}.{name}" for name in SECTION[2:])
    return Reform(
        reason=take({**above, **table}, "reason", str),
        before=side(take(table, "before", dict, where=where), before),
        after=side(take(table, "after", dict, where=where), after),
        crosswalk=crosswalk(take(table, "crosswalk", dict, where=where), links, shared),
    )


def side(table: Mapping[str, Any], where: str) -> Side:
    """The units before, and those after."""
    refuse_others(table, where, *SIDE)
    levels = take(table, "levels", list, where=where)
    if len(levels) < 2:
        raise MappingError(f"{where}.levels must hold the top level and the lowest, at least")
    return Side(
        file=take(table, "file", str, where=where),
        effective=take(table, "effective", date, where=where),
        prefix=take(table, "prefix", str, ""),
        levels=tuple(level(each, f"{where}.levels {n}") for n, each in enumerate(levels, start=1)),
    )


def level(table: Any, where: str) -> Level:
    """One of the levels."""
    refuse_others(table, where, *LEVEL)
    return Level(
        code=take(table, "code", str, where=where),
        vi=take(table, "vi", str, where=where),
        en=take(table, "en", str, ""),
        kind=take(table, "kind", str, where=where),
        kinds=take(table, "kinds", dict, {}),
        children=take(table, "children", str, ""),
    )


def crosswalk(table: Mapping[str, Any], where: str, shared: Shared) -> Crosswalk:
    """What became of what."""
    refuse_others(table, where, *CROSSWALK)
    offerings = f"OFFERING_RULE_{take(table, 'offerings', str, 'CLOSE')}"
    if offerings not in OfferingRule.keys()[1:]:
        raise MappingError(f"{where}.offerings must be CLOSE or FOLLOW")
    bases = take(table, "legal_basis", dict, {})
    refuse_others(bases, f"{where}.legal_basis", *BASES)
    absent = [name for name in CELLS if name not in table]
    if absent:
        raise MappingError(f"{where}.{absent[0]} is missing")
    return Crosswalk(
        file=take(table, "file", str, where=where),
        form=written(take(table, "form", dict, {})),
        offerings=offerings,
        legal_basis={name: take(bases, name, str, "") for name in BASES},
        cells={name: cell(table[name], f"{where}.{name}", shared) for name in CELLS},
    )
