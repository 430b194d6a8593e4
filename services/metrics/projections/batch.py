"""A few hundred events, decoded: of which kind of item, of which one, and what they say.

Types that no table depends on are passed over before they are parsed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from services.chassis.log import Recorded
from services.metrics.domain import intervals
from services.metrics.domain.acts import STATING, stated_root
from services.metrics.domain.names import UUID, last_part
from services.metrics.domain.seen import Seen
from services.metrics.domain.versions import DOSSIER, KINDS, PETITION, TICKET
from services.metrics.queries.recordings import times


class Type(NamedTuple):
    """A type of events: its message, the kind of item that it is about, the field that names it."""

    message: Any
    kind: str
    field: str
    counts: bool  # begins an item, whichever place it has in a stream: one holds many counts
    names_origin: bool  # of its item


_COUNTING = (events.CountRecorded, events.StandardRecorded)
_NAMING = (events.DossierSubmitted, petition_events.PetitionReceived, *_COUNTING)
_STREAMS = frozenset({DOSSIER, PETITION, TICKET})  # kinds whose items have a stream each
_COMPLAINING = frozenset({petition_events.PetitionReceived, petition_events.PetitionCorrected})
_ALSO = {DOSSIER: (*intervals.TAKEN, events.DossierLinked)}
TYPES: dict[str, Type] = {
    message.DESCRIPTOR.full_name: Type(
        message,
        name,
        name,
        counts=message in _COUNTING,
        names_origin=message in _NAMING,
    )
    for name, kind in KINDS.items()
    for message in (*kind.changes, *_ALSO.get(name, ()))
}


@dataclass(slots=True)
class Batch:
    """Decoded events of a few hundred items."""

    first: int
    last: int
    seen: list[tuple[str, str, Seen]]  # kind, item
    begun: defaultdict[str, set[str]]  # by kind, whose first event is in the batch
    marks: tuple[list[int], list[int]]
    recorded: tuple[list[int], list[datetime]]  # positions and times
    origins: list[tuple[str, str, str]] = field(default_factory=list)  # item, source, key
    linked: set[str] = field(default_factory=set)  # dossiers that an event links, and their roots
    complained: set[str] = field(default_factory=set)  # dossiers that petitions name
    traceparent: str = ""  # of the span that applied it, for what it causes

    @property
    def before(self) -> dict[str, set[str]]:
        """By kind, the items that were there before the batch."""
        found: dict[str, set[str]] = {}
        for kind, item, _ in self.seen:
            found.setdefault(kind, set()).add(item)
        return {kind: items - self.begun[kind] for kind, items in found.items()}


def decode(records: Sequence[Recorded]) -> Batch:
    """Messages from bytes. A type that is not ours to read is passed over; broken bytes raise."""
    first, last = records[0].position, records[-1].position
    batch = Batch(first, last, [], defaultdict(set), ([], []), times(records))
    highest = 0
    for record in records:
        of = TYPES.get(record.type)
        if of is None:
            continue
        message: Any = of.message.FromString(record.payload)
        item = identity(getattr(message, of.field))
        seen = Seen(message, record.position, record.occurred_at, record.recorded_at)
        batch.seen.append((of.kind, item, seen))
        if of.counts or (record.version == 1 and of.kind in _STREAMS):
            batch.begun[of.kind].add(item)
        if of.names_origin and message.HasField("origin"):
            batch.origins.append((item, message.origin.source, message.origin.key))
        if of.message in STATING:
            _note_root(batch, item, stated_root(message))
        elif of.message in _COMPLAINING:
            _note_complaint(batch, message)
        if message.catalog_position > highest:
            highest = message.catalog_position
            batch.marks[0].append(record.position)
            batch.marks[1].append(highest)
    return batch


def _note_root(batch: Batch, dossier: str, root: str) -> None:
    if root and root != dossier:
        batch.linked |= {dossier, root}


def _note_complaint(batch: Batch, message: Any) -> None:
    said = message.facts if isinstance(message, petition_events.PetitionCorrected) else message
    if named := last_part(said.dossier):
        batch.complained.add(named)


def identity(name: str) -> str:
    """The UUID of a name such as `dossiers/{uuid}`, which is how tables keep it."""
    found = last_part(name)
    if len(found) != UUID:
        raise ValueError("an event names no item")
    return found


def columns(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows as the arrays that `unnest` takes."""
    return list(zip(*rows, strict=True))
