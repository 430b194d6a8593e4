"""Who may use a source of other systems' records: its first user binds it to the units of his role.

Looked up once for each source of a call; bound when its first record is taken in.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason
from services.chassis.store import Command, Store
from services.submissions.domain.sources import SOURCES, Source, bind, require_yours, stream_of


class Sources:
    """The sources of one call."""

    def __init__(
        self,
        call: Call,
        store: Store,
        clock: Callable[[], datetime],
        position: Callable[[], int],
    ) -> None:
        self._call = call
        self._store = store
        self._clock = clock
        self._position = position  # of the catalogue, as known here
        self._found: dict[str, Source] = {}
        self._binding = asyncio.Lock()

    async def require(self, source: str, *, field: str) -> None:
        """Refuse a source that is another importer's."""
        if source not in self._found:
            found = await self._store.load(stream_of(source), SOURCES)
            self._found[source] = found.state
        require_yours(self._found[source], self._call.permits, field=field)

    async def bind(self, source: str, *, field: str) -> None:
        """The same, and a source that is nobody's yet is the caller's from now on."""
        if source not in self._found or not self._found[source].units:
            async with self._binding:
                await self.require(source, field=field)
                if not self._found[source].units:
                    self._found[source] = await self._bound(source)
        await self.require(source, field=field)  # another call may have been quicker

    async def _bound(self, source: str) -> Source:
        facts = bind(source, self._units(), at=self._clock(), catalog_position=self._position())
        try:
            done = await self._store.begin(
                self._command(source), stream=stream_of(source), decider=SOURCES, facts=facts
            )
        except Refusal as refusal:  # a process of before bound it, under another id
            if refusal.reason is not ChassisReason.ALREADY_EXISTS:
                raise
            done = await self._store.load(stream_of(source), SOURCES)
        return done.state

    def _units(self) -> list[str]:
        """Those for which the caller is an importer."""
        return list(self._call.tops(self._call.access.roles))

    def _command(self, source: str) -> Command:
        """The same whoever binds the source. Its id is made of four texts, and that of a record of
        its source and key, with what it says of three: no source is called so that a record of it
        is taken for this.
        """
        command_id = derived("source", source, "bound", "")
        return Command(
            command_id, command_id.bytes, self._call.caller.subject, self._call.traceparent
        )
