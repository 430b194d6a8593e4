"""Keeping a stack up: a part that ended is started again, later each time, and that is told.

Promises to end, with the part's name and last words, when it ends again and again. Must be
cancelled before the stack is stopped, or it would start what is being ended.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.embedded.check import ailing
from deploy.embedded.errors import StackError
from deploy.embedded.logs import bounding
from deploy.embedded.parts import Process
from deploy.embedded.requests import attend
from deploy.embedded.starter import Starter
from deploy.embedded.together import together

SOONEST, LATEST = 1.0, 30.0  # seconds from an end to the next start
STEADY = 60.0  # seconds after which an end is the first of its kind
ATTEMPTS = 5  # starts in a row that led to nothing
LOOKS_EVERY = 0.2
ASKS_EVERY = 10.0
RENEWS_EVERY = 3600.0
SILENT = 3  # questions in a row without an answer before it is told: a busy machine is slow

Say = Callable[[str], None]


async def keep_up(stack: Starter, say: Say) -> None:
    """Until cancelled, or until a part cannot be kept up, which raises StackError."""
    parts: Mapping[str, Process] = {
        **stack.servers(),
        **stack.replicas,
        **({"pages": stack.pages} if stack.pages else {}),
    }
    watching = [watch(name, part, stack, say) for name, part in parts.items()]
    await together(
        *watching,
        listen(stack, say),
        attend(stack.directory, stack.offered_to_commands()),
        renewing(stack, say),
        bounding(stack.directory),
    )


async def renewing(stack: Starter, say: Say) -> None:
    """Renew certificates in time, as long as the stack runs."""
    while True:
        await asyncio.sleep(RENEWS_EVERY)
        try:
            renewed = renew(stack)
        except OSError as failed:  # such as a disk that is full
            say(f"Certificates could not be renewed: {failed}")
            continue
        if renewed:
            say(f"Certificates were renewed: {', '.join(renewed)}.")


def renew(stack: Starter) -> list[str]:
    """Those of which half of their life is over. Services and pages follow their files; servers are
    told to read theirs again.
    """
    renewed = stack.certificates.ensure() if stack.certificates else []
    for server in stack.servers().values() if renewed else ():
        if server.child and server.child.is_alive():
            os.kill(server.child.pid, signal.SIGHUP)
    return renewed


async def watch(name: str, part: Process, stack: Starter, say: Say) -> None:
    """Start one part again whenever it ends."""
    pause, attempts = SOONEST, 0
    while True:
        began = time.monotonic()
        await ended(part)
        if time.monotonic() - began > STEADY:
            pause, attempts = SOONEST, 0
        if attempts == ATTEMPTS:
            raise StackError(f"{name} ended {ATTEMPTS + 1} times in a row:\n{last_words(part)}")
        say(f"{name} {how_it_ended(part)}; it is started again in {pause:.0f} s.")
        await asyncio.sleep(pause)
        attempts, pause = attempts + 1, min(2 * pause, LATEST)
        try:
            await stack.start_again(part)
        except (StackError, OSError) as failed:  # such as a disk that is full
            say(f"{name} could not be started: {failed}")
        else:
            describe(stack, say)
            say(f"{name} is up again.")


def describe(stack: Starter, say: Say) -> None:
    """Anew, since a process has another number; on a full disk the former words have to do."""
    try:
        stack.describe()
    except OSError as failed:
        say(f"{stack.directory.description} could not be written: {failed}")


async def ended(part: Process) -> None:
    """Until it does not run; the system tells only who asks."""
    while part.child and part.child.is_alive():  # noqa: ASYNC110
        await asyncio.sleep(LOOKS_EVERY)


def how_it_ended(part: Process) -> str:
    """By itself, or by which signal."""
    code = part.child.process.returncode if part.child else None
    if code is None:
        return "is not running"
    return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"


def last_words(part: Process) -> str:
    """The end of its log."""
    return part.child.last_words() if part.child else "it was never started"


async def listen(stack: Starter, say: Say) -> None:
    """Tell which parts live and do not answer, and when they do again."""
    silent: dict[str, int] = {}
    while True:
        await asyncio.sleep(ASKS_EVERY)
        found = await ailing(stack.described())
        for name in [each for each in silent if each not in found]:
            if silent.pop(name) >= SILENT:
                say(f"{name} answers again.")
        for name in found:
            silent[name] = silent.get(name, 0) + 1
            if silent[name] == SILENT:
                say(f"{name} does not answer; its log is {log_of(name, stack)}.")


def log_of(name: str, stack: Starter) -> Path:
    """Servers have names of their own in a cluster."""
    server = stack.servers().get(name)
    return stack.directory.log(server.address.log if server else name.lower())
