"""Acts of citizens in the second reading: linked dossiers, each act once.

An act is what leads to the same root in the end. In figures stands the first of its dossiers that
was accepted and not voided; it is online where all of those were filed so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.expressions import Facts
from services.console.reading.folding.dossier_fold import Dossier


class Act(NamedTuple):
    """The dossier that stands for all of one root, and the facts of the act."""

    root: str
    first: Dossier
    facts: Facts


def acts(dossiers: Iterable[Dossier], roots: Mapping[str, str]) -> Iterator[Act]:
    """All that are shown; only linked dossiers are held."""
    linked = {*roots, *roots.values()}
    held: dict[str, list[Dossier]] = {}
    for dossier in dossiers:
        if dossier.name in linked:
            held.setdefault(end_of(dossier.name, roots), []).append(dossier)
        elif of_dossier.shown(dossier, "accepted"):
            yield Act(dossier.name, dossier, act_facts(dossier, [dossier]))
    for root, parts in held.items():
        shown = [each for each in parts if of_dossier.shown(each, "accepted")]
        if shown:
            first = min(shown, key=rank)
            yield Act(root, first, act_facts(first, parts))


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


def act_facts(first: Dossier, parts: Iterable[Dossier]) -> Facts:
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
    return {**of_dossier.facts(first), "all_online": online}
