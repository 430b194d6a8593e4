"""This service's own log → the numbers it gave.

Promises that a number in the log is never given again, also by a service whose tables came back
from an older backup. Must not read anything but submissions that carry a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from motcua.submissions.v1.events_pb2 import DossierSubmitted
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.domain.numbers import parts
from services.submissions.queries.catalogue import SQL

NAME = "tracking"
_SUBMITTED = DossierSubmitted.DESCRIPTOR.full_name


@dataclass(slots=True)
class Given:
    """The numbers of a batch, and the highest of each unit's day."""

    dossiers: dict[str, str] = field(default_factory=dict)
    highest: dict[tuple[str, date], int] = field(default_factory=dict)


async def prepare(batch: Sequence[Recorded]) -> Given:
    """Fold a batch in memory."""
    given = Given()
    for event in batch:
        if event.type == _SUBMITTED:
            _note(given, event)
    return given


async def apply(connection: Connection, given: Given) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    if not given.dossiers:
        return
    sql = statements(SQL)
    await connection.execute(
        sql["keep_numbers"], list(given.dossiers), list(given.dossiers.values())
    )
    # In one order everywhere, so that two writers cannot wait for each other.
    highest = sorted((*key, last) for key, last in given.highest.items())
    columns = [list(column) for column in zip(*highest, strict=True)]
    await connection.execute(sql["raise_blocks"], *columns)


def _note(given: Given, event: Recorded) -> None:
    submitted = DossierSubmitted.FromString(event.payload)
    if not submitted.number:
        return
    given.dossiers[submitted.number] = submitted.dossier
    unit, day, serial = parts(submitted.number, event.occurred_at)
    given.highest[unit, day] = max(serial, given.highest.get((unit, day), 0))
