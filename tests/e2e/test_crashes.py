"""`kill -9` of any service, of NATS, of PostgreSQL, at random moments under load.

Promises that every acknowledged command is there once, counted facts, payments and publications
too, that positions have no gaps, that each transfer and notice is given once, that nothing is
revised twice or not at all, and that every figure equals an independent reading. Must not choose
its moments kindly.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.stack import Stack
from motcua.submissions.v1 import events_pb2 as events
from services.console import workdays
from services.console.plans import CalendarPlan, OfferingPlan, UnitPlan
from services.console.portal import Portal
from tests.e2e.counting import AT_ONCE, CountImporter
from tests.e2e.gateway import Gateway, paid
from tests.e2e.office import PLAN, Office
from tests.e2e.petitioning import PetitionImporter
from tests.e2e.publication_requests import QUICK
from tests.e2e.publishing import FigurePublisher
from tests.waiting import until

pytestmark = pytest.mark.long

CRASHES = 30
OFFICERS = 8
MOVING = 120  # dossiers of a ward that merges into another one meanwhile
WEEK = workdays.founding("wards", weekdays=range(1, 6), hours="07:30-17:00")
WITH_A_THIRD_WARD = replace(
    PLAN,
    units=[*PLAN.units, UnitPlan("ward-3", "ward", "Phường 3", "Ward 3", "district")],
    offerings=[*PLAN.offerings, OfferingPlan("birth", "ward-3", 3)],
    calendar=CalendarPlan("wards", "district", [WEEK]),
)
PARTS = ("catalog", "submissions", "metrics", "nats", "postgres")


def part_of(stack: Stack, name: str) -> object:
    return stack.services.get(name) or getattr(stack, name)


async def crash_at_random(
    stack: Stack, *, times: int, seed: int, enough: Callable[[], bool]
) -> Counter[str]:
    """Kill one part after another, each for a moment, so often at least, until it was enough; every
    part gets its turn.
    """
    chance = random.Random(seed)
    crashed: Counter[str] = Counter()
    for number in itertools.takewhile(lambda done: done < times or not enough(), itertools.count()):
        name = PARTS[number] if number < len(PARTS) else chance.choice(PARTS)
        await asyncio.sleep(chance.uniform(0.0, 0.6))
        part = part_of(stack, name)
        await part.kill()  # type: ignore[attr-defined]
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        await part.start()  # type: ignore[attr-defined]
        crashed[name] += 1
    return crashed


async def verified(data_dir: Path) -> tuple[int, str]:
    """Exit code and words of `motcua verify`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "services.console", "verify", "--data", str(data_dir)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def recorded(dsn: str) -> tuple[list[int], Counter[str]]:
    """Positions in order, and how many events each command has."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("select position, command_id from events order by position")
    finally:
        await connection.close()
    return [row["position"] for row in rows], Counter(str(row["command_id"]) for row in rows)


SUBMITTED = "motcua.submissions.v1.DossierSubmitted"
ERASED = "motcua.submissions.v1.DossierErased"
TRANSFERRED = "motcua.submissions.v1.DossierTransferred"
PASSED = "motcua.submissions.v1.DuePassed"


async def sealed(dsn: str) -> tuple[set[str], dict[str, set[str]]]:
    """Dossiers that were submitted and not erased, and those of which each table holds some."""
    connection = await asyncpg.connect(dsn)
    try:
        kept = await connection.fetch(
            "select stream from events where type = $1 except"
            " select stream from events where type = $2",
            SUBMITTED,
            ERASED,
        )
        held = {
            table: {row["owner"] for row in await connection.fetch(f"select owner from {table}")}
            for table in ("owner_keys", "sealed_fields", "sealed_commands")
        }
    finally:
        await connection.close()
    return {row["stream"] for row in kept}, held


async def counted(dsn: str, kind: str) -> Counter[str]:
    """How many events of a kind each dossier has."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("select stream from events where type = $1", kind)
    finally:
        await connection.close()
    return Counter(row["stream"] for row in rows)


async def counts_recorded(dsn: str) -> list[events.CountRecorded]:
    """Every counted fact."""
    connection = await asyncpg.connect(dsn)
    try:
        kind = events.CountRecorded.DESCRIPTOR.full_name
        rows = await connection.fetch("select payload from events where type = $1", kind)
    finally:
        await connection.close()
    return [events.CountRecorded.FromString(row["payload"]) for row in rows]


@pytest.mark.timeout(400)
async def test_nothing_acknowledged_is_lost_or_doubled_and_every_figure_is_exact(
    data_dir: Path,
) -> None:
    async with Stack(data_dir, environment=QUICK) as stack, Portal(stack.describe()) as portal:
        office, stop = await Office.open(portal, WITH_A_THIRD_WARD), asyncio.Event()
        moving = set(await asyncio.gather(*(open_at_third(office, n) for n in range(MOVING))))
        petitions = PetitionImporter(portal)
        await petitions.open_at(3, MOVING)
        merging = asyncio.create_task(office.merge(3, into=1))
        officers = [asyncio.create_task(office.work(stop)) for _ in range(OFFICERS)]
        importer = CountImporter(portal)
        gateway = Gateway(office, stack.keyrings("submissions")["MOTCUA_TEST_PAYMENT_KEYS"])
        figures = FigurePublisher(portal)
        working = (importer, petitions, gateway, figures)
        others = [asyncio.create_task(each.work(stop)) for each in working]
        crashed = await crash_at_random(
            stack, times=CRASHES, seed=20261121, enough=lambda: len(office.acknowledged) > 100
        )
        stop.set()
        await asyncio.gather(merging, *others, *officers)
        stack.describe()
        dsn = stack.services["submissions"].wiring.owner_dsn
        await until(lambda: have(dsn, PASSED, office.overdue))
        await until(lambda: have(dsn, TRANSFERRED, moving))
        await petitions.demand_each_once(dsn)
        await figures.demand_each_once(stack)
        positions, commands = await recorded(dsn)
        notices, transfers = await counted(dsn, PASSED), await counted(dsn, TRANSFERRED)
        kept, held = await sealed(dsn)
        counts, [payments, refunds] = await counts_recorded(dsn), await paid(dsn)
        exit_code, said = await verified(data_dir)
    assert set(crashed) == set(PARTS)
    assert positions == list(range(1, len(positions) + 1))
    assert [commands[request_id] for request_id in office.acknowledged] == [1] * len(
        office.acknowledged
    )
    assert exit_code == 0, said
    for told, paid_ in ((gateway.acknowledged, payments), (gateway.refunded, refunds)):
        assert set(told) <= set(paid_)
        assert len(paid_) == len(set(paid_)) >= len(told) > 0
    demand_sealed(office, kept, held)
    # Each notice once, and none is missing of a dossier that is still open.
    assert set(notices.values()) == {1}
    assert office.overdue <= set(notices)
    assert transfers == dict.fromkeys(moving, 1)
    # Of a batch that nobody acknowledged some may be there, and none twice.
    assert len({each.count for each in counts}) == len(counts)
    assert importer.acknowledged.items() <= {each.count: each.n for each in counts}.items()
    assert len(importer.acknowledged) >= AT_ONCE


def demand_sealed(office: Office, kept: set[str], held: dict[str, set[str]]) -> None:
    """Nothing sealed without its dossier, no dossier without that, and no key of an erased one."""
    assert held == dict.fromkeys(held, kept)
    assert set(office.dossiers) - office.erased <= kept
    assert office.erased
    assert not office.erased & kept


async def open_at_third(office: Office, number: int) -> str:
    """A dossier of the third ward that stays open."""
    dossier = await office.submit(number, ward=3)
    return str((await office.accept(dossier, 4_000_000_000)).name)


async def have(dsn: str, kind: str, dossiers: set[str]) -> bool:
    return dossiers <= set(await counted(dsn, kind))
