"""Child processes that end when we do, each with a log file and a session of its own.

Promises that a child dies with its parent, even after `kill -9`, and that Ctrl-C reaches only the
parent. Must not be used from another thread than the main one: the kernel ties a child to the
starting thread.
"""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.embedded.errors import StackError
from deploy.embedded.identity import Identity, launching

POLL = 0.01
LONGEST_END = 256 * 1024  # bytes of a log that are looked at
PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Program:
    """What to run: as whom, with which environment, where its output goes, and the signal it gets
    if we die.
    """

    name: str
    argv: Sequence[str]
    identity: Identity
    log: Path
    cwd: Path
    environment: Mapping[str, str]
    death_signal: signal.Signals
    keep: tuple[int, ...] = ()  # descriptors that it inherits: the lock, a password's pipe


class Running(Protocol):
    """What is needed of a process: `subprocess.Popen` has it."""

    pid: int
    returncode: int | None  # minus the signal that ended it

    def poll(self) -> int | None:
        """The return code; None while it runs."""

    def send_signal(self, sig: int) -> None:
        """To a process that may have ended."""

    def kill(self) -> None:
        """SIGKILL."""


class Child:
    """A started program; `pid` is the program itself, since the launcher becomes it."""

    def __init__(self, program: Program) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise StackError(f"{program.name} must be started from the main thread")
        self.program = program
        self.log_start = program.log.stat().st_size if program.log.exists() else 0
        self.process = self.opened()

    def opened(self) -> Running:
        """The program's process."""
        return open_process(self.program)

    @property
    def pid(self) -> int:
        """The process id; it may have ended."""
        return self.process.pid

    def is_alive(self) -> bool:
        """Whether it still runs; reaps it if not."""
        return self.process.poll() is None

    async def ended(self, *, within: float) -> bool:
        """Wait for its end; False when the time is over first."""
        deadline = time.monotonic() + within
        while self.is_alive():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(POLL)
        return True

    async def run(self, *, within: float) -> int | None:
        """Its exit code, once it has ended by itself. Whoever waits no longer ends it: after so
        many seconds, or because another part failed.
        """
        try:
            await self.ended(within=within)
        finally:
            await self.kill()
        return self.process.returncode

    async def stop(self, number: signal.Signals, *, grace: float) -> None:
        """Ask it to end, insist after `grace` seconds."""
        if self.is_alive():
            self.process.send_signal(number)
        if not await self.ended(within=grace):
            await self.kill()

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.is_alive():
            self.process.kill()
        await self.ended(within=30)

    def said(self, *, lines: int = 15) -> str:
        """The end of what it logged since it was started. A log may have been emptied meanwhile."""
        with self.program.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(self.log_start if self.log_start <= size else 0, size - LONGEST_END))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def last_words(self, *, lines: int = 15) -> str:
        """The same for a message, which says so where there is nothing, as of a process that had no
        turn yet on a busy machine.
        """
        return self.said(lines=lines) or f"it logged nothing to {self.program.log}"


def open_process(program: Program) -> "subprocess.Popen[bytes]":
    """Fork and exec the launcher, which becomes the program."""
    argv = launching(program.identity, death_signal=program.death_signal, argv=list(program.argv))
    # A link in its place would have us write somewhere else.
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(program.log, flags, 0o640), "ab") as log:
        return subprocess.Popen(
            argv,
            cwd=program.cwd,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=program.keep,
            start_new_session=True,
        )


def working_directory(pid: int) -> str | None:
    """Where a process works, or None when there is none (a zombie has no directory)."""
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return None


def exists(pid: int) -> bool:
    """Whether a process of that id runs and is not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}
