"""One audit at a time; of those who wait, each caller in his turn.

Promises that whoever waits waits for one audit of each other caller at most, however many calls
these send. Example: A has sent sixty calls and B one: B's is the second. Must not cancel anybody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class InTurn:
    """A lock that is handed on to the callers in turn."""

    def __init__(self) -> None:
        self._held = False
        # By caller, in the order of their turns, their calls that wait.
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def of(self, caller: str) -> AsyncIterator[None]:
        """Wait, and have it."""
        if self._held:
            await self._wait(caller)
        self._held = True
        try:
            yield
        finally:
            self._hand_on()

    async def _wait(self, caller: str) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, []).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it had just been handed to this call
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        """To the first call that waits of the caller whose turn it is."""
        self._held = False
        while self._waiting and not self._held:
            caller = next(iter(self._waiting))
            turns = [each for each in self._waiting.pop(caller) if not each.cancelled()]
            if turns:
                turns.pop(0).set_result(None)
                self._held = True
            if turns:
                self._waiting[caller] = turns
