"""Commands on a stream whose records their owner reads himself: load, decide, append.

A repeated command finds the stream as it left it the first time, and nobody is answered by what a
standby may lack. Must not know what a payload holds; `store` is for streams of Protobuf.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from services.chassis.errors import Refusal
from services.chassis.log import Append, Earlier, Log, NewEvent, Recorded, Status
from services.chassis.reasons import ChassisReason
from services.chassis.replicated import confirm
from services.chassis.store import ATTEMPTS, Command

Decide: TypeAlias = Callable[[Sequence[Recorded]], Sequence[NewEvent]]


async def append_decided(
    log: Log, command: Command, stream: str, decide: Decide
) -> Sequence[Recorded]:
    """Load the stream, decide, append; the stream after it. A repeat gets the stream as the command
    left it the first time. Raises REQUEST_ID_REUSED, and VERSION_CONFLICT after ATTEMPTS conflicts.
    """
    for _ in range(ATTEMPTS):
        loaded = await log.load(stream, command.id)
        if loaded.earlier:
            await recognize(log, command, loaded.earlier)
            return (await log.load(loaded.earlier.stream)).events[: loaded.earlier.version]
        events = tuple(decide(loaded.events))
        if not events:
            await confirm(log)
            return loaded.events
        outcome = await log.append(Append(*command[:4], events))
        if outcome.status is Status.APPENDED:
            return (await log.load(stream)).events
    raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)


async def recognize(log: Log, command: Command, earlier: Earlier) -> None:
    """Return when a standby has what a command recorded the first time. Raises REQUEST_ID_REUSED
    where that was another one.
    """
    if not command.is_known_by(earlier.fingerprint):
        raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
    await confirm(log)
