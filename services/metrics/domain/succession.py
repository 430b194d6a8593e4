"""Units as they are at an instant: where the items count of units that were merged or split.

Example: ward Q merged into P; ward R was split into S and T. Q's items count at P. An item of R
counts at S or T if its dossier was handed to one of them, else under R, as *not attributable*: in
every scope that holds both S and T, and in no figure of either. A unit that is among its own parts
goes on, and keeps what it did not hand over.
"""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from motcua.catalog.v1 import events_pb2 as events

NO_SHARE = (None, None)


class Succession(NamedTuple):
    """A unit handed over to another one: the whole of it, or one of several parts."""

    unit: str
    successor: str
    divides: bool
    closes: bool  # the unit is no more
    share: Fraction | None = None  # of the unit; None: nobody stated it


class Handover(NamedTuple):
    """The unit in which an item of `unit` counts now, if `holder` had its dossier last."""

    unit: str
    holder: str
    present: str


def successors(event: Any) -> dict[str, tuple[int | None, int | None]]:
    """Who takes over, and which part, if somebody stated that."""
    if isinstance(event, events.UnitSplit):
        return {part.unit: _share(part) for part in event.parts}
    return {event.into: NO_SHARE} if isinstance(event, events.UnitMerged) else {}


def _share(part: events.Successor) -> tuple[int | None, int | None]:
    """Numerator and denominator."""
    return (part.share.numerator, part.share.denominator) if part.HasField("share") else NO_SHARE


class Part(NamedTuple):
    """Which part of a divided unit's counted facts falls to one that came after it."""

    unit: str
    successor: str
    share: Fraction


class Units:
    """What became of units, by all successions up to an instant."""

    def __init__(self, successions: Iterable[Succession]) -> None:
        self._parts: dict[str, set[str]] = {}
        self._into: dict[str, str] = {}
        self._split: dict[str, dict[str, Fraction | None]] = {}  # and are no more
        for each in successions:
            if each.divides:
                self._parts.setdefault(each.unit, set()).add(each.successor)
                if each.closes:
                    self._split.setdefault(each.unit, {})[each.successor] = each.share
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
                waiting += self._split[each]
            else:
                found.add(each)
        return found or {unit}

    def parts(self, unit: str) -> list[Part]:
        """Of a unit of which nobody can say where its counted facts belong: what falls to whom. By
        no shares, to none.
        """
        found = self._shares(unit, frozenset())
        if len(found) == 1:
            return []
        return [Part(unit, successor, share) for successor, share in sorted(found.items())]

    def _shares(self, unit: str, walked: frozenset[str]) -> Mapping[str, Fraction]:
        """Exact, and 1 together. Where a unit was split without shares all of it stays there."""
        unit = self._merged(unit)
        parts = self._split.get(unit, {})
        if not parts or unit in walked:
            return {unit: Fraction(1)}
        found: dict[str, Fraction] = {}
        for successor, share in parts.items():
            if share is None:
                return {self.present(unit): Fraction(1)}
            for each, part in self._shares(successor, walked | {unit}).items():
                found[each] = found.get(each, Fraction(0)) + share * part
        return found
