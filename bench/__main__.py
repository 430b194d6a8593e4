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
from pathlib import Path

import uvloop

from bench import append, catalogue, latency, memory, overload, projector, rate, relay, submit
from bench.pairs import Row
from bench.world import world

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
DOSSIERS = int(os.environ.get("MOTCUA_BENCH_DOSSIERS", "1000000"))
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


async def log(table: Table) -> None:
    """What stores."""
    table.add(*await append.rows())


async def stream(table: Table) -> None:
    """What publishes."""
    table.add(await relay.row())


async def calls(table: Table) -> None:
    """What portals see."""
    async with world() as small:
        row = await submit.row(small)
        table.add(row)
        table.note(await submit.costs(small))
        table.note(await latency.visible(small, full_load=row.ours.median))


async def overloaded(table: Table) -> None:
    """What portals see of a service that others flood."""
    async with world() as small:
        table.note(await overload.lines(small))


async def catalogues(table: Table) -> None:
    """What editors and portals see of a large catalogue."""
    async with world() as large:
        table.note(await catalogue.take_in(large))
        table.add(*await catalogue.reads(large))
        table.note([await catalogue.cold_start(large)])


async def figures(table: Table) -> None:
    """What inspectors see, and what a long history costs."""
    async with world() as large:
        await memory.fill(large, dossiers=min(100_000, DOSSIERS // 4))
        before = memory.processes(large)
        table.add(await projector.row(large))
        rest = DOSSIERS - min(100_000, DOSSIERS // 4)
        events = 3 * rest
        await memory.fill(large, dossiers=rest, start=DOSSIERS - rest)
        table.note(memory.lines(before, memory.processes(large), events=events))
        table.add(await rate.row(large))


PARTS: dict[str, Callable[[Table], Awaitable[None]]] = {
    "log": log,
    "stream": stream,
    "calls": calls,
    "overload": overloaded,
    "catalogue": catalogues,
    "figures": figures,
}


async def main(names: list[str]) -> None:
    """Run what is named, or everything."""
    table = Table()
    for name in names or PARTS:
        await PARTS[name](table)
    if not names:
        before, _, rest = README.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        README.write_text(f"{before}{BEGIN}\n{table.markdown()}\n{END}{after}")


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1:]))
