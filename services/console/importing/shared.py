"""What the sections of a mapping share: lists of values, cells under a name, and how times are
written.

Promises that a name which none of them has is a mistake. Must not read a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.importing.conditions import Condition, condition
from services.console.importing.keys import MappingError, nearest, take
from services.console.importing.moments import Clock, clock, times_of
from services.console.importing.tree import Tree


@dataclass(frozen=True)
class Shared:
    """Lists by their names, whose texts stand for a text or, where that depends on other columns,
    for cells; `unit.id` is one part of the list `unit`.
    """

    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cells: Mapping[str, Any] = field(default_factory=dict)
    times: Mapping[str, Any] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)  # of units, filled before a table is read

    def condition(self, text: Any, where: str) -> Condition:
        """A condition on the cells of a line."""
        return condition(text, where, self.clock({}, where).at)

    def clock(self, table: Mapping[str, Any], where: str) -> Clock:
        """How the times of a cell are written: as it says, else as [times] does."""
        return clock({**self.times, **table}, where)

    def list(self, name: str, where: str) -> Mapping[str, Any]:
        """One of the lists."""
        if name not in self.lists:
            there = ", ".join(self.lists) or "none"
            raise MappingError(
                f"{where} names {name!r}, which [values] does not have; there are: {there}"
                f"{nearest(name, self.lists)}"
            )
        return self.lists[name]

    def cell(self, table: Mapping[str, Any], where: str) -> Mapping[str, Any]:
        """The table of a cell with what [cells] says of the one that it names."""
        if not isinstance(table, dict) or "cell" not in table:
            return table
        name = take(table, "cell", str, where=where)
        if (
            name not in self.cells
            or not isinstance(self.cells[name], dict)
            or "cell" in self.cells[name]
        ):
            raise MappingError(f"{where}.cell names {name!r}, which [cells] does not have")
        return {**self.cells[name], **{key: table[key] for key in table if key != "cell"}}


def shared(table: Mapping[str, Any]) -> Shared:
    """The sections [values], [cells] and [times]."""
    named = take(table, "values", dict, {})
    lists = {
        name: entries
        for each in named
        for name, entries in parts(each, take(named, each, dict, where="values")).items()
    }
    return Shared(lists, take(table, "cells", dict, {}), times_of(take(table, "times", dict, {})))


def parts(name: str, entries: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """A list whose texts stand for tables is one list for each key of them."""
    tables = {text: means for text, means in entries.items() if isinstance(means, dict)}
    if not tables:
        return {name: entries}
    if len(tables) < len(entries):
        raise MappingError(f"values.{name} must hold tables only, or texts only")
    keys = dict.fromkeys(key for means in tables.values() for key in means)
    return {
        f"{name}.{key}": {text: means.get(key, "") for text, means in tables.items()}
        for key in keys
    }
