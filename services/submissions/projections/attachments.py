"""The timers by which the facts of files follow that were attached to a draft: it is a dossier now.

Of files that come later the timers are written with their rows.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.attachment.facts import TIMER
from services.submissions.projections.batch import After, Decoded, types
from services.submissions.queries.catalogue import SQL


def prepare(batch: Sequence[Decoded]) -> dict[str, datetime]:
    """When each dossier of a batch was submitted, as the log has it."""
    return {event.stream: event.recorded_at for event, _ in batch if event.type in _SUBMITTED}


async def apply(connection: Connection, submitted: dict[str, datetime], after: After) -> None:
    """Let the facts of their files follow."""
    del after
    if not submitted:
        return
    sql = statements(SQL)["attachments_of_dossiers"]
    rows = await connection.fetch(sql, list(submitted))
    due = [Timer(row["subject"], TIMER, submitted[row["dossier"]]) for row in rows]
    if due:
        await timers.replace(connection, [TIMER], [each.subject for each in due], due)


_SUBMITTED = types(events.DossierSubmitted)
