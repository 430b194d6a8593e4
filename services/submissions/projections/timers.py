"""The timers of dossiers: the notices of their dates, and the end of their retention; and the keys
that erasures destroyed.

A pause, an answer, an extension or an end replaces a dossier's timers in the batch that has it. A
key that came back with an older backup is destroyed again, as its erasure is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import sealing, timers
from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain import notices, retention
from services.submissions.projections.batch import After, Decoded, types
from services.submissions.queries.catalogue import SQL


@dataclass(slots=True)
class Touched:
    """The dossiers of a batch whose notices may have other instants now, that may be closed or open
    now, and that were erased.
    """

    dated: set[str] = field(default_factory=set)
    closing: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)


def prepare(batch: Sequence[Decoded]) -> Touched:
    """Sort a batch."""
    touched = Touched()
    for event, _ in batch:
        if event.type in _DATED:
            touched.dated.add(event.stream)
        if event.type in _CLOSING:
            touched.closing.add(event.stream)
        elif event.type in _ERASED:
            touched.erased.add(event.stream)
    return touched


async def apply(connection: Connection, touched: Touched, after: After) -> None:
    """Set their timers, and destroy keys."""
    await _set_notices(connection, sorted(touched.dated), after)
    erased = sorted(touched.erased)
    if erased:
        await sealing.destroy(connection, erased)
    sealed = await _sealed(connection, sorted(touched.closing - touched.erased))
    if erased or sealed:
        ends = {name: retention.kept_until(after[name]) for name in sealed}
        rows = [Timer(name, retention.KIND, at) for name, at in ends.items() if at]
        await timers.replace(connection, [retention.KIND], [*erased, *sealed], rows)


async def _set_notices(connection: Connection, dated: list[str], after: After) -> None:
    if dated:
        rows = [
            Timer(name, kind, at)
            for name in dated
            for kind, at in notices.instants_of(after[name]).items()
        ]
        await timers.replace(connection, notices.KINDS, dated, rows)


async def _sealed(connection: Connection, dossiers: list[str]) -> list[str]:
    """Those for which something is sealed: no others have a retention."""
    if not dossiers:
        return []
    rows = await connection.fetch(statements(SQL)["sealed_dossiers"], dossiers)
    return [row["owner"] for row in rows]


_ENDS = (
    events.DossierRefused,
    events.DossierWithdrawn,
    events.DossierStopped,
    events.ResultRecorded,
    events.ResultReturned,
)
_ERASED = types(events.DossierErased)
# What may close a dossier, or open it again.
_CLOSING = types(*_ENDS, events.DossierCorrected)
# What may set dates, or end, pause or go on.
_DATED = types(
    *_ENDS,
    events.DossierAccepted,
    events.SupplementRequested,
    events.SupplementAnswered,
    events.ObligationRequested,
    events.ObligationMet,
    events.DueExtended,
    events.DossierVoided,
    events.DossierCorrected,
)
