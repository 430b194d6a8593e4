"""Fresh databases by copying a migrated one, which spares each its migrations.

Promises roles of each database's own, and that no role reaches the template. Must not serve tests
of the migrations themselves.
"""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import asyncpg

from deploy.embedded.databases import Database, describe, ensure_role, open_to_its_role
from deploy.embedded.stack import Stack
from services.chassis.database import migrate

MakeDatabase: TypeAlias = Callable[..., Awaitable[Database]]
NUMBERS = itertools.count(1)


class Templates:
    """One template for each list of migrations' folders, made when the first copy is asked for."""

    def __init__(self, stack: Stack, admin: asyncpg.Connection) -> None:
        self.stack = stack
        self.admin = admin
        self.made: dict[tuple[Path, ...], str] = {}

    @asynccontextmanager
    async def lent(self, word: str, directories: Sequence[Path]) -> AsyncIterator[Database]:
        """A copy that is dropped at the end."""
        database = await self.copy(word, directories)
        yield database
        await self.drop(database)

    async def copy(self, word: str, directories: Sequence[Path] = ()) -> Database:
        """A database with these tables and nothing in them; without folders, an empty one."""
        name = f"test_{word}_{next(NUMBERS)}"
        if not directories:
            [empty] = await self.stack.create_databases(name)
            return empty
        template = await self.template(tuple(directories))
        for suffix in ("", "_owner"):
            password = self.stack.credentials.secret(f"postgres.{name}{suffix}")
            await ensure_role(self.admin, f"{name}{suffix}", password=password)
            await self.admin.execute(f'GRANT "{template}{suffix}" TO "{name}{suffix}"')
        # Not WAL_LOG, which writes every page twice: 14 ms of CPU against 19 in memory.
        await self.admin.execute(
            f'CREATE DATABASE "{name}" OWNER "{name}_owner" TEMPLATE "{template}"'
            " STRATEGY FILE_COPY"
        )
        await open_to_its_role(self.admin, name)
        return describe(name, postgres=self.stack.postgres, credentials=self.stack.credentials)

    async def template(self, directories: tuple[Path, ...]) -> str:
        """The migrated database that is copied; nobody can connect to it."""
        if directories not in self.made:
            name = f"template_{len(self.made)}"
            [database] = await self.stack.create_databases(name)
            await migrate(database.owner_dsn, role=name, directories=directories)
            await self.admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            self.made[directories] = name
        return self.made[directories]

    async def drop(self, database: Database) -> None:
        """Remove it and its roles, whoever is connected."""
        await self.admin.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)')
        await self.admin.execute(f'DROP ROLE "{database.name}", "{database.name}_owner"')
