"""Of which unit, service and day there are single dossiers, and the counts beside which they are.

A count that single dossiers meet gets a timer, which marks it: what came first does not matter. So
does a marked one that they have left, since they were voided or corrected.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.counts.series import OVERLAP
from services.submissions.domain.dossier.counted import memberships
from services.submissions.domain.dossier.listed import id_of
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import local_day
from services.submissions.projections.batch import After, Decoded, types, write
from services.submissions.queries.catalogue import SQL

_COUNTING = types(
    events.DossierSubmitted,
    events.DossierAccepted,
    events.ResultRecorded,
    events.ResultReturned,
    events.DossierRated,
    events.DossierCorrected,
    events.DossierVoided,
)


@dataclass(slots=True)
class Noted:
    """The dossiers that may count elsewhere after a batch, its counts, and when its last event was
    recorded.
    """

    at: datetime
    dossiers: set[str] = field(default_factory=set)
    counts: list[tuple[Any, ...]] = field(default_factory=list)
    overlapped: dict[str, bool] = field(default_factory=dict)


def prepare(batch: Sequence[Decoded]) -> Noted:
    """Sort a batch."""
    noted = Noted(batch[-1].event.recorded_at)
    for event, message in batch:
        if event.type in _COUNTING:
            noted.dossiers.add(event.stream)
        elif isinstance(message, events.CountOverlapped | events.CountOverlapEnded):
            noted.overlapped[message.count] = isinstance(message, events.CountOverlapped)
        elif isinstance(message, events.CountRecorded):
            noted.counts.append(_row(message, event.stream))
    return noted


async def apply(connection: Connection, noted: Noted, after: After) -> None:
    """Write them, and set the timers of counts whose mark is to change."""
    units = {each[3] for each in noted.counts} | await _keep_days(connection, noted, after)
    await write(connection, "keep_counts", noted.counts)
    await write(connection, "mark_counts", sorted(noted.overlapped.items()))
    if not units:
        return
    rows = await connection.fetch(statements(SQL)["counts_to_mark"], sorted(units))
    due = [Timer(row["count"], OVERLAP, noted.at) for row in rows]
    if due:
        await timers.replace(connection, [OVERLAP], [each.subject for each in due], due)


async def _keep_days(connection: Connection, noted: Noted, after: After) -> set[str]:
    """Where the dossiers count now; the units of which that, or what was, is."""
    if not noted.dossiers:
        return set()
    ids = {name: id_of(name) for name in sorted(noted.dossiers)}
    days = [
        (id_, *membership) for name, id_ in ids.items() for membership in memberships(after[name])
    ]
    columns = list(zip(*days, strict=True)) or [()] * 5
    left = await connection.fetch(statements(SQL)["keep_days"], list(ids.values()), *columns)
    return {row["unit"] for row in left} | {unit for _, _, unit, _, _ in days}


def _row(message: events.CountRecorded, stream: str) -> tuple[Any, ...]:
    first, end = (local_day(instant(each)) for each in (message.start_time, message.end_time))
    return (message.count, stream, message.population, message.unit, message.service, first, end)
