"""How often somebody may do something: a rate, and how much of it may come at once.

The generic cell rate algorithm (ITU-T I.371): one number for each caller, the instant at which all
that he did is paid for. Example of 10 a second and 20 at once: after 20 calls in one moment a
further one is taken every 0.1 s, and two seconds of silence make 20 again.
"""

import time
from collections.abc import Callable
from heapq import nlargest
from typing import NamedTuple

MOST_CALLERS = 65_536  # that one rate remembers; who has paid for all needs no memory
FEWEST_SWEPT = 1024


class Bound(NamedTuple):
    """A rate for one caller."""

    rate: float  # a second, over any length of time
    burst: float  # at once, after a silence
    at_once: int = 0  # calls of one caller that run together; 0: what is left to him by the others


class Rate:
    """A bound, for each of any number of callers."""

    def __init__(self, bound: Bound, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.bound = bound
        self._cost, self._tolerance = 1 / bound.rate, bound.burst / bound.rate
        self._clock = clock
        self.paid_at: dict[str, float] = {}  # by caller; one that lies in the past says nothing
        self._swept_at = FEWEST_SWEPT

    def take(self, caller: str, cost: float = 1.0) -> float:
        """Take so much at once: 0.0, or the seconds until it is there, and nothing is taken."""
        now = self._clock()
        paid_at = self.paid_at.get(caller, 0.0)
        after = max(paid_at, now) + min(cost, self.bound.burst) * self._cost
        if (wait := after - now - self._tolerance) > 0:
            return wait
        self._keep(caller, after)
        return 0.0

    def wait(self, caller: str) -> float:
        """The seconds until one more is taken; nothing is."""
        now = self._clock()
        return max(
            max(self.paid_at.get(caller, 0.0), now) + self._cost - now - self._tolerance, 0.0
        )

    def owe(self, caller: str, cost: float) -> float:
        """Take what has come already: the seconds to wait before more is taken in."""
        now = self._clock()
        after = max(self.paid_at.get(caller, 0.0), now) + min(cost, self.bound.burst) * self._cost
        self._keep(caller, after)
        return max(after - now - self._tolerance, 0.0)

    def settle(self, caller: str, taken: float, due: float) -> None:
        """Owe what was due instead of what was taken before: what is missing, or too much."""
        self.owe(caller, min(due, self.bound.burst) - min(taken, self.bound.burst))

    def _keep(self, caller: str, paid_at: float) -> None:
        self.paid_at[caller] = paid_at
        if len(self.paid_at) >= self._swept_at:
            self._sweep()

    def _sweep(self) -> None:
        """Forget who has paid. Where too many have not, those who owe most are remembered: nobody
        gets rid of what he owes by bringing many others along.
        """
        now = self._clock()
        owing = {caller: at for caller, at in self.paid_at.items() if at > now}
        if len(owing) > MOST_CALLERS // 2:
            owing = dict(nlargest(MOST_CALLERS // 2, owing.items(), key=lambda each: each[1]))
        self.paid_at = owing
        self._swept_at = max(2 * len(owing), FEWEST_SWEPT)
