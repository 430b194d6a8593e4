"""A running catalogue per test file: the service's own `serve`, on a fresh database and stream.

Promises real PostgreSQL, NATS and gRPC, and nothing left behind. Must not reach into the service:
tests speak gRPC, or read what was stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import grpc
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import issue_token
from services.catalog.settings import Settings
from services.chassis.bus import Bus
from services.chassis.database import SQL
from services.chassis.keys import Keyring
from tests.catalog.client import Client
from tests.catalog.place import Place
from tests.templates import Templates


class Running:
    """One catalogue; `restart` it as often as a test wants."""

    def __init__(self, stack: Stack, database: Database) -> None:
        self.stack = stack
        self.database = database
        self.settings = Settings(
            listen="127.0.0.1:0",
            database_dsn=database.dsn,
            owner_dsn=database.owner_dsn,
            nats_url=stack.nats_url("catalog"),
            token_keys=stack.token_keys,
            secret_keys=Keyring({"1": b"a key of the tests"}),
            log_keys=Keyring({"1": b"a key of the log"}),
            sealing_keys=Keyring({"1": b"a sealing key of the tests"}),
            shown_within=30.0,  # however slow the machine
        )
        self.task: asyncio.Task[None] | None = None
        self.channel: grpc.aio.Channel | None = None

    async def start(self) -> None:
        from services.catalog.__main__ import serve

        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(serve(self.settings, address.set_result))
        done, _ = await asyncio.wait([self.task, address], return_when=asyncio.FIRST_COMPLETED)
        if self.task in done:
            self.task.result()
        self.channel = grpc.aio.insecure_channel(address.result())

    async def stop(self) -> None:
        if self.channel is not None:
            await self.channel.close()
        await self.end()

    async def end(self) -> None:
        """As when the process is told to; whoever calls finds out."""
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def client(self, role: str = "editor", unit: str = "*", *, subject: str = "e1") -> Client:
        """Somebody who calls it; role "" is the public."""
        assert self.channel is not None
        token = issue_token(self.stack.data_dir, role, unit, subject=subject) if role else ""
        return Client(self.channel, token)


@pytest.fixture(scope="module")
async def catalog(stack: Stack, templates: Templates) -> AsyncIterator[Running]:
    """A catalogue with nothing in it."""
    from services.catalog.__main__ import MIGRATIONS

    database = await templates.copy("catalog", [SQL, MIGRATIONS])
    patched = pytest.MonkeyPatch()
    patched.setattr("services.chassis.bus.TIMEOUT", 3)
    bus = await Bus.connect(stack.nats_url("catalog"), name="test")
    await bus.delete_stream("catalog")
    running = Running(stack, database)
    await running.start()
    yield running
    await running.stop()
    await bus.delete_stream("catalog")
    await bus.close()
    patched.undo()
    await templates.drop(database)


@pytest.fixture
def client(catalog: Running) -> Client:
    """An editor of the whole tree."""
    return catalog.client()


@pytest.fixture
async def place(client: Client) -> Place:
    """A city with its units, opened for one test."""
    return await Place(client).begin()
