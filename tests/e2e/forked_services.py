"""A service without its imports: a process that has loaded one forks at each start of it.

Promises a service as `python -m services.X` is one: its own session, environment, log, lock and
exit code, and its end with whoever started it. Half of a start was to load modules, and the suite
starts hundreds. Must not serve tests of what the system tells of a process: its command line and
the environment that it was born with are its parent's.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from deploy.embedded.launch import die_with
from deploy.embedded.processes import Child, Program
from tests import logged
from tests.e2e.forked import LARGEST, redirect, serve

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 10  # of its id, before its code
assert ctypes  # loaded before a fork: `die_with` needs it


class ForkedChild(Child):
    """A child whose modules were loaded before it began."""

    def opened(self) -> Forked:
        logged.begins(self.program.log)
        module, words = split(self.program)
        return origin(module).fork(self.program, words)


class Forked:
    """A process that somebody else forked; whatever signal ended it counts as SIGKILL."""

    def __init__(self, pid: int, state: int) -> None:
        self.pid, self.state = pid, state
        self.returncode: int | None = None
        try:
            self.handle: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self.handle = None

    def poll(self) -> int | None:
        """The return code; None while it runs."""
        if self.returncode is None and self.has_ended():
            self.returncode = int(os.read(self.state, 16) or -signal.SIGKILL)
            os.close(self.state)
            if self.handle is not None:
                os.close(self.handle)
        return self.returncode

    def has_ended(self) -> bool:
        """Whether nothing is left of it."""
        return self.handle is None or bool(select.select([self.handle], [], [], 0)[0])

    def send_signal(self, sig: int) -> None:
        """To it, and to nobody who got its number later."""
        if self.poll() is None and self.handle is not None:
            signal.pidfd_send_signal(self.handle, sig)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


class Origin:
    """The process that forks, as its starter sees it; it ends with its starter."""

    def __init__(self, module: str) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-P", "-m", "tests.e2e.forked_services", module]
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=theirs)

    def fork(self, program: Program, words: list[str]) -> Forked:
        """Start it as `open_process` would."""
        settings = {"words": words, "environment": {**program.environment}, "cwd": str(program.cwd)}
        request = json.dumps({**settings, "signal": program.death_signal}).encode()
        assert len(request) < LARGEST
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        log, (state, theirs) = os.open(program.log, flags, 0o640), os.pipe()
        socket.send_fds(self.socket, [request], [log, theirs, *program.keep])
        for each in (log, theirs):
            os.close(each)
        return Forked(int(os.read(state, WIDTH)), state)


@functools.cache
def origin(module: str) -> Origin:
    """One of each service for all tests of this process."""
    return Origin(module)


def load(*services: str) -> None:
    """Begin to, side by side: whoever forks one waits until it is loaded."""
    for each in services:
        origin(f"services.{each}")


def split(program: Program) -> tuple[str, list[str]]:
    """The module that a program runs, and its words."""
    at = list(program.argv).index("-m")
    return program.argv[at + 1], list(program.argv[at + 2 :])


def become_service(request: Any, descriptors: list[int]) -> None:
    """The service, to its end; the lock stays open as long as it lives."""
    log, state, *_ = descriptors
    die_with(parent=os.getppid(), signal=request["signal"])
    os.setsid()
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    redirect(log, log)
    os.write(state, str(os.getpid()).rjust(WIDTH).encode())
    code = ended(request["words"])
    os.write(state, str(code).encode())
    sys.exit(code)


def ended(words: list[str]) -> int:
    """The exit code of the service."""
    sys.argv = [sys.argv[1], *words]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter shows what nobody took
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    importlib.import_module(f"{sys.argv[1]}.__main__")
    del sys.modules[f"{sys.argv[1]}.__main__"]  # it is run as such in each child
    gc.freeze()
    with socket.socket(fileno=0) as given:
        serve(given, become_service)
