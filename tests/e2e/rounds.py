"""Fault after fault under load, with everything looked at in between.

Promises that each kind of fault gets its turn, and that what is measured and what is demanded is
the same for one machine and for a cluster. Must not go on after something was not as it must be.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.e2e import exactness
from tests.e2e.faults import BETWEEN, Fault
from tests.e2e.outage import COARSE, FINE, Clients, Outage
from tests.e2e.work import Work
from tests.waiting import until

VERIFIED_EVERY = 10  # faults; what is recorded is looked at after each


class Rhythm(NamedTuple):
    """How often a fault is measured, which waits until all clients are answered again, and how
    often every figure is verified between two faults; 0: only at the end.
    """

    measured: int = 1
    verified: int = VERIFIED_EVERY


THOROUGH, BRIEF = Rhythm(), Rhythm(measured=3, verified=0)  # brief in a suite with much else to do
# Of a thousand: to wait for clients after each, and to read a log that grows a hundred times, would
# take as long as the kills. What is recorded is looked at after each all the same.
OFTEN = Rhythm(measured=2, verified=50)


class Load(NamedTuple):
    """How many officers work, and the rest that everybody takes between two pieces of work."""

    officers: int
    rest: float = 0.0


HEAVY, LIGHT = Load(8, 0.2), Load(3, 0.3)  # light where faults go on for an hour: logs stay short


class Rounds:
    """Of one stack at work; `outages` are those measured so far, kept in a file as they come."""

    def __init__(self, work: Work, *, chance: random.Random, kept: Path | None) -> None:
        self.work, self.chance, self.kept = work, chance, kept
        self.outages: list[Outage] = []
        self.clients = Clients(work.office, pause=FINE if kept else COARSE)

    async def run(
        self,
        faults: Sequence[Fault],
        times: int,
        *,
        load: Load,
        rhythm: Rhythm = THOROUGH,
        fewest: int = 0,
    ) -> None:
        """So many faults, each kind by turns and then at random; the work goes on until there are
        so many acknowledged commands.
        """
        self.work.begin(officers=load.officers, rest=load.rest)
        async with self.clients.calling():
            for number in itertools.takewhile(lambda n: n < times, itertools.count()):
                fault = faults[number] if number < len(faults) else self.chance.choice(faults)
                await asyncio.sleep(self.chance.uniform(0, BETWEEN))
                await self.strike(fault, measured=number % rhythm.measured == 0)
                await self.work.demand_recorded()
                self.demand_no_rebuild()
                due = rhythm.verified and (number + 1) % rhythm.verified == 0
                if due and number + 1 < times:
                    await self.verify(load)
            await until(lambda: len(self.work.office.acknowledged) >= fewest)
        await self.work.end()

    async def strike(self, fault: Fault, *, measured: bool) -> None:
        """Let a fault happen; the next one may meet what has not recovered from it."""
        if not measured:
            await fault.happen()
            return
        async with self.clients.through(fault.kind, self.outages):
            await fault.happen()
        self.keep()

    async def verify(self, load: Load) -> None:
        """Whether all figures are exact, with the work ended for that long."""
        await self.work.end()
        await self.work.demand_verified()
        self.work.begin(officers=load.officers, rest=load.rest)

    def demand_no_rebuild(self) -> None:
        """No restart and no election was taken for damage."""
        assert exactness.rebuilds(self.work.stack.data_dir) == 0

    def keep(self) -> None:
        """Append the newest to the file, a line of JSON each."""
        if self.kept:
            with self.kept.open("a", encoding="utf-8") as file:
                for each in self.outages[-len(self.clients.all) :]:
                    file.write(json.dumps(each._asdict()) + "\n")
