"""An importer of counted facts for tests of faults: day after day, each batch until it is answered.

Promises to know what was acknowledged, by the name of each count. Must not give up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

import grpc

from motcua.submissions.v1 import counts_pb2 as api
from motcua.submissions.v1 import events_pb2 as facts
from services.console.portal.client import Portal
from services.console.portal.patience import passes
from services.submissions.api.counting import name_of

SOURCE, AT_ONCE = "kept-by-hand", 5
FIRST = date(2000, 1, 1)


class CountImporter:
    """Counts of one ward, each of a day of its own, long before its first dossier."""

    def __init__(self, portal: Portal, *, catalog_position: int) -> None:
        self.portal, self.catalog_position = portal, catalog_position
        self.acknowledged: dict[str, int] = {}  # n of each

    async def work(self, stop: asyncio.Event, *, rest: float = 0.0) -> None:
        """Batch after batch until told to stop; every third is sent once more."""
        number = 0
        while not stop.is_set():
            batch = [count_of(number + n) for n in range(AT_ONCE)]
            for _ in range(1 if number % 3 else 2):
                await self.send(batch)
            number += AT_ONCE
            await asyncio.sleep(rest)

    async def send(self, batch: Sequence[api.Count]) -> None:
        """Until there is an answer: all of them are recorded, by this attempt or by an earlier."""
        answer: api.RecordCountsResponse | None = None
        while answer is None:
            try:
                seen = {"source": SOURCE, "catalog_position": self.catalog_position}
                requests = [api.RecordCountsRequest(counts=[each], **seen) for each in batch]
                bearer = self.portal.bearer("importer")
                call = self.portal.counts.RecordCounts(iter(requests), metadata=bearer, timeout=20)
                answer = await call
            except grpc.aio.AioRpcError as failed:
                if not passes(failed):
                    raise
                await asyncio.sleep(0.2)
        assert answer.added + answer.known == len(batch), answer
        self.acknowledged |= {name_of("counts", SOURCE, each.key): each.n for each in batch}


def count_of(number: int) -> api.Count:
    """What was accepted on the number-th day."""
    begins = FIRST + timedelta(days=number)
    ends = begins + timedelta(days=1)
    return api.Count(
        key=str(number),
        unit="units/ward-1",
        service="services/birth",
        start_date={"year": begins.year, "month": begins.month, "day": begins.day},
        end_date={"year": ends.year, "month": ends.month, "day": ends.day},
        population=facts.POPULATION_ACCEPTED,
        n=1000 + number,
    )
