"""How long after its acknowledgement an accepted dossier is in the rate, at half load.

Promises an open load at half of what the server took at 64 callers, whatever the answers take. Must
not measure an empty server.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from statistics import quantiles

from bench import size
from bench.world import World
from motcua.metrics.v1 import metrics_pb2
from motcua.submissions.v1 import submissions_pb2 as api

EVERY = 0.05


async def visible(world: World, *, full_load: float) -> list[tuple[str, str]]:
    """p50 and p99 in milliseconds."""
    load = asyncio.create_task(keep_up(world, per_second=full_load / 2))
    await asyncio.sleep(0.4 * size.SIZE.seconds)
    try:
        delays = [await one(world, number) for number in range(size.SIZE.seen)]
    finally:
        load.cancel()
        await asyncio.gather(load, return_exceptions=True)
    cuts = quantiles(delays, n=100)
    return [
        ("acknowledged → visible in the rate, p50, at half load", f"{cuts[49] * 1000:,.0f} ms"),
        ("acknowledged → visible in the rate, p99, at half load", f"{cuts[98] * 1000:,.0f} ms"),
    ]


async def keep_up(world: World, *, per_second: float) -> None:
    """Submit at that rate, without waiting for answers."""
    bearer, sent, started = world.portal.bearer("portal"), 0, time.perf_counter()
    async with asyncio.TaskGroup() as group:
        while True:
            due = int((time.perf_counter() - started) * per_second)
            for each in range(sent, due):
                request = world.submission(each)
                call = world.portal.submissions.SubmitDossier(request, metadata=bearer, timeout=30)
                group.create_task(finished(call))
            sent = max(sent, due)
            await asyncio.sleep(0.005)


async def finished(call: object) -> None:
    await call  # type: ignore[misc]


async def one(world: World, number: int) -> float:
    """Seconds from the answer of AcceptDossier to a rate that includes it."""
    await asyncio.sleep(EVERY)
    portal = world.portal
    reply = await portal.call(
        portal.submissions.SubmitDossier, world.submission(number), role="portal"
    )
    accept = api.AcceptDossierRequest(name=reply.dossier.name, request_id=str(uuid.uuid4()))
    accepted = await portal.call(portal.submissions.AcceptDossier, accept, role="officer")
    acknowledged = time.perf_counter()
    request = metrics_pb2.GetRateRequest(
        definition="online_handling", unit=accepted.offering.unit, service=accepted.offering.service
    )
    request.start_date.year, request.start_date.month, request.start_date.day = 2030, 1, 1
    request.end_date.year, request.end_date.month, request.end_date.day = 2030, 2, 1
    request.at_least.add(stream="submissions", position=accepted.position)
    await portal.call(portal.metrics.GetRate, request, role="inspector")
    return time.perf_counter() - acknowledged
