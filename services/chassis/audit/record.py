"""The audit of a service: what is refused by permission, counted beside the calls, and kept.

Readings of sealed data are recorded before anything is opened (sealing.py), and are listed
with it. Counts are written by a task: no call waits for it, and a crash loses seconds of them.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from services.chassis import gauges, telemetry
from services.chassis.access import PUBLIC, Caller
from services.chassis.audit.tally import GUESS, PERMISSION, TOKEN, VISITOR, Refusals, Refused, Rows
from services.chassis.database import SQL, Pool, is_lost, statements
from services.chassis.errors import Refusal
from services.chassis.keyed import keyed_digest
from services.chassis.keys import Keyring
from services.chassis.reasons import ChassisReason, Kind

AUDIT = "audit"  # what a key is derived for
EVERY = 5.0  # seconds between two writings
AT_ONCE = 1_000  # rows
EXPIRES_EVERY = 3600.0  # seconds
LAST_WITHIN = 2.0  # seconds for what is left when the process ends
DIGITS = 12  # of a digest that stands for an address


class Cursor(NamedTuple):
    """The last entry of the page before."""

    at: str
    kind: int
    number: int


class EntryFilter(NamedTuple):
    """Which entries are wanted; None: any."""

    kinds: Sequence[int] | None
    caller: str | None
    method: str | None
    start: datetime
    end: datetime


class Entry(NamedTuple):
    """One, as it is stored."""

    at: datetime
    kind: int
    number: int
    first: datetime
    last: datetime
    alike: int
    caller: str
    method: str
    reason: str
    unit: str
    resources: Sequence[str]


class Audit:
    """Of one process; `run` it beside the server. `keys` make what stands for an address; what is
    written now is kept for so many days.
    """

    def __init__(self, pool: Pool, keys: Keyring, *, days: int) -> None:
        self.pool, self._keys, self._days = pool, keys, days
        self.refusals = Refusals()

    def refused(self, refusal: Refusal, call: Any) -> None:
        """Count a refusal, if it is one of those that inspectors are to see."""
        if (kind := kind_of(refusal, call)) is not None:
            caller = self.pseudonym(call.caller, call.asker)
            unit = refusal.hides or call.denied
            found = Refused(kind, caller, call.method, refusal.reason.code, unit)
            if self.refusals.note(found) and kind == GUESS:
                telemetry.log().warning("guessing.stopped", caller=caller, method=call.method)

    def pseudonym(self, caller: Caller, asker: str) -> str:
        """A pseudonym: the token's subject, or what stands for an address."""
        if caller is not PUBLIC:
            return caller.subject
        digest = keyed_digest(self._keys.current[1], asker.encode())
        return VISITOR + digest.hex()[:DIGITS]

    async def run(self) -> None:
        """Write what was counted, and remove what has expired, until cancelled."""
        expired_at, clock = 0.0, asyncio.get_running_loop().time
        try:
            while True:
                with waited_for():
                    await self.write()
                    if clock() >= expired_at:
                        await self.expire()
                        expired_at = clock() + EXPIRES_EVERY
                await asyncio.sleep(EVERY)
        finally:
            with waited_for():
                async with asyncio.timeout(LAST_WITHIN):
                    await self.write()

    async def write(self) -> None:
        """All that was counted; what cannot be written waits."""
        rows = self.refusals.taken()
        try:
            while some := list(rows)[:AT_ONCE]:
                await self._write({row: rows[row] for row in some})
                for row in some:
                    del rows[row]
        finally:
            self.refusals.put_back(rows)
            gauges.AUDIT_WAITING.set(len(self.refusals.rows))

    async def _write(self, rows: Rows) -> None:
        columns = zip(*(columns_of(*each) for each in rows.items()), strict=True)
        await self._execute("refusals_note", *map(list, columns), self._days)

    async def expire(self) -> None:
        """Remove those whose day has passed, some at a time."""
        while gone := await self._execute("refusals_expire", AT_ONCE):
            telemetry.log().info("audit.expired", rows=gone)

    async def _execute(self, name: str, *values: Any) -> Any:
        return await self.pool.fetchval(statements(SQL)[name], *values)

    async def entries(self, wanted: EntryFilter, after: Cursor, most: int) -> list[Entry]:
        """Those that come after a place."""
        at = datetime.fromisoformat(after.at)
        rows = await self.pool.fetch(
            statements(SQL)["audit_entries"], *wanted, at, after.kind, after.number, most
        )
        return [Entry(*row) for row in rows]


def kind_of(refusal: Refusal, call: Any) -> int | None:
    """What an inspector sees in a refusal; None: nothing. A resource that a caller may not know of
    is NOT_FOUND to him: the refusal says so, or the unit that his roles did not reach.
    """
    if call.guessing or refusal.reason is ChassisReason.TOKENS_TOO_MANY_WRONG:
        return GUESS
    kind = refusal.reason.kind
    if kind is Kind.UNAUTHENTICATED:
        return TOKEN
    unreached = bool(call.denied) and not call.granted
    hidden = kind is Kind.NOT_FOUND and (refusal.hides is not None or unreached)
    return PERMISSION if kind is Kind.DENIED or hidden else None


def columns_of(row: tuple[float, Refused], tally: Any) -> tuple[Any, ...]:
    """As `refusals_note` takes them."""
    minute, what = row
    times = (datetime.fromtimestamp(each, UTC) for each in (tally.first, tally.last))
    return (datetime.fromtimestamp(minute, UTC), *what, tally.count, *times)


@contextmanager
def waited_for() -> Iterator[None]:
    """A database that is away: what could not be done is done next time."""
    try:
        yield
    except Exception as error:
        if not is_lost(error):
            raise
