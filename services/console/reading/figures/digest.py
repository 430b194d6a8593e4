"""Digests of figures as the contract says them: leaves over items, and the figure over its leaves.

Written from the contract alone. Must not import or copy the metrics service.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

TOGETHER = 500  # lines that are digested by one call
WHOLE_TREE = "-"  # in the place of a unit: the one leaf of a figure of the whole tree


class Leaf(NamedTuple):
    """Which leaf of a figure: of a unit, and of a month or another part."""

    unit: str
    part: str


class Lines:
    """Lines that come in the order of their bytes; a few of them are held."""

    __slots__ = ("_last", "_sha256", "_waiting")

    def __init__(self) -> None:
        self._sha256: Any = None  # of most leaves all lines are digested at once
        self._last, self._waiting = b"", list[bytes]()

    def add(self, line: bytes) -> None:
        """The next one. Raises ValueError where it belongs before the last."""
        if line < self._last:
            raise ValueError(f"{line!r} is out of order")
        self._last = line
        self._waiting.append(line)
        if len(self._waiting) >= TOGETHER:
            self._digest()

    def digest(self) -> str:
        """Of all that came."""
        self._digest()
        digest: str = self._sha256.hexdigest()
        return digest

    def _digest(self) -> None:
        lines = b"".join(self._waiting)
        self._waiting.clear()
        if self._sha256 is None:
            self._sha256 = hashlib.sha256(lines)
        else:
            self._sha256.update(lines)


def figure(leaves: Mapping[Leaf, str]) -> str:
    """The digest of a figure by its leaves."""
    lines = [f"{unit}\t{part}\t{digest}\n".encode() for (unit, part), digest in leaves.items()]
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()
