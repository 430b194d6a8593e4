"""This service's own log → the numbers it gave, and the levels that its acceptances fixed.

Promises that a number in the log is never given again, also by a service whose tables came back
from an older backup. Must not read anything but submissions that carry a number, and acceptances.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from motcua.submissions.v1.events_pb2 import DossierAccepted, DossierSubmitted
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.domain.numbers import parts
from services.submissions.queries.catalogue import SQL

NAME = "tracking"
_SUBMITTED = DossierSubmitted.DESCRIPTOR.full_name
_ACCEPTED = DossierAccepted.DESCRIPTOR.full_name


@dataclass(slots=True)
class Given:
    """The numbers of a batch, the highest of each unit's day, and its acceptances' rows."""

    dossiers: dict[str, str] = field(default_factory=dict)
    highest: dict[tuple[str, date], int] = field(default_factory=dict)
    acceptances: dict[str, tuple[Any, ...]] = field(default_factory=dict)


async def prepare(batch: Sequence[Recorded]) -> Given:
    """Fold a batch in memory."""
    given = Given()
    for event in batch:
        if event.type == _SUBMITTED:
            _note_number(given, event)
        elif event.type == _ACCEPTED:
            _note_acceptance(given, event)
    return given


async def apply(connection: Connection, given: Given) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    # In one order everywhere, so that two writers cannot wait for each other.
    highest = sorted((*key, last) for key, last in given.highest.items())
    await _write(connection, "keep_numbers", given.dossiers.items())
    await _write(connection, "raise_blocks", highest)
    await _write(connection, "keep_acceptances", given.acceptances.values())


async def _write(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _note_number(given: Given, event: Recorded) -> None:
    submitted = DossierSubmitted.FromString(event.payload)
    if not submitted.number:
        return
    given.dossiers[submitted.number] = submitted.dossier
    unit, day, serial = parts(submitted.number, event.occurred_at)
    given.highest[unit, day] = max(serial, given.highest.get((unit, day), 0))


def _note_acceptance(given: Given, event: Recorded) -> None:
    accepted = DossierAccepted.FromString(event.payload)
    if not accepted.time_known:
        return  # no level is about no instant
    about = accepted.offering
    given.acceptances[accepted.dossier] = (
        about.unit,
        UUID(accepted.dossier.removeprefix("dossiers/")),
        about.offering,
        event.occurred_at,
        about.level if about.HasField("level") else None,
        accepted.catalog_position,
    )
