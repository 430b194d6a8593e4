"""Progress of long work, on standard error: a bar for people, a line now and then elsewhere.

Promises to leave standard output to the results. Must not slow the work that it tells of.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from services.console.display.screen import screen
from services.formats import several

EVERY = 2.0


class Advance:
    """Call it with how much more is done; a total of 0 is one that nobody knows."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.began = self.told = time.monotonic()

    def __call__(self, more: int) -> None:
        self.done += more
        self.show()

    def show(self) -> None:
        """Where nobody watches: a line every few seconds."""
        now = time.monotonic()
        if now - self.told >= EVERY and not 0 < self.total <= self.done:
            self.told = now
            of = f"of {self.total:,}" if self.total else "so far"
            screen(err=True).print(f"{self.what}: {self.done:,} {of}")

    @property
    def rate(self) -> float:
        """How much a second so far."""
        return self.done / max(time.monotonic() - self.began, 1e-9)


@contextmanager
def progress(what: str, total: int, *, unit: str) -> Iterator[Advance]:
    """Show how far the work is; at its end one line says how long it took. `unit`: one of it."""
    console = screen(err=True)
    advance = Advance(what, total)
    if console.is_terminal:
        columns = (
            SpinnerColumn(),
            TextColumn(what),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(what, total=total or None)
            advance.show = lambda: bar.update(task, completed=advance.done)  # type: ignore[method-assign]
            yield advance
    else:
        yield advance
    seconds = time.monotonic() - advance.began
    console.print(
        f"{what}: {several(advance.done, unit)} in {seconds:.1f} s ({advance.rate:,.0f}/s)",
        highlight=False,
    )
