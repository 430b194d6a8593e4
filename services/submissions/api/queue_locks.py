"""Within this process, takes and calls of one unit's tickets follow one another.

Between processes an append condition lets none of them decide on a queue that is another by then.
"""

import asyncio
from weakref import WeakValueDictionary


class QueueLocks:
    """One lock for each unit whose tickets are being given or called."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, unit: str) -> asyncio.Lock:
        """The same for all who are at it at once."""
        if (lock := self._locks.get(unit)) is None:
            lock = self._locks[unit] = asyncio.Lock()
        return lock
