"""At which positions a question is answered: those that it names, or those of a moment.

Promises to wait until they are read, within bounds, and to refuse what nobody can know yet.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from motcua.metrics.v1.events_pb2 import StreamPosition
from services.chassis.database import Pool
from services.chassis.errors import Refusal, beyond_end
from services.metrics.api.requests import moment, requested
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.positions import NOW, Requested, not_reached
from services.metrics.queries.recordings import recorded_by

PATIENCE = 4.0  # seconds for all that a question waits for, so that no call lasts five


def left(since: float) -> float:
    """Of the patience with a question that has waited since then, by the monotonic clock."""
    return max(0.0, since + PATIENCE - time.monotonic())


class Follows(Protocol):
    """A projector, as far as a question waits for it."""

    @property
    def position(self) -> int: ...

    async def reached(self, position: int, timeout: float) -> bool: ...  # noqa: ASYNC109

    def lacks(self, position: int) -> bool: ...

    def is_beyond(self, position: int) -> bool: ...


class AsKnown:
    """Over the projectors of both streams."""

    def __init__(
        self, pool: Pool, projectors: Mapping[str, Follows], now: Callable[[], datetime]
    ) -> None:
        self._pool = pool
        self._projectors = projectors
        self._now = now

    async def of(self, request: Any) -> Requested:
        """What a request names by `as_known` or `as_known_time`; nothing: wherever streams stand.
        It also waits for `at_least`, where the request has that.
        """
        begun = time.monotonic()
        known = await self._known(request, begun)
        if "at_least" in request.DESCRIPTOR.fields_by_name:
            await self.wait(request.at_least, "at_least", since=begun)
        return known

    async def wait(
        self, positions: Sequence[StreamPosition], field: str, *, since: float | None = None
    ) -> Requested:
        """Give the projections a little time to get there, and refuse if they do not, or at once
        what no stream has; `since` when the question has waited, by the monotonic clock.
        """
        if not positions:
            return NOW
        wanted, since = requested(positions, field), time.monotonic() if since is None else since
        for stream, position in wanted._asdict().items():
            projector = self._projectors[stream]
            if position and projector.is_beyond(position):
                raise beyond_end(stream, position, field=field)
            if position and not await projector.reached(position, left(since)):
                raise not_reached(stream, position, projector.position)
        return wanted

    async def _known(self, request: Any, begun: float) -> Requested:
        if not request.HasField("as_known_time"):
            return await self.wait(request.as_known, "as_known", since=begun)
        if request.as_known:
            raise Refusal(MetricsReason.KNOWN_TWICE, field="as_known_time")
        at = moment(request.as_known_time, "as_known_time")
        if at > self._now():
            values = {"time": at.isoformat().replace("+00:00", "Z")}
            raise Refusal(MetricsReason.KNOWN_TIME_AHEAD, field="as_known_time", values=values)
        return Requested(
            *[await self._recorded_by(stream, at, begun) for stream in Requested._fields]
        )

    async def _recorded_by(self, stream: str, at: datetime, begun: float) -> int:
        """The last position by a moment; it is known once a later event is read, or all of them."""
        projector = self._projectors[stream]
        try:
            async with asyncio.timeout(left(begun)):
                while True:
                    upcoming = projector.position + 1
                    is_end = projector.lacks(upcoming)
                    found = await recorded_by(self._pool, stream, at)
                    if found.passed or is_end:
                        return found.position
                    if not await projector.reached(upcoming, PATIENCE):
                        raise not_reached(stream, upcoming, projector.position)
        except TimeoutError:
            raise not_reached(stream, upcoming, projector.position) from None
