"""Units of the second reading as they are at an instant: where an item counts whose unit was merged
or split.

Written from the contract's FigureScope and the README of metrics alone, as `fold` is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple


class Handover(NamedTuple):
    """From an instant on a unit's work is that of others, itself among them where it goes on."""

    since: datetime
    to: tuple[str, ...]
    shares: tuple[Fraction, ...] = ()  # of each; none: nobody stated them


class Counted(NamedTuple):
    """Where an item counts, the unit of its leaf, and what a scope must hold of it."""

    unit: str
    leaf: str
    needs: frozenset[str]


class Presents:
    """By the handovers of every unit up to an instant."""

    def __init__(self, handovers: Mapping[str, Mapping[int, Handover]], at: datetime) -> None:
        self._of = {
            unit: sorted(each for each in versions.values() if each.since < at)
            for unit, versions in handovers.items()
        }
        self._counted = lru_cache(maxsize=65_536)(self._found)  # a list asks once a line

    def counted(self, unit: str, holders: Sequence[str]) -> Counted:
        """An item credited to a unit, whose dossier one holder had after the other."""
        return self._counted(unit, tuple(holders))

    def _found(self, unit: str, holders: tuple[str, ...]) -> Counted:
        got = [each for each in holders if each in self._line(unit)]
        present = self._present(got[-1] if got else unit)
        leaf = present if self._is_divided(unit) else unit
        return Counted(present, leaf, frozenset(self.rest(present)))

    def _line(self, unit: str) -> set[str]:
        """The unit and all that got any of its work."""
        found, added = {unit}, {unit}
        while added:
            added = {
                to for each in added for handover in self._of.get(each, ()) for to in handover.to
            }
            added -= found
            found |= added
        return found

    def _is_divided(self, unit: str) -> bool:
        """Whether it, or what it was merged into, was split."""
        return any(len(set(each.to)) > 1 for each in self._steps(unit))

    def _steps(self, unit: str) -> Iterator[Handover]:
        """Its handovers, and while each is to one unit, those of that."""
        seen: set[str] = set()
        while unit not in seen:
            seen.add(unit)
            yield from self._of.get(unit, ())
            unit = self._merged_into(unit) or unit

    def _merged_into(self, unit: str) -> str:
        """What it was merged into; "" where it was not."""
        whole = [each.to[0] for each in self._of.get(unit, ()) if len(set(each.to)) == 1]
        return whole[-1] if whole and whole[-1] != unit else ""

    def _present(self, unit: str) -> str:
        """Where items count that nobody got."""
        rest = self.rest(unit)
        if len(rest) == 1:
            return next(iter(rest))
        into = self._merged_into(unit)
        return self._present(into) if into else unit

    def rest(self, unit: str) -> set[str]:
        """The units that are there of it."""
        end = self._end(unit)
        return {each for to in end.to for each in self.rest(to)} if end else {unit}

    def _end(self, unit: str) -> Handover | None:
        """By which it is no more."""
        ends = [each for each in self._of.get(unit, ()) if unit not in each.to]
        return ends[-1] if ends else None

    def shares(self, unit: str) -> dict[str, Fraction]:
        """What of its counted facts falls to whom. All of it to one: nothing is estimated."""
        into = self._merged_into(unit)
        if into:
            return self.shares(into)
        end = self._end(unit)
        if end is None:
            return {unit: Fraction(1)}
        if not end.shares:
            return {self._present(unit): Fraction(1)}
        found: dict[str, Fraction] = {}
        for to, share in zip(end.to, end.shares, strict=True):
            for each, part in self.shares(to).items():
                found[each] = found.get(each, Fraction()) + share * part
        return found
