"""A list that is the whole of a scope as of a day, and what its lines name.

Promises that a line which is faulty is remembered: such a list does not say what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.said import Said
from services.console.portal.resources import named

KINDS = ("unit", "service", "offering")


@dataclass(eq=False)
class Whole:
    """Everything below a unit, "": of the whole tree, that is open on a day."""

    below: str
    day: date
    listed: Said = field(default_factory=Said)  # resource names
    faulty: int = 0  # lines


def whole(table: Mapping[str, Any], kind: str, where: str) -> Whole | None:
    """The key `whole` of a section."""
    if "whole" not in table:
        return None
    if kind not in KINDS:
        raise MappingError(f"{where}.whole: only sections of {', '.join(KINDS)} can be whole lists")
    stated, within = take(table, "whole", dict, where=where), f"{where}.whole"
    refuse_others(stated, within, "below", "day")
    below = take(stated, "below", str, "", within)
    return Whole(named("units", below), take(stated, "day", date, where=within))
