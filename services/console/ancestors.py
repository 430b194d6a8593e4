"""The units above a unit, by whatever says which is the next one above.

Promises an end: rows of a table, or a record, may lay units in a circle.
"""

from collections.abc import Callable, Iterator, Mapping


def above(unit: str, parent: Callable[[str], str]) -> Iterator[str]:
    """The units above one, the nearest first, each once; `parent`: "" above the last."""
    seen = {unit}
    while (unit := parent(unit)) and unit not in seen:
        seen.add(unit)
        yield unit


def path_up(tree: Mapping[str, str], unit: str) -> list[str]:
    """The unit and the units above it, each once; none of no unit."""
    return [unit, *above(unit, lambda each: tree.get(each, ""))] if unit else []
