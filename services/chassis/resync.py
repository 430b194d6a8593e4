"""Where a stream ends, whether that agrees with the log, and whether the stream is whole.

What the log can heal by publishing (the stream is behind or damaged) is told apart from what it
must not touch (the stream knows more, or other things). Only messages with a valid MAC count.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from services.chassis import checkpoint as checkpoints
from services.chassis import gauges, telemetry
from services.chassis.bus import Bus
from services.chassis.checkpoint import Ahead, Checkpoint, Diverged
from services.chassis.database import Pool
from services.chassis.envelope import NOWHERE, LogPosition, is_own, log_position
from services.chassis.log import Log
from services.chassis.mac import Mac
from services.chassis.pull import Nothing, Pull
from services.chassis.replicas import State

BLOCKS = 2 * 8 * 1024 * 1024  # bytes of two of JetStream's message files
SCRUB = 20_000  # messages read again at every check
ANSWERED_WITHIN = 5.0
SEARCHED = 2000  # messages at the end of a stream, one by one, in search of an own one


class Tail(NamedTuple):
    """The newest event that a stream holds, and its sequence; elsewhere nothing follows it."""

    checkpoint: Checkpoint
    sequence: int


EMPTY = Tail(checkpoints.START, 0)


class Damaged(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The stream has lost messages, or holds foreign ones. `end` is given if it is not known that
    the log has all that the stream holds.
    """

    def __init__(self, what: str, *, end: "End | None" = None) -> None:
        super().__init__(what)
        self.end = end


class End(NamedTuple):
    """The end of a stream, as far as it can be read: its newest own event, how many messages after
    that can be read and are foreign, and the sequence of the last message.
    """

    newest: Tail
    foreign: int
    last: int


class Disturbed(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """Somebody else published, or a connection changed: look again before going on."""


def forgotten(end: Tail, refused: Exception) -> Damaged:
    """A server forgot messages that a cut file lost, but not their sequence ("wrong last sequence:
    600").
    """
    last = int(re.findall(r"\d+", str(refused))[0])
    return Damaged("it refuses what follows its last message", end=End(end, 0, last))


async def tail(bus: Bus, stream: str, mac: Mac) -> tuple[Tail, State | None]:
    """The stream's end, and what it said of itself at that moment. The sequence is read first: it
    fences, so whoever publishes after it cannot go unnoticed. Raises Damaged unless the last
    message is the newest event.
    """
    state = await bus.state(stream)
    if state is None or not state.last:
        return EMPTY, state
    end = await find_end(bus, stream, mac, state, limit=SEARCHED)
    if end.newest.sequence != state.last:
        what = f"{end.foreign} messages at its end are foreign" if end.foreign else UNREADABLE
        raise Damaged(what, end=end)
    return end.newest, state


UNREADABLE = "its last message cannot be read"


async def find_end(bus: Bus, stream: str, mac: Mac, state: State, *, limit: int) -> End:
    """Search for the event of the highest position, from the last message back: it may be followed
    by foreign messages, among them copies of older events. Raises Diverged when `limit` messages
    do not show it.
    """
    highest = await _highest(bus, stream, mac, state)
    newest, foreign, readable = EMPTY, 0, 0
    for sequence in range(state.last, max(state.first - 1, state.last - limit), -1):
        if newest.checkpoint.position >= highest + sequence:
            return End(newest, foreign, state.last)
        found = await _message(bus, stream, mac, sequence)
        if found and found.position > newest.checkpoint.position:
            newest, foreign = Tail(Checkpoint(*found), sequence), readable
        readable += found is not None
    if newest is EMPTY and not readable:
        return End(EMPTY, 0, state.last)
    if newest is EMPTY or state.last - limit >= state.first:
        raise Diverged(
            f"too many messages of the stream have no valid MAC ({readable} from its end on): "
            "were keys forgotten? Otherwise delete the stream, and it is published again"
        )
    return End(newest, foreign, state.last)


async def _highest(bus: Bus, stream: str, mac: Mac, state: State) -> int:
    """What to add to a sequence for the highest position that can stand there."""
    first = await _message(bus, stream, mac, state.first)
    return first.position - state.first if first and first.position else 0


async def _message(bus: Bus, stream: str, mac: Mac, sequence: int) -> LogPosition | None:
    """Which event the message at a sequence is: NOWHERE for a foreign one, None when unreadable."""
    message = await bus.message(stream, sequence)
    if message is None:
        return None
    return log_position(message.headers) if is_own(mac, *message) else NOWHERE


async def agree(log: Log, end: Tail) -> None:
    """Raise Diverged unless the log holds the stream's last event at its position."""
    await checkpoints.following(log, end.checkpoint, limit=0)


async def within(log: Log, end: End, *, noted: Tail) -> None:
    """Raise Diverged if a stream may hold what the log does not: then it is the only place where
    that is, damaged or not. `noted` is how far the relay came, for a stream without a readable end.
    """
    known = noted if end.newest is EMPTY else end.newest
    if known is not noted:
        await agree(log, known)
    reaches = known.checkpoint.position + end.last - known.sequence - end.foreign
    ends = (await log.head()).position
    if reaches > ends:
        raise Ahead(f"the stream is damaged and reaches position {reaches}, the log only {ends}")


async def note(pool: Pool, sql: Mapping[str, str], stream: str, end: Tail) -> None:
    """Keep how far the stream reaches; say so once where it reached further before, since its store
    lost what was published: the next pages publish that again.
    """
    noted, _ = await pool.fetchrow(sql["relay_noted"])
    if end.checkpoint.position < noted:
        lost = noted - end.checkpoint.position
        telemetry.log().error("relay.lost", service=stream, noted=noted, lost=lost)
        gauges.RELAY_REBUILDS.inc()
    await pool.execute(sql["relay_note"], end.checkpoint.position, end.sequence)


async def count(bus: Bus, stream: str, end: Tail, state: State) -> None:
    """Completeness by arithmetic: from position 1 on, as many messages as positions."""
    if not state.messages == end.checkpoint.position == state.last - state.first + 1:
        raise Damaged(f"it holds {state.messages} messages of {end.checkpoint.position}")
    first = await bus.message(stream, state.first)
    if first is None or log_position(first.headers).position != 1:
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
                if log_position(message.headers).position != expected - state.first + 1:
                    raise Damaged(f"its message {expected} cannot be read")
                expected += 1
    return expected


async def _take(pull: Pull) -> list[Any]:
    """Messages that must be there: a server that is alive and does not deliver them cannot."""
    try:
        return await pull.take(SCRUB, within=ANSWERED_WITHIN)
    except Nothing as nothing:
        raise Damaged("its messages cannot be read") from nothing


def last_blocks(state: State) -> tuple[int, int]:
    """Start and amount of what lies in the newest files, which a crash hits first."""
    amount = max(1000, BLOCKS * state.messages // max(state.size, 1))
    return max(state.first, state.last - amount + 1), amount
