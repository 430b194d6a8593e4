"""`kill -9` of any service, of NATS, of PostgreSQL, at random moments under load.

Promises that every acknowledged command is there once, counted facts, payments and publications
too, that positions have no gaps, that each transfer and notice is given once, that nothing is
revised twice or not at all, and that every figure equals an independent reading. Must not choose
its moments kindly.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from services.console.portal.client import Portal
from tests.e2e.faults import kills
from tests.e2e.migrated import MigratedStack
from tests.e2e.outage import table
from tests.e2e.publication_requests import QUICK
from tests.e2e.rounds import BRIEF, HEAVY, LIGHT, OFTEN, Rounds
from tests.e2e.work import Work

pytestmark = pytest.mark.long

CRASHES, COMMANDS = 30, 100


@pytest.mark.timeout(900)
async def test_nothing_acknowledged_is_lost_or_doubled_and_every_figure_is_exact(
    data_dir: Path, rounds: int | None, outages: Path | None
) -> None:
    chance = random.Random(20261121)
    async with (
        MigratedStack(data_dir, environment=QUICK) as stack,
        Portal(stack.describe()) as portal,
    ):
        work = await Work.open(stack, portal)
        work.merge()
        measured = Rounds(work, chance=chance, kept=outages)
        load, rhythm = (LIGHT, OFTEN) if rounds else (HEAVY, BRIEF)
        await measured.run(
            kills(stack, chance), rounds or CRASHES, load=load, rhythm=rhythm, fewest=COMMANDS
        )
        await work.demand_all()
        measured.demand_no_rebuild()
    sys.stdout.write(table(measured.outages) + "\n")
