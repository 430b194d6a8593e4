"""Metrics as a process: `python -m services.metrics [migrate|refill|park]`.

Promises figures that follow both streams, and to be ready only when its own log was compared with
its stream. Must hold wiring only.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

from motcua.metrics.v1.metrics_pb2 import DESCRIPTOR
from motcua.metrics.v1.metrics_pb2_grpc import add_MetricsServiceServicer_to_server
from services.chassis import database, gauges, process, projector, refill
from services.chassis.bus import Bus
from services.chassis.log import Log
from services.chassis.projector import Projector
from services.chassis.relay import Relay, Standing
from services.chassis.server import Server
from services.chassis.sources import StreamSource
from services.metrics.api.servicer import Metrics
from services.metrics.inbox import Inbox, Tree
from services.metrics.projections import Projection
from services.metrics.publisher import Publisher
from services.metrics.queries.reader import Reader, utc_now
from services.metrics.settings import MIGRATIONS, Settings

SERVICE = "metrics"


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        pool = await database.open_pool(settings.database_dsn)
        held.push_async_callback(pool.close)
        log = await Log.open(pool, settings.database_dsn, observe=observe)
        held.push_async_callback(log.close)
        bus = await Bus.connect(settings.nats_url, name=SERVICE)
        held.push_async_callback(bus.close)
        relay = Relay(SERVICE, pool=pool, log=log, bus=bus, content_type="application/json")
        publisher = Publisher(pool, log, coalesce=settings.coalesce, now=utc_now)
        tree = Tree()
        await tree.load(pool)
        catalog = follow("catalog", Inbox(tree), pool, bus)
        projection = Projection(catalog_reached=catalog.reached, moved=publisher.notice)
        submissions = follow("submissions", projection, pool, bus)
        servicer = Metrics(Reader(pool), {"catalog": catalog, "submissions": submissions})
        running = [each.run() for each in (relay, publisher, catalog, submissions)]
        await held.enter_async_context(process.background(*running))
        offered = (add_MetricsServiceServicer_to_server, servicer, DESCRIPTOR)
        server = Server(settings, [offered], within=tree.within, accepting=relay.accepting)
        await held.enter_async_context(server)
        await compared(relay)
        ready(server.address)
        await server.wait()


def observe(size: int, seconds: float) -> None:
    """Every batch that the log takes, for Prometheus."""
    gauges.appended(appends=size, seconds=seconds)


async def compared(relay: Relay) -> None:
    """Until it is known whether log and stream agree; figures are read also when they do not."""
    while relay.standing is Standing.STARTING:  # noqa: ASYNC110 — standing is what everybody reads
        await asyncio.sleep(0.02)


def follow(stream: str, projection: Any, pool: database.Pool, bus: Bus) -> Projector[Any]:
    """A projector over another service's stream, by the stream's name."""
    return Projector(
        stream,
        source=StreamSource(bus, stream),
        pool=pool,
        prepare=projection.prepare,
        apply=projection.apply,
        committed=projection.committed,
    )


async def migrate(settings: Settings, _: Sequence[str]) -> None:
    """Make and change the tables, as their owner."""
    role = urlsplit(settings.database_dsn).username or SERVICE
    directories = [database.SQL, MIGRATIONS]
    await database.migrate(settings.owner_dsn, role=role, directories=directories)


async def park(settings: Settings, words: Sequence[str]) -> None:
    """Let a projection pass the event that it halted at: its name, the position, the reason."""
    pool = await database.open_pool(settings.database_dsn)
    try:
        name, position, reason = words[0], int(words[1]), " ".join(words[2:])
        await projector.park(pool, projection=name, position=position, reason=reason)
    finally:
        await pool.close()


async def refill_log(settings: Settings, _: Sequence[str]) -> None:
    """Refill our log, if it was restored from an older backup, from its stream."""
    bus = await Bus.connect(settings.nats_url, name=f"{SERVICE} refill")
    try:
        await refill.refill(settings.owner_dsn, bus=bus, service=SERVICE)
    finally:
        await bus.close()


if __name__ == "__main__":
    commands = {"migrate": migrate, "refill": refill_log, "park": park}
    process.main(SERVICE, Settings, serve, commands)
