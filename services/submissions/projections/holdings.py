"""This service's own log → which unit has each open dossier.

A dossier that comes to a unit which has merged already lets the merger's timer fire again.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.domain.dossier.changes import REGISTRY
from services.submissions.domain.dossier.state import is_recorded
from services.submissions.domain.dossier.steps import OPEN
from services.submissions.domain.units import MERGER
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.holdings import mergers_of


def holders(batch: Iterable[Recorded]) -> dict[str, str]:
    """The unit that has a dossier after a batch, where the batch says so; "": it is closed."""
    found: dict[str, str] = {}
    for event in batch:
        if event.type in _CLOSING:
            found[event.stream] = ""
        elif unit_of := _UNITS.get(event.type):
            unit = unit_of(REGISTRY[event.type].FromString(event.payload))
            found |= {} if unit is None else {event.stream: unit}
    return found


async def write(connection: Connection, units: Mapping[str, str]) -> None:
    """What a batch says, in the transaction that moves the checkpoint."""
    # In one order everywhere, so that two writers cannot wait for each other.
    if closed := sorted(name for name, unit in units.items() if not unit):
        await connection.execute(statements(SQL)["close_dossiers"], closed)
    if held := sorted(name for name, unit in units.items() if unit):
        holders = [units[name] for name in held]
        await connection.execute(statements(SQL)["hold_dossiers"], held, holders)
        units_now = sorted(set(holders))
        if merging := await mergers_of(connection, units_now):
            await timers.replace(connection, [MERGER], units_now, merging)


def _corrected(said: events.DossierCorrected) -> str:
    facts = said.facts
    return facts.handling_unit if facts.status in OPEN and not facts.voided else ""


def _handled(said: events.HandlingStarted) -> str | None:
    """A record's handling names its unit; elsewhere it is the one that has the dossier."""
    return said.handling_unit if is_recorded(said) else None


_UNITS: dict[str, Callable[[Any], str | None]] = {
    kind.DESCRIPTOR.full_name: unit_of
    for kind, unit_of in (
        (events.DossierSubmitted, lambda said: said.receiving_unit),
        (events.DossierAccepted, lambda said: said.handling_unit),
        (events.DossierTransferred, lambda said: said.to_unit),
        (events.HandlingStarted, _handled),
        (events.DossierCorrected, _corrected),
    )
}
_CLOSING = {
    kind.DESCRIPTOR.full_name
    for kind in (
        events.DossierRefused,
        events.DossierWithdrawn,
        events.DossierStopped,
        events.ResultRecorded,
        events.ResultReturned,
        events.DossierVoided,
    )
}
