"""What a list of rates is asked for, and its rows.

Must not read a table.
"""

from datetime import date, datetime
from typing import NamedTuple

from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight

UNIT, SERVICE = Breakdown.BREAKDOWN_UNIT, Breakdown.BREAKDOWN_SERVICE
TIMES = frozenset(
    {
        Breakdown.BREAKDOWN_MONTH,
        Breakdown.BREAKDOWN_QUARTER,
        Breakdown.BREAKDOWN_YEAR,
        Breakdown.BREAKDOWN_CLOSE,
    }
)


class Listing(NamedTuple):
    """A list of rates: over which period, cut how, known where, and after which row it goes on."""

    definition: Definition
    scope: Scope
    period: Period
    breakdown: int
    positions: Positions
    after: str = ""
    subtrees: bool = False  # of units: each with all below it
    across: int = 0  # a second breakdown
    closes: tuple[date, ...] = ()  # where parts of the period begin, of a breakdown by them
    cumulative: bool = False  # of parts of the period: each from its beginning
    as_of: datetime | None = None  # where that is before the end of the period

    @property
    def whole(self) -> Question:
        """The question of the whole scope and period."""
        as_of = self.as_of or midnight(self.period.end)
        return Question(self.definition, self.scope, self.period, as_of)

    @property
    def breakdowns(self) -> tuple[int, ...]:
        """One or two."""
        return (self.breakdown, self.across) if self.across else (self.breakdown,)

    @property
    def is_by_time(self) -> bool:
        """Whether its lines are parts of the period and nothing else: of these also empty ones are
        shown.
        """
        return self.breakdown in TIMES and not self.across


class Row(NamedTuple):
    """One rate of a list, with the key that a next page goes on after."""

    key: str
    figure: Figure
