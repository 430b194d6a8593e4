"""The numbers that this service gave, and the levels that its acceptances fixed.

Promises that a number in the log is never given again, also by a service whose tables came back
from an older backup. Must not read anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from motcua.submissions.v1.events_pb2 import DossierAccepted, DossierSubmitted
from services.chassis.database import Connection
from services.chassis.log import Recorded
from services.submissions.domain.numbers import parts
from services.submissions.projections.batch import After, Decoded, write


@dataclass(slots=True)
class Given:
    """The numbers of a batch, the highest of each unit's day, and acceptances' rows."""

    dossiers: dict[str, str] = field(default_factory=dict)
    highest: dict[tuple[str, date], int] = field(default_factory=dict)
    acceptances: dict[str, tuple[Any, ...]] = field(default_factory=dict)


def prepare(batch: Sequence[Decoded]) -> Given:
    """Fold a batch in memory."""
    given = Given()
    for event, message in batch:
        if isinstance(message, DossierSubmitted):
            _note_number(given, message, event)
        elif isinstance(message, DossierAccepted):
            _note_acceptance(given, message, event)
    return given


async def apply(connection: Connection, given: Given, _: After) -> None:
    """Write them."""
    # In one order everywhere, so that two writers cannot wait for each other.
    highest = sorted((*key, last) for key, last in given.highest.items())
    await write(connection, "keep_numbers", given.dossiers.items())
    await write(connection, "raise_blocks", highest)
    await write(connection, "keep_acceptances", given.acceptances.values())


def _note_number(given: Given, submitted: DossierSubmitted, event: Recorded) -> None:
    if not submitted.number:
        return
    given.dossiers[submitted.number] = submitted.dossier
    unit, day, serial = parts(submitted.number, event.occurred_at)
    given.highest[unit, day] = max(serial, given.highest.get((unit, day), 0))


def _note_acceptance(given: Given, accepted: DossierAccepted, event: Recorded) -> None:
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
