"""Two things measured in turn, A B A B …, and what the ratio was each time.

Machines drift by a fifth within minutes, so only figures of one round are compared with each
other. Must not know what it measures.
"""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench import size

Measure = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Spread:
    """Median, minimum and maximum of some figures."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """The spread of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))

    def show(self, digits: int = 2) -> str:
        """Such as `0.46 (0.44–0.49)`."""
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f}–{self.high:,.{digits}f})"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured against what, what it reached, what it should."""

    what: str
    against: str
    reach: str
    ratio: Spread
    ours: Spread
    theirs: Spread
    unit: str

    def line(self) -> str:
        """The row as Markdown."""
        return (
            f"| {self.what} | {self.against} | {self.reach} | **{self.ratio.show()}** "
            f"| {self.ours.show(0)} | {self.theirs.show(0)} | {self.unit} |"
        )


async def compare(ours: Measure, theirs: Measure, *, rounds: int = 0) -> tuple[Spread, ...]:
    """Spreads of the ratio ours/theirs, of ours and of theirs, over interleaved rounds."""
    pairs = [(await ours(), await theirs()) for _ in range(rounds or size.SIZE.rounds)]
    ratios = [mine / other for mine, other in pairs]
    return (
        Spread.of(ratios),
        Spread.of([mine for mine, _ in pairs]),
        Spread.of([other for _, other in pairs]),
    )
