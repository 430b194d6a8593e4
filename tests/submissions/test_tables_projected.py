"""The log's projection: the same tables whatever the batches, by few statements a batch.

Promises a real PostgreSQL, and the service's own projection.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, zip_longest
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import pytest

from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.submissions import projections
from services.submissions.domain.sources import bind, stream_of
from tests.submissions.live_dossier import USUAL, LiveDossier
from tests.submissions.live_petition import LivePetition
from tests.submissions.replicas import Replicas, of_new_databases
from tests.submissions.ticket_office import TicketOffice
from tests.templates import Templates

LIVES = (
    ("accept", "start", "ask", "answer", "result", "return", "rate"),
    ("accept", "transfer", "assign", "oblige"),
    ("accept", "extend", "pay", "refund", "stop"),
    ("accept", "start"),
    ("refuse", "link"),
    ("accept", "result", "void"),
    (),
    ("link",),  # of the root of the one above, so that there is a chain
)
ROOT, OF_ROOT = str(USUAL["link"]["root"]), f"dossiers/{UUID(int=7)}"
OF_PETITIONS = (
    ("start", "ask", "supply", "answer", "publish"),
    ("start", "transfer", "start", "refuse"),
    ("withdraw", "void"),
    (),
)
TABLES = (
    "dossiers",
    "numbers",
    "number_blocks",
    "acceptances",
    "timers",
    "counted_days",
    "counts",
    "linked_dossiers",
    "petitions",
    "petition_numbers",
    "tickets",
)
ALL = 10_000
AT: dict[str, Any] = {"at": datetime(2026, 3, 2, tzinfo=UTC), "catalog_position": 1}


@pytest.fixture(scope="module")
async def replicas(templates: Templates) -> AsyncIterator[Replicas]:
    """A log in which lives of dossiers run beside one another, and no replica."""
    async with of_new_databases(templates) as found:
        for name, fact in in_turn(LIVES):
            await found.append(name, [fact])
        yield found


def in_turn(lives: Sequence[Sequence[str]]) -> list[tuple[str, Fact]]:
    """The facts of each dossier and petition, one of each in turn."""
    facts = []
    for number, life in enumerate(lives):
        chained = life == ("link",)
        name = ROOT if chained else f"dossiers/{uuid5(UUID(int=0), str(number))}"
        dossier = LiveDossier(name=name, number=f"ward-260302-{number + 1:04}")
        for command in life:
            dossier.do(command, **({"root": OF_ROOT} if chained else {}))
        facts.append([(name, fact) for fact in dossier.facts])
    for number, life in enumerate(OF_PETITIONS):
        name, given = f"petitions/{uuid5(UUID(int=1), str(number))}", f"ward-260302-9{number:03}"
        publication = f"publications/{uuid5(UUID(int=2), str(number))}"
        petition = LivePetition(name=name, number=given)
        for command in life:
            petition.do(command, **({"publication": publication} if command == "publish" else {}))
        facts.append([(name, fact) for fact in petition.facts])
    facts += of_tickets()
    facts.append([(stream_of("old"), each) for each in bind("old", [""], **AT)])
    return [each for each in chain.from_iterable(zip_longest(*facts)) if each]


def of_tickets() -> list[list[tuple[str, Fact]]]:
    """Tickets of a day, and of one more than a week later, when an old one is voided, too."""
    office = TicketOffice()
    old = [office.take("A") for _ in range(3)]
    office.call_next("1")
    office.do("serve", old[0])
    office.now += timedelta(days=8)
    office.take("A")
    office.call_next("1")
    office.do("void", old[1], reason_code="taken-twice")
    return [[each for each in office.facts if each[0] == name] for name in office.tickets]


async def project(connection: Any, batches: Sequence[Sequence[Recorded]]) -> dict[str, list[str]]:
    """What the tables hold after these batches, and nothing before them."""
    await connection.execute(f"truncate {', '.join(TABLES)}")
    for batch in batches:
        work = await projections.prepare(batch)
        async with connection.transaction():
            await projections.apply(connection, work)
    rows = {
        each: await connection.fetch(f"select t::text from {each} t order by 1") for each in TABLES
    }
    return {each: [row[0] for row in found] for each, found in rows.items()}


async def test_the_tables_do_not_depend_on_the_batches(replicas: Replicas) -> None:
    log = await replicas.log.read(0, ALL)
    connection = await asyncpg.connect(replicas.database.owner_dsn)
    at_once = await project(connection, [log])
    assert len(at_once["dossiers"]) == len(at_once["numbers"]) == len(LIVES)
    assert len(at_once["petitions"]) == len(at_once["petition_numbers"]) == len(OF_PETITIONS)
    assert len(at_once["tickets"]) == 1  # those of long ago are gone
    assert all(at_once[each] for each in TABLES if each != "counts")
    assert len([row for row in at_once["timers"] if ",root," in row]) == 1
    for size in (1, 2, 7):
        batches = [log[n : n + size] for n in range(0, len(log), size)]
        assert await project(connection, batches) == at_once
    await connection.close()


async def test_a_batch_takes_as_many_statements_however_many_dossiers_it_has(
    replicas: Replicas,
) -> None:
    log = await replicas.log.read(0, ALL)
    half = len(log) // 2
    connection = await asyncpg.connect(replicas.database.owner_dsn)
    await project(connection, [log[:half]])
    work = await projections.prepare(log[half:])
    sent: list[str] = []
    async with connection.transaction():
        with connection.query_logger(lambda query: sent.append(query.query)):
            await projections.apply(connection, work)
    assert len(work.dossiers.going_on) >= len(LIVES) - 2
    assert len(sent) <= 19, sent
    await connection.close()
