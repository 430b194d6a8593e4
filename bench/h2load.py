"""What a service does under `h2load`, and where nobody reads what was asked for: who is answered.

Promises the tool's own count of answers, the service's memory and CPU, and clients that go on as
usual. Must not be run where h2load is absent: it says so in place of figures.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections import Counter
from typing import Any

import grpc

from bench import size
from bench.overload import (
    TRACK,
    Lines,
    Scale,
    Watched,
    channel_to,
    going_on,
    outcome,
    shown,
    submit,
)
from bench.world import World
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import submissions_pb2 as api

CONNECTIONS, STREAMS = 64, 100  # and calls of each at once
ABSENT = "not measured: no h2load (Debian's nghttp2-client)"
WATCH = "/motcua.submissions.v1.DossierQueryService/WatchDossiers"


async def lines(world: World) -> Lines:
    """A flood without a token, and streams with one that nobody reads."""
    return [*await flooded(world, size.SIZE.h2load), *await unread(world, size.SIZE.unread)]


async def flooded(world: World, seconds: int) -> Lines:
    """As many calls as can be made on 64 connections, 100 at once on each."""
    what = f"h2load, {CONNECTIONS} connections × {STREAMS} calls of TrackDossier, {seconds} s"
    if (tool := shutil.which("h2load")) is None:
        return [(what, ABSENT)]
    service = world.stack.services["submissions"]
    async with Watched(service.pid) as watched:
        flood = asyncio.create_task(run(tool, service.grpc, seconds))
        meanwhile = await going_on(world, Scale(seconds=float(seconds), asked=15), submit)
        output = await flood
    return [
        (what, f"{watched.told()}: {summary(output)}"),
        (f"{what}: SubmitDossier beside it", meanwhile),
    ]


async def run(tool: str, address: str, seconds: int) -> str:
    """What it says at its end."""
    message = api.TrackDossierRequest(number="X-1", secret="y" * 20).SerializeToString()
    with tempfile.NamedTemporaryFile() as body:
        body.write(b"\0" + len(message).to_bytes(4, "big") + message)
        body.flush()
        words = ("-c", CONNECTIONS, "-m", STREAMS, "-D", seconds, "-d", body.name)
        headers = ("-H", "content-type: application/grpc", "-H", "te: trailers")
        process = await asyncio.create_subprocess_exec(
            *map(str, (tool, *words, *headers, f"http://{address}{TRACK}")),
            stdout=asyncio.subprocess.PIPE,
        )
        return (await process.communicate())[0].decode()


def summary(output: str) -> str:
    """Rate, and answers by HTTP status, as the tool has them."""
    rate = re.search(r"finished in [^,]+, ([0-9.]+) req/s", output)
    codes = re.search(r"status codes: (.*)", output)
    requests = re.search(r"requests: (.*)", output)
    return "; ".join(found[1] for found in (rate, requests, codes) if found)


async def unread(world: World, streams: int) -> Lines:
    """Watches of one caller, of which nobody reads more than the first answer."""
    service, bearer = world.stack.services["submissions"], world.portal.bearer("inspector")
    channels = [channel_to(service.grpc, n) for n in range(-(-streams // STREAMS))]
    asked = queries.WatchDossiersRequest().SerializeToString()
    async with Watched(service.pid) as watched:
        watches: list[Any] = [
            channels[n // STREAMS].unary_stream(WATCH)(asked, metadata=bearer)
            for n in range(streams)
        ]
        began = Counter(await asyncio.gather(*(outcome(first_of(each)) for each in watches)))
        meanwhile = await going_on(world, Scale(seconds=5.0, asked=15), submit)
    await asyncio.gather(*(each.close() for each in channels))
    what = f"{streams:,} watches of one caller that nobody reads"
    return [
        (what, f"{watched.told()}: {shown(began)}"),
        (f"{what}: SubmitDossier beside them", meanwhile),
    ]


async def first_of(stream: Any) -> None:
    """The first answer, or that there will be one: a stream that has begun."""
    try:
        async with asyncio.timeout(60):
            await stream.read()
    except TimeoutError:
        if stream.done():
            raise grpc.aio.UsageError("ended without an answer") from None
