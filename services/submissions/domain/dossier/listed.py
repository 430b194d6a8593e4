"""One row per dossier, by which lists find, order and count it: a function of its facts alone.

Example: a dossier that waits for a supplement since Monday is listed by its due, and is not among
those that fall due; once the answer is there it is again, by the moved due.
"""

from typing import NamedTuple
from uuid import UUID

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain import rows
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.instants import instant

NEVER, LONG_AGO, VOIDED, WEEK = rows.NEVER, rows.LONG_AGO, rows.VOIDED, rows.WEEK
microseconds = rows.microseconds
# Of those that fall due: the others wait, or are closed.
IN_HANDLING = (events.STATUS_ACCEPTED, events.STATUS_PROCESSING)


class Listed(NamedTuple):
    """The columns of a dossier's row but for what is shown of it, and its place in the log. Times
    are microseconds since 1970.
    """

    dossier: UUID
    unit: str  # that has it
    receiving_unit: str
    status: int  # VOIDED where it was entered in error
    accepted: bool
    due: int
    submitted: int
    assignee: str
    portal: str
    service: str
    channel: int


def listed(dossier: Dossier) -> Listed:
    """The row of a dossier."""
    status = VOIDED if dossier.voided else int(dossier.status)
    due = microseconds(instant(dossier.due.time)) if dossier.due else NEVER
    submitted = dossier.submitted_at
    return Listed(
        dossier=id_of(dossier.name),
        unit=dossier.holder,
        receiving_unit=dossier.receiving_unit,
        status=status,
        accepted=dossier.accepted,
        due=due,
        submitted=LONG_AGO if submitted is None else microseconds(submitted),
        assignee=dossier.assignee,
        portal=dossier.portal,
        service=dossier.offering.service if dossier.offering else "",
        channel=int(dossier.channel),
    )


def id_of(name: str) -> UUID:
    """The id in `dossiers/{dossier}`."""
    return UUID(name.removeprefix("dossiers/"))
