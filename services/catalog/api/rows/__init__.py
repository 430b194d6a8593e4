"""What each kind of row asks for, compared with how things are: what is so already is left alone.

Promises that a row is taken whole or refused. Must not hold a rule: whether something may be so is
the domain's to say.
"""

import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator

from motcua.catalog.v1 import intake_pb2 as api
from services.catalog.api.rows.chunk import Taken
from services.catalog.api.rows.places import Places
from services.catalog.api.rows.procedures import Procedures
from services.catalog.domain import names
from services.catalog.domain.refusals.shared import ROW_EMPTY
from services.chassis.errors import Refusal

__all__ = ["Rows", "Taken"]


class Rows(Places, Procedures):
    """The rows of one chunk, each on top of those before it."""

    async def look(self, rows: Iterable[api.Row]) -> None:
        """Load at once what the rows are about; what a malformed row names is nothing."""
        named = set(itertools.chain.from_iterable(map(streams_of, rows)))
        # No text of a database has this, and one such row would stop all others.
        await self.working.need(each for each in named if "\0" not in each)

    async def take(self, row: api.Row) -> Taken:
        """What the row comes to."""
        kinds: dict[str | None, Callable[[api.Row], Awaitable[Taken]]] = {
            "unit": self.unit,
            "service": self.service,
            "offering": self.offering,
            "target": self.target,
            "merger": self.merger,
            "split": self.split,
            "closing": self.closing,
            "draft": self.draft,
            "retirement": self.retirement,
        }
        kind = kinds.get(row.WhichOneof("content"))
        if kind is None:
            raise Refusal(ROW_EMPTY, field="content")
        self.begin()
        return await kind(row)


def streams_of(row: api.Row) -> Iterator[str]:
    """What a row is about, as far as that can be told before it is checked."""
    match row.WhichOneof("content"):
        case "unit":
            yield from (f"units/{row.unit.unit_id}", row.unit.unit.parent)
        case "service":
            yield from (f"services/{row.service.service_id}", row.service.service.authority)
        case "draft":
            yield from (f"services/{row.draft.service_id}", row.draft.service.authority)
        case "retirement":
            yield row.retirement.service
        case "offering":
            service, unit = row.offering.parent, row.offering.offering.unit
            yield from (service, unit, names.of_offering(service, unit))
        case "target":
            said = row.target.target
            yield from (f"targets/{row.target.target_id}", said.unit, said.service)
