"""This service's own log → the ends of retention, as timers, and the keys that erasures destroyed.

A key that came back with an older backup is destroyed again, as its erasure is read again. Only
dossiers for which something is sealed have a timer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import sealing, timers
from services.chassis.database import Connection, statements
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.chassis.timers import Timer
from services.submissions.domain import retention
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.queries.catalogue import SQL

NAME, KIND = "retention", "retention"
_ERASED = events.DossierErased.DESCRIPTOR.full_name
# What may close a dossier, or open it again.
_CLOSING = {
    kind.DESCRIPTOR.full_name
    for kind in (
        events.DossierRefused,
        events.DossierWithdrawn,
        events.DossierStopped,
        events.ResultRecorded,
        events.ResultReturned,
        events.DossierCorrected,
    )
}


@dataclass(slots=True)
class Touched:
    """The dossiers of a batch that may be closed or open now, and those that were erased."""

    closing: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)


async def prepare(batch: Sequence[Recorded]) -> Touched:
    """Fold a batch in memory."""
    return Touched(
        closing={event.stream for event in batch if event.type in _CLOSING},
        erased={event.stream for event in batch if event.type == _ERASED},
    )


async def apply(connection: Connection, touched: Touched) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    erased, closing = sorted(touched.erased), sorted(touched.closing - touched.erased)
    if erased:
        await sealing.destroy(connection, erased)
    sealed = await _sealed(connection, closing) if closing else []
    if erased or sealed:
        ends = await _ends(connection, sealed) if sealed else []
        await timers.replace(connection, [KIND], [*erased, *sealed], ends)


async def _sealed(connection: Connection, dossiers: list[str]) -> list[str]:
    """Those for which something is sealed."""
    rows = await connection.fetch(statements(SQL)["sealed_dossiers"], dossiers)
    return [row["owner"] for row in rows]


async def _ends(connection: Connection, dossiers: list[str]) -> list[Timer]:
    """When the retention of these dossiers ends, by all that the log holds of them."""
    facts: dict[str, list[Fact]] = {}
    for row in await connection.fetch(statements(SQL)["facts_of_dossiers"], dossiers):
        facts.setdefault(row["stream"], []).append(_fact(row))
    ends = {
        name: retention.kept_until(DOSSIERS.fold(DOSSIERS.initial(), each))
        for name, each in facts.items()
    }
    return [Timer(name, KIND, at) for name, at in ends.items() if at is not None]


def _fact(row: Any) -> Fact:
    message = REGISTRY[row["type"]].FromString(row["payload"])
    return Fact(message, row["occurred_at"], row["subject"])
