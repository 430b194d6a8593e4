"""Where a command works: an installation elsewhere, or the stack of a data directory, started when
it is not up.

Promises to leave a stack that was up as it was, and to stop one that the command itself started.
Must not change anything outside the data directory.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from services.console import terminal
from services.console.outcome import Mistake, Outdated, Unavailable
from services.console.portal.location import Location, where

Answer = TypeVar("Answer")
ROOT = Path(__file__).resolve().parents[3]
OTHER_STARTS_WITHIN = 180.0
FIGURES = ("metrics", "catalog", "submissions")  # who is asked for them, and whom it follows
SOON = 10.0  # seconds in which `up` has started again what ended
INTERRUPTED = 130


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a command's work; a signal ends it in order, so that a stack of its own is stopped."""
    try:
        return asyncio.run(until_signal(work))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise SystemExit(INTERRUPTED) from None


async def until_signal(work: Coroutine[Any, Any, Answer]) -> Answer:
    """SIGTERM is treated as Ctrl-C is: the work is cancelled and cleans up."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


@asynccontextmanager
async def installation(location: Location) -> AsyncIterator[Any]:
    """What a client works on: where that is this machine, its stack, as `stack` has it."""
    from services.console.portal.installation import elsewhere, of_stack  # noqa: PLC0415 - gRPC is slow

    found = where(location)
    if found.server:
        yield elsewhere(found)
        return
    if found.ca:
        raise Mistake(f"{found.ca.by} is for an installation elsewhere: name its --server")
    async with stack(found.data) as described:
        yield of_stack(described, found)


@asynccontextmanager
async def stack(data: Path | None, *, pages: bool = False) -> AsyncIterator[Any]:
    """The description of the stack that runs there, started for the time of the block when it is
    not up, perhaps with pages.
    """
    directory = directory_of(data)
    with explained():
        described = await running(directory)
        if described:
            yield described
            return
        async with started(directory, pages=pages) as described:
            yield described


@contextmanager
def explained() -> Iterator[None]:
    """What the stack says becomes an end of the command that was foreseen; its PostgreSQL proves
    that it is the one that is meant.
    """
    from deploy.embedded.errors import (  # noqa: PLC0415 - asyncpg is slow to load
        OtherVersion,
        StackError,
        UnsuitableReader,
    )
    from services import proving  # noqa: PLC0415

    proving.install()
    try:
        yield
    except (OtherVersion, UnsuitableReader) as failed:
        raise Mistake(str(failed)) from None
    except StackError as failed:
        raise Unavailable(str(failed)) from None


@asynccontextmanager
async def reading(location: Location, asked: str, *followed: str) -> AsyncIterator[Any]:
    """The same for a command that shows what one service knows, which has to answer. Where it, or
    one that it follows, may lack what was recorded by now, the command says so at its end, with a
    code of its own.
    """
    async with installation(location) as at:
        await must_answer(at, asked)
        yield at
        if names := await at.outdated(asked, followed):
            raise Outdated(
                f"What is shown may not be current: {', '.join(names)} did not follow what others "
                "recorded, or did not publish it, up to now (are NATS and PostgreSQL up?)."
            )


async def must_answer(at: Any, *services: str) -> None:
    """An error that names those of the services that do not answer, also after a moment, and
    PostgreSQL of a stack of this machine; NATS may be away, since what is known without it can be
    read.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SOON
    while silent := await at.silent(services):
        if loop.time() > deadline:
            verb = "does" if len(silent) == 1 else "do"
            if at.stack:
                where = f"; the logs lie in {at.name}/logs."
            else:
                where = f" at {at.name}: {next(iter(silent.values()))}"
            raise Unavailable(f"{', '.join(silent)} {verb} not answer{where}")
        await asyncio.sleep(0.2)


def directory_of(data: Path | None) -> Path:
    """Where that is, from the root on."""
    try:
        return (data or default()).expanduser().resolve()
    except (OSError, RuntimeError) as failed:  # a link in a circle, or nobody's home
        raise Unavailable(f"{data} cannot be used: {failed}") from None


async def running(directory: Path) -> Any:
    """The stack there, or None; one that another command is just starting is waited for."""
    from deploy.embedded.description import attach  # noqa: PLC0415
    from deploy.embedded.directory import is_locked  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    deadline = loop.time() + OTHER_STARTS_WITHIN
    while True:
        described = attach(directory)
        if described or not is_locked(directory / "lock") or loop.time() > deadline:
            return described
        await asyncio.sleep(0.1)


@asynccontextmanager
async def started(
    directory: Path,
    *,
    port_base: int = 0,
    pages: bool = False,
    cluster: bool = False,
    tls: bool = False,
    mutual: bool = False,
) -> AsyncIterator[Any]:
    """A stack of our own, whose parts are started again when they end."""
    from deploy.embedded.cluster import Cluster  # noqa: PLC0415
    from deploy.embedded.stack import Stack  # noqa: PLC0415
    from deploy.embedded.tls import Transport  # noqa: PLC0415

    transport = Transport(tls=tls, mutual=mutual, postgres=other_postgres())
    terminal.say(f"Starting the stack in {directory} …", err=True)
    kind = Cluster if cluster else Stack
    ours = kind(directory, port_base=port_base, transport=transport)
    await ours.start(pages=pages)
    try:
        async with kept_up(ours):
            yield ours.describe()
        terminal.say("Stopping the stack …", err=True)
    finally:
        await ours.stop()


def other_postgres() -> Path | None:
    """Where the programs of a PostgreSQL lie that is used instead of the one that is installed."""
    named = os.environ.get("MOTCUA_POSTGRES_BIN")
    return Path(named).resolve() if named else None


@asynccontextmanager
async def kept_up(ours: Any) -> AsyncIterator[None]:
    """Supervise beside the body; where that fails, the body ends with what it says."""
    from deploy.embedded.supervision import keep_up  # noqa: PLC0415

    try:
        async with asyncio.TaskGroup() as group:
            supervising = group.create_task(
                keep_up(ours, lambda said: terminal.say(said, err=True))
            )
            yield
            supervising.cancel()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


def default() -> Path:
    """The first of the usual places that the stack can use."""
    for place in candidates():
        if is_usable(place):
            return place
    raise Unavailable("no usual place for the stack's data can be used: name one with --data DIR")


def candidates() -> list[Path]:
    """Beside the program, in the user's state directory, and, for root with a closed home, where
    services keep theirs.
    """
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return [ROOT / ".motcua", state / "motcua", Path("/var/lib/motcua")]


def is_usable(place: Path) -> bool:
    """Whether we may write there, and the servers' user may come there."""
    from deploy.embedded.identity import choose  # noqa: PLC0415

    there = next(path for path in (place, *place.parents) if path.exists())
    return os.access(there, os.W_OK | os.X_OK) and choose(place).may_execute(there)
