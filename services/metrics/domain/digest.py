"""The digest of a figure: what an inspector computes from the items to see that none is missing.

SHA-256 over the lines `kind TAB id TAB class TAB reason TAB weight LF`, sorted by UTF-8 bytes.
Promises the same digest for the same items in any order. Must not depend on how items are kept.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Membership

# The class as the line writes it; `sql/contributions.sql` writes the same four.
CLASSES = {
    int(Membership.MEMBERSHIP_NUMERATOR): "numerator",
    int(Membership.MEMBERSHIP_DENOMINATOR): "denominator",
    int(Membership.MEMBERSHIP_EXCLUDED): "excluded",
    int(Membership.MEMBERSHIP_UNKNOWN): "unknown",
}


class Classified(NamedTuple):
    """An item as its line tells it; `id` is the full resource name."""

    kind: str
    id: str
    membership: int
    reason: str
    weight: int

    def line(self) -> bytes:
        """One line of the digest."""
        parts = (self.kind, self.id, CLASSES[self.membership], self.reason, str(self.weight))
        return "\t".join(parts).encode() + b"\n"


def digest(items: Iterable[Classified]) -> str:
    """In hexadecimal; of no items, it is the digest of nothing."""
    return hashlib.sha256(b"".join(sorted(item.line() for item in items))).hexdigest()
