"""Resident memory of each process, before and after a million events.

Promises figures of the kernel (RssAnon and RssFile: PostgreSQL's shared memory is left out). Must
not force a collection in any service.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import size
from bench.world import CHANNELS, SERVICES, WARDS, World
from motcua.metrics.v1 import metrics_pb2
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.instants import to_timestamp
from services.console.intake import backfill
from services.console.outcome import Unavailable

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SLICE = 20_000


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
    position = 0
    for first in range(start, start + dossiers, SLICE):
        last = min(first + SLICE, start + dossiers)
        taken = await backfill(
            world.portal,
            source="bench",
            records=[record(number) for number in range(first, last)],
            catalog_position=world.catalog_position,
            advance=lambda _: None,
        )
        assert taken.refused == 0, taken.refusals[:1]
        position = taken.position
    await until_visible(world, position)
    return position


async def until_visible(world: World, position: int) -> None:
    """Wait for metrics, as long as it takes."""
    request = metrics_pb2.GetRateRequest(definition="on_time.ended", unit="units/ward-0")
    request.start_date.year, request.start_date.month, request.start_date.day = 2030, 1, 1
    request.end_date.year, request.end_date.month, request.end_date.day = 2030, 2, 1
    request.at_least.add(stream="submissions", position=position)
    for _ in range(20):
        # A long backlog outlasts the patience of one call.
        with suppress(Unavailable):
            await world.portal.call(world.portal.metrics.GetRate, request, role="inspector")
            return


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
