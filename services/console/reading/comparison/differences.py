"""Where two readings do not agree: a figure or a count, number by number and item by item.

Promises to name what differs and nothing else. Must not decide which reading is right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.console.reading.figures.sums import FigureKey


@dataclass(frozen=True)
class FigureDifference:
    """A figure that the two readings do not agree on: number by number, and item by item."""

    key: FigureKey
    numbers: Mapping[str, tuple[object, object]]
    items: tuple[tuple[str, str, str], ...] = ()


def differing(ours: Any, service: Any) -> dict[str, tuple[object, object]]:
    """By name, the fields of two rows of one kind that differ: ours, the service's."""
    sides = zip(ours._fields, ours, service, strict=True)
    return {name: (mine, other) for name, mine, other in sides if mine != other}


def disagreements(
    ours: Mapping[str, str], service: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Id, our class, the service's class."""
    for name in sorted(ours.keys() | service.keys()):
        if ours.get(name) != service.get(name):
            yield name, ours.get(name, "absent"), service.get(name, "absent")


def spelled(membership: str, reason: str) -> str:
    """A class with its reason."""
    return f"{membership} ({reason})" if reason else membership


# Why the service shows a figure to nobody: it sums counted facts to more than 63 bits.
TOO_LARGE = "FIGURE_TOO_LARGE"
# With these a list is refused of which single lines may be right.
APART = frozenset({"INTERNAL_ERROR", TOO_LARGE})


@dataclass
class Comparison:
    """What was compared at which positions, and what differs."""

    positions: dict[str, int]
    counted: dict[str, int] = field(default_factory=dict)
    differences: list[FigureDifference] = field(default_factory=list)
    not_known: dict[str, str] = field(default_factory=dict)  # definitions, and what is in the way
    expected: bool = True  # whether there is a dossier, or a service in force: so there are figures

    def called(self, names: Mapping[str, str]) -> "Comparison":
        """The same, of definitions of these names."""
        counted = {names[each]: n for each, n in self.counted.items() if each in names}
        differences = [
            replace(each, key=each.key._replace(definition=names[each.key.definition]))
            for each in self.differences
        ]
        return replace(self, counted=counted, differences=differences)

    def add(self, other: "Comparison") -> None:
        """What was compared of further definitions."""
        self.counted |= other.counted
        self.differences += other.differences
        self.not_known |= other.not_known

    @property
    def total(self) -> int:
        """How many figures were compared."""
        return sum(self.counted.values())

    @property
    def equal(self) -> bool:
        """Nothing differs, and something was compared where there is something to compare."""
        return not self.differences and (self.total > 0 or not self.expected)
