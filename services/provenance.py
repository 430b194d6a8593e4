"""On whose word a figure rests: the questions that the command line and the pages ask of one.

Promises the same lines to both. Must not ask a service.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeAlias

Lines: TypeAlias = tuple[tuple[str, str], ...]  # dimensions, each with the value that is asked

# What was read before this was kept stands in one line: nothing is known of it in any dimension.
_OF_DOSSIERS: Lines = (
    ("corrected", "yes"), ("due", "stated"), ("withdrawn", "stated"), ("corrected", "unknown"),
)  # fmt: skip
# A correction of before may leave open who moved a petition.
_OF_PETITIONS: Lines = (
    ("corrected", "yes"), ("transferred", "stated"), ("withdrawn", "stated"),
    ("corrected", "unknown"), ("transferred", "unknown"),
)  # fmt: skip
LINES: Mapping[str, Lines] = MappingProxyType(
    {
        **dict.fromkeys(("dossier", "dossier_at", "dossier_held", "act", "rating"), _OF_DOSSIERS),
        "petition": _OF_PETITIONS,
    }
)


def lines_of(kind: str, *, filtered: Collection[str]) -> Lines:
    """Of items of a kind, by dimensions that no filter names already; there may be none."""
    return tuple(each for each in LINES.get(kind, ()) if each[0] not in filtered)
