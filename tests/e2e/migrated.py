"""A whole stack whose tables are made from here, as `services.X migrate` makes them.

Promises the same tables without three processes that load a service only to migrate, a third of a
stack's start. Tests of the start itself and of crashes use `Stack`, and so do commands.
"""

from __future__ import annotations

from pathlib import Path

from deploy.embedded.databases import Database
from deploy.embedded.services import Service
from deploy.embedded.stack import Stack
from services.chassis.database import SQL, migrate

SERVICES = Path(__file__).resolve().parents[2] / "services"


class MigratedStack(Stack):
    """Its services find their tables."""

    async def create_databases(self, *names: str) -> list[Database]:
        made = await super().create_databases(*names)
        for each in made:
            directories = [SQL, SERVICES / each.name / "migrations"]
            await migrate(each.owner_dsn, role=each.name, directories=directories)
        return made

    def service(self, database: Database) -> Service:
        service = super().service(database)
        service.migrated = True
        return service
