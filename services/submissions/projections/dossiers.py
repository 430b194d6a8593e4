"""This service's own log → one row per dossier, as its facts make it.

A dossier that begins in a batch is folded from the batch; of any other its stream is read, up to
the batch's end, so that the rows are a function of the log and the checkpoint alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.chassis.database import Connection, statements
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.domain.dossier.listed import listed
from services.submissions.domain.dossier.resource import resource
from services.submissions.queries.catalogue import SQL

NAME = "dossiers"


class Touched(NamedTuple):
    """The dossiers that begin in a batch, with their facts; those that go on in it; and the last
    position of each of the former, and of the batch.
    """

    begun: dict[str, list[Fact]]
    going_on: list[str]
    positions: dict[str, int]
    end: int


async def prepare(batch: Sequence[Recorded]) -> Touched:
    """Sort a batch by dossier."""
    touched = Touched({}, [], {}, batch[-1].position)
    for event in batch:
        if event.type not in REGISTRY:
            continue  # of a counted fact
        touched.positions[event.stream] = event.position
        if event.version == 1:
            touched.begun[event.stream] = []
        if event.stream in touched.begun:
            touched.begun[event.stream].append(
                _fact(event.type, event.payload, event.occurred_at, event.subject)
            )
    touched.going_on.extend(sorted(touched.positions.keys() - touched.begun.keys()))
    return touched


async def apply(connection: Connection, touched: Touched) -> None:
    """Write a batch, in the transaction that moves the checkpoint."""
    going_on = await _facts_until(connection, touched.going_on, touched.end)
    # In one order everywhere, so that two writers cannot wait for each other.
    rows = sorted(
        row_of(facts, touched.positions[name]) for name, facts in (touched.begun | going_on).items()
    )
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        await connection.execute(statements(SQL)["keep_dossiers"], *columns)


def row_of(facts: list[Fact], position: int) -> tuple[Any, ...]:
    """The row of a dossier, by all its facts, the last of them at that position."""
    dossier = DOSSIERS.fold(DOSSIERS.initial(), facts)
    shown = resource(dossier, position=position, etag=f'"{len(facts)}"')
    return (*listed(dossier), shown.SerializeToString())


async def _facts_until(connection: Connection, names: list[str], end: int) -> dict[str, list[Fact]]:
    """All facts of these dossiers up to a position."""
    if not names:
        return {}
    facts: dict[str, list[Fact]] = {name: [] for name in names}
    sql = statements(SQL)["facts_of_dossiers_until"]
    for row in await connection.fetch(sql, names, end):
        facts[row["stream"]].append(
            _fact(row["type"], row["payload"], row["occurred_at"], row["subject"])
        )
    return facts


def _fact(type_name: str, payload: bytes, at: datetime, subject: str) -> Fact:
    return Fact(REGISTRY[type_name].FromString(payload), at, subject)
