"""Which dossiers are linked to another one, as parts of one act of the citizen.

Example: a birth, its residence and its health insurance card are three dossiers with one root. One
that is linked to a linked one (commands of one instant, a voiding that was taken back) has a timer,
which links it to the root of both.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.dossier.linking import FOLLOWING
from services.submissions.domain.dossier.listed import id_of
from services.submissions.projections.batch import After, Decoded, types
from services.submissions.queries.catalogue import SQL

_LINKING = types(events.DossierLinked, events.DossierCorrected, events.DossierVoided)


def prepare(batch: Sequence[Decoded]) -> dict[str, datetime]:
    """The dossiers whose link may be another after a batch, and when that was recorded."""
    return {
        event.stream: event.recorded_at
        for event, message in batch
        if event.type in _LINKING
        or (isinstance(message, events.DossierSubmitted) and message.root != message.dossier)
    }


async def apply(connection: Connection, touched: dict[str, datetime], after: After) -> None:
    """Write them, in one order everywhere, and the timers of those that are linked to a linked
    one now.
    """
    if not touched:
        return
    every = [id_of(name) for name in sorted(touched)]
    dossiers = [after[name] for name in sorted(touched)]
    linked = [each for each in dossiers if each.root != each.name and not each.voided]
    rows = [(id_of(each.name), id_of(each.root), touched[each.name]) for each in linked]
    columns = [[row[n] for row in rows] for n in range(3)]
    await connection.execute(statements(SQL)["keep_links"], every, *columns)
    found = await connection.fetch(statements(SQL)["chains"], every)
    following = [Timer(row["dossier"], FOLLOWING, row["since"]) for row in found if row["since"]]
    subjects = [row["dossier"] for row in found]
    await timers.replace(connection, [FOLLOWING], subjects, following)
