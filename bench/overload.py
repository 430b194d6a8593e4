"""What a service does when it is asked for more than it can: memory, who is answered, and how.

Promises attackers in processes of their own and a client that goes on as usual, and the seconds of
CPU that the service took. Must not count an answer that is not OK as an answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import grpc
from google.rpc import error_details_pb2

from bench import cpu, size
from bench.memory import resident
from bench.world import World
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.patience import detail

Lines = list[tuple[str, str]]
TRACK = "/motcua.submissions.v1.DossierService/TrackDossier"
LOOKED_EVERY = 0.02  # seconds


class Scale(NamedTuple):
    """How much is asked for."""

    inflated: int = 15_000_000  # bytes of one compressed message
    plain: int = 4_000_000  # bytes of one that cannot be compressed
    large: int = 200  # such messages at once
    rate: int = 10_000  # calls a second
    seconds: float = 10.0
    asked: int = 15  # by the client that goes on as usual
    submissions: int = 5_000


def scaled(calls: int) -> Scale:
    """What goes with that many calls a second."""
    seconds = min(10.0, max(calls / 1000, 1.0))
    return Scale(
        large=max(calls // 50, 2),
        rate=calls,
        seconds=seconds,
        submissions=max(calls // 2, 50),
    )


class Watched:
    """A process: the most memory that it had, and its CPU, while something was done to it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    async def __aenter__(self) -> Watched:
        self.before = self.most = resident(self.pid)
        self.began, self.cpu = time.perf_counter(), cpu.of(self.pid)
        self.looking = asyncio.create_task(self.look())
        return self

    async def look(self) -> None:
        """Often enough for what takes a while to be freed."""
        while True:
            self.most = max(self.most, resident(self.pid))
            await asyncio.sleep(LOOKED_EVERY)

    async def __aexit__(self, *_: object) -> None:
        self.looking.cancel()
        self.seconds, self.cpu = time.perf_counter() - self.began, cpu.of(self.pid) - self.cpu

    def told(self) -> str:
        """In words."""
        return (
            f"{self.before} → {self.most} MB at most, {self.cpu:.1f} s of CPU in "
            f"{self.seconds:.1f} s"
        )


async def lines(world: World, scale: Scale | None = None) -> Lines:
    """Everything, on one stack."""
    scale = scale or scaled(size.SIZE.flood)
    return [
        await large(world, scale, bytes(scale.inflated), grpc.Compression.Gzip),
        await large(world, scale, os.urandom(scale.plain), grpc.Compression.NoCompression),
        *await flooded(world, scale),
        *await submissions(world, scale, channels=1),
        *await submissions(world, scale, channels=50),
    ]


async def large(
    world: World, scale: Scale, message: bytes, how: grpc.Compression
) -> tuple[str, str]:
    """Large messages without a token, all at once."""
    service = world.stack.services["submissions"]
    async with Watched(service.pid) as watched, channel_to(service.grpc) as channel:
        call = channel.unary_unary(TRACK)
        calls = [call(message, compression=how) for _ in range(scale.large)]
        answers = Counter(await asyncio.gather(*map(outcome, calls)))
    kind = "compressed zeros" if how is grpc.Compression.Gzip else "random bytes"
    what = f"{scale.large} calls of {len(message) // 10**6} MB of {kind}, no token"
    return what, f"{watched.told()}: {shown(answers)}"


async def flooded(world: World, scale: Scale) -> Lines:
    """A client with a token, and one without, while others flood TrackDossier."""
    service = world.stack.services["submissions"]
    found: Lines = []
    for connections in (8, 64):
        async with Watched(service.pid) as watched:
            flood = await flooding(service.grpc, scale, connections)
            signed, public = await asyncio.gather(
                going_on(world, scale, submit), going_on(world, scale, track)
            )
            sent = json.loads((await flood.communicate())[0])
        what = f"{scale.rate:,} calls/s offered on {connections} connections, no token"
        found += [
            (what, f"{watched.told()}: {shown(Counter(sent))}"),
            (f"{what}: SubmitDossier beside it", signed),
            (f"{what}: TrackDossier beside it", public),
        ]
    return found


async def flooding(address: str, scale: Scale, connections: int) -> asyncio.subprocess.Process:
    """Another process, which floods."""
    message = api.TrackDossierRequest(number="X-1", secret="y" * 20).SerializeToString()
    words = [address, TRACK, message.hex(), scale.rate, scale.seconds, connections]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bench.flood", *map(str, words), stdout=asyncio.subprocess.PIPE
    )


async def going_on(
    world: World, scale: Scale, act: Callable[[World, Portal, int], Awaitable[object]]
) -> str:
    """One call after another, spread over the flood, by a client with a connection of its own."""
    times, answers = [], Counter[str]()
    async with Portal(world.stack.describe()) as portal:
        for number in range(scale.asked):
            await asyncio.sleep(0.8 * scale.seconds / scale.asked)
            began = time.perf_counter()
            answers[await outcome(act(world, portal, number))] += 1
            times.append(time.perf_counter() - began)
    longest = max(times) * 1000
    return f"{answers['OK']} of {scale.asked} answered, the slowest after {longest:,.0f} ms"


async def submit(world: World, portal: Portal, number: int) -> object:
    """As a portal does."""
    return await portal.submissions.SubmitDossier(
        world.submission(number), metadata=portal.bearer("portal"), timeout=30
    )


async def track(_: World, portal: Portal, __: int) -> object:
    """As a citizen does; that nobody has this number is an answer, too."""
    request = api.TrackDossierRequest(number="X-2", secret="z" * 20)
    try:
        return await portal.submissions.TrackDossier(request, timeout=30)
    except grpc.aio.AioRpcError as failed:
        if failed.code() is not grpc.StatusCode.NOT_FOUND:
            raise
        return failed


async def submissions(world: World, scale: Scale, *, channels: int) -> Lines:
    """Many at once, each sent a single time; then again with patience, as a portal does."""
    service, bearer = world.stack.services["submissions"], world.portal.bearer("portal")
    opened = [channel_to(service.grpc, number) for number in range(channels)]
    call = [
        each.unary_unary(
            TRACK.replace("TrackDossier", "SubmitDossier"),
            request_serializer=api.SubmitDossierRequest.SerializeToString,
            response_deserializer=api.SubmitDossierResponse.FromString,
        )
        for each in opened
    ]
    async with Watched(service.pid) as watched:
        calls = [
            call[number % channels](world.submission(number), metadata=bearer, timeout=60)
            for number in range(scale.submissions)
        ]
        answers = Counter(await asyncio.gather(*map(outcome, calls)))
    for each in opened:
        await each.close()
    what = f"{scale.submissions:,} submissions at once on {channels} connections, one caller"
    return [(what, f"{watched.told()}: {shown(answers)}")]


def channel_to(address: str, number: int = 0) -> grpc.aio.Channel:
    """A connection of its own."""
    options = [("grpc.max_send_message_length", -1), ("bench.number", number)]
    return grpc.aio.insecure_channel(address, options=options)


async def outcome(answer: Awaitable[object]) -> str:
    """OK, or the code with the reason; what gives no reason says so."""
    try:
        await answer
    except grpc.aio.AioRpcError as failed:
        info = detail(failed, error_details_pb2.ErrorInfo)
        return f"{failed.code().name} {info.reason if info else 'WITHOUT A REASON'}"
    return "OK"


def shown(answers: Counter[str]) -> str:
    """Each with its number."""
    return ", ".join(f"{count:,} {what}" for what, count in answers.most_common() if count)
