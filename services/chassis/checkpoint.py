"""Where a reader of a log stands: a position and the very event there.

By the event a reader notices that a log is not the one it came from; a person decides what then.
"""

from typing import NamedTuple, Protocol
from uuid import UUID

from services.chassis.log import Head, Recorded

NO_EVENT = UUID(int=0)


class Readable(Protocol):
    """A log, or one session of it."""

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """See Log."""
        ...

    async def head(self) -> Head:
        """See Log."""
        ...


class Checkpoint(NamedTuple):
    """The last event that was dealt with; position 0 is before the first."""

    position: int
    event_id: UUID


START = Checkpoint(0, NO_EVENT)


class Diverged(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The reader's last event is not in the log: one of the two was restored from elsewhere."""


class Ahead(Diverged):
    """The log ends before the reader's last event."""


def of(event: Recorded) -> Checkpoint:
    """The checkpoint after an event."""
    return Checkpoint(event.position, event.event_id)


def check(checkpoint: Checkpoint, found: Checkpoint) -> None:
    """Compare a reader's checkpoint with what its source holds at that position."""
    if found != checkpoint:
        raise Diverged(
            f"at position {checkpoint.position} the reader saw event {checkpoint.event_id}, "
            f"the source holds {found.event_id} at position {found.position}"
        )


async def following(log: Readable, checkpoint: Checkpoint, *, limit: int) -> list[Recorded]:
    """The events after a checkpoint, in one statement that also finds the checkpoint's own."""
    if not checkpoint.position:
        return await log.read(0, limit)
    events = await log.read(checkpoint.position - 1, limit + 1)
    if not events:
        end = (await log.head()).position
        raise Ahead(f"the log ends at position {end}, the reader stands at {checkpoint.position}")
    check(checkpoint, of(events[0]))
    return events[1:]
