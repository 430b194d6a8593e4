"""Cells as a mapping states them: each key of one, checked.

Promises a cell, or a mistake that names the key. Must not read a table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.console.importing.cells import Cell, Unit, Values
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.shared import Shared
from services.console.importing.tree import BY
from services.console.text import Alike, alike, clean

KEYS = (
    "column", "columns", "join", "sum", "constant", "cell", "absent", "split", "part", "strip",
    "map", "values", "otherwise", "slug", "grouped", "default", "decimal", "pad", "prefix", "cut",
    "unit", "within", "when",
)  # fmt: skip


def is_cell(value: Any) -> bool:
    """A column's name, or a table of the keys of a cell."""
    return isinstance(value, str) or (
        isinstance(value, dict) and bool(value.keys() & {"column", "columns", "constant", "cell"})
    )


def is_choice(value: Any) -> bool:
    """A list of cells, of which the first counts whose condition holds."""
    return isinstance(value, list) and bool(value) and all(map(is_cell, value))


def cell(value: Any, where: str, shared: Shared) -> Cell:
    """A cell of the mapping: `"column"`, a table, or a list of such."""
    if isinstance(value, str):
        return Cell(where, (value,))
    if is_choice(value):
        numbered = enumerate(value, start=1)
        return Cell(
            where, choices=tuple(cell(each, f"{where} {n}", shared) for n, each in numbered)
        )
    if not isinstance(value, dict) or not is_cell(value):
        raise MappingError(f"{where} must name a column: 'name', or {{ column = 'name' }}")
    value = shared.cell(value, where)
    refuse_others(value, where, *KEYS)
    return Cell(
        where,
        columns=columns(value, where),
        constant=clean(take(value, "constant", str, "")),
        absent=absent(take(value, "absent", list, []), f"{where}.absent"),
        split=take(value, "split", str, ""),
        part=positive(value, "part", 1, where),
        strip=take(value, "strip", str, ""),
        values=values(value, where, shared),
        otherwise=otherwise(value, where, shared),
        slug=take(value, "slug", bool, False),
        default=clean(take(value, "default", str, "")),
        grouped=group_mark(take(value, "grouped", str, ""), where),
        decimal=mark(take(value, "decimal", str, "."), where),
        pad=positive(value, "pad", 0, where),
        join=take(value, "join", str, "-"),
        summed=take(value, "sum", bool, False),
        prefix=take(value, "prefix", str, ""),
        cut=positive(value, "cut", 0, where),
        unit=unit(value, where, shared),
        when=shared.condition(value["when"], f"{where}.when") if "when" in value else None,
    )


def unit(table: Mapping[str, Any], where: str, shared: Shared) -> Unit | None:
    """By what of a unit a text finds it in the catalogue, and below which other one."""
    by = take(table, "unit", str, "", where)
    if not by:
        if "within" in table:
            raise MappingError(f"{where}.within needs unit: one of {', '.join(BY)}")
        return None
    if by not in BY:
        raise MappingError(f"{where}.unit must be one of {', '.join(BY)}")
    shared.tree.is_asked = True
    above = table.get("within")
    within = Cell(f"{where}.within", constant=above) if isinstance(above, str) else above
    if within is not None and not isinstance(within, Cell):
        within = cell(within, f"{where}.within", shared)
    return Unit(shared.tree, by, within)


def otherwise(value: Mapping[str, Any], where: str, shared: Shared) -> Cell | None:
    """What a value that no list has stands for: a text, or a cell."""
    if "otherwise" not in value:
        return None
    if not value.keys() & {"map", "values"}:
        raise MappingError(f"{where}.otherwise needs a list: map or values")
    text = value["otherwise"]
    if isinstance(text, str):
        return Cell(f"{where}.otherwise", constant=clean(text))
    return cell(text, f"{where}.otherwise", shared)


def mark(text: str, where: str) -> str:
    """What stands before the decimals of a number."""
    if text not in {".", ","}:
        raise MappingError(f"{where}.decimal must be '.' or ','")
    return text


def group_mark(text: str, where: str) -> str:
    """What stands between groups of three digits, such as the point in 531.269."""
    if len(text) > 1 or text.isalnum():
        raise MappingError(f"{where}.grouped must be one mark, such as '.' or ' '")
    return text


def absent(texts: Sequence[Any], where: str) -> frozenset[str]:
    """Texts that say nothing, as an empty cell does."""
    if not all(isinstance(text, str) for text in texts):
        raise MappingError(f"{where} must be a list of texts, such as ['NA', '-']")
    return frozenset(map(alike, texts))


def columns(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """One column, several, or none beside a constant."""
    if len(table.keys() & {"column", "columns", "constant"}) != 1:
        raise MappingError(f"{where} needs exactly one of column, columns and constant")
    if "column" in table:
        return (take(table, "column", str, where=where),)
    named: list[Any] = take(table, "columns", list, [])
    if not all(isinstance(name, str) for name in named) or ("columns" in table and not named):
        raise MappingError(f"{where}.columns must be a list of names of columns")
    return tuple(named)


def values(table: Mapping[str, Any], where: str, shared: Shared) -> Values | None:
    """The list that stands beside the column, or one of [values] that it names."""
    if "values" in table:
        return listed(take(table, "values", dict, where=where), f"{where}.values", shared)
    if "map" not in table:
        return None
    name = take(table, "map", str, where=where)
    return listed(shared.list(name, f"{where}.map"), f"values.{name}", shared)


def listed(table: Mapping[str, Any], where: str, shared: Shared) -> Values:
    """Texts, and what each stands for: a text, or a list of cells."""
    found = Alike[str | Cell]()
    for key, value in table.items():
        text, means = clean(key), meaning(value, f"{where}.{key}", shared)
        if found.setdefault(text, means) != means:
            raise MappingError(f"{where} lists {key!r} twice, spelled alike")
    return found


def meaning(value: Any, where: str, shared: Shared) -> "str | Cell":
    """What a text stands for."""
    if isinstance(value, str):
        return clean(value)
    if not is_choice(value):
        raise MappingError(f"{where} must be a text, or a list of cells with conditions")
    return cell(value, where, shared)


def positive(table: Mapping[str, Any], key: str, default: int, where: str) -> int:
    """A number that counts something."""
    number = take(table, key, int, default)
    if number < min(default, 1):
        raise MappingError(f"{where}.{key} must be {min(default, 1)} or more")
    return number
