"""The own log's DefinitionAdopted folded into a table, and into the definitions of this process.

What comes with the software is adopted at its first start. A text that this version of the software
cannot read is shown as an error and answers no question.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from services.chassis import telemetry
from services.chassis.database import Connection, Pool, is_lost, statements
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.log import Append, Log, Recorded, Status
from services.metrics.domain.adoption import adoption
from services.metrics.domain.indicators.definition import Adoption, Definition, read
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.queries.adoptions import KIND, adopted_event, adoption_of
from services.metrics.queries.reader import utc_now
from services.metrics.settings import SQL


class Row(NamedTuple):
    """A row of `definitions`."""

    id: str
    version: int
    position: int
    adopted_at: datetime
    text: str
    digest: str


@dataclass(slots=True)
class Adopted:
    """prepare → apply → committed, as the chassis's projector calls them; `opened` reads all."""

    definitions: Definitions
    noticed: Callable[[], None] = lambda: None  # that there are others now

    async def prepare(self, records: Sequence[Recorded]) -> list[Row]:
        """The adoptions among events."""
        return [row(each) for each in records if each.type == KIND]

    async def apply(self, connection: Connection, rows: list[Row]) -> None:
        """Rows are only added."""
        if rows:
            columns = zip(*rows, strict=True)
            await connection.execute(statements(SQL)["definitions_write"], *columns)

    def committed(self, rows: list[Row]) -> None:
        """Questions are answered by them from now on."""
        for each in rows:
            self._take(Adoption(each.adopted_at, each.position), each.text, each.digest)
        if rows:
            self.noticed()

    async def load(self, pool: Pool) -> None:
        """All that the table holds, and nothing else."""
        rows = await pool.fetch(statements(SQL)["definitions_known"])
        self.definitions.clear()
        for position, at, text, digest in rows:
            self._take(Adoption(at, position), text, digest)
        self.noticed()

    def _take(self, adopted: Adoption, text: str, digest: str) -> None:
        try:
            definition = replace(read(text), adopted=adopted)
        except Refusal as refusal:
            self._leave_out(adopted, refusal.reason.code)
            return
        if definition.digest.hex() == digest:
            self.definitions.add(definition)
        else:
            self._leave_out(adopted, "a reason has another condition here")

    def _leave_out(self, adopted: Adoption, why: str) -> None:
        telemetry.log().error("definition.unreadable", position=adopted.position, why=why)
        self.definitions.leave_out(adopted.position)


def row(record: Recorded) -> Row:
    """As the table has it."""
    event = adoption_of(record)
    key = (record.position, record.recorded_at)
    return Row(event.definition, event.version, *key, event.text, event.definition_digest)


@dataclass(slots=True)
class Shipping:
    """Adopts what comes with the software and was not adopted yet. Run it while the process lives.

    Whoever does so first is followed by all: a replica of an older version may lead the relay.
    """

    log: Log
    definitions: Definitions
    accepting: Callable[[], object | None]  # why nothing can be recorded now
    now: Callable[[], datetime] = utc_now
    every: float = 0.05  # seconds, while one is missing
    refused: set[str] = field(default_factory=set, init=False)

    @property
    def missing(self) -> list[Definition]:
        """Those that can still be adopted, in their order."""
        known = {each.name for each in self.definitions}
        return [each for name, each in shipped().items() if name not in known | self.refused]

    async def run(self) -> None:
        """Adopt, wait until it is read, until nothing is missing."""
        while True:
            if not self.accepting():
                try:
                    for each in self.missing:
                        await self.adopt(each)
                except Exception as error:
                    if not is_lost(error) and not isinstance(error, Refusal):
                        raise
                    telemetry.log().warning("definitions.wait", why=repr(error))
            await asyncio.sleep(self.every if self.missing else 1.0)

    async def adopt(self, definition: Definition) -> None:
        """Once, whoever else does so, too."""
        event = adoption(definition)
        added = adopted_event(event, at=self.now())
        command, fingerprint = derived("adoption", definition.name), definition.digest
        append = Append(command, fingerprint, "metrics", telemetry.unsampled(), (added,))
        outcome = await self.log.append(append)
        if outcome.status not in (Status.APPENDED, Status.DUPLICATE):
            telemetry.log().error("definition.differs", definition=definition.name)
            self.refused.add(definition.name)
