"""Whether a service can be used: as grpc.health.v1 tells it, and as gauges.

A NATS that is away makes no service unready; nobody is answered before the service's own copies
have caught up once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from services.chassis import gauges, telemetry
from services.chassis.backbone import Backbone
from services.chassis.bus import Refused, Unreachable
from services.chassis.database import SQL, Connection, connect, is_lost, statements
from services.chassis.hosts import OURS, hosts_of_dsn
from services.chassis.process import background
from services.chassis.projector import Projector, Status
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.relay import Status as RelayStatus

EVERY = 1.0  # seconds between two looks
ANSWERS_WITHIN, MOVES_WITHIN = 2.0, 1.0
SOON, STUCK = 0.05, 10.0  # seconds in which a copy that can move does
NAME = "motcua readiness"
Show = Callable[[bool, bool, bool], None]  # whether it is ready, current, and published


class Readiness:
    """One service's, over its backbone and the projections that are its own copies."""

    def __init__(
        self,
        base: Backbone,
        dsn: str,
        *projections: Projector[Any],
        known: Callable[[], bool] = lambda: True,  # whether all is there that calls are answered by
    ) -> None:
        self.base, self.dsn, self.projections, self.known = base, dsn, projections, known
        self.caught_up = False  # once; a copy that falls behind later makes nobody unready
        self.answers = False  # the database
        self.refused: type[Exception] | None = None  # how it failed since it answered
        self.connection: Connection | None = None
        self.sql = statements(SQL)

    @property
    def ready(self) -> bool:
        """Whether calls can be served."""
        return self.caught_up and self.answers

    @property
    def current(self) -> bool:
        """Whether what is read here can be as new as what was recorded and published."""
        return self.ready and all(projection.current for projection in self.projections)

    def starting(self) -> Reason | None:
        """Why no call is answered yet."""
        return None if self.caught_up else ChassisReason.SERVICE_STARTING

    @asynccontextmanager
    async def shown_by(self, show: Show) -> AsyncIterator[None]:
        """Look, beside the body; the body begins when calls are served."""
        async with background(readiness=partial(self.run, show)):
            await self.begun()
            yield

    async def begun(self) -> None:
        """Until calls are served, and commands too unless NATS is away."""
        relay, bus = self.base.relay, self.base.bus
        while not self.ready or (  # noqa: ASYNC110 — once, when a service starts
            relay.status is RelayStatus.STARTING and bus.is_connected
        ):
            await asyncio.sleep(SOON)

    async def run(self, show: Show) -> None:
        """Look every second, and show what is found."""
        catching_up = asyncio.ensure_future(self._catch_up())
        try:
            while True:
                try:
                    await self._check()
                finally:
                    show(self.ready, self.current, self.base.relay.current)
                    gauges.READY.set(self.ready)
                    gauges.BUS_UP.set(self.base.bus.is_connected)
                    for each in self.projections:
                        gauges.PROJECTION_CURRENT.labels(each.name).set(each.current)
                pause = EVERY if self.ready else SOON
                due = asyncio.get_running_loop().time() + pause
                await asyncio.sleep(pause)
                gauges.LOOP_DELAY.set(max(0.0, asyncio.get_running_loop().time() - due))
                if catching_up.done():
                    catching_up.result()
        finally:
            catching_up.cancel()
            self._disconnect()

    async def _check(self) -> None:
        """Ask the database, over a connection of one's own: a busy pool is none that is away."""
        read_only, waiting, unarchived = False, 0, False
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                if self.connection is None or self.connection.is_closed():
                    self.connection = await connect(self.dsn, application_name=NAME)
                read_only, waiting, unarchived = await self.connection.fetchrow(self.sql["look"])
            self.answers, self.refused = True, None
            read_only = read_only and not await self._moved()
        except Exception as error:
            self.answers = False
            self._disconnect()
            if not is_lost(error):
                raise
            if isinstance(error, OURS) and self.refused is not type(error):
                telemetry.log().error("database.refused", said=str(error), error=error)
            self.refused = type(error)
        finally:
            gauges.DATABASE_UP.set(self.answers)
            gauges.DATABASE_READ_ONLY.set(read_only)
            gauges.DATABASE_WAITING.set(waiting)
            gauges.ARCHIVE_FAILED.set(unarchived)

    async def _moved(self) -> bool:
        """Whether a new connection takes writes, now that this one does not: behind one address,
        too, there may be another server. Then nothing is left on the old one; else it is read from.
        """
        try:
            found = await connect(self.dsn, timeout=MOVES_WITHIN, application_name=NAME)
        except Exception as error:
            if not is_lost(error):
                raise
            return False
        read_only, *_ = await found.fetchrow(self.sql["look"])
        if read_only:
            found.terminate()
            return False
        self.connection = found
        hosts_of_dsn(self.dsn).leave(lambda other: other is not found)
        return True

    def _disconnect(self) -> None:
        if self.connection is not None:
            self.connection.terminate()
        self.connection = None

    async def _catch_up(self) -> None:
        """Each copy with where its source ends now, or as far as it can be."""
        await self.base.bus.tried()
        await asyncio.gather(*map(self.follow, self.projections))
        while not self.known():  # noqa: ASYNC110 — once, when a service starts
            await asyncio.sleep(SOON)
        self.caught_up = True

    async def follow(self, projection: Projector[Any]) -> None:
        """Until it has caught up with where its source ended when it was first asked, since under
        load it is always a moment behind; or does not move: what it waits for may be away for long.
        """
        now = asyncio.get_running_loop().time
        before, since, goal = -1, now(), await self._goal(projection)
        while goal is None or not await projection.reached(goal, SOON):
            await asyncio.sleep(SOON)
            if goal is None or projection.status is Status.HALTED:
                goal = await self._goal(projection)
            if projection.position != before or not projection.opened_once or not self.answers:
                before, since = projection.position, now()
            if now() > since + STUCK:
                return

    async def _goal(self, projection: Projector[Any]) -> int | None:
        """The position to wait for, once that can be said. One that halted waits for an operator,
        and one whose stream cannot be asked for NATS; what they know can be read meanwhile.
        """
        if not projection.opened_once:
            return None
        if projection.status is Status.HALTED:
            return projection.position
        try:
            return await projection.source.tip()
        except (Unreachable, Refused):
            return projection.position
        except Exception as error:
            if not is_lost(error):
                raise
            return None
