"""The units before and after a reform, as files in JSON tell them, and how to find one.

Promises every unit by its code, and by its name where a code is missing or another. Must not send
anything.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from services.console.ancestors import above
from services.console.importing.reform_rules import Level, Side
from services.console.importing.spellings import folded
from services.console.outcome import Mistake
from services.console.text import alike, clean, each_once


class Place(NamedTuple):
    """A unit of one side of a reform."""

    id: str
    code: str
    vi: str
    en: str
    kind: str
    parent: str
    depth: int

    @property
    def name(self) -> str:
        """Its resource name."""
        return f"units/{self.id}"


class Places:
    """All units of one side, from the top level down."""

    def __init__(self, places: Iterable[Place], *, lowest: int, prefix: str) -> None:
        self.all = sorted(places, key=lambda place: place.depth)
        self.by_id = {place.id: place for place in self.all}
        self.lowest = lowest
        self.prefix = prefix
        self.by_name: dict[tuple[str, str], list[Place]] = {}
        for place in self.at(lowest):
            self.by_name.setdefault((place.parent, folded(place.vi)), []).append(place)

    def at(self, depth: int) -> list[Place]:
        """Those of one level."""
        return [place for place in self.all if place.depth == depth]

    def coded(self, code: str, depth: int | None = None) -> Place | None:
        """The unit with that code, if it is of that level; without a level, of any."""
        found = self.by_id.get(f"{self.prefix}{code}")
        return found if found and depth in {None, found.depth} else None

    def called(self, name: str, within: str) -> Place | None:
        """The only lowest unit of that name below the unit with that code."""
        found = self.by_name.get((f"{self.prefix}{within}", folded(name)), []) if name else []
        return found[0] if len(found) == 1 else None

    def within(self, code: str) -> str:
        """What lies above a lowest unit, as people call it."""
        found = self.coded(code)
        return self.said(found) if found else code

    def top(self, place: Place) -> Place:
        """The unit of the top level that it lies in."""
        return self._path(place)[-1]

    def said(self, place: Place) -> str:
        """A unit by its name and those of the units above it."""
        return ", ".join(each.vi for each in self._path(place))

    def _path(self, place: Place) -> list[Place]:
        known = self.by_id
        parents = above(place.id, lambda each: known[each].parent if each in known else "")
        return [place, *(known[each] for each in parents if each in known)]


def places(path: Path, side: Side) -> Places:
    """The units of a file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=each_once)
        told = list(below(found, side, depth=0, parent=""))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as failed:
        raise Mistake(f"{path} does not hold units as the mapping says: {failed}") from None
    except KeyError as failed:
        raise Mistake(f"{path}: a unit has no {failed}") from None
    made = Places(told, lowest=len(side.levels) - 1, prefix=side.prefix)
    if not made.all or len(made.by_id) < len(made.all):
        raise Mistake(f"{path} holds no unit, or two with one code")
    return made


def below(found: Any, side: Side, *, depth: int, parent: str) -> Iterator[Place]:
    """The units of one level, each followed by those below it."""
    level = side.levels[depth]
    for each in found or ():
        place = place_of(each, level, side.prefix, parent, depth)
        yield place
        if level.children:
            yield from below(each.get(level.children), side, depth=depth + 1, parent=place.id)


def place_of(each: Mapping[str, Any], level: Level, prefix: str, parent: str, depth: int) -> Place:
    """One unit; codes are text."""
    code, vi = str(each[level.code]), clean(str(each[level.vi]))
    begins = (kind for begin, kind in level.kinds.items() if alike(vi).startswith(alike(begin)))
    kind = next(begins, level.kind)
    en = clean(str(each[level.en])) if level.en else ""
    return Place(f"{prefix}{code}", code, vi, en, kind, parent, depth)
