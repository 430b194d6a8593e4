"""Digests of figures as the contract says them: leaves over items, and the figure over its leaves.

Written from the contract alone. Must not import or copy the metrics service.
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

WHOLE_TREE = "-"  # in the place of a unit: the one leaf of a figure of the whole tree


class Leaf(NamedTuple):
    """Which leaf of a figure: of a unit, and of a month or another part."""

    unit: str
    part: str


class Lines:
    """Lines that come in the order of their bytes, digested one by one."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._last = b""

    def add(self, line: str) -> None:
        """The next one. Raises ValueError where it belongs before the last."""
        encoded = line.encode()
        if encoded < self._last:
            raise ValueError(f"{line!r} is out of order")
        self._last = encoded
        self._sha256.update(encoded)

    def digest(self) -> str:
        """Of all that came."""
        return self._sha256.hexdigest()


def figure(leaves: Mapping[Leaf, str]) -> str:
    """The digest of a figure by its leaves."""
    lines = (f"{leaf.unit}\t{leaf.part}\t{digest}\n".encode() for leaf, digest in leaves.items())
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()
