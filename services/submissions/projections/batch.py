"""A batch of the log, decoded, and its dossiers as they are after it.

A dossier that begins in a batch is folded from the batch; of any other its stream is read, up to
the batch's end, so that the tables are a function of the log and the checkpoint alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from services.chassis.database import Connection, statements
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.catalogue import SQL

After: TypeAlias = Mapping[str, Dossier]  # by name


class Decoded(NamedTuple):
    """An event, and what it says."""

    event: Recorded
    said: Any


class Touched(NamedTuple):
    """The dossiers that begin in a batch, as they are after it; those that go on in it; and the
    batch's last position.
    """

    begun: dict[str, Dossier]
    going_on: list[str]
    end: int

    async def after(self, connection: Connection) -> After:
        """All of them, as they are after the batch."""
        if not self.going_on:
            return self.begun
        facts: dict[str, list[Fact]] = {name: [] for name in self.going_on}
        sql = statements(SQL)["facts_of_dossiers_until"]
        for row in await connection.fetch(sql, self.going_on, self.end):
            message = REGISTRY[row["type"]].FromString(row["payload"])
            facts[row["stream"]].append(Fact(message, row["occurred_at"], row["subject"]))
        return self.begun | {name: _folded(each) for name, each in facts.items()}


def touched(batch: Sequence[Decoded]) -> Touched:
    """The dossiers of a batch."""
    begun: dict[str, list[Fact]] = {}
    going_on: set[str] = set()
    for event, said in batch:
        if event.type not in REGISTRY:
            continue  # of a counted fact, or a source
        if event.version == 1:
            begun[event.stream] = []
        if event.stream in begun:
            begun[event.stream].append(Fact(said, event.occurred_at, event.subject))
        else:
            going_on.add(event.stream)
    dossiers = {name: _folded(facts) for name, facts in begun.items()}
    return Touched(dossiers, sorted(going_on), batch[-1].event.position)


async def write(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Some rows, by one statement that takes a column each."""
    if columns := [list(column) for column in zip(*rows, strict=True)]:
        await connection.execute(statements(SQL)[statement], *columns)


def types(*kinds: type[Message]) -> frozenset[str]:
    """The names of these kinds of events in the log."""
    return frozenset(kind.DESCRIPTOR.full_name for kind in kinds)


def _folded(facts: Iterable[Fact]) -> Dossier:
    return DOSSIERS.fold(DOSSIERS.initial(), facts)
