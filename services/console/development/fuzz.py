"""`./motcua fuzz`: every method of every service called with whatever can be sent, for minutes.

Promises a stack of its own unless another place is named, the same calls for the same seed, and a
file for each call of which something does not hold. Must not fill an installation elsewhere with
rubbish unless somebody says that it may.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import click

from services.console import terminal
from services.console.development.fuzzing import calls, contracts, judging
from services.console.development.fuzzing.calls import Who
from services.console.development.fuzzing.corpus import Corpus, Recording
from services.console.development.fuzzing.session import Session
from services.console.instants import month_of
from services.console.outcome import Difference, Mistake
from services.console.portal.connection import installation, run
from services.console.portal.installation import Installation
from services.console.portal.location import Location, location_options, where

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOR_EVER = "This leaves rubbish there for ever: say --spoil where all of it may be thrown away."


@click.command()
@click.option(
    "--minutes",
    type=click.FloatRange(min=0.0),
    default=1.0,
    show_default=True,
    help="Of calls; the start, and what is verified at the end, come on top.",
)
@click.option("--calls", "most", type=click.IntRange(min=1), help="At most so many.")
@click.option("--seed", default=lambda: token_hex(4), help="Of an earlier run, for its calls.")
@click.option("--replay", type=FILE, help="Send the call of that file once, and show its answer.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fuzz-failures"),
    show_default=True,
    help="Where calls that fail are written.",
)
@click.option("--spoil", is_flag=True, help="The place named may be filled with rubbish.")
@location_options
def fuzz(replay: Path | None, spoil: bool, location: Location, **how: Any) -> None:
    """Call every method with random, mutated and senseless messages, as everybody and nobody, and
    check what must hold: a reason for every refusal, nothing stored by one, no fault of ours, no
    call over five seconds, memory that does not grow, and figures that still verify.
    """
    run(work(Run(**how), replay, spoil=spoil, location=location))


@dataclass(frozen=True)
class Run:
    """How long, from which seed, and where failures go."""

    minutes: float
    most: int | None
    seed: str
    to: Path

    @property
    def until(self) -> float:
        """When it ends, by the monotonic clock."""
        return time.monotonic() + 60 * self.minutes


async def work(how: Run, replay: Path | None, *, spoil: bool, location: Location) -> None:
    """The run, and what it found."""
    async with place(location, spoil=spoil) as at:
        if replay:
            await send_once(at, calls.read(replay))
            return
        terminal.say(f"seed {how.seed}")
        corpus = await walk(at) if at.stack else Corpus()
        async with session(at, how.seed, corpus, how.to) as ran:
            await ran.run(calls=how.most or 1 << 60, until=how.until)
        report(ran)
        if at.stack:
            await demand_agreement(at)
        if ran.failures:
            raise Difference(f"{len(ran.failures)} things do not hold; their calls lie in {how.to}")


@asynccontextmanager
async def place(location: Location, *, spoil: bool) -> AsyncIterator[Any]:
    """The place that somebody named, or a stack that is made for this and goes after it."""
    from deploy.embedded.directory import make_temporary  # noqa: PLC0415 - slow to load

    found = where(location)
    if (found.server or found.data) and not spoil:
        raise Mistake(FOR_EVER)
    made = None if found.server or found.data else make_temporary()
    try:
        async with installation(replace(location, data=made) if made else location) as at:
            yield at
    finally:
        if made:
            shutil.rmtree(made, ignore_errors=True)


async def walk(at: Any) -> Corpus:
    """A day in the life of a small city, of which every request is noted."""
    from services.console.demo import command  # noqa: PLC0415 - slow to load
    from services.console.demo.city import city  # noqa: PLC0415
    from services.console.portal.client import Portal  # noqa: PLC0415

    corpus, month = Corpus(), month_of(datetime.now(UTC))
    async with Portal(Noting(**vars(at), corpus=corpus)) as portal:
        await command.live_in(portal, city(month, dossiers=200), month, 40)
    return corpus


@dataclass(frozen=True)
class Noting(Installation):
    """An installation whose requests are noted."""

    corpus: Corpus = field(default_factory=Corpus)

    def channel(self, service: str) -> Any:
        """That of the installation, and every request of it goes into the corpus."""
        return Recording(super().channel(service), self.corpus.note)


@asynccontextmanager
async def session(at: Any, seed: str, corpus: Corpus, to: Path | None) -> AsyncIterator[Session]:
    """Channels to every service, and the databases where they are at hand."""
    from deploy.embedded.stored import Stored  # noqa: PLC0415 - asyncpg is slow to load

    channels = {name: at.channel(name) for name in at.services}
    methods = {
        each.process + each.path: each
        for name, channel in channels.items()
        for each in await contracts.methods_of(name, channel)
    }
    made = Session(channels, methods, lambda who: header(at, who), seed, corpus, directory=to)
    try:
        if not at.stack:
            yield made
            return
        async with Stored(at.stack) as made.stored:
            yield made
    finally:
        await asyncio.gather(*(each.close() for each in channels.values()))


def header(at: Any, who: Who) -> str:
    """The authorization of a caller; whoever has one token has only that."""
    token = at.bearer.token(who.role, who.unit, who.subject) if who.role else ""
    return f"Bearer {token}" if token else ""


async def send_once(at: Any, call: calls.Call) -> None:
    """A call of an earlier run, and what it comes to."""
    async with session(at, "", Corpus(), None) as ran:
        answer = await ran.send(call)
    terminal.say(f"{call.path}: {answer.code.name} {answer.reason} {answer.message}")
    terminal.say(f"{answer.seconds:.2f} s, {len(answer.received)} answers")
    if wrong := judging.fault(call, answer):
        raise Difference(wrong)


def report(ran: Session) -> None:
    """What was sent and answered."""
    counts = ", ".join(f"{code} {count:,}" for code, count in ran.codes.most_common())
    terminal.say(f"{ran.calls:,} calls of {len(ran.methods)} methods: {counts}")
    terminal.say(f"{len(ran.heard)} methods answered; the slowest call took {ran.slowest:.2f} s")
    if ran.stored:
        for name, now in ran.stored.memory().items():
            terminal.say(f"{name}: {now >> 20} MiB, {ran.warm.get(name, 0) >> 20} when warm")
    for each in ran.failures:
        terminal.say(f"✗ {each.call.path if each.call else ''} {each.what}")


async def demand_agreement(at: Any) -> None:
    """Both readings of what is stored by now are equal."""
    from services.console.commands import verify  # noqa: PLC0415 - slow to load
    from services.console.portal.client import Portal  # noqa: PLC0415

    async with Portal(at) as portal:
        found = await verify.verified(portal)
    verify.demand_equal(found)
    terminal.say(f"{found.total:,} figures were recomputed: equal")
