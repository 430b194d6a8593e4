"""Acts of citizens in the second reading: linked dossiers, each act once.

An act is what leads to the same root in the end. In figures stands the first of its dossiers that
was accepted and not voided; it is online where all of those were filed so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.expressions import Facts
from services.console.reading.folding.dossier_fold import Dossier


class Act(NamedTuple):
    """The dossier that stands for all of one root, and all of them."""

    root: str
    first: Dossier
    parts: Sequence[Dossier]


class Linked:
    """Linked dossiers, which are held until all are there; no others are."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self.roots = roots
        self.names = {*roots, *roots.values()}
        self.held: dict[str, list[Dossier]] = {}

    def keeps(self, dossier: Dossier) -> bool:
        """Whether it is one of them; any other one is an act by itself."""
        if dossier.name not in self.names:
            return False
        self.held.setdefault(end_of(dossier.name, self.roots), []).append(dossier)
        return True

    def acts(self) -> Iterator[Act]:
        """All that are shown."""
        for root, parts in self.held.items():
            shown = [each for each in parts if of_dossier.shown(each, "accepted")]
            if shown:
                yield Act(root, min(shown, key=rank), parts)


def end_of(name: str, roots: Mapping[str, str]) -> str:
    """Where roots lead to; of a ring the first name in it."""
    way: list[str] = []
    while name not in way:
        way.append(name)
        name = roots.get(name, name)
    return min(way[way.index(name) :])


def rank(dossier: Dossier) -> tuple[Any, ...]:
    """Valid before voided ones, accepted before others, then by time."""
    shown = of_dossier.shown(dossier, "accepted")
    never = of_dossier.is_without_acceptance(dossier)
    return dossier.voided, never, shown.at if shown else None, dossier.name


def act_facts(facts: Facts, parts: Iterable[Dossier]) -> Facts:
    """Those of the first dossier, and whether all accepted ones were filed online."""
    channels = {
        of_dossier.CHANNELS.get(each.channel)
        for each in parts
        if each.acceptance and not each.voided and not of_dossier.is_without_acceptance(each)
    }
    if channels - {"online", None}:
        online: bool | None = False
    else:
        online = True if channels == {"online"} else None
    return {**facts, "all_online": online}
