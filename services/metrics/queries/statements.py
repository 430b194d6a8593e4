"""Reads and commands of statements: where one stands from a table, what it says from the log.

Promises that a repeated command is answered as it was the first time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Log, NewEvent, Recorded
from services.chassis.recording import append_decided
from services.chassis.store import Command
from services.metrics.domain.statement_refusals import StatementReason
from services.metrics.queries.reader import utc_now
from services.metrics.queries.statement_events import SHOWN, new_event, stated
from services.metrics.settings import SQL


class Cursor(NamedTuple):
    """The position of the last statement of the page before."""

    before: int


class Wanted(NamedTuple):
    """Which statements a list shows."""

    collection: str
    unit: str
    definition: str = ""
    open_only: bool = False
    withdrawn: bool = False
    unpublished: bool = True  # also those that are not public


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

        def decided(events: Sequence[Recorded]) -> list[NewEvent]:
            event = decide(shown(map(stated, events)))
            return [new_event(event, version=len(events) + 1, at=self.now())]

        return shown(map(stated, await append_decided(self._log, command, name, decided)))

    async def page(
        self, wanted: Wanted, cursor: Cursor | None, size: int
    ) -> tuple[Sequence[Any], Cursor | None]:
        """The next statements of a unit and those below it now, the newest first."""
        before = cursor.before if cursor else None
        rows = await self._pool.fetch(
            statements(SQL)["statements_of"], *wanted, before, size + 1, self.now()
        )
        names = [row["name"] for row in rows[:size]]
        events: dict[str, list[Any]] = {name: [] for name in names}
        for record in (await self._log.view(names)).events:
            events[record.stream].append(stated(record))
        rest = Cursor(rows[size - 1]["position"]) if len(rows) > size else None
        return [SHOWN[wanted.collection](events[name]) for name in names], rest


def unknown(name: str) -> Refusal:
    """Nothing was recorded under that name."""
    return Refusal(StatementReason.STATEMENT_UNKNOWN, field="name", values={"name": name})
