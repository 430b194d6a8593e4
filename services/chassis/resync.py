"""Where a stream ends, whether that agrees with the log, and whether the stream is whole.

Promises to tell apart what the log can heal by publishing (the stream is behind or damaged) and
what it must not touch (the stream knows more, or other things). Must not change the stream.
"""

from typing import Any, NamedTuple

from services.chassis import checkpoint as checkpoints
from services.chassis.bus import Bus, State
from services.chassis.checkpoint import Ahead, Checkpoint
from services.chassis.envelope import place
from services.chassis.log import Log
from services.chassis.pull import Nothing, Pull

BLOCKS = 2 * 8 * 1024 * 1024  # bytes of two of JetStream's message files
SCRUB = 20_000  # messages read again at every check
UNHEARD = 5.0


class Tail(NamedTuple):
    """The last message of a stream: which event, and its sequence."""

    checkpoint: Checkpoint
    sequence: int


EMPTY = Tail(checkpoints.START, 0)


class Damaged(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The stream has lost messages. `sequence` is where it says that it ends, if it is not known
    that the log has that event.
    """

    def __init__(self, what: str, *, sequence: int = 0) -> None:
        super().__init__(what)
        self.sequence = sequence


async def tail(bus: Bus, stream: str) -> tuple[Tail, State | None]:
    """The stream's end, and what it said of itself at that moment. The sequence is read first: it
    fences, so whoever publishes after it cannot go unnoticed.
    """
    state = await bus.state(stream)
    if state is None or not state.last:
        return EMPTY, state
    message = await bus.message(stream, state.last)
    if message is None:
        raise Damaged("its last message cannot be read", sequence=state.last)
    return Tail(Checkpoint(*place(message.headers)), state.last), state


async def agree(log: Log, end: Tail) -> None:
    """Raise Diverged unless the log holds the stream's last event at its position."""
    await checkpoints.following(log, end.checkpoint, limit=0)


async def within(log: Log, damaged: Damaged, *, noted: Tail) -> None:
    """Raise Ahead if a stream whose end cannot be read may hold more than the log: then it is the
    only place where that is, damaged or not.
    """
    reaches = noted.checkpoint.position + damaged.sequence - noted.sequence
    ends = (await log.head()).position
    if reaches > ends:
        raise Ahead(f"the stream is damaged and reaches position {reaches}, the log only {ends}")


async def count(bus: Bus, stream: str, end: Tail, state: State) -> None:
    """Completeness by arithmetic: from position 1 on, as many messages as positions."""
    if not state.messages == end.checkpoint.position == state.last - state.first + 1:
        raise Damaged(f"it holds {state.messages} messages of {end.checkpoint.position}")
    first = await bus.message(stream, state.first)
    if first is None or place(first.headers).position != 1:
        raise Damaged("its first message is not the first event")


async def scrub(bus: Bus, stream: str, state: State, start: int, amount: int) -> int:
    """Completeness by reading: a message whose bytes changed on disk is counted, but never
    delivered. The sequence to go on from next time.
    """
    start = start if state.first <= start <= state.last else state.first
    end = min(start + amount - 1, state.last)
    async with bus.reading(stream, start=start, headers_only=True) as pull:
        expected = start
        while expected <= end:
            for message in await _take(pull):
                if place(message.headers).position != expected - state.first + 1:
                    raise Damaged(f"its message {expected} cannot be read")
                expected += 1
    return expected


async def _take(pull: Pull) -> list[Any]:
    """Messages that must be there: a server that is alive and does not deliver them cannot."""
    try:
        return await pull.take(SCRUB, within=UNHEARD)
    except Nothing as nothing:
        raise Damaged("its messages cannot be read") from nothing


def last_blocks(state: State) -> tuple[int, int]:
    """Start and amount of what lies in the newest files, which a crash hits first."""
    amount = max(1000, BLOCKS * state.messages // max(state.size, 1))
    return max(state.first, state.last - amount + 1), amount
