"""Resident memory of each process, before and after a million events.

Promises figures of the kernel (RssAnon and RssFile: PostgreSQL's shared memory is left out). Must
not force a collection in any service.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from bench import size
from bench.progress import Progress, waited
from bench.world import CHANNELS, SERVICES, WARDS, World
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing.intake import backfill
from services.console.instants import to_timestamp

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SLICE = 20_000
READ = "select position from checkpoints where projection = 'submissions'"


def resident(pid: int) -> int:
    """Private and file-backed pages of one process, in MB."""
    lines = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    return sum(int(lines[key].split()[0]) for key in ("RssAnon", "RssFile")) // 1024


def processes(world: World) -> dict[str, int]:
    """MB by process; PostgreSQL's is that of its first process."""
    pids = {name: service.pid for name, service in world.stack.services.items()}
    pids |= {"nats": world.stack.nats.pid, "postgres": world.stack.postgres.pid}
    return {name: resident(pid) for name, pid in pids.items() if pid}


async def fill(world: World, *, dossiers: int, start: int = 0) -> int:
    """Backfill that many, each submitted, accepted and mostly ended; the last position."""
    position, progress = 0, Progress("dossiers by backfill", of=dossiers)
    for first in range(start, start + dossiers, SLICE):
        last = min(first + SLICE, start + dossiers)
        taken = await backfill(
            world.portal,
            source="bench",
            records=[record(number) for number in range(first, last)],
            catalog_position=world.catalog_position,
            advance=lambda _: None,
        )
        progress.reach(last - start)
        assert taken.refused == 0, taken.refusals[:1]
        position = taken.position
    await until_visible(world, position)
    return position


async def until_visible(world: World, position: int) -> None:
    """Wait for metrics, as long as it moves."""
    connection = await asyncpg.connect(world.stack.services["metrics"].wiring.owner_dsn)

    async def far() -> tuple[int, int]:
        return await connection.fetchval(READ) or 0, position

    await waited("events until metrics has read them", far)
    await connection.close()


def record(number: int) -> api.DossierRecord:
    """Always the same for the same number."""
    chance = random.Random(number)
    submitted = FIRST + timedelta(days=chance.uniform(0, 30 * size.SIZE.months - 20))
    accepted = submitted + timedelta(hours=chance.uniform(0, 8))
    ended = accepted + timedelta(days=chance.uniform(0, 12))
    steps = [
        api.Step(status=facts.STATUS_SUBMITTED, time=to_timestamp(submitted)),
        api.Step(status=facts.STATUS_ACCEPTED, time=to_timestamp(accepted)),
        api.Step(status=facts.STATUS_RESULT_READY, time=to_timestamp(ended)),
    ]
    return api.DossierRecord(
        key=f"{number:07}",
        offering=f"services/service-{number % SERVICES}/offerings/ward-{number % WARDS}",
        channel=CHANNELS[number % 3],
        due=api.Deadline(time=to_timestamp(accepted + timedelta(days=10))),
        steps=steps,
    )


def lines(before: dict[str, int], after: dict[str, int], *, events: int) -> list[tuple[str, str]]:
    """One line a process."""
    return [
        (f"resident memory of {name}, before → after {events:,} events", f"{mb} → {after[name]} MB")
        for name, mb in before.items()
    ]
