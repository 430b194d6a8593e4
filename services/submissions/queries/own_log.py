"""How far this service's own log was read into its tables.

Whoever answers from the tables waits for what the log held already when he was asked.
"""

from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.followed import Followed

PATIENCE = 2.0


class OwnLog:
    """The log and its projection."""

    def __init__(self, log: Log, projection: Followed) -> None:
        self._log = log
        self._projection = projection

    @property
    def position(self) -> int:
        """How far the log was read into the tables."""
        return self._projection.position

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Whether it was read so far in time."""
        return await self._projection.reached(position, timeout)

    async def caught_up(self) -> bool:
        """Whether the tables have all that the log holds, after a moment."""
        head = await self._log.head()
        return await self.reached(head.position, PATIENCE)

    async def must_be_caught_up(self, known: int = 0) -> int:
        """Refuse to answer without what the log holds already; the position where it ends. Up to
        `known` the caller lacks nothing.
        """
        head = await self._log.head()
        if head.position > known:
            await self.must_reach(head.position)
        return head.position

    async def must_reach(self, position: int) -> None:
        """Refuse to answer without what the log holds up to a position."""
        if not await self.reached(position, PATIENCE):
            raise Refusal(SubmissionsReason.TRACKING_BEHIND, retry_after=1.0)
