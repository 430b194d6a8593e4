"""Where a command works: the data directory, and the stack on it, started when it is not up.

Promises to leave a stack that was up as it was, and to stop one that the command itself started.
Must not change anything outside the data directory.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from services.console import terminal
from services.console.outcome import Mistake, Outdated, Unavailable

ROOT = Path(__file__).resolve().parents[2]
OTHER_STARTS_WITHIN = 60.0
FIGURES = ("metrics", "catalog", "submissions")  # who is asked for them, and whom it follows
SOON = 10.0  # seconds in which `up` has started again what ended
INTERRUPTED = 130

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """The option `--data`, the same everywhere."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="The stack's directory; otherwise .motcua here or in your state directory.",
    )(command)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a command's work; a signal ends it in order, so that a stack of its own is stopped."""
    try:
        asyncio.run(until_signal(work))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise SystemExit(INTERRUPTED) from None


async def until_signal(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM is treated as Ctrl-C is: the work is cancelled and cleans up."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task


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
    """What the stack says becomes an end of the command that was foreseen."""
    from deploy.embedded.errors import (  # noqa: PLC0415 - asyncpg is slow to load
        OtherVersion,
        StackError,
        UnsuitableReader,
    )

    try:
        yield
    except (OtherVersion, UnsuitableReader) as failed:
        raise Mistake(str(failed)) from None
    except StackError as failed:
        raise Unavailable(str(failed)) from None


@asynccontextmanager
async def reading(data: Path | None, asked: str, *followed: str) -> AsyncIterator[Any]:
    """The same for a command that shows what one service knows, which has to answer. Where it, or
    one that it follows, may lack what was recorded by now, the command says so at its end, with a
    code of its own.
    """
    from deploy.embedded.check import outdated  # noqa: PLC0415

    async with stack(data) as described:
        await must_answer(described, asked)
        yield described
        if names := await outdated(described, asked, *followed):
            raise Outdated(
                f"What is shown may not be current: {', '.join(names)} did not follow what others "
                "recorded, or did not publish it, up to now (are NATS and PostgreSQL up?)."
            )


async def must_answer(described: Any, *services: str) -> None:
    """An error that names PostgreSQL and those of the services that do not answer, also after a
    moment; NATS may be away, since what is known without it can be read.
    """
    from deploy.embedded.check import missing  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    deadline = loop.time() + SOON
    while silent := await missing(described, *services):
        if loop.time() > deadline:
            verb = "does" if len(silent) == 1 else "do"
            raise Unavailable(
                f"{', '.join(silent)} {verb} not answer; the logs lie in {described.data_dir}/logs."
            )
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
    directory: Path, *, port_base: int = 0, pages: bool = False, cluster: bool = False
) -> AsyncIterator[Any]:
    """A stack of our own, whose parts are started again when they end."""
    from deploy.embedded.cluster import Cluster  # noqa: PLC0415
    from deploy.embedded.stack import Stack  # noqa: PLC0415

    terminal.say(f"Starting the stack in {directory} …", err=True)
    ours = (Cluster if cluster else Stack)(directory, port_base=port_base)
    await ours.start(pages=pages)
    try:
        async with kept_up(ours):
            yield ours.describe()
        terminal.say("Stopping the stack …", err=True)
    finally:
        await ours.stop()


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
