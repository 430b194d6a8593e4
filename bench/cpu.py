"""The CPU time that each process of a stack has used, with what it started.

Figures are the kernel's: user and system time in seconds, to a hundredth. PostgreSQL's are those of
all its processes, ended ones included.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from deploy.embedded.stack import Stack

TICKS = os.sysconf("SC_CLK_TCK")


class Times(NamedTuple):
    """Of one process, in ticks: its own time, and that of its children that have ended."""

    parent: int
    own: int
    ended: int


def of(pid: int) -> float:
    """Seconds of one process alone."""
    return read(pid).own / TICKS


def of_stack(stack: Stack) -> dict[str, float]:
    """Seconds by process: the services, `nats` and `postgres`."""
    pids = {name: service.pid for name, service in stack.services.items()}
    pids |= {"nats": stack.nats.pid, "postgres": stack.postgres.pid}
    running = dict(processes())
    return {name: with_children(pid, running) / TICKS for name, pid in pids.items() if pid}


def with_children(pid: int, running: dict[int, Times]) -> int:
    """Ticks of a process and of all below it."""
    below = [each for each, times in running.items() if times.parent == pid]
    return sum(
        (with_children(each, running) for each in below), running[pid].own + running[pid].ended
    )


def processes() -> Iterator[tuple[int, Times]]:
    """All that run."""
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            with suppress(FileNotFoundError, ProcessLookupError):
                yield int(each.name), read(int(each.name))


def read(pid: int) -> Times:
    """As `/proc` shows one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return Times(int(fields[1]), user + system, ended_user + ended_system)


def spent(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Seconds by process between two moments."""
    return {name: after[name] - before[name] for name in before}


def line(seconds: dict[str, float], *, times: int = 1, unit: str = "s") -> str:
    """Such as `catalog 0.61, postgres 0.32 s`, of each of so many times."""
    scale = {"s": 1, "ms": 1000, "µs": 1_000_000}[unit] / times
    figures = ", ".join(f"{name} {each * scale:.2f}" for name, each in seconds.items())
    return f"{figures} {unit}"
