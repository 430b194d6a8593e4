"""A Merkle tree that only grows (RFC 6962, section 2.1), kept as its peaks: the roots of the
complete subtrees that it is made of.

Example: seven leaves are kept as three peaks, over four, two leaves and one. The eighth leaf joins
all of them into one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY = sha256().digest()  # the root of no leaves


def leaf_hash(content: bytes) -> bytes:
    """Of what a leaf stands for; the byte in front keeps it from being taken for a node."""
    return sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of two subtrees, side by side."""
    return sha256(b"\1" + left + right).digest()


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root over peaks, which are folded from the right, where the small ones are."""
    if not peaks:
        return EMPTY
    *larger, root = peaks
    for peak in reversed(larger):
        root = node_hash(peak, root)
    return root


def are_peaks(peaks: Sequence[bytes], *, size: int, root: bytes) -> bool:
    """Whether these are the peaks of a tree of that size, with that root."""
    return len(peaks) == size.bit_count() and root_of(peaks) == root


@dataclass
class Tree:
    """The first `size` leaves."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves, given as their hashes; each makes one node on average."""
        peaks, size = self.peaks, self.size
        for leaf in leaves:
            size += 1
            complete, peak = size, leaf
            while not complete & 1:
                peak = node_hash(peaks.pop(), peak)
                complete >>= 1
            peaks.append(peak)
        self.size = size

    @property
    def root(self) -> bytes:
        """What a head signs."""
        return root_of(self.peaks)
