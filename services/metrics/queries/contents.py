"""What messages and events say, looked at once: they stay as they are, and to read one takes as
long as all else that is done with it.

Promises that no more is remembered than fits. Must not change what it gives, nor may others.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

C = TypeVar("C")

MOST_KEPT = 16 << 20  # bytes that are remembered, as they are written: some 13,000 usual ones
AT_ONCE = 32  # that are looked at before others get their turn: 0.1 ms each


class Contents(Generic[C]):
    """Those that were asked for last are remembered."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most, self.size = most, 0
        self.kept: OrderedDict[Hashable, tuple[int, C]] = OrderedDict()

    def of(self, key: Hashable, size: int, read: Callable[[], C]) -> C:
        """The content of so many bytes by its key, which `read` gives where it is not remembered;
        not to be changed.
        """
        if key in self.kept:
            self.kept.move_to_end(key)
            return self.kept[key][1]
        found = read()
        self.kept[key] = (size, found)
        self.size += size
        while self.size > self.most:
            self.size -= self.kept.popitem(last=False)[1][0]
        return found
