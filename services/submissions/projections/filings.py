"""One row per dossier that a portal submitted, as it may see it, for its lists and its copy.

The row's position is that of the last event that may have changed what the portal sees: of an
assignment it is not told.
"""

from collections.abc import Sequence
from typing import Any

from services.chassis.database import Connection
from services.submissions.domain.dossier.filings import SHOWN, filing
from services.submissions.domain.dossier.listed import id_of
from services.submissions.projections.batch import After, Decoded, write


def prepare(batch: Sequence[Decoded]) -> dict[str, int]:
    """The last position of each dossier of a batch at which a portal may see another one."""
    return {event.stream: event.position for event, _ in batch if event.type in SHOWN}


async def apply(connection: Connection, positions: dict[str, int], after: After) -> None:
    """Write the rows."""
    # In one order everywhere, so that two writers cannot wait for each other.
    await write(connection, "keep_filings", rows_of(positions, after))


def rows_of(positions: dict[str, int], after: After) -> list[tuple[Any, ...]]:
    """Those of dossiers that a portal submitted."""
    return [
        (id_of(name), after[name].portal, position, filing(after[name]).SerializeToString())
        for name, position in sorted(positions.items())
        if after[name].portal
    ]
