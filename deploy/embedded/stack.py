"""The whole embedded stack on one data directory: start, stop, and each part alone for tests of
faults.

Promises an order (PostgreSQL and NATS, databases, services; back again at the end), an error that
says what to do, and nothing left behind. Must be started from the main thread.
"""

import asyncio
import os
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.embedded import binaries, description
from deploy.embedded.accounts import ACCOUNTS, SERVICES, Account
from deploy.embedded.credentials import Credentials
from deploy.embedded.databases import Database, ensure_databases
from deploy.embedded.description import Description, ServiceAddress
from deploy.embedded.directory import Directory, prepare, take_lock
from deploy.embedded.errors import StackError
from deploy.embedded.nats import Nats
from deploy.embedded.pages import Pages
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.postgres import Postgres
from deploy.embedded.publisher import ensure_certificate
from deploy.embedded.services import Service, Wiring
from deploy.embedded.tokens import ensure_key, private_key

# Which setting holds which ring of a service's keys.
KEYRINGS = {
    "MOTCUA_SECRET_KEYS": "secret",
    "MOTCUA_SEALING_KEYS": "sealing",
    "MOTCUA_LOG_KEYS": "log",
    "MOTCUA_TEST_PAYMENT_KEYS": "payments",
}

# What counts unless the environment says: nobody scans files, and citizens track dossiers, and pay
# to test payments, at addresses of nobody.
DEFAULTS = {
    "MOTCUA_SCAN_COMMAND": "none",
    "MOTCUA_TRACKING_PAGE": "https://motcua.example/track?number={number}",
    "MOTCUA_TEST_PAYMENTS": "https://motcua.example/pay",
}

Which = bool | Iterable[str]
PASSWORD = 20  # characters of the operator's: 80 bits


class Stack:
    """PostgreSQL, NATS and the services of one data directory.

    `postgres`, `nats` and each of `services` have `pid`, `start()`, `stop()` and `kill()`;
    addresses stay over these. As `async with Stack(...)` it starts everything; to choose, call
    `start(services=...)` and `stop()`.
    """

    postgres: Postgres
    nats: Nats
    credentials: Credentials
    directory: Directory

    def __init__(
        self,
        data_dir: Path,
        *,
        port_base: int = 0,
        environment: Mapping[str, str] | None = None,
        accounts: Sequence[Account] = ACCOUNTS,
    ) -> None:
        """Ports are those of the last start, unless they are counted from a base; `environment` is
        added to every service's settings; `accounts` are those of NATS.
        """
        self.accounts = accounts
        self.data_dir = data_dir.expanduser().resolve()
        self.port_base = port_base
        self.extra = dict(environment or {})
        self.services: dict[str, Service] = {}
        self.pages: Pages | None = None
        self.lock: int | None = None

    async def start(self, *, services: Which = True, pages: bool = False) -> Self:
        """Start everything asked for; when a part fails, stop the rest and say why. Pages are for
        people: whoever only calls services needs none.
        """
        self.take_directory()
        try:
            self.set_up()
            self.pages = self.made_pages() if pages else None
            await together(self.postgres.start(), self.nats.start())
            await together(
                self.start_services(chosen(services)), *([self.pages.start()] if self.pages else [])
            )
            self.describe()
        except BaseException:
            await self.stop()
            raise
        return self

    async def start_services(self, names: Iterable[str]) -> None:
        """Make their databases, then start them side by side."""
        names = list(names)
        databases = await self.create_databases(*names)
        started = {each.name: self.service(each) for each in databases}
        self.services.update(started)
        await together(*(service.start() for service in started.values()))

    async def stop(self) -> None:
        """Stop what runs: services, then NATS and PostgreSQL; then let go of the directory."""
        if self.pages:
            await self.pages.stop()
        await asyncio.gather(*(service.stop() for service in self.services.values()))
        for server in ("nats", "postgres"):
            if hasattr(self, server):
                await getattr(self, server).stop()
        if self.lock is not None:
            self.directory.description.unlink(missing_ok=True)
            os.close(self.lock)
            self.lock = None

    async def create_databases(self, *names: str) -> list[Database]:
        """Databases with their two roles; existing ones are kept."""
        if not names:
            return []
        return await ensure_databases(*names, postgres=self.postgres, credentials=self.credentials)

    def nats_url(self, user: str) -> str:
        """NATS as the user of an account: a service, which owns its stream, or a reader."""
        return self.nats.url(user)

    @property
    def postgres_dsn(self) -> str:
        """PostgreSQL as its administrator."""
        return self.postgres.dsn()

    def describe(self) -> Description:
        """Write and return what other commands need; call it again after a restart of a part."""
        described = Description(
            data_dir=str(self.data_dir),
            pid=os.getpid(),
            postgres_dsn=self.postgres_dsn,
            postgres_pid=self.postgres.pid,
            nats_pid=self.nats.pid,
            nats_monitor=f"http://127.0.0.1:{self.nats.monitor_port}",
            nats_urls={user: self.nats.url(user) for user in self.nats.passwords},
            services={name: address(service) for name, service in self.services.items()},
            pages=f"http://{self.pages.http}" if self.pages else "",
            pages_password=self.password,
        )
        description.write(self.directory, described)
        return described

    def take_directory(self) -> None:
        """Prepare and lock it."""
        self.directory = prepare(self.data_dir)
        self.lock = take_lock(self.directory)
        self.directory.description.unlink(missing_ok=True)

    def set_up(self) -> None:
        """Servers, keys and passwords, before anything runs."""
        programs = binaries.find(self.directory)
        self.ports = Ports(self.directory, base=self.port_base)
        self.credentials = Credentials(self.directory)
        self.token_keys = ensure_key(self.directory)
        ensure_certificate(self.directory)
        self.postgres = Postgres(
            directory=self.directory,
            programs=programs.postgres,
            credentials=self.credentials,
            lock=self.held_lock(),
            port=self.ports.of("postgres"),
        )
        self.nats = Nats(
            directory=self.directory,
            program=programs.nats,
            credentials=self.credentials,
            lock=self.held_lock(),
            port=self.ports.of("nats"),
            accounts=self.accounts,
        )

    def held_lock(self) -> int:
        """The lock's descriptor."""
        if self.lock is None:
            raise StackError("the stack is not started")
        return self.lock

    def service(self, database: Database) -> Service:
        """A service wired to its database, its NATS user and its keys."""
        wiring = Wiring(
            dsn=database.dsn,
            owner_dsn=database.owner_dsn,
            nats_url=self.nats.url(database.name),
            token_keys=self.token_keys,
            keyrings=self.keyrings(database.name),
            extra={**self.files(), **self.extra},
            defaults=DEFAULTS | self.tracking(),
        )
        return Service(
            database.name,
            directory=self.directory,
            wiring=wiring,
            ports=self.ports,
            lock=self.held_lock(),
        )

    def made_pages(self) -> Pages:
        """The pages, wired to the services' addresses; the operator signs in with a password."""
        addresses = {f"MOTCUA_PAGES_{name.upper()}": self.address_of(name) for name in SERVICES}
        settings = {
            **addresses,
            "MOTCUA_SECRET_KEYS": self.credentials.ring("secret.pages"),
            "MOTCUA_PAGES_PASSWORD": self.password,
            "MOTCUA_PAGES_TOKEN_KEY": private_key(self.data_dir),
        }
        return Pages(
            directory=self.directory, settings=settings, ports=self.ports, lock=self.held_lock()
        )

    @property
    def password(self) -> str:
        """With which whoever operates this stack signs in to its pages."""
        return self.credentials.secret("pages")[:PASSWORD]

    def address_of(self, service: str) -> str:
        """Where a service will listen."""
        return f"{HOST}:{self.ports.of(service)}"

    def tracking(self) -> dict[str, str]:
        """Where the slips that citizens get lead to, when the pages run."""
        if not self.pages:
            return {}
        return {"MOTCUA_TRACKING_PAGE": f"http://{self.pages.http}/vi/track?number={{number}}"}

    def files(self) -> dict[str, str]:
        """Where attachments are kept."""
        return {"MOTCUA_BLOBS": (self.data_dir / "blobs").as_uri()}

    def keyrings(self, service: str) -> dict[str, str]:
        """A service's own rings of keys, by the names of its settings."""
        return {name: self.credentials.ring(f"{kind}.{service}") for name, kind in KEYRINGS.items()}

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


async def together(*starts: Coroutine[None, None, None]) -> None:
    """Run them side by side; the first failure ends the others and is the one reported."""
    try:
        async with asyncio.TaskGroup() as group:
            for start in starts:
                group.create_task(start)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


def chosen(services: Which) -> list[str]:
    """The names meant: all, none, or those named."""
    if isinstance(services, bool):
        return list(SERVICES) if services else []
    return list(services)


def address(service: Service) -> ServiceAddress:
    """Where a service listens now."""
    return ServiceAddress(grpc=service.grpc, prometheus=service.prometheus, pid=service.pid)
