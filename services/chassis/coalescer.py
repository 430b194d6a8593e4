"""Many waiting appends, one transaction: what queued up while one batch was in flight is the next.

Every waiter gets its own outcome, also when the connection is lost (the same batch is sent again,
which is safe because each item is known by its command id) or a neighbour's data is bad.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence, Sized
from contextlib import suppress
from functools import partial
from typing import Generic, NamedTuple, TypeVar

import structlog

from services.chassis.database import Connection, is_bad_data, is_full
from services.chassis.errors import FULL_AGAIN_IN, Refusal, refused
from services.chassis.process import kept_up
from services.chassis.reasons import ChassisReason

Item = TypeVar("Item")
Result = TypeVar("Result")

LARGEST_BATCH = 256
HEAVIEST_BATCH = (
    5000  # events and KiB, unless a single item is heavier: nobody waits long for others
)
QUIET_TURNS = 8
LATEST = 0.2  # seconds between two attempts: a standby is promoted within a second
LONGEST_QUEUE = 4096
_log = structlog.get_logger()


class Waiter(NamedTuple, Generic[Item, Result]):
    """An item and where its result goes."""

    item: Item
    outcome: "asyncio.Future[Result]"


class Coalescer(Generic[Item, Result]):
    """One queue, one task, one connection; `patience` bounds how long a batch is tried, and what
    its items `weigh`, how much it takes; `check` refuses an item that cannot be sent.
    """

    def __init__(
        self,
        *,
        connect: Callable[[], Awaitable[Connection]],
        send: Callable[[Connection, Sequence[Item]], Awaitable[Sequence[Result]]],
        patience: float,
        weigh: Callable[[Item], int] = lambda _: 1,
        check: Callable[[Item], object] = lambda _: None,
    ) -> None:
        self._weigh, self._check = weigh, check
        self._connect = connect
        self._send = send
        self._patience = patience
        self._connection: Connection | None = None
        self._waiting: deque[Waiter[Item, Result]] = deque()
        self._arrived = asyncio.Event()
        self._closing = False
        self._drained = asyncio.Event()
        self._task = asyncio.create_task(kept_up("append", self._run), name="coalescer")

    async def submit(self, item: Item) -> Result:
        """The item's own result, or a refusal that says whether anything is known."""
        return await self.submitted(item)

    def submitted(self, item: Item) -> "asyncio.Future[Result]":
        """The same to wait for, without a task: of many items at once a task each costs more."""
        outcome: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        if refusal := refused(partial(self._require_room_for, item)):
            outcome.set_exception(refusal)
        else:
            self._waiting.append(Waiter(item, outcome))
            self._arrived.set()
        return outcome

    def _require_room_for(self, item: Item) -> None:
        self._check(item)
        if self._closing or self._task.done() or len(self._waiting) >= LONGEST_QUEUE:
            raise Refusal(ChassisReason.STORE_BUSY, retry_after=1.0)

    async def close(self) -> None:
        """Send what is waiting, as long as patience lasts; refuse what is left."""
        self._closing = True
        self._arrived.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._drained.wait()
        self._task.cancel()
        await asyncio.wait([self._task])
        self._disconnect()

    async def _run(self) -> None:
        batch: list[Waiter[Item, Result]] = []
        try:
            while self._waiting or not self._closing:
                await self._arrived.wait()
                if len(batch) > 1:  # a lone caller is not kept waiting
                    await gathered(self._waiting, LARGEST_BATCH)
                batch.clear()
                self._take(batch)
                if batch:
                    await settle(batch, self._deliver, _refusal_of)
            self._drained.set()
            await asyncio.get_running_loop().create_future()  # it is closed soon
        finally:
            _refuse(
                [*batch, *self._waiting], Refusal(ChassisReason.STORE_UNAVAILABLE, retry_after=1.0)
            )

    def _take(self, batch: list[Waiter[Item, Result]]) -> None:
        """The next batch; who has stopped waiting before it was sent is left out."""
        weight = 0
        while self._waiting and len(batch) < LARGEST_BATCH:
            waiter = self._waiting[0]
            if not waiter.outcome.done():
                weight += self._weigh(waiter.item)
                if batch and weight > HEAVIEST_BATCH:
                    break
                batch.append(waiter)
            self._waiting.popleft()
        if not self._waiting and not self._closing:
            self._arrived.clear()

    async def _deliver(self, items: Sequence[Item]) -> Sequence[Result]:
        """Send until there is an answer: a lost connection says nothing about the outcome. A full
        disk is an answer, unless an attempt before it was lost.
        """
        deadline = asyncio.get_running_loop().time() + self._patience
        pause, lost = 0.02, False
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    return await self._send(await self._connected(), items)
            except Exception as error:
                if is_bad_data(error) or (is_full(error) and not lost):
                    raise
                lost = True
                self._disconnect()
                _log.warning("append.retried", error=type(error).__name__, waiting=len(items))
                if asyncio.get_running_loop().time() + pause >= deadline:
                    raise Refusal(ChassisReason.STORE_UNAVAILABLE, retry_after=1.0) from error
            await asyncio.sleep(pause)
            pause = min(2 * pause, LATEST)

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


async def gathered(waiting: Sized, most: int) -> None:
    """Until some turns of the loop brought nobody new. Whoever has arrived at the server comes
    along, which under load is most of a batch; nobody waits for a timer.
    """
    quiet, seen = 0, len(waiting)
    while quiet < QUIET_TURNS and seen < most:
        await asyncio.sleep(0)
        quiet = quiet + 1 if len(waiting) == seen else 0
        seen = len(waiting)


async def settle(
    batch: Sequence[Waiter[Item, Result]],
    deliver: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]],
    told: Callable[[BaseException], BaseException],
) -> None:
    """Send a batch; one that holds bad data is halved until only the bad item fails. Whatever
    happens, nobody is left waiting; `told`: what they are told of an error.
    """
    try:
        results = await deliver([waiter.item for waiter in batch])
        assert len(results) == len(batch)  # noqa: S101 — else nobody knows whose is whose
    except asyncio.CancelledError as cancelled:
        _refuse(batch, told(cancelled))
        raise
    except Exception as error:  # noqa: BLE001 — only the item that causes it shall fail
        half = len(batch) // 2
        if half and is_bad_data(error):
            await settle(batch[:half], deliver, told)
            await settle(batch[half:], deliver, told)
        else:
            _refuse(batch, told(error))
    else:
        for waiter, result in zip(batch, results, strict=True):
            if not waiter.outcome.done():
                waiter.outcome.set_result(result)


def _refusal_of(error: BaseException) -> Refusal:
    """What those are told whose batch came to this."""
    if isinstance(error, Refusal):
        return error
    if is_full(error):
        return Refusal(ChassisReason.STORE_FULL, retry_after=FULL_AGAIN_IN)
    _log.warning("append.failed", error=type(error).__name__)
    if is_bad_data(error):
        return Refusal(ChassisReason.NOT_STORABLE)
    return Refusal(ChassisReason.STORE_UNAVAILABLE, retry_after=1.0)


def _refuse(waiters: Iterable[Waiter[Item, Result]], error: BaseException) -> None:
    for waiter in waiters:
        if not waiter.outcome.done():
            waiter.outcome.set_exception(error)
