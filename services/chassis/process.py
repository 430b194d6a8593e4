"""A service as a process: `python -m services.X [command …]`, on uvloop, until a signal.

The first SIGTERM or SIGINT ends it in order, by cancelling `serve`; the ready file appears, whole,
when `ready` is called.
"""

import asyncio
import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import uvloop

from services.chassis import gauges, telemetry
from services.chassis.database import OtherVersion
from services.chassis.settings import Settings, SettingsError

S = TypeVar("S", bound=Settings)
Ready = Callable[[str], None]  # called with the gRPC address once commands are accepted
Serve = Callable[[S, Ready], Coroutine[Any, Any, None]]
# Gets the settings and the words after the command's name.
Command = Callable[[S, Sequence[str]], Coroutine[Any, Any, None]]

Task = Callable[[], Coroutine[Any, Any, None]]
SOONEST, LATEST = 0.5, 30.0  # seconds until a task that failed is begun again

MISCONFIGURED = 78  # EX_CONFIG
MISUSED = 64  # EX_USAGE
FILES = 65_536  # that a service may have open, where the system lets it: each connection is one


def main(name: str, settings: type[S], serve: Serve[S], commands: Mapping[str, Command[S]]) -> None:
    """Read the settings and run what the first word of the command line asks for."""
    word, words = (sys.argv[1], sys.argv[2:]) if sys.argv[1:] else ("", [])
    if word and word not in commands:
        end(MISUSED, f"{name}: no command {word!r}; there are: {', '.join(sorted(commands))}")
    try:
        known = settings.from_environment(os.environ)
    except SettingsError as error:
        end(MISCONFIGURED, f"{name}: {error}")
    if not word and known.owner_dsn:
        end(MISCONFIGURED, f"{name}: settings: MOTCUA_OWNER_DSN is for commands that end")
    telemetry.start(name, known)
    try:
        run(commands[word](known, words) if word else serving(known, serve))
    except (SettingsError, OtherVersion) as error:  # what only one command needs, or finds
        end(MISCONFIGURED, f"{name}: {error}")
    finally:
        telemetry.stop()


def end(code: int, said: str) -> None:
    """Say why on standard error, and end."""
    sys.stderr.write(said + "\n")
    sys.exit(code)


async def serving(settings: S, serve: Serve[S]) -> None:
    """Offer the metrics, then serve."""
    open_many_files()
    gauges.watch_disks(settings.disk_paths)
    prometheus = gauges.listen(settings.metrics_listen)

    def ready(address: str) -> None:
        if settings.ready_file:
            replace(Path(settings.ready_file), {"grpc": address, "prometheus": prometheus})

    await serve(settings, ready)


def open_many_files() -> None:
    """The usual 1,024 are too few: as many silent connections would leave none for the database."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if least != resource.RLIM_INFINITY and least < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def replace(path: Path, content: Mapping[str, str]) -> None:
    """Write a file that nobody ever sees half written."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end, or cancel it at the first signal and let it end in order."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_signal(work))


def collect_seldom() -> None:
    """A call makes some hundred short-lived objects; the default looks for cycles every 700."""
    gc.set_threshold(50_000, 20, 20)


async def until_signal(work: Coroutine[Any, Any, None]) -> None:
    """The work as a task that a signal cancels; a second signal cuts its end short."""
    collect_seldom()
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    loop.set_exception_handler(report)
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An error that no task took: its place, not its text."""
    telemetry.log().error("loop.error", said=context["message"], error=context.get("exception"))


@asynccontextmanager
async def background(**tasks: Task) -> AsyncIterator[None]:
    """Run these beside the body and cancel them after it. One that fails is told of and begun
    again, later each time: it must neither end the service nor leave it half alive unnoticed.
    """
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(kept_up(name, task)) for name, task in tasks.items()]
        try:
            yield
        finally:
            for each in running:
                each.cancel()


async def kept_up(name: str, task: Task) -> None:
    """Run a task that has no end, and again whenever it comes to one, until cancelled."""
    pause = SOONEST
    while True:
        began = time.monotonic()
        gauges.task_runs(name, True)
        error = await outcome(task)
        gauges.task_runs(name, False)
        telemetry.log().error("task.failed", task=name, error=error)
        pause = SOONEST if time.monotonic() - began > LATEST else pause
        await asyncio.sleep(pause)
        pause = min(2 * pause, LATEST)


async def outcome(task: Task) -> BaseException | None:
    """How a task ended, if nobody told it to: also by a cancellation that a library let slip."""
    try:
        await task()
    except asyncio.CancelledError as slipped:
        this = asyncio.current_task()
        if this is None or this.cancelling():
            raise
        return slipped
    except Exception as error:  # noqa: BLE001 — whatever it is, it is shown and tried again
        return error
    return None
