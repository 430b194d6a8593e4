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
import ssl
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import uvloop

from services.chassis import gauges, telemetry
from services.chassis.bus import Unreachable
from services.chassis.database import OtherVersion, is_lost
from services.chassis.settings import Settings, SettingsError
from services.chassis.tls import plaintext
from services.chassis.tls import server as tls

S = TypeVar("S", bound=Settings)
Ready = Callable[[str], None]  # called with the gRPC address once commands are accepted
Serve = Callable[[S, Ready], Coroutine[Any, Any, None]]
# Gets the settings and the words after the command's name.
Command = Callable[[S, Sequence[str]], Coroutine[Any, Any, None]]

Task = Callable[[], Coroutine[Any, Any, None]]
SOONEST, LATEST = 0.5, 30.0  # seconds until a task that failed is begun again
OFTEN, WITHIN = 5, 60.0  # as many failures in as many seconds are no accident

FAILING = 70  # EX_SOFTWARE
MISCONFIGURED = 78  # EX_CONFIG
MISUSED = 64  # EX_USAGE
GIVE_UP: ContextVar[Callable[[str], None]] = ContextVar("how this process is ended for a reason")
FILES = 65_536  # that a service may have open, where the system lets it: each connection is one


class Failing(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """A background task fails again and again: the process ends, and may be started again."""


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
    except Failing as failing:
        end(FAILING, f"{name}: {failing}")
    finally:
        telemetry.stop()


def end(code: int, said: str) -> NoReturn:
    """Say why on standard error, and end."""
    sys.stderr.write(said + "\n")
    sys.exit(code)


async def serving(settings: S, serve: Serve[S]) -> None:
    """Offer the metrics, then serve."""
    open_many_files()
    gauges.watch_disks(settings.disk_paths)
    gauges.watch_backup(settings.backup_mark)
    prometheus = gauges.listen(settings.metrics_listen, metrics_tls(settings))

    def ready(address: str) -> None:
        if settings.ready_file:
            replace(Path(settings.ready_file), {"grpc": address, "prometheus": prometheus})

    await serve(settings, ready)


def metrics_tls(settings: tls.Shown) -> ssl.SSLContext | None:
    """The certificate of the process is that of its metrics, too, unless they go in plain text."""
    shown = None if plaintext.METRICS in settings.plaintext else tls.of(settings)
    return shown.following() if shown else None


def open_many_files() -> None:
    """The usual 1,024 are too few: as many silent connections would leave none for the database."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if least != resource.RLIM_INFINITY and least < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def replace(path: Path, content: Mapping[str, str]) -> None:
    """Write a file that nobody ever sees half written."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)  # a link in its place would lead us to what is another's
    with draft.open("x", encoding="utf-8") as file:
        file.write(json.dumps(content))
    draft.replace(path)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end, or cancel it at the first signal and let it end in order."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_signal(work))


def collect_seldom() -> None:
    """A call makes some hundred short-lived objects; the default looks for cycles every 700."""
    gc.set_threshold(50_000, 20, 20)


async def until_signal(work: Coroutine[Any, Any, None]) -> None:
    """The work as a task that a signal cancels; a second signal cuts its end short. So does a
    background task that fails again and again, and that is raised in the end.
    """
    collect_seldom()
    why: list[str] = []

    def end_for(reason: str) -> None:
        why.append(reason)
        task.cancel()

    GIVE_UP.set(end_for)  # for the work and all that it begins
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    loop.set_exception_handler(report)
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, task.cancel)
    await asyncio.wait([task])
    if why:
        raise Failing(why[0])
    if not task.cancelled():
        task.result()


def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An error that no task took: its place, not its text."""
    telemetry.log().error("loop.error", said=context["message"], error=context.get("exception"))


@asynccontextmanager
async def background(**tasks: Task) -> AsyncIterator[None]:
    """Run these beside the body and cancel them after it. One that fails is told of and begun
    again, later each time: it must neither end the service nor leave it half alive unnoticed. What
    the body raises is raised as it is, and not in a group.
    """
    raised: Exception | None = None
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(kept_up(name, task)) for name, task in tasks.items()]
        try:
            yield
        except Exception as error:  # noqa: BLE001 — raised below
            raised = error
        finally:
            for each in running:
                each.cancel()
    if raised:
        raise raised


async def kept_up(name: str, task: Task) -> None:
    """Run a task that has no end, and again whenever it comes to one, until cancelled; what fails
    too often ends the process. A database or a NATS that is away is waited for, however long.
    """
    pause, failures = SOONEST, deque[float](maxlen=OFTEN)
    while True:
        began = time.monotonic()
        gauges.task_runs(name, True)
        error = await outcome(task)
        gauges.task_runs(name, False)
        telemetry.log().error("task.failed", task=name, error=error)
        if not isinstance(error, Unreachable) and (error is None or not is_lost(error)):
            failures.append(time.monotonic())
        if len(failures) == OFTEN and failures[-1] - failures[0] < WITHIN:
            await give_up(f"the task {name} failed {OFTEN} times in a minute", error)
        pause = SOONEST if time.monotonic() - began > LATEST else pause
        await asyncio.sleep(pause)
        pause = min(2 * pause, LATEST)


async def give_up(why: str, error: BaseException | None) -> NoReturn:
    """End the process in order; a supervisor starts it again."""
    last = "it came to an end" if error is None else type(error).__name__
    telemetry.log().critical("process.failing", why=why, last=last)
    if (end_process := GIVE_UP.get(None)) is None:
        raise Failing(f"{why}; at last: {last}")
    end_process(f"{why}; at last: {last}")
    await asyncio.get_running_loop().create_future()
    raise AssertionError  # it is cancelled


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
