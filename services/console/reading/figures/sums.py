"""Items summed to leaves, leaves to figures, and the scopes that a unit counts in.

Promises that a figure holds no item. Must not import or copy the metrics service.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.console.ancestors import path_up
from services.console.instants import local_midnight, next_month
from services.console.reading.definitions.definition import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    UNKNOWN,
)
from services.console.reading.figures import digest
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.items import Item
from services.console.reading.figures.month_runs import after
from services.console.reading.folding.fold import Reading


class FigureKey(NamedTuple):
    """The key of a figure: a definition, a scope ("" is all), local months [month, end)."""

    definition: str
    unit: str
    service: str
    month: date
    end: date | None = None  # None: one month
    alone: bool = False  # without the units below


class Sums(NamedTuple):
    """The items of a leaf: how many stand where, and the digest of their lines."""

    classes: Mapping[tuple[str, str], int]  # by membership and reason
    assisted: int
    can_still: bool  # one that is not in the numerator can still come into it
    digest: str


class Summand(NamedTuple):
    """What an item adds to the sums of its leaf, whatever its name and its unit are."""

    kind: str
    membership: str
    reason: str
    assisted: bool
    can_still: bool
    weight: int


def summand_of(item: Item) -> Summand:
    """The same of all items that are alike."""
    kind, _, membership, reason, assisted, _, can_still, weight, _ = item
    return Summand(kind, membership, reason, bool(assisted), bool(can_still), weight)


def line_of(name: str, summand: Summand) -> bytes:
    """The line of an item, as the digest has it."""
    kind, membership, reason, _, _, weight = summand
    return f"{kind}\t{name}\t{membership}\t{reason}\t{weight}\n".encode()


def sums_of(items: Iterable[Item]) -> Sums:
    """Of items in the order of their lines."""
    counts, lines = dict[Summand, int](), digest.Lines()
    for item in items:
        summand = summand_of(item)
        counts[summand] = counts.get(summand, 0) + 1
        lines.add(item.line())
    return summed(counts.items(), lines.digest())


def summed(counts: Iterable[tuple[Summand, int]], lines: str) -> Sums:
    """Of items that are so many of each kind, with the digest of their lines."""
    classes: dict[tuple[str, str], int] = {}
    assisted, can_still = 0, False
    for summand, n in counts:
        _, membership, reason, is_assisted, can, weight = summand
        classes[membership, reason] = classes.get((membership, reason), 0) + n * weight
        if is_assisted and membership != EXCLUDED:
            assisted += n * weight
        can_still = can_still or can
    return Sums(classes, assisted, can_still, lines)


@dataclass(slots=True)
class Figure:
    """The leaves of one figure, and what they add up to."""

    leaves: dict[Leaf, Sums] = field(default_factory=dict)
    cut: int = 0  # weight of counted facts that the period cuts

    @property
    def classes(self) -> dict[tuple[str, str], int]:
        """How many items stand where, by membership and reason."""
        found: dict[tuple[str, str], int] = {}
        for sums in self.leaves.values():
            for place, n in sums.classes.items():
                found[place] = found.get(place, 0) + n
        return found

    @property
    def can_still(self) -> bool:
        """Whether an item that is not in the numerator can still come into it."""
        return any(sums.can_still for sums in self.leaves.values())

    def numbers(self) -> "Numbers":
        """Everything that must be equal in another reading."""
        classes = self.classes
        counts = {NUMERATOR: 0, DENOMINATOR: 0, UNKNOWN: 0, EXCLUDED: 0}
        for (membership, _), n in classes.items():
            counts[membership] += n
        return Numbers(
            numerator=counts[NUMERATOR],
            denominator=counts[NUMERATOR] + counts[DENOMINATOR] + counts[UNKNOWN],
            unknown=counts[UNKNOWN],
            considered=sum(counts.values()),
            excluded={why: n for (member, why), n in classes.items() if member == EXCLUDED and n},
            assisted=sum(sums.assisted for sums in self.leaves.values()),
            digest=digest.figure({leaf: sums.digest for leaf, sums in self.leaves.items()}),
            buckets={
                up: n for (member, up), n in classes.items() if member == NUMERATOR and up and n
            },
            not_attributable=self.cut,
        )


class Numbers(NamedTuple):
    """What two readings compare."""

    numerator: int
    denominator: int
    unknown: int
    considered: int
    excluded: dict[str, int]
    assisted: int
    digest: str
    buckets: dict[str, int]  # of a histogram: those that hold an item, by upper bound
    not_attributable: int = 0  # weight of counted facts that the period cuts


class Scopes:
    """The scopes that a unit counts in, by the tree at the end of a local month."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.trees: dict[date, dict[str, str]] = {}
        self.known: dict[tuple[date, str], list[str]] = {}

    def of(self, unit: str, month: date) -> list[str]:
        """The whole tree (""), the unit itself, and every unit above it."""
        if month not in self.trees:
            self.trees[month] = self.reading.tree(local_midnight(next_month(month)))
        if (month, unit) not in self.known:
            self.known[month, unit] = ["", *path_up(self.trees[month], unit)]
        return self.known[month, unit]


def longer(definition: str, months: Iterable[date], above: Iterable[str]) -> Iterator[FigureKey]:
    """Quarters and years of the whole tree; years of the units above others, also alone."""
    known = list(months)
    for start in sorted({date(each.year, (each.month - 1) // 3 * 3 + 1, 1) for each in known}):
        yield FigureKey(definition, "", "", start, after(start, 3))
    for start in sorted({date(each.year, 1, 1) for each in known}):
        yield FigureKey(definition, "", "", start, after(start, 12))
        for unit in sorted(above):
            yield FigureKey(definition, unit, "", start, after(start, 12))
            yield FigureKey(definition, unit, "", start, after(start, 12), alone=True)
