"""Units and services of a case log: what a mapping calls them, and by which values of a column.

Promises one name for each id. Must not make up a name.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

from services.console.keys import MappingError, refuse_others, take
from services.console.text import Alike, slug


@dataclass(frozen=True)
class Name:
    """A unit or a service: the last part of its resource name, and its names for people."""

    id: str
    vi: str
    en: str
    level: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Lookup:
    """A column whose values stand for something, and a constant for where the column is empty or
    there is none.
    """

    column: str
    names: Table[str, Name] = field(default_factory=Alike)
    constant: Name | None = None


@dataclass(frozen=True)
class GroupRule:
    """A column of each event that names who took the step, such as a team: a unit below the root,
    which has no dossier of its own.
    """

    lookup: Lookup
    kind: str


def groups(table: Table[str, Any], root: Name) -> GroupRule:
    """The section [groups]; without it, the unit that has the dossier takes its steps."""
    refuse_others(table, "groups", "column", "kind", "values")
    named = take(table, "values", dict, {})
    names = [
        (value, name_of(each, where=f"groups.values.{value}")) for value, each in named.items()
    ]
    return GroupRule(lookup(table, "groups", names, root), take(table, "kind", str, "group"))


def unit_named(value: str, names: Table[str, Name], root: Name) -> Name:
    """The unit that a value stands for; an unlisted value is a unit of that name below the root."""
    known = names.get(value)
    return known or Name(id=f"{root.id}-{slug(value)}"[:64], vi=value, en=value)


def units(table: Table[str, Any], root: Name) -> Lookup:
    """The section [units]: a tree of two levels, the root and what the column names."""
    refuse_others(table, "units", "root", "column", "kind", "values")
    named = take(table, "values", dict, {})
    names = [(value, name_of(each, where=f"units.values.{value}")) for value, each in named.items()]
    return lookup(table, "units", names, root)


def services(table: Table[str, Any]) -> Lookup:
    """The section [service]: one constant service, or a column whose values are listed."""
    known = ("column", "values", "effective", "reason", "id", "vi", "en", "level")
    refuse_others(table, "service", *known)
    named = take(table, "values", dict, {})
    names = [(value, leveled(each, f"service.values.{value}")) for value, each in named.items()]
    constant = leveled(table, "service") if "id" in table else None
    if not (names or constant):
        raise MappingError("service.id is missing, or service.values for the column's values")
    if "column" in table and not names:
        raise MappingError("service.values is missing: what the column's values stand for")
    return lookup(table, "service", names, constant)


def lookup(
    table: Table[str, Any], where: str, values: Sequence[tuple[str, Name]], constant: Name | None
) -> Lookup:
    """A column with its values; values without a column would never be read."""
    column, names = take(table, "column", str, ""), Alike(values)
    if names and not column:
        raise MappingError(f"{where}.column is missing: where the values of {where}.values stand")
    if len(names) < len(values):
        raise MappingError(f"{where}.values lists a value twice, spelled alike")
    by_id([*([constant] if constant else []), *names.values()], where)
    return Lookup(column, names, constant)


def by_id(names: Iterable[Name], where: str) -> dict[str, Name]:
    """Names by their ids: of two that share one, and differ, one would count as the other."""
    found: dict[str, Name] = {}
    for name in names:
        other = found.setdefault(name.id, name)
        if other != name:
            raise MappingError(
                f"{other.vi!r} and {name.vi!r} would both be {where}/{name.id}, with other names, "
                f"kind or level: give them ids of their own in [{where}.values], or say them alike"
            )
    return found


def leveled(table: Table[str, Any], where: str) -> Name:
    """A service with its level."""
    level = take(table, "level", int, where=where)
    if level not in range(5):
        raise MappingError(f"{where}.level must be 0 to 4")
    return name_of(table, where=where)


def name_of(table: Table[str, Any], *, where: str) -> Name:
    """Id and names."""
    identifier = take(table, "id", str, where=where)
    if not re.fullmatch(r"[^/\s]{1,64}", identifier):
        raise MappingError(f"{where}.id must be 1 to 64 characters without slash and space")
    vi = take(table, "vi", str, where=where)
    return Name(
        id=identifier,
        vi=vi,
        en=take(table, "en", str, vi),
        level=take(table, "level", int, 0),
        kind=take(table, "kind", str, ""),
    )
