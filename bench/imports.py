"""What `./motcua import` costs: rows a second, CPU of a row in every process, and the memory of the
console at two sizes of a table, ten to one.

Promises tables that are read, sent and recorded as a city's would be: by the command itself, in a
process of its own. Must not count a row that was refused.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench import cpu, size, tables
from bench.progress import Progress, waited
from bench.world import World

ROOT = Path(__file__).resolve().parents[1]
LOOK = 0.05  # seconds between two looks at the memory of a process
AT_REST = 0.1  # of a core: an idle stack takes less
TIMES = 10  # as many rows
KINDS = {
    "offerings": tables.offerings,
    "counted facts": tables.counts,
    "cases, one a row": tables.cases,
    "events of cases": tables.events,
}


class Done(NamedTuple):
    """One import: how long it took, and of its process the CPU seconds and the most memory."""

    seconds: float
    cpu: float
    megabytes: int


async def lines(world: World) -> list[tuple[str, str]]:
    """Of each kind of table: rows a second, CPU of a row, and memory of ten times as many."""
    rows, found = size.SIZE.imported, list[tuple[str, str]]()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        place = Path(folder)
        await imported(world, tables.offered(rows), place)
        for name, table in KINDS.items():
            Progress(f"rows of {name}", of=rows)
            done, spent = await costs(world, table(rows), place)
            more = await imported(world, table(TIMES * rows), place, "--validate-only")
            found += [
                (f"import of {rows:,} rows: {name}", f"{rows / done.seconds:,.0f} rows/s"),
                ("the same, CPU a row", cpu.line(spent, times=rows, unit="ms")),
                (
                    f"memory of the console, {rows:,} → {TIMES * rows:,} rows",
                    f"{done.megabytes} → {more.megabytes} MB",
                ),
            ]
    return found


async def costs(world: World, table: tables.Table, place: Path) -> tuple[Done, dict[str, float]]:
    """An import, and the seconds of each process until all that follows from it is done."""
    await at_rest(world)
    before = cpu.of_stack(world.stack)
    done = await imported(world, table, place)
    await at_rest(world)
    spent = {"console": done.cpu, **cpu.spent(before, cpu.of_stack(world.stack))}
    return done, {**spent, "in all": sum(spent.values())}


async def imported(world: World, table: tables.Table, place: Path, *options: str) -> Done:
    """By the command; AssertionError where a row was refused."""
    lines, mapping = tables.write(table, place)
    words = ("import", lines, "--mapping", mapping, "--data", world.stack.data_dir, *options)
    console = (sys.executable, "-P", "-m", "services.console")
    return await asyncio.to_thread(run, [str(word) for word in (*console, *words)])


def run(command: Sequence[str]) -> Done:
    """A command, watched until it ends."""
    started, megabytes = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            megabytes = max(megabytes, peak(process.pid))
            time.sleep(LOOK)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        said.seek(0)
        assert process.returncode == 0, said.read()
    used = ended[2]
    return Done(time.perf_counter() - started, used.ru_utime + used.ru_stime, megabytes)


def peak(pid: int) -> int:
    """MB of a process where it had most; 0 where it has ended."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if "VmHWM" in line), 0)


async def at_rest(world: World) -> None:
    """Until relay and projections have nothing to do."""

    async def busy() -> tuple[int, int]:
        before = cpu.of_stack(world.stack)
        await asyncio.sleep(1)
        return 0, int(sum(cpu.spent(before, cpu.of_stack(world.stack)).values()) > AT_REST)

    await waited("work that follows from an import", busy)
