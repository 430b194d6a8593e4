"""Petitions: a row each for lists, their numbers, their timers, and the keys that erasures
destroyed.

A fact replaces a petition's timers in the batch that has it. A key that came back with an older
backup is destroyed again, as its erasure is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis import sealing, timers
from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.numbers import parts
from services.submissions.domain.petition import keeping, notices
from services.submissions.domain.petition.changes import NOTICES, REGISTRY
from services.submissions.domain.petition.listed import id_of, listed
from services.submissions.domain.petition.resource import resource
from services.submissions.domain.petition.state import OPEN, Petition
from services.submissions.domain.units import MERGER
from services.submissions.projections.batch import After, Decoded, types, write
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.mergers import mergers_of

KINDS = (*notices.KINDS, keeping.KIND)


@dataclass(slots=True)
class Touched:
    """The last position of each petition of a batch; those whose facts changed; those that came to
    a unit; those erased; their numbers, and the highest of each unit's day.
    """

    positions: dict[str, int] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    highest: dict[tuple[str, date], int] = field(default_factory=dict)


def prepare(batch: Sequence[Decoded]) -> Touched:
    """Sort a batch."""
    touched = Touched()
    for event, message in batch:
        if event.type not in REGISTRY:
            continue
        touched.positions[event.stream] = event.position
        if event.type not in _NOTICES:
            touched.changed.add(event.stream)
        if event.type in _MOVING:
            touched.moved.add(event.stream)
        elif event.type in _ERASED:
            touched.erased.add(event.stream)
        if isinstance(message, events.PetitionReceived) and message.number:
            touched.numbers[message.number] = message.petition
            unit, day, serial = parts(message.number, event.occurred_at)
            touched.highest[unit, day] = max(serial, touched.highest.get((unit, day), 0))
    return touched


async def apply(connection: Connection, touched: Touched, after: After) -> None:
    """Write it all."""
    # In one order everywhere, so that two writers cannot wait for each other.
    rows = sorted(row_of(after[name], position) for name, position in touched.positions.items())
    await write(connection, "keep_petitions", rows)
    await write(connection, "keep_petition_numbers", touched.numbers.items())
    await write(connection, "raise_blocks", sorted((*k, n) for k, n in touched.highest.items()))
    await _set_timers(connection, sorted(touched.changed), after)
    await _erase(connection, {name: touched.positions[name] for name in sorted(touched.erased)})
    units = sorted({after[name].holder for name in touched.moved if is_open(after[name])})
    if units and (merging := await mergers_of(connection, units)):
        await timers.replace(connection, [MERGER], units, merging)


def row_of(petition: Petition, position: int) -> tuple[Any, ...]:
    """The row of a petition whose last fact is at that position."""
    shown = resource(petition, position=position, etag=f'"{petition.version}"')
    return (*listed(petition), shown.SerializeToString())


def is_open(petition: Petition) -> bool:
    """Whether a merger of its unit moves it."""
    return petition.status in OPEN and not petition.voided


async def _set_timers(connection: Connection, changed: list[str], after: After) -> None:
    if not changed:
        return
    rows = []
    for name in changed:
        found = notices.instants_of(after[name])
        if (until := keeping.kept_until(after[name])) is not None:
            found[keeping.KIND] = until
        rows += [Timer(name, kind, at) for kind, at in found.items()]
    await timers.replace(connection, KINDS, changed, rows)


async def _erase(connection: Connection, erased: dict[str, int]) -> None:
    """By name, with the last position that was read of each."""
    if erased:
        await sealing.destroy(connection, list(erased))
        read = (list(map(id_of, erased)), list(erased.values()))
        await connection.execute(statements(SQL)["forget_publications"], *read)


_NOTICES = types(*NOTICES)
_MOVING = types(events.PetitionReceived, events.PetitionTransferred, events.PetitionCorrected)
_ERASED = types(events.PetitionErased)
