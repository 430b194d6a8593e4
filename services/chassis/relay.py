"""The relay: every event of the log, once and in order, to the service's stream.

The stream is always a beginning of the log, or rebuilt until it is, whoever else publishes. Where
it knows better than the log the relay halts: `refill` repairs that, when an operator says so.
"""

import asyncio
from contextlib import suppress
from enum import Enum
from time import monotonic

from services.chassis import checkpoint as checkpoints
from services.chassis import gauges, resync, telemetry
from services.chassis.bus import LARGEST_BATCH, WRONG_SEQUENCE, Bus, Refused, Unreachable
from services.chassis.checkpoint import Checkpoint, Diverged
from services.chassis.database import SQL, Pool, is_lost, statements
from services.chassis.envelope import PROTOBUF, batch, fitting
from services.chassis.keys import Keyring
from services.chassis.log import Log, Recorded
from services.chassis.mac import Mac
from services.chassis.pacing import Net, linger, soon, until_answered
from services.chassis.publications import Observer, Published
from services.chassis.pull import Silence
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.replicas import State
from services.chassis.replicated import replicated
from services.chassis.resync import Damaged, Disturbed, Tail
from services.chassis.suspicion import Suspicion
from services.chassis.wakes import Peers, alone

CHECKED_SOON = 5.0  # seconds until a stream is looked at that could not be
LATEST, LOOKS = 2.0, 1.0  # seconds until it looks again: after an error, and while another leads


class Status(Enum):
    """Whether log and stream are known to agree."""

    STARTING = "starting"
    READY = "ready"
    HALTED = "halted"


# After these the outcome is unknown or the ground has moved: resync, which asks the stream itself.
UNSETTLED = (Disturbed, Unreachable, Refused, Silence)


class Relay:
    """One service's relay; `run` it for as long as the process lives."""

    def __init__(
        self,
        service: str,
        *,
        pool: Pool,
        log: Log,
        bus: Bus,
        keys: Keyring,
        check_every: float = 60.0,
        poll: float = 0.25,  # for what other processes of the service append
        content_type: str = PROTOBUF,
        peers: Peers | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.service, self.observer = service, observer
        self.pool, self.log, self.bus = pool, log, bus
        self.source: checkpoints.Readable = log  # what is published is read from
        self.mac = Mac(service, keys)
        self.check_every, self.poll, self.content_type = check_every, poll, content_type
        self.again, self.sql = poll, statements(SQL)
        self.status = Status.STARTING
        self.reason = self.last_reason = ""
        self.tail = resync.EMPTY
        self.refused_at: Tail | None = None  # where the stream ended when it refused a batch
        self.suspicion = Suspicion(bus, service)
        self.rebuilt = 0  # how often the stream had to be made anew
        self.appended = log.subscribe()
        self.net = Net(self.appended, poll)
        self.role = (peers or alone()).role
        self.changed = asyncio.Event()  # who leads
        self.role.subscribe(self.changed.set)
        self.scrubbed, self.connections, self.looked_through = 0, 0, False

    @property
    def position(self) -> int:
        """Up to where the log is known to be published."""
        return self.tail.checkpoint.position

    @property
    def leading(self) -> bool:
        """Whether this relay publishes. That only saves work: the expected sequence fences."""
        return self.role.held

    @property
    def current(self) -> bool:
        """Whether what is recorded is published, as far as is known."""
        settled = self.status is Status.READY and not self.last_reason
        return settled and self.bus.is_connected

    def accepting(self) -> Reason | None:
        """Why commands are refused now, if they are."""
        starting, halted = ChassisReason.LOG_STARTING, ChassisReason.LOG_HALTED
        return {Status.STARTING: starting, Status.HALTED: halted}.get(self.status)

    async def run(self) -> None:
        """Resync, lead, and again after whatever happens, until cancelled."""
        while True:
            try:
                await self._follow()
            except Diverged as diverged:
                self._set_status(Status.HALTED, str(diverged))
            except UNSETTLED as unsettled:
                self._log_resync(str(unsettled))
            except Exception as error:  # noqa: BLE001 — whatever it is, it is shown and tried again
                # A failover may have lost commits: nothing more is accepted until that is known.
                lost = is_lost(error)
                self._set_status(Status.STARTING if lost else Status.HALTED, type(error).__name__)
                if lost:
                    await until_answered(self.log.head, within=LATEST)
                    continue
                self.again = min(2 * self.again, LATEST)  # every turn reads much of the stream
            else:  # another relay leads
                self.last_reason = ""
            await self._rest()
            with suppress(Exception):
                await self._measure()
                gauges.unpublished(await self.log.read(self.position, 1))

    async def _rest(self) -> None:
        """Before it looks again; whoever follows another relay only looks whether both agree."""
        follows = self.status is Status.READY and not self.leading
        await soon(self.changed, min(LOOKS if follows else self.again, self.check_every))
        self.changed.clear()

    async def _follow(self) -> None:
        """Compare with the stream, then lead if nobody else does."""
        try:
            if self.leading:
                async with replicated(self.log) as self.source:
                    await self._lead()
            else:
                await self._resync()
        except Damaged as damaged:
            await self._rebuild(damaged)

    async def _lead(self) -> None:
        """Publish what is appended; look at the whole stream now and then."""
        await self._resync()
        self.looked_through = False
        due = await self._checked()
        if self.observer:
            self.observer.begin(self.position)
        self.again = self.poll
        while True:
            page = await self._page()
            while page and monotonic() < due:
                page = await self._publish(page)
            if monotonic() >= due:
                due = await self._checked()
            elif not page:
                await self._wait(until=due)

    async def _publish(self, page: list[Recorded]) -> list[Recorded]:
        """Publish a page; read the next one meanwhile if this one was full."""
        if len(page) == LARGEST_BATCH:
            _, following, _ = await asyncio.gather(
                self._send(page), self._page(after=checkpoints.of(page[-1])), self._measure()
            )
            return following
        await self._send(page)
        await asyncio.sleep(linger(len(page)))
        return await self._page()

    async def _send(self, page: list[Recorded]) -> None:
        """One atomic batch, fenced; then note how far it came."""
        self._undisturbed()
        gauges.unpublished(page)
        messages, contents = batch(page, mac=self.mac, content_type=self.content_type)
        with telemetry.published(self.service, [event.traceparent for event in page]):
            try:
                sequence = await self.bus.publish_batch(messages, after=self.tail.sequence)
            except Refused as refused:
                self._refused(refused)
                raise
        # A server whose last message file was cut while it ran accepts a batch under the sequence
        # that it remembers, and stores it under the one that it finds.
        if sequence != self.tail.sequence + len(page):
            raise Disturbed(f"a batch that must end at another sequence ended at {sequence}")
        self.suspicion.cleared()
        before, self.tail = self.position, Tail(checkpoints.of(page[-1]), sequence)
        moved = await self.pool.fetchval(
            self.sql["relay_advance"], before, self.position, sequence, timeout=5
        )
        if not moved:
            raise Disturbed("another relay noted its progress")
        if self.observer:
            self.observer.published(Published(page, contents))

    def _refused(self, refused: Refused) -> None:
        """Another relay was faster, and the tail moves on; or, twice at one tail, it is damaged."""
        if refused.code == WRONG_SEQUENCE and self.refused_at == self.tail:
            raise resync.forgotten(self.tail, refused) from refused
        self.refused_at = self.tail

    async def _page(self, after: Checkpoint | None = None) -> list[Recorded]:
        """The next events, not too many for one batch. Finding the last published event in front of
        them shows a log that was exchanged below us.
        """
        after = after or self.tail.checkpoint
        return fitting(await checkpoints.following(self.source, after, limit=LARGEST_BATCH))

    async def _wait(self, *, until: float) -> None:
        """Until something is appended here, or it is time to look."""
        self.suspicion.cleared()
        self.last_reason = ""
        gauges.RELAY_LAG.set(0)
        gauges.unpublished([])
        await self.net.wait(within=until - monotonic())
        self._undisturbed()
        self.appended.clear()

    async def _resync(self) -> State | None:
        """Take the stream's end for ours, if the log has it too."""
        self.connections = self.bus.connections
        found, state = await resync.tail(self.bus, self.service, self.mac)
        await resync.agree(self.log, found)
        self.tail = found
        self._set_status(Status.READY)
        return state

    async def _checked(self) -> float:
        """Look at the whole stream, thoroughly once; when to look again. One that lies on several
        servers is published to meanwhile: while these elect who makes consumers, up to ten seconds,
        nobody can read it through.
        """
        try:
            await self._check(thorough=not self.looked_through)
        except (Unreachable, Silence):
            if self.bus.placement.replicas == 1:
                raise
            await self._resync()
            await resync.note(self.pool, self.sql, self.service, self.tail)
            return monotonic() + min(CHECKED_SOON, self.check_every)
        self.looked_through = True
        return monotonic() + self.check_every

    async def _check(self, *, thorough: bool) -> None:
        """Is the stream whole, and still as we left it? Thorough: read what a crash hits first."""
        before = self.tail
        state = await self._resync()
        if before != self.tail:
            raise Disturbed(f"the stream ends at {self.tail}, not at {before}")
        if thorough or state is None or not state.last:
            await self.bus.ensure_stream(self.service)
        if state and state.last:
            await resync.count(self.bus, self.service, self.tail, state)
            part = resync.last_blocks(state) if thorough else (self.scrubbed, resync.SCRUB)
            self.scrubbed = await resync.scrub(self.bus, self.service, state, *part)
        await resync.note(self.pool, self.sql, self.service, self.tail)

    async def _rebuild(self, damaged: Damaged) -> None:
        """Delete a stream that lost messages, or holds foreign ones, if the log has all that is in
        it; the next turn publishes the whole log again.
        """
        if damaged.end:
            position, sequence = await self.pool.fetchrow(self.sql["relay_noted"])
            noted = Tail(Checkpoint(position, checkpoints.NO_EVENT), sequence)
            await resync.within(self.log, damaged.end, noted=noted)
        if not await self.suspicion.is_proved():
            self.again = LATEST
            raise Disturbed(f"{damaged}: it may be an election, so it is looked at again")
        if self.leading:
            telemetry.log().error("relay.rebuild", service=self.service, why=str(damaged))
            await self.bus.delete_stream(self.service)
            await self.bus.ensure_stream(self.service)
            await self.pool.execute(self.sql["relay_note"], 0, 0)  # nothing is missing from it
            self.rebuilt += 1
            gauges.RELAY_REBUILDS.inc()

    async def _measure(self) -> None:
        gauges.RELAY_LAG.set((await self.log.head()).position - self.position)

    def _undisturbed(self) -> None:
        """A server that was away may have lost what it had not written."""
        if self.bus.connections != self.connections:
            raise Disturbed("NATS was away")
        if not self.leading:
            raise Disturbed("it leads no more")

    def _log_resync(self, why: str) -> None:
        """Log the reason of a resync once: it repeats several times a second."""
        if why != self.last_reason:
            telemetry.log().warning("relay.resync", service=self.service, why=why)
        self.last_reason = why

    def _set_status(self, status: Status, reason: str = "") -> None:
        """Set the status, and log a change."""
        if (status, reason) != (self.status, self.reason):
            telemetry.log().warning("relay." + status.value, service=self.service, why=reason)
        self.status, self.reason = status, reason
        gauges.RELAY_HALTED.set(status is Status.HALTED)
