"""One row per dossier that a portal submitted, as it may see it, for its lists and its copy.

The row's position is that of the last event that may have changed what the portal sees: of an
assignment it is not told.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from motcua.submissions.v1.events_pb2 import DossierErased
from services.chassis.database import Connection, statements
from services.submissions.domain.dossier.filings import SHOWN, filing
from services.submissions.domain.dossier.listed import id_of
from services.submissions.projections.batch import After, Decoded, types, write
from services.submissions.queries.catalogue import SQL

_ERASED = types(DossierErased)


class Touched(NamedTuple):
    """The last position of each dossier of a batch at which a portal may see another one; and those
    that were erased, so that nobody is to know whose they were.
    """

    shown: dict[str, int]
    erased: list[str]


def prepare(batch: Sequence[Decoded]) -> Touched:
    """Sort a batch."""
    shown = {event.stream: event.position for event, _ in batch if event.type in SHOWN}
    return Touched(shown, [event.stream for event, _ in batch if event.type in _ERASED])


async def apply(connection: Connection, touched: Touched, after: After) -> None:
    """Write the rows."""
    # In one order everywhere, so that two writers cannot wait for each other.
    await write(connection, "keep_filings", rows_of(touched.shown, after))
    if touched.erased:
        sql = statements(SQL)["drop_filing_holders"]
        await connection.execute(sql, [id_of(name) for name in sorted(touched.erased)])


def rows_of(positions: dict[str, int], after: After) -> list[tuple[Any, ...]]:
    """Those of dossiers that a portal submitted."""
    return [
        (id_of(name), after[name].portal, position, filing(after[name]).SerializeToString())
        for name, position in sorted(positions.items())
        if after[name].portal
    ]
