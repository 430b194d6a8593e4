"""An upgrade while commands come: old processes over new tables, new ones beside them, then alone.

Promises that no command is refused meanwhile and that all figures are exact afterwards. The older
version is that of `deploy/upgrade-from`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy.embedded.databases import Database
from deploy.embedded.services import Service
from deploy.embedded.stack import Stack
from services.chassis.database import migrate
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.migrated import SERVICES, all_current
from tests.e2e.office import Office
from tests.e2e.upgraded import Older, commit, imported_from, is_known, unpack
from tests.waiting import until

pytestmark = pytest.mark.long
READERS_FIRST = ("metrics", "submissions", "catalog")  # who meets a new event before who writes it


class Mixed(Stack):
    """Today's processes are each service's first, the older version's its second."""

    def made(self, database: Database, source: Path) -> tuple[Service, Older]:
        new = self.service(database)
        new.migrated = True
        old = Older(
            database.name,
            directory=self.directory,
            wiring=new.wiring,
            ports=self.ports,
            lock=self.held_lock(),
            number=2,
        )
        old.migrated = True
        old.source = source
        self.replicas.update({new.key: new, old.key: old})
        return new, old


async def migrated(databases: Sequence[Database], services: Path) -> None:
    """Today's or the older tables, as `services.X migrate` makes them, without a process for it."""
    for each in databases:
        directories = [services / "chassis" / "sql", services / each.name / "migrations"]
        await migrate(each.owner_dsn, role=each.name, directories=directories)


async def more(office: Office) -> None:
    """Until some more commands were answered."""
    before = len(office.acknowledged)
    await until(lambda: len(office.acknowledged) >= before + 6)


@pytest.mark.timeout(900)
@pytest.mark.skipif(not is_known(), reason=f"the history of this clone lacks {commit()[:10]}")
async def test_an_upgrade_refuses_no_command_and_keeps_every_figure(
    data_dir: Path, tmp_path: Path
) -> None:
    unpack(tmp_path)
    stack = await Mixed(data_dir).start(services=False)
    try:
        databases = await stack.create_databases(*READERS_FIRST)
        pairs = [stack.made(each, tmp_path) for each in databases]
        for module in ("services.chassis.relay", "motcua.submissions.v1.events_pb2"):
            assert imported_from(pairs[0][1].path, module).is_relative_to(tmp_path)
        await migrated(databases, tmp_path / "services")
        await asyncio.gather(*(old.start() for _, old in pairs))
        async with Portal(stack.describe()) as portal:
            office, stop = await Office.open(portal), asyncio.Event()
            working = asyncio.create_task(office.work(stop, rest=0.1))
            await more(office)
            await migrated(databases, SERVICES)  # expand: old processes over new tables
            await more(office)
            for new, _ in pairs:
                await new.start()
                await more(office)
            for _, old in pairs:
                await old.stop()
                del stack.replicas[old.key]
                await more(office)
            stop.set()
            await working
        described = stack.describe()
        await until(lambda: all_current(described))
        rebuilt = await motcua("rebuild", "metrics", data=data_dir)  # as CHANGELOG asks for
        assert rebuilt.code == 0, rebuilt.out + rebuilt.err
        verified = await motcua("verify", data=data_dir)
        assert verified.code == 0, verified.out + verified.err
    finally:
        await stack.stop()
