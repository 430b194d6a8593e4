"""`./motcua …` without its imports: a process that has loaded them forks once for each command.

Each command stays a process with outputs, an environment and an exit code of its own, at a tenth of
the start. Not a test itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1 << 17  # bytes of a command's words and environment
MOST = 5  # descriptors of a request
APART = {"test", "bench", "check", "lock", "proto", "reasons"}  # no test runs these as commands


class Forker:
    """The process that forks, as its starter sees it; it ends with its starter."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-P", "-m", "tests.e2e.forked"]
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=theirs)

    async def run(
        self, words: list[str], environment: dict[str, str], *, within: float
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output, standard error; TimeoutError after so many seconds."""
        request = json.dumps([words, environment]).encode()
        assert len(request) < LARGEST
        ends = [os.pipe() for _ in range(3)]
        socket.send_fds(self.socket, [request], [write for _, write in ends])
        for _, write in ends:
            os.close(write)
        out, err, state = [await reader(read) for read, _ in ends]
        pid = int(await state.readline())
        try:
            async with asyncio.timeout(within):
                told = await asyncio.gather(out.read(), err.read(), state.read())
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        return int(told[2] or -signal.SIGKILL), told[0], told[1]


async def reader(descriptor: int) -> asyncio.StreamReader:
    """What comes out of a pipe."""
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)
    return stream


@functools.cache
def forker() -> Forker:
    """One for all tests of this process."""
    return Forker()


def serve(requests: socket.socket, become: Callable[[Any, list[int]], object]) -> None:
    """Fork for each request, until nobody is left to ask; the child becomes what is asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits: a child tells its code itself
    while True:
        request, descriptors, _, _ = socket.recv_fds(requests, LARGEST, MOST)
        if not request:
            return
        if os.fork() == 0:
            requests.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            become(json.loads(request), descriptors)
            return
        for each in descriptors:
            os.close(each)


def become_command(request: Any, descriptors: list[int]) -> None:
    """The command, to its end."""
    (words, environment), (out, err, state) = request, descriptors
    os.write(state, f"{os.getpid()}\n".encode())
    redirect(out, err)
    for each in {out, err} - {0, 1, 2}:
        os.close(each)
    os.environ.clear()
    os.environ.update(environment)
    code = ended(words)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os.write(state, str(code).encode())
    os._exit(code)


def redirect(out: int, err: int) -> None:
    """The standard streams: nothing to read, and these to write to."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, stream in enumerate((nothing, out, err)):
        os.dup2(stream, number)
    if nothing:  # what was closed before may have left it the place that it belongs to
        os.close(nothing)


def ended(words: list[str]) -> int:
    """The exit code of a command that ran as `python -m services.console` would."""
    from services.console.__main__ import main

    sys.argv = ["motcua", *words]
    try:
        main(prog_name="motcua")
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter shows what nobody took
        traceback.print_exc()
        return 1
    return 0


def load() -> None:
    """Everything that commands import, and no module of them does more than that."""
    from services.console.__main__ import COMMANDS, module_of

    for module in {module_of(name) for name in COMMANDS.keys() - APART}:
        importlib.import_module(module)
    for module in ("deploy.embedded.stack", "deploy.embedded.check", "deploy.embedded.supervision"):
        importlib.import_module(module)
    gc.freeze()


if __name__ == "__main__":
    load()
    with socket.socket(fileno=0) as given:
        serve(given, become_command)
