"""How far the sums of definitions are kept, month by month: a new one has none at first.

Promises to ask no table about a definition whose sums were once all there, nor twice in a second.
"""

import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.domain.indicators.definition import Definition
from services.metrics.queries.classified import classified, kept
from services.metrics.settings import SQL

LATELY = 1.0  # seconds


class Months(NamedTuple):
    """Of so many months of units that hold its items, so many are kept."""

    months: int = 0
    kept: int = 0


class KeptMonths:
    """Reads of `months`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._whole: set[Definition] = set()
        self._found: Mapping[Definition, Months] = {}
        self._at = -LATELY

    async def lacking(self, definitions: Iterable[Definition]) -> Mapping[Definition, Months]:
        """Those of which some months are not kept yet."""
        asked = [each for each in kept(definitions) if each.position and each.has_cells]
        asked = [each for each in asked if each not in self._whole]
        lately = time.monotonic() < self._at + LATELY
        if asked and not (lately and self._found.keys() >= set(asked)):
            self._found, self._at = await self._read(asked), time.monotonic()
        found = {each: self._found[each] for each in asked}
        self._whole.update(each for each, of in found.items() if of.kept == of.months)
        return {each: of for each, of in found.items() if of.kept < of.months}

    async def _read(self, asked: list[Definition]) -> dict[Definition, Months]:
        places = {each: (classified(each).key.number, each.position) for each in asked}
        columns = zip(*places.values(), strict=True)
        rows = await self._pool.fetch(statements(SQL)["months_kept"], *columns)
        by_place = {(key, position): Months(months, kept) for key, position, months, kept in rows}
        return {each: by_place.get(place, Months()) for each, place in places.items()}
