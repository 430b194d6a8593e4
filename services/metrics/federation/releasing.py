"""The stream `published` of this service: every publication of the own log, as the public may read
it, in order.

Promises that a stream which was lost is made again as it was, and that one which holds what this
log does not have is left as it is: then an operator looks. Run it while the process lives.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from services.chassis import telemetry
from services.chassis.bus import Bus, Message, Refused, Unreachable
from services.chassis.database import is_lost, statements
from services.chassis.gauges import gauge
from services.chassis.keys import Keyring
from services.chassis.log import Log, Recorded
from services.chassis.replicated import confirm
from services.evidence.merkle import Tree
from services.evidence.signed_notes import signers
from services.metrics.federation import messages
from services.metrics.federation.messages import STREAM
from services.metrics.queries.figure_events import figure_event
from services.metrics.settings import SQL

AT_ONCE = 500  # messages
STOPPED = gauge(
    "motcua_releases_stopped",
    "1: the stream of published figures holds what the log does not have, and gets no more",
)


class Differs(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The stream is not one of this log."""


@dataclass(slots=True)
class Releasing:
    """Only one process does; the stream's sequence fences another."""

    log: Log
    bus: Bus
    keys: Keyring
    leads: Callable[[], bool] = lambda: True
    every: float = 0.5  # seconds between two looks
    position: int = field(default=0, init=False)  # of the last publication in the tree
    tree: Tree | None = field(default=None, init=False)  # None: the stream is to be looked at
    said: str = field(default="", init=False)

    async def run(self) -> None:
        """Release what is published, look again, until cancelled."""
        while True:
            try:
                if self.leads():
                    await self.turn()
                else:  # another process knows
                    self.tree = None
                    STOPPED.set(False)
            except Exception as error:
                self.tree = None
                if not is_lost(error) and not isinstance(error, Unreachable | Refused | Differs):
                    raise
                self._say(error)
            await asyncio.sleep(self.every if self.tree else 4 * self.every)

    async def turn(self) -> None:
        """Release all that was published since, and what a stream that was lost held."""
        state = await self.bus.state(STREAM)
        if self.tree and (state is None or state.last != self.tree.size):
            self.tree = None
        tree = self.tree = self.tree or await self._released()
        while events := await self._published(AT_ONCE):
            size = tree.size
            await confirm(self.log)
            await self.bus.publish_batch(self._messages(tree, events), after=size)
        STOPPED.set(False)
        self.said = ""

    def _say(self, error: Exception) -> None:
        """Say once what it waits for."""
        STOPPED.set(isinstance(error, Differs))
        if str(error) != self.said:
            telemetry.log().warning("releases.wait", why=str(error))
        self.said = str(error)

    async def _released(self) -> Tree:
        """The tree over what the stream holds; raises Differs where it holds something else."""
        await self.bus.ensure_stream(STREAM)
        state = await self.bus.state(STREAM)
        last = state.last if state else 0
        tree, self.position = Tree(), 0
        while tree.size < last:
            events = await self._published(min(AT_ONCE, last - tree.size))
            if not events:
                raise Differs(f"the stream {STREAM} holds more than was published")
            tree.extend(
                messages.content(messages.release(figure_event(each))).leaf for each in events
            )
        if last and not await self._is_head(tree):
            raise Differs(f"the stream {STREAM} holds other figures than were published")
        return tree

    async def _is_head(self, tree: Tree) -> bool:
        """Whether the last message has this tree."""
        last = await self.bus.message(STREAM, tree.size)
        note = messages.head_of(last.headers) if last else None
        return note is not None and note.root.hash == tree.root

    async def _published(self, most: int) -> list[Recorded]:
        """The next publications of the log."""
        rows = await self.log.pool.fetch(statements(SQL)["publications_after"], self.position, most)
        events = [Recorded(*row) for row in rows]
        self.position = events[-1].position if events else self.position
        return events

    def _messages(self, tree: Tree, events: Sequence[Recorded]) -> list[Message]:
        """As they are published, the tree grown by them."""
        keys, found = signers(STREAM, self.keys), []
        for each in events:
            event = messages.release(figure_event(each))
            content = messages.content(event)
            tree.extend([content.leaf])
            found.append(messages.message(event, content, tree, keys))
        return found
