"""Another system's petitions for tests of faults: batch after batch, each until it is answered.

Promises that every term of theirs has passed long ago, and to know which notices are to be given.
Must not give up.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import asyncpg
import grpc

from motcua.submissions.v1 import petition_events_pb2 as facts
from motcua.submissions.v1 import petitions_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.patience import passes
from services.submissions.api.petitions.backfill import name_of
from tests.waiting import until

SOURCE, AT_ONCE, BATCHES = "old-petitions", 5, 12
RECEIVED, HANDLING = facts.PETITION_STATUS_RECEIVED, facts.PETITION_STATUS_HANDLING
ANSWER, FIRST = facts.PETITION_TERM_KIND_ANSWER, facts.PETITION_TERM_KIND_FIRST_REQUEST
REFUSAL = facts.PETITION_TERM_KIND_REFUSAL
NOTICES = (facts.PetitionTermApproached, facts.PetitionTermPassed)
BEGAN = 1_760_000_000
Notice = tuple[str, int, str]  # petition, which term, and the event


class PetitionImporter:
    """Petitions of ward 1, half of which are handled already; and open ones of another ward."""

    def __init__(self, portal: Portal, *, catalog_position: int) -> None:
        self.portal, self.catalog_position = portal, catalog_position
        self.notices: set[Notice] = set()
        self.moving: set[str] = set()

    async def open_at(self, ward: int, count: int) -> None:
        """Some that stay open at a ward."""
        batch = [record_of(f"{ward}-{n}", ward, RECEIVED) for n in range(count)]
        await self.send(batch)
        self.moving |= {name_of(SOURCE, each.key) for each in batch}

    async def work(self, stop: asyncio.Event) -> None:
        """Batch after batch; every third is sent once more."""
        for number in range(BATCHES):
            batch = [
                record_of(f"{number}.{n}", 1, *[RECEIVED, HANDLING][: 1 + n % 2])
                for n in range(AT_ONCE)
            ]
            for _ in range(1 if number % 3 else 2):
                await self.send(batch)
            for each in batch:
                terms = [ANSWER, FIRST] + [REFUSAL] * (len(each.steps) == 1)
                name = name_of(SOURCE, each.key)
                self.notices |= {
                    (name, term, kind.DESCRIPTOR.name) for term in terms for kind in NOTICES
                }
            if stop.is_set():
                return
            await asyncio.sleep(0.3)

    async def send(self, batch: Sequence[api.PetitionRecord]) -> None:
        """Until there is an answer: all of them are recorded, by this attempt or by an earlier."""
        answer: api.BackfillPetitionsResponse | None = None
        while answer is None:
            try:
                request = api.BackfillPetitionsRequest(
                    source=SOURCE, records=batch, catalog_position=self.catalog_position
                )
                bearer = self.portal.bearer("importer")
                call = self.portal.petitions.BackfillPetitions
                answer = await call(iter([request]), metadata=bearer, timeout=20)
            except grpc.aio.AioRpcError as failed:
                if not passes(failed):
                    raise
                await asyncio.sleep(0.2)
        assert answer.added + answer.known == len(batch), answer

    async def demand_each_once(self, dsn: str) -> None:
        """Every notice and every transfer that is to be there is, and none twice."""

        async def are_there() -> bool:
            found, moved = await told(dsn)
            return found.keys() >= self.notices and moved.keys() >= self.moving

        await until(are_there)
        found, moved = await told(dsn)
        assert self.notices
        assert set(found.values()) == {1}
        # Who moved before its notices were given has its terms anew.
        assert {each for each in found if each[0] not in self.moving} == self.notices
        assert moved == dict.fromkeys(self.moving, 1)


async def told(dsn: str) -> tuple[Counter[Notice], Counter[str]]:
    """How often each notice was given, and each petition was transferred."""
    connection = await asyncpg.connect(dsn)
    try:
        query = "select payload from events where type = $1"
        notices: Counter[Notice] = Counter()
        for kind in NOTICES:
            for row in await connection.fetch(query, kind.DESCRIPTOR.full_name):
                said = kind.FromString(row["payload"])
                notices[said.petition, said.kind, kind.DESCRIPTOR.name] += 1
        query = "select stream from events where type = $1"
        moved = await connection.fetch(query, facts.PetitionTransferred.DESCRIPTOR.full_name)
    finally:
        await connection.close()
    return notices, Counter(row["stream"] for row in moved)


def record_of(key: str, ward: int, *steps: facts.PetitionStatus) -> api.PetitionRecord:
    """A complaint of long ago, with a step a second."""
    return api.PetitionRecord(
        key=key,
        unit=f"units/ward-{ward}",
        kind=facts.PETITION_KIND_COMPLAINT,
        channel=facts.PETITION_CHANNEL_EMAIL,
        steps=[
            {"status": status, "time": {"seconds": BEGAN + n}} for n, status in enumerate(steps)
        ],
    )
