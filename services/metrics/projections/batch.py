"""A few hundred events, decoded, and what a projection knows of them beside.

Types that no table depends on are passed over before they are parsed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.log import Recorded
from services.metrics.domain import facts, intervals
from services.metrics.domain.facts import Seen

DOSSIERS = "dossiers/"
TYPES: dict[str, Any] = {
    message.DESCRIPTOR.full_name: message for message in (*facts.CHANGES, *intervals.TAKEN)
}


@dataclass(slots=True)
class Batch:
    """Decoded events of a few hundred dossiers."""

    first: int
    last: int
    seen: list[tuple[str, Seen]]
    begun: set[str]  # dossiers whose first event is in the batch: nothing to load
    marks: tuple[list[int], list[int]]
    origins: list[tuple[str, str, str]] = field(default_factory=list)  # dossier, source, key
    traceparent: str = ""  # of the span that applied it, for what it causes

    @property
    def dossiers(self) -> set[str]:
        """Those that were there before the batch."""
        return {dossier for dossier, _ in self.seen} - self.begun


def decode(records: Sequence[Recorded]) -> Batch:
    """Messages from bytes. A type that is not ours to read is passed over; broken bytes raise."""
    batch = Batch(records[0].position, records[-1].position, [], set(), ([], []))
    highest = 0
    for record in records:
        kind = TYPES.get(record.type)
        if kind is None:
            continue
        message: Any = kind.FromString(record.payload)
        dossier = identity(message.dossier)
        batch.seen.append(
            (dossier, Seen(message, record.position, record.occurred_at, record.recorded_at))
        )
        if record.version == 1:
            batch.begun.add(dossier)
        if kind is events.DossierSubmitted and message.HasField("origin"):
            batch.origins.append((dossier, message.origin.source, message.origin.key))
        if message.catalog_position > highest:
            highest = message.catalog_position
            batch.marks[0].append(record.position)
            batch.marks[1].append(highest)
    return batch


def identity(name: str) -> str:
    """The UUID of `dossiers/{uuid}`, which is how tables keep it."""
    if not name.startswith(DOSSIERS) or len(name) != 45:
        raise ValueError("an event names no dossier")
    return name[9:]


def columns(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows as the arrays that `unnest` takes."""
    return list(zip(*rows, strict=True))
