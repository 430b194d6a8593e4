"""Months of the whole tree go into a table once they rest: a process that begins knows them.

Promises that no question writes them, and that they are there soon after they were asked for. Must
not ask what nobody asked.
"""

from dataclasses import dataclass

from services.metrics.queries.reader import Reader
from services.metrics.repeating import repeat

SHARE = 50  # it rests at least so many times as long as it worked


@dataclass(slots=True)
class Keeper:
    """Run it for as long as the process lives, in each: each remembers what it was asked."""

    reader: Reader
    every: float = 15.0  # seconds

    async def run(self) -> None:
        """Look, rest, look again, until cancelled."""
        keep_rested = self.reader.keep_rested
        await repeat("keeper", keep_rested, leads=lambda: True, every=self.every, share=SHARE)
