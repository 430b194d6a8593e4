"""Sums that must agree: what came in is what went out and what is still there.

Hanoi's published tables of July to September 2025 miss three of these (531,269 received against
531,267 by channel); with every line shown, a reader sees in which one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.periods import Period

# By name: the lines of its left and right side, as statements name their columns.
IDENTITIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "flow": (
        ("carried", "received", "transferred_in"),
        ("ended", "withdrawn", "stopped", "refused", "open", "paused", "transferred_out"),
    ),
    "submitted": (
        ("submitted",),
        ("accepted", "refused", "withdrawn", "stopped", "ended_without_acceptance", "pending"),
    ),
    "received": (
        ("received",),
        ("online", "in_person", "post", "email", "phone", "other", "unknown"),
    ),
    "ended": (("ended",), ("early", "on_time", "overdue", "no_due", "anomalous")),
}


# Sums that are shown once more by month and by unit, each of which adds up to them.
PARTED = ("received", "ended")


class Part(NamedTuple):
    """How many of a sum lie in a local month and in a unit right below that of the scope (""; the
    tree does not lead to theirs).
    """

    month: str
    unit: str
    n: int


class Identity(NamedTuple):
    """A sum on both sides, line by line."""

    name: str
    left: Mapping[str, int]
    right: Mapping[str, int]

    @property
    def residual(self) -> int:
        """What one side lacks."""
        return sum(self.left.values()) - sum(self.right.values())


class SatisfactionSum(NamedTuple):
    """Of the dossiers that ended without an anomaly: how many, and what the official sum takes off;
    a dossier that was overdue and complained of, twice.
    """

    ended: int
    overdue: int
    complained: int


class Reconciliation(NamedTuple):
    """All sums of a scope and a period, as known."""

    scope: Scope
    period: Period
    as_of: datetime  # when the tree of units is meant
    positions: Positions
    identities: tuple[Identity, ...]
    overdue: int
    disordered: int
    satisfaction: SatisfactionSum


def by_parts(name: str, whole: int, parts: Sequence[Part]) -> Iterator[Identity]:
    """The whole against its months, and against its units. The lines of each in their order."""
    for cut in ("month", "unit"):
        lines: Counter[str] = Counter()
        for each in parts:
            lines[getattr(each, cut)] += each.n
        lines.pop("", None)  # units that the tree does not lead to
        yield Identity(f"{name}_by_{cut}", {name: whole}, dict(sorted(lines.items())))


def satisfaction_sum(ended: Mapping[str, int]) -> SatisfactionSum:
    """From the counts of the sum `ended`."""
    judged = ended["ended"] - ended["anomalous"]
    return SatisfactionSum(judged, ended["overdue"], ended["complained"])


def identity(name: str, counts: Mapping[str, int]) -> Identity:
    """From the counts of its lines."""
    left, right = ({line: counts[line] for line in side} for side in IDENTITIES[name])
    return Identity(name, left, right)
