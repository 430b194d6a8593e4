"""The digest of a figure, version 2: a tree, so that two parties who disagree find where they do.

A leaf is the SHA-256 over the lines `kind TAB id TAB class TAB reason TAB weight LF` of the items
of one credited unit in one local month; the figure's digest is the SHA-256 over the lines
`unit TAB part TAB leaf LF` of the leaves that hold an item. Lines are sorted as UTF-8 bytes.
Promises the same digest for the same items in any order. Must not depend on how items are kept.
"""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Membership
from motcua.metrics.v1.metrics_pb2 import LeafName
from services.metrics.domain.periods import Period, local_day, month_name

BYTES, HEX = 32, 64  # of a SHA-256, and its characters
WHOLE_TREE = "-"  # what stands for the unit where a figure of the whole tree has one leaf

# The class as the line writes it; statements write the same four.
CLASSES = {
    int(Membership.MEMBERSHIP_NUMERATOR): "numerator",
    int(Membership.MEMBERSHIP_DENOMINATOR): "denominator",
    int(Membership.MEMBERSHIP_EXCLUDED): "excluded",
    int(Membership.MEMBERSHIP_UNKNOWN): "unknown",
}


class Classified(NamedTuple):
    """An item as its line has it; `id` is the full resource name, an estimated weight a fraction.

    `reason` is why it is excluded, or the upper bound of its bucket (`inf` for the last one).
    """

    kind: str
    id: str
    membership: int
    reason: str
    weight: int | Fraction

    def line(self) -> bytes:
        """One line of a leaf: `dossier TAB dossiers/a TAB excluded TAB no_due TAB 1 LF`."""
        n = self.weight
        weight = f"{n.numerator}/{n.denominator}" if isinstance(n, Fraction) else str(n)
        parts = (self.kind, self.id, CLASSES[self.membership], self.reason, weight)
        return "\t".join(parts).encode() + b"\n"


class LeafKey(NamedTuple):
    """The key of a leaf: a unit by its resource name, and a month or another part of the figure."""

    unit: str
    part: str


class Leaf(NamedTuple):
    """A key, and the digest of its items."""

    key: LeafKey
    digest: str

    def line(self) -> bytes:
        """One line of the figure: `units/a TAB 2026-03 TAB 5b0c… LF`."""
        return "\t".join((*self.key, self.digest)).encode() + b"\n"


def leaves(items: Iterable[tuple[LeafKey, Classified]]) -> list[Leaf]:
    """The leaves that hold these items, in the order of their lines."""
    lines: dict[LeafKey, list[bytes]] = defaultdict(list)
    for key, item in items:
        lines[key].append(item.line())
    found = (Leaf(key, sha256(those)) for key, those in lines.items())
    return sorted(found, key=Leaf.line)


def figure_digest(leaves: Iterable[Leaf]) -> str:
    """In hexadecimal; of no leaves it is the SHA-256 of nothing."""
    return sha256(leaf.line() for leaf in leaves)


def digest_of_lines(lines: Iterable[str]) -> str:
    """The digest of a figure whose leaves are these lines, in the order of the leaves."""
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class Block(NamedTuple):
    """The leaves of one part of a figure, 32 bytes each, in the order of their units."""

    part: str
    units: Sequence[str]
    leaves: bytes

    def line(self, unit: str) -> str:
        """The line of a unit's leaf; "" where the unit has none."""
        place = bisect_left(self.units, unit)
        if place == len(self.units) or self.units[place] != unit:
            return ""
        leaf = self.leaves[BYTES * place : BYTES * (place + 1)]
        return f"{unit}\t{self.part}\t{leaf.hex()}\n"

    def lines(self) -> list[str]:
        """Those of the leaves."""
        part, leaves = f"\t{self.part}\t", self.leaves.hex()
        return [
            f"{unit}{part}{leaves[at : at + HEX]}\n"
            for unit, at in zip(self.units, range(0, len(leaves), HEX), strict=True)
        ]


def blocks_digest(blocks: Sequence[Block], more: Sequence[Leaf]) -> str:
    """The same as of all these leaves; 80,000 take 40 ms where all parts have the same units, else
    55. Characters sort as their UTF-8 does.
    """
    if blocks and not more and all(block.units == blocks[0].units for block in blocks):
        return _of_same_units(sorted(blocks))
    lines = [line for block in blocks for line in block.lines()]
    lines += (leaf.line().decode() for leaf in more)
    lines.sort()
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _of_same_units(blocks: Sequence[Block]) -> str:
    """Unit by unit, which puts all lines in order."""
    found = hashlib.sha256()
    parts = [(f"\t{block.part}\t", block.leaves) for block in blocks]
    for n, unit in enumerate(blocks[0].units):
        leaf = slice(BYTES * n, BYTES * (n + 1))
        lines = [f"{unit}{part}{leaves[leaf].hex()}\n" for part, leaves in parts]
        found.update("".join(lines).encode())
    return found.hexdigest()


def sha256(lines: Iterable[bytes]) -> str:
    """Over the lines, sorted."""
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def key_in_month(unit: str, month: date) -> LeafKey:
    """The key of a local month, where the definition is additive over periods."""
    return LeafKey(unit, month_name(month))


def key_as_of(unit: str, as_of: datetime) -> LeafKey:
    """Of the one leaf of a unit where a definition does not add up over periods; where it does not
    over units either, that is the unit of the scope ("": the whole tree).
    """
    return LeafKey(unit or WHOLE_TREE, local_day(as_of).isoformat())


def key_of_counts(unit: str, period: Period) -> LeafKey:
    """Of a fact that counts what happened in a period. Example: `2025-07-01/2025-10-01`."""
    return LeafKey(unit, f"{period.start}/{period.end}")


def leaf_name(key: LeafKey) -> LeafName:
    """A key as the contract writes it."""
    return LeafName(unit=key.unit, part=key.part)
