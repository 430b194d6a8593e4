"""A whole stack whose tables are made from here, as `services.X migrate` makes them, and whose
services are forked from processes that have loaded them.

Promises the same tables and services without six processes that only load modules, two thirds of
a stack's start. Tests of the start itself use `Stack`, and so do commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from deploy.embedded.check import ailing, outdated
from deploy.embedded.databases import Database
from deploy.embedded.description import Description
from deploy.embedded.pages import Pages
from deploy.embedded.processes import Child
from deploy.embedded.services import Service
from deploy.embedded.stack import Stack
from deploy.embedded.starter import Which
from services.chassis.database import SQL, migrate
from tests.e2e.forked_services import ForkedChild, load
from tests.waiting import until

# Who is asked for figures, and whom that one follows; then who follows the catalogue.
READERS = (("metrics", "catalog", "submissions"), ("submissions", "catalog"))
SERVICES = Path(__file__).resolve().parents[2] / "services"


class MigratedStack(Stack):
    """Its services find their tables, and their modules."""

    runs: type[Child] = ForkedChild

    async def create_databases(self, *names: str) -> list[Database]:
        if self.runs is ForkedChild:
            load(*names)
        made = await super().create_databases(*names)
        for each in made:
            directories = [SQL, SERVICES / each.name / "migrations"]
            await migrate(each.owner_dsn, role=each.name, directories=directories)
        return made

    async def start(self, *, services: Which = True, pages: bool = False) -> Self:
        """Until nobody is told any more that what he reads may not be current: a command that is
        forked asks before the second is over in which services show that.
        """
        await super().start(services=services, pages=pages)
        described = self.describe()
        await until(lambda: all_current(described))
        return self

    def service(self, database: Database, number: int = 1) -> Service:
        service = super().service(database, number)
        service.migrated, service.runs = True, self.runs
        return service

    def made_pages(self) -> Pages:
        pages = super().made_pages()
        pages.runs = self.runs
        return pages


async def all_current(described: Description) -> bool:
    """Whether reads of every service are as new as what was recorded."""
    return not [late for each in READERS for late in await outdated(described, *each)]


async def all_well(described: Description) -> bool:
    """Whether every part answers within seconds, which it may not on a busy machine."""
    return not await ailing(described)
