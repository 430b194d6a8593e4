"""SubmitDossiers by one client against SubmitDossier by one, and by 64: rate, and CPU of a dossier.

Promises that every counted dossier was answered, and so is on disk. Must not skip any part of the
chain.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from bench import cpu, size
from bench.pairs import Row, compare
from bench.world import World, busy
from motcua.submissions.v1 import submissions_pb2 as api

MESSAGE = 100  # submissions
ON_THEIR_WAY = 2  # messages that are sent and not answered
SETTLED = 1.5  # seconds until relay and projectors have done what a round has left them


async def row(world: World) -> Row:
    """The ratio of one stream to one caller."""
    await streamed(world, share=0.4)
    ratio, ours, theirs = await compare(
        lambda: streamed(world), lambda: busy(partial(submit, world), callers=1)
    )
    what = f"SubmitDossiers, one stream of messages of {MESSAGE}, durable"
    return Row(what, "SubmitDossier, one caller", "≥ 3", ratio, ours, theirs, "dossiers/s")


async def costs(world: World) -> list[tuple[str, str]]:
    """CPU of a dossier in each process, in turn: medians of the rounds."""
    ways: dict[str, Callable[[], Awaitable[float]]] = {
        "one stream": lambda: streamed(world),
        "one caller": lambda: busy(partial(submit, world), callers=1),
        "64 callers": lambda: busy(partial(submit, world)),
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(size.SIZE.rounds):
        for name, way in ways.items():
            rate, each = await spent_by(world, way)
            found[name].append(each)
            rates[name].append(rate)
    return [
        (
            f"CPU of a dossier, {name} ({statistics.median(rates[name]):,.0f}/s)",
            cpu.line(medians(each), unit="µs"),
        )
        for name, each in found.items()
    ]


async def spent_by(
    world: World, way: Callable[[], Awaitable[float]]
) -> tuple[float, dict[str, float]]:
    """The rate of one round, and the seconds that each process spent on one dossier."""
    before, begun = cpu.of_stack(world.stack), time.perf_counter()
    rate = await way()
    done = rate * (time.perf_counter() - begun)
    await asyncio.sleep(SETTLED)
    after = cpu.spent(before, cpu.of_stack(world.stack))
    return rate, {name: each / done for name, each in after.items()}


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Of each process."""
    found = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    return found | {"in all": statistics.median(sum(each.values()) for each in rounds)}


async def submit(world: World, number: int) -> object:
    """One by itself."""
    bearer = world.portal.bearer("portal")
    return await world.portal.submissions.SubmitDossier(
        world.submission(number), metadata=bearer, timeout=30
    )


async def streamed(world: World, *, share: float = 1.0) -> float:
    """Dossiers a second of one stream, for a share of the usual time."""
    room, done, started = asyncio.Semaphore(ON_THEIR_WAY), 0, time.perf_counter()
    ends = started + share * size.SIZE.seconds

    async def messages() -> AsyncIterator[api.SubmitDossiersRequest]:
        for first in itertools.count(0, MESSAGE):
            await room.acquire()
            if time.perf_counter() > ends:
                return
            numbers = range(first, first + MESSAGE)
            yield api.SubmitDossiersRequest(submissions=map(world.submission, numbers))

    call = world.portal.submissions.SubmitDossiers(
        messages(), metadata=world.portal.bearer("portal")
    )
    async for answer in call:
        assert all(each.HasField("submitted") for each in answer.answers), answer
        done += len(answer.answers)
        room.release()
    return done / (time.perf_counter() - started)
