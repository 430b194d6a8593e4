"""What each kind of row asks for, compared with how things are: what is so already is left alone.

A row is taken whole or refused. Whether something may be so is the domain's to say.
"""

import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

from motcua.catalog.v1 import intake_pb2 as api
from services.catalog.api.rows import (
    calendars,
    offerings,
    posts,
    services,
    structure,
    targets,
    units,
)
from services.catalog.api.rows.chunk import Chunk, Taken
from services.catalog.domain import names
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.errors import Refusal

KINDS: Mapping[str | None, Callable[[Chunk, api.Row], Awaitable[Taken]]] = {
    "unit": units.unit,
    "service": services.service,
    "offering": offerings.offering,
    "target": targets.target,
    "merger": structure.merger,
    "split": structure.split,
    "closing": structure.closing,
    "draft": services.draft,
    "retirement": services.retirement,
    "offering_closing": offerings.closing,
    "appointment": posts.appointment,
    "relief": posts.relief,
    "calendar": calendars.calendar,
    "calendar_assignment": calendars.assignment,
}


async def load(chunk: Chunk, rows: Iterable[api.Row]) -> None:
    """Load at once what the rows are about; what a malformed row names is nothing."""
    named = set(itertools.chain.from_iterable(map(streams_of, rows)))
    # No text of a database has this, and one such row would stop all others.
    await chunk.work.load(each for each in named if "\0" not in each)


async def take(chunk: Chunk, row: api.Row) -> Taken:
    """What the row comes to, on top of those before it."""
    kind = KINDS.get(row.WhichOneof("content"))
    if kind is None:
        raise Refusal(CatalogReason.ROW_EMPTY, field="content")
    chunk.begin()
    return await kind(chunk, row)


def streams_of(row: api.Row) -> Iterator[str]:
    """What a row is about, as far as that can be told before it is checked."""
    match row.WhichOneof("content"):
        case "unit":
            yield from (f"units/{row.unit.unit_id}", row.unit.unit.parent)
        case "service" | "draft" as kind:
            stated = getattr(row, kind)
            yield from (f"services/{stated.service_id}", stated.service.authority)
        case "retirement":
            yield row.retirement.service
        case "offering_closing":
            yield row.offering_closing.offering
        case "offering":
            service = row.offering.parent
            yield from (service, names.of_offering(service, row.offering.offering.unit))
        case "appointment" | "relief" as kind:
            yield getattr(row, kind).unit
        case "calendar":
            yield f"calendars/{row.calendar.calendar_id}"
        case "calendar_assignment":
            yield from (row.calendar_assignment.unit, row.calendar_assignment.calendar)
        case "target":
            stated = row.target.target
            yield from (f"targets/{row.target.target_id}", stated.unit, stated.service)
