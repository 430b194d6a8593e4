"""`python -P -m bench [PART …]`: measures and writes the table of README.md.

Promises to print each row as soon as it is known, and to write the table only when all parts ran.
Must not run beside anything else that is busy.
"""

from __future__ import annotations

import datetime
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import uvloop

from bench import (
    append,
    batches,
    catalogue,
    consequences,
    country,
    deadlines,
    dossiers,
    h2load,
    handling,
    imports,
    latency,
    memory,
    overload,
    projector,
    rate,
    relay,
    replicas,
    size,
    submit,
    uploads,
)
from bench.pairs import Row
from bench.world import World, bare, world
from deploy.embedded.stack import Stack

README = Path(__file__).parent / "README.md"
LIMITS = Path(__file__).parent / "limits.toml"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
HEAD = (
    "| what | against | reach | ratio: median (min–max) | ours | theirs | unit |\n"
    "|---|---|---|---|---|---|---|\n"
)
Lines = list[tuple[str, str]]


class Table:
    """What was measured so far."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.lines: Lines = []

    def add(self, *rows: Row) -> None:
        """Keep and show."""
        self.rows += rows
        print(*(row.line() for row in rows), sep="\n", flush=True)

    def note(self, lines: Lines) -> None:
        """Keep and show."""
        self.lines += lines
        print(*(f"| {what} | {value} |" for what, value in lines), sep="\n", flush=True)

    def markdown(self) -> str:
        """Both tables, with where and when."""
        where = f"{os.cpu_count()} cores, Python {platform.python_version()}, Linux"
        rows = "\n".join(row.line() for row in self.rows)
        lines = "\n".join(f"| {what} | {value} |" for what, value in self.lines)
        return (
            f"Measured {datetime.datetime.now(datetime.UTC).date()} on {where}.\n\n{HEAD}{rows}\n\n"
            f"| also | value |\n|---|---|\n{lines}\n"
        )


async def log(table: Table, stack: Stack) -> None:
    """What stores."""
    table.add(*await append.rows(stack))


async def stream(table: Table, stack: Stack) -> None:
    """What publishes."""
    table.add(await relay.row(stack))


async def calls(table: Table, small: World) -> None:
    """What portals see."""
    row = await submit.row(small)
    table.add(row, await submit.row(small, sealed=True), await handling.row(small))
    table.note(await submit.costs(small))
    table.note(await latency.visible(small, full_load=row.ours.median))


async def batched(table: Table, small: World) -> None:
    """What a portal sees that hands over many at a time."""
    table.add(await batches.row(small))
    table.note(await batches.costs(small))


async def processes(table: Table, small: World) -> None:
    """What a second process of a service brings."""
    row, costs = await replicas.measured(small)
    table.add(row)
    table.note(costs)


async def files(table: Table, small: World) -> None:
    """What portals see of large files."""
    table.add(await uploads.row(small))
    table.note(await uploads.lines(small))


async def computed(table: Table, _: None) -> None:
    """What a deadline costs the acceptance, and its explanation."""
    table.note(deadlines.lines())


async def overloaded(table: Table, small: World) -> None:
    """What portals see of a service that others flood."""
    table.note(await overload.lines(small))
    table.note(await h2load.lines(small))


async def catalogues(table: Table, large: World) -> None:
    """What editors and portals see of a large catalogue."""
    table.note(await catalogue.take_in(large))
    table.add(*await catalogue.reads(large))
    table.note([await catalogue.cold_start(large)])


async def decisions(table: Table, large: World) -> None:
    """What one decision costs that bears on many offerings."""
    table.note(await consequences.lines(large))


async def imported(table: Table, small: World) -> None:
    """What a city sees that brings its tables."""
    table.note(await imports.lines(small))


async def lists(table: Table, large: World) -> None:
    """What officers see of many dossiers."""
    rows, costs = await dossiers.measured(large)
    table.add(*rows)
    table.note(costs)


async def figures(table: Table, large: World) -> None:
    """What inspectors see, and what a long history costs."""
    many = size.SIZE.dossiers
    first = min(100_000, many // 4)
    await memory.fill(large, dossiers=first)
    before = memory.processes(large)
    table.add(await projector.row(large))
    table.note(await projector.costs(large))
    await memory.fill(large, dossiers=many - first, start=first)
    events = 3 * (many - first)
    table.note(memory.lines(before, memory.processes(large), events=events))
    table.add(await rate.row(large))
    table.note(await country.lines(large))


class Part(NamedTuple):
    """What is measured, and on what: a fresh stack with services, or without, or nothing."""

    measure: Callable[[Table, Any], Awaitable[None]]
    place: Callable[[], AbstractAsyncContextManager[Any]] = world


PARTS = {
    "log": Part(log, bare),
    "stream": Part(stream, bare),
    "deadlines": Part(computed, nullcontext),
    "calls": Part(calls),
    "batches": Part(batched),
    "processes": Part(processes),
    "files": Part(files),
    "overload": Part(overloaded),
    "catalogue": Part(catalogues),
    "consequences": Part(decisions),
    "imports": Part(imported),
    "dossiers": Part(lists),
    "figures": Part(figures),
}


async def main(names: list[str]) -> None:
    """Run what is named, or everything; one caller may ask for what a thousand would."""
    os.environ.setdefault("MOTCUA_LIMITS", str(LIMITS))
    table = Table()
    for name in names or PARTS:
        async with PARTS[name].place() as place:
            await PARTS[name].measure(table, place)
    if not names:
        before, _, rest = README.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        README.write_text(f"{before}{BEGIN}\n{table.markdown()}\n{END}{after}")


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1:]))
