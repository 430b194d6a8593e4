"""From JetStream to committed figures, against a raw pull of the same messages without work.

Promises the projection that metrics runs, with its transactions and checkpoints, on tables that are
empty at the start of every round. Must not leave any message out.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from functools import partial

from bench import cpu, size
from bench.pairs import Row, compare
from bench.progress import Far, waited
from bench.world import World
from services.chassis import process
from services.chassis.bus import Bus
from services.chassis.database import SQL, Pool, migrate, open_pool
from services.chassis.pacing import LARGEST
from services.chassis.process import background
from services.chassis.projector import Projector
from services.chassis.pull import Pull
from services.chassis.sources import StreamSource
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.registry import with_the_software
from services.metrics.domain.periods import Period, midnight, months
from services.metrics.domain.tree import Tree
from services.metrics.inbox import Inbox
from services.metrics.projections.submissions import Projection
from services.metrics.queries.moved_months import newest_with_cells
from services.metrics.queries.reader import Reader
from services.metrics.settings import MIGRATIONS
from services.metrics.watching import Checkpoint, Watching

STREAM = "submissions"
WATCHERS = 64


async def costs(world: World) -> list[tuple[str, str]]:
    """CPU of more rounds, in turn with watchers and without: a projector in this process, and
    PostgreSQL. It looks for cycles as seldom as a service does: by default that takes a fifth of
    its time.
    """
    process.collect_seldom()
    bus = await Bus.connect(world.stack.nats_url("metrics"), name="bench")
    try:
        state = await bus.imported(STREAM).state(STREAM)
        assert state is not None
        rounds: dict[int, list[dict[str, float]]] = {0: [], WATCHERS: []}
        for _ in range(size.SIZE.rounds):
            for watchers, found in rounds.items():
                found.append({})
                await projected(world, bus, state.messages, found[-1], watchers=watchers)
    finally:
        await bus.close()
    spent, watched = map(medians, rounds.values())
    a_second = state.messages / spent["process"]
    each = spent["postgres"] / state.messages * 1e6
    return [
        ("projector, events a CPU second of its process (≥ 15,000)", f"{a_second:,.0f}"),
        ("projector, CPU of PostgreSQL an event (≤ 60 µs)", f"{each:.0f} µs"),
        (
            f"projector, CPU an event while {WATCHERS} watch {len(PAGE)} figures (< 1.10)",
            f"{watched['process'] / spent['process']:.2f}",
        ),
        (
            "the same with PostgreSQL's",
            f"{sum(watched.values()) / sum(spent.values()):.2f}",
        ),
    ]


def medians(costs: list[dict[str, float]]) -> dict[str, float]:
    """Of all rounds, by process: one round differs from the next one by a tenth."""
    return {name: statistics.median(each[name] for each in costs) for name in costs[0]}


async def row(world: World) -> Row:
    """Over all that the submissions stream of this world holds."""
    bus = await Bus.connect(world.stack.nats_url("metrics"), name="bench")
    try:
        state = await bus.imported(STREAM).state(STREAM)
        assert state is not None
        ratio, ours, theirs = await compare(
            lambda: projected(world, bus, state.messages), lambda: pulled(bus, state.messages)
        )
    finally:
        await bus.close()
    what, against = "projector, JetStream to committed figures", "a raw pull without work"
    return Row(what, against, "≥ 0.35", ratio, ours, theirs, "events/s")


async def pulled(bus: Bus, messages: int) -> float:
    """Only take them."""
    seen, started = 0, time.perf_counter()
    async with bus.imported(STREAM).reading(STREAM, start=1) as pull:
        while seen < messages:
            seen += await taken(pull)
    return messages / (time.perf_counter() - started)


async def taken(pull: Pull) -> int:
    return len(await pull.take(LARGEST))


async def projected(
    world: World,
    bus: Bus,
    messages: int,
    spent: dict[str, float] | None = None,
    *,
    watchers: int = 0,
) -> float:
    """Fold them into figures, in a fresh database that knows the catalogue; CPU as `spent`."""
    async with tables(world) as pool:
        inbox = Inbox(Tree())
        await inbox.load(pool)
        catalog = follow("catalog", inbox, pool, bus)
        projection = Projection(catalog_reached=catalog.reached, moved=lambda *_: None)
        submissions = follow(STREAM, projection, pool, bus)
        async with background(catalog=catalog.run), watching(pool, watchers):
            await catalog.reached(world.catalog_position, 30)
            before = time.process_time(), cpu.of_stack(world.stack)["postgres"]
            started = time.perf_counter()
            async with background(submissions=submissions.run):
                await waited("events projected", far(submissions, messages), again=0.01)
            seconds = time.perf_counter() - started
            if spent is not None:
                spent["process"] = time.process_time() - before[0]
                spent["postgres"] = cpu.of_stack(world.stack)["postgres"] - before[1]
            return messages / seconds


def far(projector: Projector[object], messages: int) -> Far:
    """How many of them are committed."""

    async def reached() -> tuple[int, int]:
        await projector.reached(messages, 1.0)
        return min(projector.position, messages), messages

    return reached


@asynccontextmanager
async def watching(pool: Pool, watchers: int) -> AsyncIterator[None]:
    """So many callers who watch the figures of one page of the whole tree."""
    live, read = Watching(pool=pool, reader=Reader(pool)), asyncio.Event()

    async def read_on(number: int) -> None:
        with live.watch(f"reader {number}", PAGE) as watched:
            async for part in live.changes(watched, [b""] * len(PAGE)):
                if isinstance(part, Checkpoint):
                    read.set()

    readers = {f"reader_{number}": partial(read_on, number) for number in range(watchers)}
    async with background(**readers, watching=live.run):
        if watchers:
            await read.wait()
        yield


def page() -> list[Question]:
    """A year of each indicator that has cells, and of one its months."""
    definitions = newest_with_cells(with_the_software())
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    asked = [(each, year) for each in definitions]
    asked += [(definitions[0], month) for month in months(year)]
    return [Question(each, Scope(), period, midnight(period.end)) for each, period in asked]


PAGE = page()


@asynccontextmanager
async def tables(world: World) -> AsyncIterator[Pool]:
    """Metrics' tables, empty."""
    [database] = await world.stack.create_databases(f"bench_{time.monotonic_ns()}")
    await migrate(database.owner_dsn, role=database.name, directories=[SQL, MIGRATIONS])
    async with await open_pool(database.dsn) as pool:
        yield pool


def follow(stream: str, projection: object, pool: Pool, bus: Bus) -> Projector[object]:
    """As services/metrics does."""
    return Projector(
        stream,
        source=StreamSource(bus.imported(stream), stream),
        pool=pool,
        prepare=projection.prepare,  # type: ignore[attr-defined]
        apply=projection.apply,  # type: ignore[attr-defined]
        committed=projection.committed,  # type: ignore[attr-defined]
    )
