"""A cluster under load while its parts are killed, hang, are stopped or cut off from one another.

Promises the same as test_crashes.py, that no election is taken for damage, and that nobody waits
for longer than whoever decides takes to decide, by an order of magnitude: exact distributions
are in docs/reliability.md, since this machine may be busy. Must not choose its moments kindly.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from services.chassis.bus import Bus
from services.console.portal.client import Portal
from tests.e2e.faults import ClusterFaults
from tests.e2e.linked import LinkedCluster
from tests.e2e.outage import table
from tests.e2e.publication_requests import QUICK
from tests.e2e.rounds import LIGHT, Rounds
from tests.e2e.work import Work

pytestmark = pytest.mark.long

LONGEST = 120.0  # seconds; on a machine of its own ten


@pytest.mark.timeout(900)
async def test_a_cluster_loses_nothing_whatever_part_of_it_fails(
    data_dir: Path, rounds: int | None, outages: Path | None
) -> None:
    chance = random.Random(20261129 if rounds is None else None)
    async with (
        LinkedCluster(data_dir, environment=QUICK) as cluster,
        Portal(cluster.describe()) as portal,
    ):
        bus = await Bus.connect(cluster.nats_url("submissions"), name="test")
        work = await Work.open(cluster, portal)
        work.merge()
        known = ClusterFaults(cluster, bus, chance)
        faults = known.all() if rounds else known.some()
        measured = Rounds(work, chance=chance, kept=outages)
        await measured.run(faults, rounds or len(faults), load=LIGHT)
        await work.demand_all()
        measured.demand_no_rebuild()
        await bus.close()
    sys.stdout.write(table(measured.outages) + "\n")
    assert max(each.seconds for each in measured.outages) < LONGEST
