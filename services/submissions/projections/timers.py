"""This service's own log → the timers of dossiers, which unit has them, and the keys that erasures
destroyed: what timers work with.

A pause, an answer, an extension or an end replaces a dossier's timers in the batch that has it. A
key that came back with an older backup is destroyed again, as its erasure is read again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import sealing, timers
from services.chassis.database import Connection, statements
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.chassis.timers import Timer
from services.submissions.domain import notices, retention
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.notices import Instants
from services.submissions.projections import holdings
from services.submissions.queries.catalogue import SQL

NAME = "timers"
# From which instants on a fact lets its dossier's notices be given; None: only all its facts say.
Stated: TypeAlias = Callable[[Any], Instants | None]


@dataclass(slots=True)
class Touched:
    """The dossiers of a batch whose notices have other instants now, that may be closed or open
    now, and that were erased; and the units that have them.
    """

    units: dict[str, str] = field(default_factory=dict)
    notices: dict[str, Instants | None] = field(default_factory=dict)
    closing: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)


async def prepare(batch: Sequence[Recorded]) -> Touched:
    """Fold a batch in memory."""
    touched = Touched(units=holdings.holders(batch))
    for event in batch:
        if (stated := _STATED.get(event.type)) is not None:
            touched.notices[event.stream] = stated(REGISTRY[event.type].FromString(event.payload))
        if event.type in _CLOSING:
            touched.closing.add(event.stream)
        elif event.type == _ERASED:
            touched.erased.add(event.stream)
    return touched


async def apply(connection: Connection, touched: Touched) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    await holdings.write(connection, touched.units)
    erased = sorted(touched.erased)
    if erased:
        await sealing.destroy(connection, erased)
    sealed = await _sealed(connection, sorted(touched.closing - touched.erased))
    known = {name: each for name, each in touched.notices.items() if each is not None}
    unclear = touched.notices.keys() - known.keys()
    dossiers = await _folded(connection, sorted(unclear.union(sealed)))
    if touched.notices:
        known |= {name: notices.instants_of(dossiers[name]) for name in unclear}
        rows = [Timer(name, kind, at) for name, each in known.items() for kind, at in each.items()]
        await timers.replace(connection, notices.KINDS, sorted(known), rows)
    if erased or sealed:
        ends = {name: retention.kept_until(dossiers[name]) for name in sealed}
        rows = [Timer(name, retention.KIND, at) for name, at in ends.items() if at]
        await timers.replace(connection, [retention.KIND], [*erased, *sealed], rows)


async def _sealed(connection: Connection, dossiers: list[str]) -> list[str]:
    """Those for which something is sealed: no others have a retention."""
    if not dossiers:
        return []
    rows = await connection.fetch(statements(SQL)["sealed_dossiers"], dossiers)
    return [row["owner"] for row in rows]


async def _folded(connection: Connection, names: list[str]) -> dict[str, Dossier]:
    """These dossiers by all that the log holds of them."""
    if not names:
        return {}
    facts: dict[str, list[Fact]] = {}
    for row in await connection.fetch(statements(SQL)["facts_of_dossiers"], names):
        message = REGISTRY[row["type"]].FromString(row["payload"])
        facts.setdefault(row["stream"], []).append(
            Fact(message, row["occurred_at"], row["subject"])
        )
    return {name: DOSSIERS.fold(DOSSIERS.initial(), each) for name, each in facts.items()}


def _by_dates(said: Any) -> Instants | None:
    """An acceptance, or an extension: by the dates that it leaves."""
    return notices.instants(said.deadline)


def _by_answer(said: Any) -> Instants | None:
    """Where it says no dates, those before it stay."""
    return notices.instants(said.deadline) if said.HasField("deadline") else None


def _nothing(_: Any) -> Instants | None:
    return {}


def _names(kinds: Iterable[type[Message]]) -> set[str]:
    return {kind.DESCRIPTOR.full_name for kind in kinds}


_ERASED = events.DossierErased.DESCRIPTOR.full_name
_ENDS = (
    events.DossierRefused,
    events.DossierWithdrawn,
    events.DossierStopped,
    events.ResultRecorded,
    events.ResultReturned,
)
# What may close a dossier, or open it again.
_CLOSING = _names((*_ENDS, events.DossierCorrected))
_STATED: dict[str, Stated] = {
    kind.DESCRIPTOR.full_name: stated
    for stated, kinds in (
        (_by_dates, (events.DossierAccepted,)),
        (_by_answer, (events.SupplementAnswered, events.ObligationMet)),
        (_nothing, (events.SupplementRequested, events.ObligationRequested)),
        (_nothing, (*_ENDS, events.DossierVoided)),
        (lambda _: None, (events.DueExtended, events.DossierCorrected)),
    )
    for kind in kinds
}
