"""Digests of figures as the contract says them: leaves over items, and the figure over its leaves.

Written from the contract alone. Must not import or copy the metrics service.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

WHOLE_TREE = "-"  # in the place of a unit: the one leaf of a figure of the whole tree


class Leaf(NamedTuple):
    """Which leaf of a figure: of a unit, and of a month or another part."""

    unit: str
    part: str


def leaves(lines: Iterable[tuple[Leaf, str]]) -> dict[Leaf, str]:
    """The digest of each leaf by the lines of its items."""
    found: dict[Leaf, list[str]] = defaultdict(list)
    for leaf, line in lines:
        found[leaf].append(line)
    return {leaf: over(those) for leaf, those in found.items()}


def figure(leaves: Mapping[Leaf, str]) -> str:
    """The digest of a figure by its leaves."""
    return over(f"{leaf.unit}\t{leaf.part}\t{digest}\n" for leaf, digest in leaves.items())


def over(lines: Iterable[str]) -> str:
    """SHA-256 over lines in the order of their bytes."""
    return hashlib.sha256(b"".join(sorted(line.encode() for line in lines))).hexdigest()
