"""The mapping file of a reform: where the units before and after it stand, and what became of what.

Promises a complete, checked mapping or a mistake that names the key. Must not read the files that
it names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from motcua.catalog.v1.events_pb2 import OfferingRule
from services.console.importing.cells import Cell, cell
from services.console.importing.forms import Form
from services.console.importing.rules import source, written
from services.console.keys import MappingError, composed, refuse_others, take

TOP = ("source", "reason", "before", "after", "crosswalk")
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
    """The whole file."""

    source: str
    reason: str
    before: Side
    after: Side
    crosswalk: Crosswalk


Tables = TypeVar("Tables")


def either(
    tables: Callable[[Mapping[str, Any]], Tables],
) -> Callable[[Mapping[str, Any]], Tables | Reform]:
    """A mapping with a crosswalk is a reform's."""
    return lambda table: reform(table) if "crosswalk" in table else tables(table)


def reform(table: Mapping[str, Any]) -> Reform:
    """Every section, each checked by its own function."""
    table = composed(table)
    refuse_others(table, "", *TOP)
    return Reform(
        source=source(table),
        reason=take(table, "reason", str),
        before=side(take(table, "before", dict), "before"),
        after=side(take(table, "after", dict), "after"),
        crosswalk=crosswalk(take(table, "crosswalk", dict)),
    )


def side(table: Mapping[str, Any], where: str) -> Side:
    """The sections [before] and [after]."""
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


def crosswalk(table: Mapping[str, Any]) -> Crosswalk:
    """The section [crosswalk]."""
    refuse_others(table, "crosswalk", *CROSSWALK)
    offerings = f"OFFERING_RULE_{take(table, 'offerings', str, 'CLOSE')}"
    if offerings not in OfferingRule.keys()[1:]:
        raise MappingError("crosswalk.offerings must be CLOSE or FOLLOW")
    bases = take(table, "legal_basis", dict, {})
    refuse_others(bases, "crosswalk.legal_basis", *BASES)
    absent = [name for name in CELLS if name not in table]
    if absent:
        raise MappingError(f"crosswalk.{absent[0]} is missing")
    return Crosswalk(
        file=take(table, "file", str, where="crosswalk"),
        form=written(take(table, "form", dict, {})),
        offerings=offerings,
        legal_basis={name: take(bases, name, str, "") for name in BASES},
        cells={name: cell(table[name], f"crosswalk.{name}", {}) for name in CELLS},
    )
