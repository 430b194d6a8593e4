"""The words of a slip: what a service version and units are called, as the catalogue says.

One statement for all of them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import ServiceContent, Text
from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class Texts(NamedTuple):
    """What a service version says, and names of units; those without one are not known here."""

    content: ServiceContent
    units: Mapping[str, Text]


class SlipTexts:
    """Reads this service's copy of the catalogue."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, service: str, version: int, units: Sequence[str], at: datetime) -> Texts:
        """As units are called at an instant."""
        sql = statements(SQL)["slip_texts"]
        row = await self._pool.fetchrow(sql, service, version, units, at)
        named = zip(row["units"] or (), row["names"] or (), strict=True)
        return Texts(
            ServiceContent.FromString(row["content"] or b""),
            {unit: Text.FromString(name) for unit, name in named},
        )
