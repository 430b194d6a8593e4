"""One row per dossier, as its facts make it, for lists and counts.

The stream is the history; the row is what lists find, order and show.
"""

from collections.abc import Sequence
from typing import Any

from services.chassis.database import Connection
from services.submissions.domain.dossier.changes import REGISTRY
from services.submissions.domain.dossier.listed import listed
from services.submissions.domain.dossier.resource import resource
from services.submissions.domain.dossier.state import Dossier
from services.submissions.projections.batch import After, Decoded, write


def prepare(batch: Sequence[Decoded]) -> dict[str, int]:
    """The last position of each dossier of a batch."""
    return {event.stream: event.position for event, _ in batch if event.type in REGISTRY}


async def apply(connection: Connection, positions: dict[str, int], after: After) -> None:
    """Write the rows."""
    # In one order everywhere, so that two writers cannot wait for each other.
    rows = (row_of(after[name], position) for name, position in sorted(positions.items()))
    await write(connection, "keep_dossiers", rows)


def row_of(dossier: Dossier, position: int) -> tuple[Any, ...]:
    """The row of a dossier whose last fact is at that position."""
    shown = resource(dossier, position=position, etag=f'"{dossier.version}"')
    return (*listed(dossier), shown.SerializeToString())
