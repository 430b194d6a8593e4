"""When damage of a replicated stream is believed: not on one reading, which an election explains.

While servers of a cluster change places, one of them may tell of an older end than another, refuse
what follows it, or not find a message. Deleting the stream would then throw away the good replicas.
"""

import asyncio

from services.chassis.bus import Bus, Unreachable

BELIEVED_AFTER = 15.0  # seconds: elections take up to ten


class Suspicion:
    """Of one stream. Damage is proved once it has been read for so long, with nothing published in
    between, while one and the same server led and most replicas had all that it has.
    """

    def __init__(self, bus: Bus, stream: str, *, believed_after: float = BELIEVED_AFTER) -> None:
        self.bus, self.stream, self.believed_after = bus, stream, believed_after
        self.since = 0.0
        self.leader: str | None = None  # whose readings count

    def cleared(self) -> None:
        """The stream took a batch, or agrees with the log."""
        self.leader = None

    async def is_proved(self) -> bool:
        """Whether a reading of damage proves it. There is nothing to wait for in a stream that only
        one server holds. Raises Unreachable while nobody leads.
        """
        if self.bus.placement.replicas == 1:
            return True
        state = await self.bus.state(self.stream)
        if state is None:
            return False
        if not state.settled:
            self.cleared()
            raise Unreachable("most replicas of the stream are behind")
        now = asyncio.get_running_loop().time()
        if state.leader != self.leader:
            self.leader, self.since = state.leader, now
        return now > self.since + self.believed_after
