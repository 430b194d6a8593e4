"""This service's own log → its tables, one module for each, in one pass.

Each event is parsed once, each dossier and petition of a batch is folded once, and all tables are
written in the transaction that moves the one checkpoint. What a table holds is a function of the
log up to it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from services.chassis.database import Connection
from services.chassis.log import Recorded
from services.submissions.domain.registry import REGISTRY
from services.submissions.projections import (
    attachments,
    counts,
    dossiers,
    filings,
    linked,
    mergers,
    petitions,
    tickets,
    timers,
    tracking,
)
from services.submissions.projections.batch import After, Decoded, Touched, touched

NAME = "submissions"


class Table(Protocol):
    """A module that keeps a table, or a few that belong together."""

    def prepare(self, batch: Sequence[Decoded]) -> Any:
        """What a batch says, before the transaction; decides nothing and reads nothing."""

    async def apply(self, connection: Connection, prepared: Any, after: After) -> None:
        """Write it, with few statements; `after`: the batch's dossiers as they are after it."""


TABLES: tuple[Table, ...] = (
    dossiers,
    filings,
    timers,
    mergers,
    tracking,
    counts,
    linked,
    attachments,
    tickets,
    petitions,
)


class Work(NamedTuple):
    """The dossiers of a batch, and what each table makes of it, in the order of the tables."""

    dossiers: Touched
    prepared: list[Any]


async def prepare(batch: Sequence[Recorded]) -> Work:
    """Parse a batch, and fold the dossiers that begin in it."""
    decoded = [Decoded(event, REGISTRY[event.type].FromString(event.payload)) for event in batch]
    return Work(touched(decoded), [table.prepare(decoded) for table in TABLES])


async def apply(connection: Connection, work: Work) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    after = await work.dossiers.after(connection)
    for table, prepared in zip(TABLES, work.prepared, strict=True):
        await table.apply(connection, prepared, after)
