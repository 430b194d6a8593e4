"""Reads and commands of statements: where one stands from a table, what it says from the log.

Promises that a repeated command is answered as it was the first time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Append, Log, Status
from services.chassis.reasons import ChassisReason
from services.chassis.store import ATTEMPTS, Command
from services.metrics.domain.statement_refusals import StatementReason
from services.metrics.queries.reader import utc_now
from services.metrics.queries.statement_events import SHOWN, new_event, stated
from services.metrics.settings import SQL


class Place(NamedTuple):
    """What a page token holds: the position of the last one on the page before."""

    before: int


class Wanted(NamedTuple):
    """Which statements a list shows."""

    collection: str
    unit: str
    definition: str = ""
    open_only: bool = False
    withdrawn: bool = False


class Statements:
    """All reads and commands."""

    def __init__(self, pool: Pool, log: Log, *, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._log = log
        self.now = now

    async def get(self, collection: str, name: str) -> Any:
        """The statement of that name; raises STATEMENT_UNKNOWN."""
        found = None
        if name.startswith(f"{collection}/"):
            found = SHOWN[collection](map(stated, (await self._log.load(name)).events))
        if not found or not found.name:
            raise unknown(name)
        return found

    async def carry_out(
        self, command: Command, collection: str, name: str, decide: Callable[[Any], Message]
    ) -> Any:
        """Decide on the statement as it is, and record the event; the statement as it left it."""
        shown = SHOWN[collection]
        for _ in range(ATTEMPTS):
            loaded = await self._log.load(name, command.id)
            if loaded.earlier:
                if not command.is_known_by(loaded.earlier.fingerprint):
                    raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
                then = (await self._log.load(loaded.earlier.stream)).events
                return shown(map(stated, then[: loaded.earlier.version]))
            event = decide(shown(map(stated, loaded.events)))
            new = new_event(event, version=len(loaded.events) + 1, at=self.now())
            outcome = await self._log.append(Append(*command[:4], (new,)))
            if outcome.status is Status.APPENDED:
                return shown(map(stated, (await self._log.load(name)).events))
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)

    async def page(
        self, wanted: Wanted, place: Place | None, size: int
    ) -> tuple[Sequence[Any], Place | None]:
        """The next statements of a unit and those below it now, the newest first."""
        before = place.before if place else None
        rows = await self._pool.fetch(
            statements(SQL)["statements_of"], *wanted, before, size + 1, self.now()
        )
        names = [row["name"] for row in rows[:size]]
        events: dict[str, list[Any]] = {name: [] for name in names}
        for record in (await self._log.view(names)).events:
            events[record.stream].append(stated(record))
        rest = Place(rows[size - 1]["position"]) if len(rows) > size else None
        return [SHOWN[wanted.collection](events[name]) for name in names], rest


def unknown(name: str) -> Refusal:
    """Nothing was recorded under that name."""
    return Refusal(StatementReason.STATEMENT_UNKNOWN, field="name", values={"name": name})
