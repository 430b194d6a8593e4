"""Which dossiers are linked to another one, as parts of one act of the citizen.

Example: a birth, its residence and its health insurance card are three dossiers with one root.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.database import Connection, statements
from services.submissions.domain.dossier.listed import id_of
from services.submissions.projections.batch import After, Decoded, types
from services.submissions.queries.catalogue import SQL

_LINKING = types(events.DossierLinked, events.DossierCorrected, events.DossierVoided)


def prepare(batch: Sequence[Decoded]) -> set[str]:
    """The dossiers whose link may be another after a batch."""
    return {
        event.stream
        for event, said in batch
        if event.type in _LINKING
        or (isinstance(said, events.DossierSubmitted) and said.root != said.dossier)
    }


async def apply(connection: Connection, touched: set[str], after: After) -> None:
    """Write them, in one order everywhere."""
    if not touched:
        return
    dossiers = [after[name] for name in sorted(touched)]
    linked = [each for each in dossiers if each.root != each.name and not each.voided]
    ids = [id_of(each.name) for each in linked], [id_of(each.root) for each in linked]
    every = [id_of(each.name) for each in dossiers]
    await connection.execute(statements(SQL)["keep_links"], every, *ids)
