"""Items of every kind: any stream, in any batches, through crashes and restarts, leaves the
versions that a naive fold says, and cells that are the sums over them.

Promises a real PostgreSQL: what a batch must load is part of what is tried.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1.events_pb2 import Extent
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from motcua.submissions.v1 import ticket_events_pb2 as tickets
from services.chassis.log import Recorded
from services.metrics.domain.versions import OPEN
from services.metrics.projections.items import TABLES
from services.metrics.projections.submissions import Projection
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.storage import STORAGES
from tests.metrics import corrections, given, given_items, naive_items, steps
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS

UNITS = (given.WARD, given.DISTRICT, given.OTHER)
FIRST = datetime(2026, 1, 5, 3, tzinfo=UTC)
DOSSIERS = range(1, 15)
FIELDS = ("", "Hộ tịch", "Đất đai")
CAUSES = events.TransferCause.values()


class Draw:
    """A stream of events about a few items, that come in any order a log may have."""

    def __init__(self, seed: int) -> None:
        self.by, self.also = random.Random(seed), random.Random(-1 - seed)
        self.begun: set[str] = set()
        self.events: list[Recorded] = []
        self.number = 0

    def stream(self, size: int) -> list[Recorded]:
        while len(self.events) < size:
            draw = self.by.choice(
                (*(self.of_dossier,) * 5, *(self.of_petition,) * 2, self.of_other)
            )
            draw()
        return self.events

    def at(self) -> datetime:
        return FIRST + timedelta(hours=self.by.randrange(24 * 70))

    def add(self, message: Any, *, begins: str = "") -> None:
        version = 1 if begins else 2
        at = self.at()
        self.events.append(given.recorded(len(self.events) + 1, message, at, version=version))

    def of_dossier(self) -> None:
        number, by, also = self.by.choice(DOSSIERS), self.by, self.also
        name = given.dossier(number)
        if name not in self.begun:
            self.begun.add(name)
            first = given.submitted(number, channel=self.channel())
            root = by.choice((number, number, by.choice(DOSSIERS)))
            first.root = given.dossier(root)
            return self.add(first, begins=name)
        unit = by.choice(UNITS)
        corrected = corrections.corrected(
            number, unit=unit, channel=self.channel(), voided=by.random() < 0.2,
            accepted_at=by.choice((None, self.at())), ended_at=by.choice((None, self.at())),
        )  # fmt: skip
        corrected.facts.root = given.dossier(by.choice(DOSSIERS))
        return self.add(
            by.choice(
                (
                    given.accepted(
                        number,
                        unit=unit,
                        channel=self.channel(),
                        level=by.choice((2, 4)),
                        extent=also.choice(Extent.values()),
                        field=also.choice(FIELDS),
                        assisted=also.random() < 0.3,
                        deadline=given.deadline(computed=also.random() < 0.5),
                    ),
                    given.accepted(number, unit=unit, channel=self.channel()),
                    given.ended(number, unit=unit, anomalies=by.choice(((), (5,)))),
                    given_items.linked(number, by.choice(DOSSIERS)),
                    given_items.linked(number, by.choice(DOSSIERS)),
                    given_items.rated(number, by.randint(1, 5), unit=unit, first=self.at()),
                    corrections.voided(number),
                    corrected,
                    steps.withdrawn(number, officer=also.choice(("", "officers/o-1"))),
                )
            )
        )

    def channel(self) -> events.Channel:
        return self.by.choice(
            (given.ONLINE, given.ONLINE, given.ONLINE, given.IN_PERSON, given.UNKNOWN)
        )

    def of_petition(self) -> None:
        number, by = self.by.randint(1, 4), self.by
        name = given_items.petition(number)
        kinds = (petitions.PETITION_KIND_COMPLAINT, petitions.PETITION_KIND_PRAISE)
        if name not in self.begun:
            self.begun.add(name)
            first = given_items.received(
                number, kind=by.choice(kinds), of=by.choice((None, *DOSSIERS)), at=self.at()
            )
            return self.add(first, begins=name)
        said = petitions.PetitionFacts(
            holder=by.choice(UNITS), kind=by.choice(kinds),
            dossier=given.dossier(by.choice(DOSSIERS)),
            voided=by.random() < 0.3, **given_items.terms(self.at()),
        )  # fmt: skip
        if self.also.random() < 0.7:
            said.transfer_cause = self.also.choice(CAUSES)
        if self.also.random() < 0.3:
            said.status = petitions.PETITION_STATUS_WITHDRAWN
        officer, cause = self.also.choice(("", "officers/o-1")), self.also.choice(CAUSES)
        of = given_items.of_petition
        return self.add(
            by.choice(
                (
                    given_items.transferred(
                        number, holder=by.choice(UNITS), at=self.at(), cause=cause
                    ),
                    given_items.answered(number, at=self.at(), time_known=by.random() < 0.8),
                    of(petitions.PetitionRefused, number, time_known=True),
                    of(petitions.PetitionSupplementRequested, number, first=True, time_known=True),
                    of(petitions.PetitionPublished, number, time_known=True),
                    of(petitions.PetitionMerged, number, time_known=True),
                    of(petitions.PetitionWithdrawn, number, time_known=True, officer=officer),
                    of(petitions.PetitionVoided, number, time_known=True),
                    of(petitions.PetitionCorrected, number, version=1, facts=said),
                )
            )
        )

    def of_other(self) -> None:
        number, by = self.by.randint(1, 4), self.by
        name = f"tickets/{number}"
        called, of = self.at(), given_items.ticket
        if name not in self.begun:
            self.begun.add(name)
            return self.add(of(tickets.TicketTaken, number), begins=name)
        self.number += 1
        start = given.AT.replace(day=1, hour=17) - timedelta(days=by.choice((1, 29, 60)))
        return self.add(
            by.choice(
                (
                    of(tickets.TicketCalled, number, called=called),
                    of(
                        tickets.TicketServed,
                        number,
                        called=called,
                        waiting_seconds=by.randrange(9000),
                    ),
                    of(tickets.TicketNotServed, number, reason=by.choice((1, 2))),
                    of(tickets.TicketVoided, number),
                    given_items.count(
                        self.number,
                        by.randrange(2**40),
                        start=start,
                        end=start + timedelta(days=31),
                    ),
                    given_items.standard(self.number, start=start, end=start + timedelta(days=9)),
                )
            )
        )


async def versions(fed: Fed) -> list[tuple[str, Any, int, int]]:
    """All that is stored: kind, facts, known from and to."""
    names = dict(await fed.pool.fetch("select number, name from names"))
    found = []
    for kind, table in TABLES.items():
        columns = ", ".join(f'"{name}"' for name in table.facts._fields)
        query = f"select {columns}, known_from, known_to from {table.name}"
        for row in await fed.pool.fetch(query):
            facts = table.facts(*map(plain, row[:-2]))
            named = {name: names.get(getattr(facts, name)) for name in table.numbered}
            found.append((kind, facts._replace(**named), row["known_from"], row["known_to"]))
    return found


def plain(value: Any) -> Any:
    """An id as a text."""
    return str(value) if type(value).__name__ == "UUID" else value


async def feed(fed: Fed, stream: list[Recorded], by: random.Random) -> None:
    """In batches of any size; some crash before they are committed, some begin a new process."""
    done = 0
    while done < len(stream):
        batch = stream[done : done + by.randint(1, by.choice((2, 25)))]
        if by.random() < 0.2:
            fed.projection = Projection(catalog_reached=fed.reached, remembered=by.choice((1, 100)))
        if by.random() < 0.2:
            decoded = await fed.projection.prepare(batch)
            async with fed.pool.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                await fed.projection.apply(connection, decoded)
                await transaction.rollback()
        await fed.apply(batch)
        if by.random() < 0.3:
            await fed.sweep()
        done += len(batch)


@pytest.mark.parametrize("seed", range(7))
async def test_any_stream_leaves_the_versions_and_cells_of_a_naive_fold(
    fed: Fed, seed: int
) -> None:
    stream = Draw(seed).stream(140)
    await feed(fed, stream, random.Random(seed))
    found = await versions(fed)
    for position in range(0, len(stream) + 1, 7):
        expected = naive_items.items(stream[:position])
        for kind, items in expected.items():
            known = [e for e in found if e[0] == kind and e[2] <= position < e[3]]
            assert begun(facts for _, facts, *_ in known) == begun(items.values())
    await fed.sweep()
    assert await cells(fed) == await sums(fed)


def begun(items: Iterable[Any]) -> dict[str, Any]:
    """By id. Of a dossier that has not begun there may be a row, since a petition named it."""
    return {facts[0]: facts for facts in items if facts.unit}


async def cells(fed: Fed) -> dict[Any, tuple[int, int]]:
    """All that is stored, by definition, unit, month and class."""
    rows = await fed.pool.fetch(
        "select definition, unit, month, class, n, assisted from month_cells"
    )
    return {tuple(row[:4]): (row[4], row[5]) for row in rows}


async def sums(fed: Fed) -> dict[Any, tuple[int, int]]:
    """The same, item by item: rows that are open, each with its class."""
    found: Counter[Any] = Counter()
    assisted: Counter[Any] = Counter()
    for definition in kept(DEFINITIONS):
        by = classified(definition)
        storage = STORAGES[by.kind]
        query = (
            f"select {by.key.unit}, date_trunc('month', {by.key.shown} at time zone"
            f" 'Asia/Ho_Chi_Minh')::date, {by.case}, {storage.assisted} from {storage.table} i"
            f" where known_to = {OPEN} and {by.key.shown} is not null"
        )  # fmt: skip
        for unit, month, number, keyed in await fed.pool.fetch(query):
            if number is not None:
                found[definition.name, unit, month, number] += 1
                assisted[definition.name, unit, month, number] += keyed
    return {key: (n, assisted[key]) for key, n in found.items()}
