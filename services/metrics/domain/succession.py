"""Units as they are at an instant: where the items count of units that were merged or split.

Example: ward Q merged into P; ward R was split into S and T. Q's items count at P. An item of R
counts at S or T if its dossier was handed to one of them, else under R, as *not attributable*: in
every scope that holds both S and T, and in no figure of either. A unit that is among its own parts
goes on, and keeps what it did not hand over.
"""

from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple


class Succession(NamedTuple):
    """A unit handed over to another one: the whole of it, or one of several parts."""

    unit: str
    successor: str
    divides: bool
    closes: bool  # the unit is no more


class Handover(NamedTuple):
    """The unit in which an item of `unit` counts now, if `holder` had its dossier last."""

    unit: str
    holder: str
    present: str


class Units:
    """What became of units, by all successions up to an instant."""

    def __init__(self, successions: Iterable[Succession]) -> None:
        self._parts: dict[str, set[str]] = {}
        self._into: dict[str, str] = {}
        self._split: set[str] = set()  # and are no more
        for each in successions:
            if each.divides:
                self._parts.setdefault(each.unit, set()).add(each.successor)
                self._split |= {each.unit} if each.closes else set()
            else:
                self._into[each.unit] = each.successor
        self.present = cache(self._present)
        self.is_divided = cache(self._is_divided)

    @property
    def changed(self) -> set[str]:
        """Those that handed over."""
        return self._parts.keys() | self._into.keys()

    def _present(self, unit: str) -> str:
        """Where items of a unit count whose dossiers nobody got: one that was split, itself, unless
        all its parts are one unit by now.
        """
        unit = self._merged(unit)
        last = self._last(unit)
        return unit if len(last) > 1 else last.pop()

    def _is_divided(self, unit: str) -> bool:
        """Whether items of it may count at several units."""
        walked: set[str] = set()
        while unit not in self._parts and unit in self._into and unit not in walked:
            walked.add(unit)
            unit = self._into[unit]
        return unit in self._parts

    def handovers(self, unit: str) -> list[Handover]:
        """For a divided unit: for itself, and for each unit that may have got a dossier of it."""
        found: set[str] = set()
        waiting = [unit]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self._parts.get(each, ())
                waiting += [self._into[each]] if each in self._into else []
        return [Handover(unit, holder, self.present(holder)) for holder in sorted(found)]

    def counts_in(self, present: str, base: Container[str]) -> bool:
        """Whether what counts at a unit counts in a scope of these units: what stands under one
        that was split does where all of its successors are.
        """
        return all(each in base for each in self._last(present))

    def _merged(self, unit: str) -> str:
        """What it was merged into in the end."""
        walked: set[str] = set()
        while unit in self._into and unit not in walked:
            walked.add(unit)
            unit = self._into[unit]
        return unit

    def _last(self, unit: str) -> set[str]:
        """The unit, or what is left of its parts."""
        found, walked, waiting = set(), set(), [unit]
        while waiting:
            each = self._merged(waiting.pop())
            if each in walked:
                continue
            walked.add(each)
            if each in self._split:
                waiting += self._parts[each]
            else:
                found.add(each)
        return found or {unit}
