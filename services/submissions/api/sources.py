"""Who may use a source of other systems' records: its first user binds it to the units of his role,
of which each may bind a few.

Looked up once for each message of a call; bound when its first record is taken in.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason
from services.chassis.store import ATTEMPTS, Change, Command, Decision, Executed, Store
from services.submissions.api.context import Context
from services.submissions.domain.sources import (
    SOURCES,
    Source,
    bind,
    require_few,
    require_yours,
    stream_of,
)
from services.submissions.queries.sources import SourceRows


def sources_of(call: Call, context: Context) -> "Sources":
    """Those of a call."""
    position = lambda: context.catalogue.position  # noqa: E731
    return Sources(call, context.store, context.sources, context.clock, position)


class Sources:
    """The sources of one call."""

    def __init__(
        self,
        call: Call,
        store: Store,
        rows: SourceRows,
        clock: Callable[[], datetime],
        position: Callable[[], int],
    ) -> None:
        self._call = call
        self._store = store
        self._rows = rows
        self._clock = clock
        self._position = position  # of the catalogue, as known here
        self._found: dict[str, Executed[Source]] = {}
        self._binding = asyncio.Lock()

    async def require(self, source: str, *, field: str) -> None:
        """Refuse a source that is another importer's by now: an operator may have released it."""
        found = self._found[source] = await self._store.load(stream_of(source), SOURCES)
        require_yours(found.state, self._call.permits, field=field)

    async def bind(self, source: str, *, field: str) -> None:
        """The same, and a source that is nobody's yet is the caller's from now on."""
        if source not in self._found or not self._found[source].state.units:
            async with self._binding:
                await self.require(source, field=field)
                if not self._found[source].state.units:
                    await self._bind(source, field=field)
        # Another call may have been quicker.
        require_yours(self._found[source].state, self._call.permits, field=field)

    async def _bind(self, source: str, *, field: str) -> None:
        units = self._units()
        if "" not in units:
            require_few(await self._rows.bound_by(units), field=field)
        for _ in range(ATTEMPTS):
            version = self._found[source].version
            facts = bind(source, units, at=self._clock(), catalog_position=self._position())
            decision = Decision([Change(stream_of(source), version, facts)])
            await self._store.append(self._command(source, version), decision)
            await self.require(source, field=field)
            if self._found[source].state.units:
                return
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)

    def _units(self) -> list[str]:
        """Those for which the caller is an importer."""
        return list(self._call.tops(self._call.access.roles))

    def _command(self, source: str, version: int) -> Command:
        """The same whoever binds the source in that version. Its id is made of four texts, and that
        of a record of its source and key, with what it says of three: no source is called so that a
        record of it is taken for this.
        """
        command_id = derived("source", source, "bound", str(version) if version else "")
        return Command(
            command_id, command_id.bytes, self._call.caller.subject, self._call.traceparent
        )
