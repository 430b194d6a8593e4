"""A batch of the log, decoded, and its dossiers, petitions and tickets as they are after it.

One that begins in a batch is folded from the batch; of any other its stream is read, up to the
batch's end, so that the tables are a function of the log and the checkpoint alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from services.chassis.database import Connection, statements
from services.chassis.decider import Decider, Fact
from services.chassis.log import Recorded
from services.submissions.domain.dossier import changes as dossiers
from services.submissions.domain.petition import changes as petitions
from services.submissions.domain.registry import REGISTRY
from services.submissions.domain.ticket import state as tickets
from services.submissions.queries.catalogue import SQL

After: TypeAlias = Mapping[str, Any]  # by name
# By the kind of event, what folds its stream; of others (counted facts, sources) none is folded.
_DECIDERS: dict[str, Decider[Any]] = {
    **dict.fromkeys(dossiers.REGISTRY, dossiers.DOSSIERS),
    **dict.fromkeys(petitions.REGISTRY, petitions.PETITIONS),
    **dict.fromkeys(tickets.REGISTRY, tickets.TICKETS),
}


class Decoded(NamedTuple):
    """An event, and what it says."""

    event: Recorded
    message: Any


class Touched(NamedTuple):
    """What begins in a batch, as it is after it; what goes on in it, with what folds it; and the
    batch's last position.
    """

    begun: dict[str, Any]
    going_on: dict[str, Decider[Any]]
    end: int

    async def after(self, connection: Connection) -> After:
        """All of them, as they are after the batch."""
        if not self.going_on:
            return self.begun
        facts: dict[str, list[Fact]] = {name: [] for name in self.going_on}
        sql = statements(SQL)["facts_of_dossiers_until"]
        for row in await connection.fetch(sql, sorted(self.going_on), self.end):
            message = REGISTRY[row["type"]].FromString(row["payload"])
            facts[row["stream"]].append(Fact(message, row["occurred_at"], row["subject"]))
        return self.begun | {name: _folded(self.going_on[name], facts[name]) for name in facts}


def touched(batch: Sequence[Decoded]) -> Touched:
    """The dossiers, petitions and tickets of a batch."""
    begun: dict[str, tuple[Decider[Any], list[Fact]]] = {}
    going_on: dict[str, Decider[Any]] = {}
    for event, message in batch:
        if (decider := _DECIDERS.get(event.type)) is None:
            continue
        if event.version == 1:
            begun[event.stream] = (decider, [])
        if event.stream in begun:
            begun[event.stream][1].append(Fact(message, event.occurred_at, event.subject))
        else:
            going_on[event.stream] = decider
    states = {name: _folded(*each) for name, each in begun.items()}
    return Touched(states, going_on, batch[-1].event.position)


async def write(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Some rows, by one statement that takes a column each."""
    if columns := [list(column) for column in zip(*rows, strict=True)]:
        await connection.execute(statements(SQL)[statement], *columns)


def types(*kinds: type[Message]) -> frozenset[str]:
    """The names of these kinds of events in the log."""
    return frozenset(kind.DESCRIPTOR.full_name for kind in kinds)


def _folded(decider: Decider[Any], facts: Iterable[Fact]) -> Any:
    return decider.fold(decider.initial(), facts)
