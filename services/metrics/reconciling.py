"""The residuals of sums that must agree, as a metric for operators.

Promises to look now and then, over this month and the one before, where the relay leads. Must not
be what a reader is shown: whoever asks gets sums of his own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.chassis import gauges, telemetry
from services.chassis.database import Pool
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import Period, local_day, month_of
from services.metrics.queries.positions import NOW
from services.metrics.queries.reader import utc_now
from services.metrics.queries.reconciliation import reconciled
from services.metrics.repeating import repeat

SHARE = 50  # it rests at least so many times as long as it worked
RESIDUAL = gauges.gauge(
    "motcua_reconciliation_residual", "What one side of a sum lacks", ["identity"]
)
RECONCILED = gauges.gauge("motcua_reconciled_seconds", "When sums were looked at, in Unix time")


@dataclass(slots=True)
class Reconciling:
    """Run it for as long as the process lives."""

    pool: Pool
    every: float  # seconds
    leads: Callable[[], bool] = lambda: True
    now: Callable[[], datetime] = utc_now

    async def run(self) -> None:
        """Look, rest, look again, until cancelled."""
        await repeat("reconciling", self.check, leads=self.leads, every=self.every, share=SHARE)

    async def check(self) -> None:
        """Every sum of the whole tree, and when that was."""
        found = await reconciled(self.pool, Scope(), recent(local_day(self.now())), NOW)
        for each in found.identities:
            RESIDUAL.labels(each.name).set(each.residual)
            if each.residual:
                telemetry.log().warning("sums.differ", sum=each.name, residual=each.residual)
        RECONCILED.set(self.now().timestamp())


def recent(today: date) -> Period:
    """From the first day of the month before until today's end."""
    before = month_of(month_of(today) - timedelta(days=1))
    return Period(before, today + timedelta(days=1))
