"""Live figures on the stream `figures`: one message a subject, and a checkpoint after each tick.

Promises that a checkpoint is true of all that is told at its positions, and that a stream that was
lost is made anew from the tables. Must not keep anything that the tables cannot give again.
"""

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import Rate
from motcua.metrics.v1.live_pb2 import FiguresCheckpoint, LiveFigure
from services.chassis import telemetry
from services.chassis.bus import LARGEST_BATCH, Bus, Message, Refused, Unreachable
from services.chassis.database import Pool, is_lost
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.keys import Keyring
from services.chassis.mac import HEADER, Mac
from services.chassis.subjects import schema_of
from services.metrics.domain.figures import Positions, Scope, positions_message
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.live import CHECKPOINT, LIVE, STREAM, Topic, digest, window
from services.metrics.domain.periods import Period, midnight, month_name, month_named
from services.metrics.domain.publications import numbers
from services.metrics.domain.receipts import rate
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.events import to_json
from services.metrics.queries.figure_names import unit_token
from services.metrics.queries.moved_months import (
    Moved,
    moved_since,
    newest_with_cells,
)
from services.metrics.queries.reader import Reader, utc_now

SHARE = 5  # it rests this many times as long as it worked
COVERED = ("ce-id", "ce-type", "ce-time", "traceparent")
NOWHERE = Positions(0, 0)


class StreamedFigure(NamedTuple):
    """A figure as it was published on the stream."""

    numbers: bytes  # 16 of them, that tell them from others
    digest: str  # of its receipt; "" where it has no item, and so no line in the checkpoint


@dataclass(slots=True, kw_only=True)
class Live:
    """Run it for as long as the process lives; `notice` it of every committed batch."""

    pool: Pool
    reader: Reader
    bus: Bus
    keys: Keyring
    definitions: Sequence[Definition] = ()  # (): the newest of all that add up
    coalesce: float = 1.0  # seconds, at least, between two ticks
    months: int = 3  # for which a month is told after its end
    leads: Callable[[], bool] = lambda: True  # one replica tells; the sequence fences
    now: Callable[[], datetime] = utc_now
    streamed: dict[Topic, dict[str, StreamedFigure]] = field(default_factory=dict, init=False)
    upto: Positions = field(default=NOWHERE, init=False)
    shown: Period | None = field(default=None, init=False)
    move: datetime | None = field(default=None, init=False)  # until when the tree is that of now
    complete: set[Definition] = field(default_factory=set, init=False)  # of which all was told
    sequence: int | None = field(default=None, init=False)  # where the stream ends; None: look
    causes: deque[str] = field(default_factory=lambda: deque(maxlen=32), init=False)

    def notice(self, traceparent: str) -> None:
        """Who caused that figures move is linked to what is told of it."""
        if traceparent:
            self.causes.append(traceparent)

    async def run(self) -> None:
        """Publish what moved, rest, and again, until cancelled."""
        while True:
            began = time.monotonic()
            try:
                if self.leads():
                    await self.tick()
                else:
                    self.forget()
            except (Unreachable, Refused) as error:
                telemetry.log().info("live.waits", why=str(error))
            except Exception as error:
                self.forget()
                if not is_lost(error):
                    raise
                telemetry.log().warning("live.waits", why=repr(error))
            await asyncio.sleep(max(self.coalesce, SHARE * (time.monotonic() - began)))

    def forget(self) -> None:
        """Begin from the tables again, whatever was published."""
        self.streamed.clear()
        self.complete.clear()
        self.upto, self.shown, self.sequence = NOWHERE, None, None

    async def tick(self) -> int:
        """Publish all figures that moved since the last tick; how many."""
        await self._settle()
        await self._move_window()
        causes = [self.causes.popleft() for _ in range(len(self.causes))]
        with telemetry.linked_span(LIVE, causes) as traceparent:
            positions, count = await self.reader.current_positions(Scope()), 0
            await self._move_units(positions)
            for moved in await self._moved(positions):
                cause = traceparent or telemetry.unsampled()
                count += await self._publish(moved, positions, cause)
            self.upto = positions
            self.complete.update(self._definitions())
            return count

    async def _moved(self, positions: Positions) -> list[Moved]:
        """What is to be published: months that moved, and all months of new definitions."""
        definitions, found = self._definitions(), list[Moved]()
        if self.shown is None:
            return found
        old = [each for each in definitions if each in self.complete]
        new = [each for each in definitions if each not in self.complete]
        for upto, those in ((self.upto, old), (NOWHERE, new)):
            if those and upto != positions:
                found += await moved_since(self.pool, upto, positions, self.shown, those)
        return found

    def _definitions(self) -> Sequence[Definition]:
        return self.definitions or newest_with_cells(self.reader.definitions)

    async def _settle(self) -> None:
        """Know where the stream ends. One that does not end where this process left it is told
        anew: it was lost, or another replica told in between.
        """
        state = await self.bus.state(STREAM)
        if state is None:
            await self.bus.ensure_stream(STREAM, latest=True)
        last = state.last if state else 0
        if last != self.sequence:
            self.forget()
        self.sequence = last

    async def _move_window(self) -> None:
        """When a local month begins: forget those whose time is over, and look at all others."""
        shown = window(self.now(), self.months)
        if shown == self.shown:
            return
        info = await self.bus.api(f"STREAM.INFO.{STREAM}", {"subjects_filter": f"{CHECKPOINT}.>"})
        stored = info["state"].get("subjects") or ()
        for month in {month_named(subject.split(".")[3]) for subject in stored}:
            if not shown.start <= month < shown.end:
                await self._leave(month)
        self.shown, self.upto = shown, NOWHERE

    async def _move_units(self, positions: Positions) -> None:
        """When units move as was planned, or are planned to: look at all figures again, since the
        present month's are as of the instant until which the tree is that of now.
        """
        move = await self.reader.plans.next_move(self.now(), positions.catalog)
        if move and self.shown and move >= midnight(self.shown.end):
            move = None
        if move != self.move:
            self.move, self.upto = move, NOWHERE

    async def _leave(self, month: date) -> None:
        """Take a month off the stream."""
        name = month_name(month)
        for subjects in (f"{CHECKPOINT}.{name}.>", f"{LIVE}.*.{name}.>"):
            await self.bus.api(f"STREAM.PURGE.{STREAM}", {"filter": subjects})
        for topic in [each for each in self.streamed if each.month == month]:
            del self.streamed[topic]

    async def _publish(self, moved: Moved, positions: Positions, cause: str) -> int:
        """Publish the figures of a month that changed, and the checkpoint."""
        topic = Topic(moved.definition.id, moved.month)
        try:
            found = await self.reader.month(moved, positions)
        except Refusal as refusal:
            if refusal.reason is not MetricsReason.FIGURE_TOO_LARGE:
                raise
            telemetry.log().warning("live.refused", topic=topic.checkpoint, why=refusal.reason.code)
            return 0  # what was told before stays, with the positions at which it was so
        rates = {topic.live(unit_token(each.question.scope.unit)): rate(each) for each in found}
        complete = self.streamed[topic] if topic in self.streamed else await self._left(topic)
        fresh = {subject: fingerprint(each) for subject, each in rates.items()}
        # Of a unit that never had an item in this month there is nothing to tell.
        fresh = {
            each: streamed
            for each, streamed in fresh.items()
            if streamed.digest or each in complete
        }
        changed = [subject for subject in fresh if fresh[subject] != complete.get(subject)]
        if not changed:
            return 0
        month, after = month_name(topic.month), {**complete, **fresh}
        messages = [
            self._message(each, LiveFigure(rate=rates[each], month=month), cause)
            for each in changed
        ]
        ending = checkpoint(moved, positions, after)
        messages.append(self._message(topic.checkpoint, ending, cause))
        with telemetry.published(STREAM, [cause]):
            for batch in batches(messages):
                self.sequence = await self.bus.publish_batch(batch, after=self.sequence or 0)
        self.streamed[topic] = after
        return len(changed)

    async def _left(self, topic: Topic) -> dict[str, StreamedFigure]:
        """What earlier processes left on the stream: it is told whatever it is now, also where its
        last item went away while nobody told.
        """
        filter_ = {"subjects_filter": topic.live("*")}
        info = await self.bus.api(f"STREAM.INFO.{STREAM}", filter_)
        return dict.fromkeys(info["state"].get("subjects") or (), StreamedFigure(b"", ""))

    def _message(self, subject: str, content: Any, traceparent: str) -> Message:
        """As CloudEvents has it, with a MAC over subject, payload and what tells it from others."""
        headers = {
            "Nats-Expected-Stream": STREAM,
            "ce-specversion": "1.0",
            "ce-id": str(uuid7()),
            "ce-source": "motcua/metrics",
            "ce-type": content.DESCRIPTOR.full_name,
            "ce-time": self.now().isoformat(),
            "ce-datacontenttype": "application/json",
            "ce-dataschema": schema_of(content.DESCRIPTOR),
            "traceparent": traceparent,
        }
        payload = to_json(content)
        mac = Mac(STREAM, self.keys, COVERED)
        headers[HEADER] = mac.of(mac.content(subject, headers, payload))
        return Message(subject, headers, payload)


def checkpoint(
    moved: Moved, positions: Positions, streamed: dict[str, StreamedFigure]
) -> FiguresCheckpoint:
    """What ends a tick of a month."""
    lines = {subject: each.digest for subject, each in streamed.items() if each.digest}
    return FiguresCheckpoint(
        definition=moved.definition.id,
        version=moved.definition.version,
        month=month_name(moved.month),
        positions=positions_message(positions),
        figures=len(lines),
        digest=digest(lines),
    )


def fingerprint(one: Rate) -> StreamedFigure:
    """What makes it another figure: its numbers, not where they were known."""
    receipt = one.receipt
    content = hashlib.sha256(numbers(receipt)).digest()[:16]
    return StreamedFigure(content, receipt.digest if receipt.considered else "")


def batches(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    """Not too many at once; the checkpoint is in the last one."""
    for start in range(0, len(messages), LARGEST_BATCH):
        yield messages[start : start + LARGEST_BATCH]
