"""What starts a stack on one data directory: servers, databases, services and pages, each once the
one before it is healthy; how many of each is a subclass's to say.

Promises an order (PostgreSQL and NATS, databases, services; back again at the end), an error that
says what to do, and nothing left behind. Must be started from the main thread.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.embedded import binaries, description, tls
from deploy.embedded.accounts import ACCOUNTS, SERVICES, Account
from deploy.embedded.binaries import Binaries
from deploy.embedded.credentials import Credentials
from deploy.embedded.databases import Database, ensure_databases
from deploy.embedded.defaults import DEFAULTS, blobs
from deploy.embedded.description import Description, ServiceAddress, target
from deploy.embedded.directory import Directory, prepare, take_lock
from deploy.embedded.errors import StackError
from deploy.embedded.pages import Pages
from deploy.embedded.parts import NatsServer, PostgresServer, Process, ServerProcess
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.publisher import ensure_certificate
from deploy.embedded.requests import Does
from deploy.embedded.secret_files import SecretFiles, operators
from deploy.embedded.services import Service, Wiring, in_files, key_of
from deploy.embedded.tls import Certificates, Transport
from deploy.embedded.together import together
from deploy.embedded.tokens import FILE as KEY
from deploy.embedded.tokens import RING, ensure_key
from deploy.embedded.trust import PLAIN, Trust

Which = bool | Iterable[str]


class Starter:
    """PostgreSQL, NATS and the services of one data directory.

    `postgres`, `nats` and each of `replicas` have `start()`, `stop()` and `kill()`; addresses stay
    over these. As `async with` it starts everything; to choose, call `start(services=...)` and
    `stop()`.
    """

    postgres: PostgresServer
    nats: NatsServer
    credentials: Credentials
    files: SecretFiles
    directory: Directory
    certificates: Certificates | None = None  # once it is set up, where it speaks TLS
    trust: Trust = PLAIN  # of the stack's own clients
    copies = 1  # processes of each service
    nodes = 1  # servers of NATS, each with all of every stream

    def __init__(
        self,
        data_dir: Path,
        *,
        port_base: int = 0,
        environment: Mapping[str, str] | None = None,
        accounts: Sequence[Account] = ACCOUNTS,
        transport: Transport = Transport(),  # noqa: B008 — it cannot be changed
    ) -> None:
        """Ports are those of the last start, unless they are counted from a base; `environment` is
        added to every service's settings; `accounts` are those of NATS.
        """
        self.accounts, self.transport = accounts, transport
        self.data_dir = data_dir.expanduser().resolve()
        self.port_base = port_base
        self.extra = dict(environment or {})
        self.replicas: dict[str, Service] = {}  # every process of a service, by its own name
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
        databases = await self.create_databases(*names)
        await together(*(self.start_replicas(each) for each in databases))

    async def start_replicas(self, database: Database) -> None:
        """All processes of one service; the first one makes the tables."""
        first, *others = [self.service(database, n) for n in range(1, self.copies + 1)]
        self.replicas.update({each.key: each for each in (first, *others)})
        await first.ensure_migrated()
        await together(*(each.start() for each in (first, *others)))

    @property
    def services(self) -> dict[str, Service]:
        """The first process of each service, by the service's name."""
        return {name: each for name, each in self.replicas.items() if name == each.name}

    async def stop(self) -> None:
        """Stop what runs: services, then NATS and PostgreSQL; then let go of the directory."""
        if self.pages:
            await self.pages.stop()
        await asyncio.gather(*(service.stop() for service in self.replicas.values()))
        for server in ("nats", "postgres"):
            if hasattr(self, server):
                await getattr(self, server).stop()
        if self.lock is not None:
            self.directory.description.unlink(missing_ok=True)
            self.ports.release()
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
        return description.write(self.directory, self.described())

    def described(self) -> Description:
        """What other commands need, as it is now."""
        return Description(
            data_dir=str(self.data_dir),
            pid=os.getpid(),
            postgres_dsn=self.postgres_dsn,
            nats_urls={user.name: self.nats.url(user.name) for user in self.accounts},
            servers={name: each.address for name, each in self.servers().items()},
            services={name: self.offered(name) for name in self.services},
            replicas={name: each.address for name, each in self.replicas.items()},
            pages=self.pages.url if self.pages else "",
            pages_password=self.password,
            **asdict(self.trust),
        )

    def take_directory(self) -> None:
        """Prepare and lock it."""
        self.directory = prepare(self.data_dir)
        self.ports = Ports(self.directory, base=self.port_base)
        self.lock = take_lock(self.directory)
        self.directory.description.unlink(missing_ok=True)

    def set_up(self) -> None:
        """Servers, keys and passwords, before anything runs."""
        programs = binaries.find(self.directory, postgres=self.transport.postgres)
        self.credentials = Credentials(self.directory)
        self.files = SecretFiles(self.directory)
        ensure_key(self.directory)
        ensure_certificate(self.directory)
        self.certificates, self.trust = self.transport.prepared(self.directory)
        self.make_servers(programs)

    async def start_again(self, part: Process) -> None:
        """A part that ended."""
        await part.start()

    def offered_to_commands(self) -> Mapping[str, Does]:
        """What another command may ask for, by its name."""
        return {}

    def make_servers(self, programs: Binaries) -> None:
        """Set `postgres` and `nats`."""
        raise NotImplementedError

    def servers(self) -> dict[str, ServerProcess]:
        """Every process of PostgreSQL and NATS, by its name in messages to people."""
        raise NotImplementedError

    def held_lock(self) -> int:
        """The lock's descriptor."""
        if self.lock is None:
            raise StackError("the stack is not started")
        return self.lock

    def service(self, database: Database, number: int = 1) -> Service:
        """A process of a service, wired to its database, its NATS user and its keys."""
        wiring = Wiring(
            dsn=self.files.by_passfile(database.dsn),
            owner_dsn=self.files.by_passfile(database.owner_dsn),
            files={
                "MOTCUA_NATS_URL": self.files.bus(database.name, self.nats.url(database.name)),
                "MOTCUA_TOKEN_KEYS": self.files.public(RING, self.token_keys),
                **self.files.rings(database.name),
            },
            extra={
                **self.stores(),
                **tls.of_service(self.certificates, database.name),
                **self.extra,
            },
            defaults=DEFAULTS | self.tracking() | self.files.subjects(),
        )
        return Service(
            database.name,
            directory=self.directory,
            wiring=wiring,
            ports=self.ports,
            lock=self.held_lock(),
            number=number,
            trust=self.trust,
        )

    def made_pages(self) -> Pages:
        """The pages, wired to the services' addresses; the operator signs in with a password."""
        addresses = {f"MOTCUA_PAGES_{name.upper()}": self.address_of(name) for name in SERVICES}
        settings = {
            **addresses,
            **in_files(
                {
                    "MOTCUA_SECRET_KEYS": self.files.ring("secret.pages"),
                    "MOTCUA_PAGES_PASSWORD": self.files.password(),
                    "MOTCUA_PAGES_TOKEN_KEY": self.data_dir / KEY,
                }
            ),
            **tls.of_pages(self.certificates),
        }
        return Pages(
            directory=self.directory,
            settings=settings,
            ports=self.ports,
            lock=self.held_lock(),
            trust=self.trust,
        )

    @property
    def token_keys(self) -> str:
        """The public keys by which tokens are checked, as PEM."""
        return ensure_key(self.directory)

    @property
    def password(self) -> str:
        """With which whoever operates this stack signs in to its pages."""
        return operators(self.credentials)

    def address_of(self, service: str) -> str:
        """Where a service will listen, in all its processes."""
        keys = [key_of(service, number) for number in range(1, self.copies + 1)]
        return target(f"{HOST}:{self.ports.of(key)}" for key in keys)

    def offered(self, service: str) -> ServiceAddress:
        """Where clients find a service: all its processes, and what is told of the first."""
        grpc = target(each.grpc for each in self.replicas.values() if each.name == service)
        return replace(self.replicas[service].address, grpc=grpc)

    def tracking(self) -> dict[str, str]:
        """Where the slips that citizens get lead to, when the pages run."""
        if not self.pages:
            return {}
        return {"MOTCUA_TRACKING_PAGE": f"{self.pages.url}/vi/track?number={{number}}"}

    def stores(self) -> dict[str, str]:
        """Where attachments are kept, and how often streams."""
        return {
            "MOTCUA_BLOBS": blobs(self.data_dir),
            "MOTCUA_STREAM_REPLICAS": str(self.nodes),
            **tls.SETTINGS,
        }

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


def chosen(services: Which) -> list[str]:
    """The names meant: all, none, or those named."""
    if isinstance(services, bool):
        return list(SERVICES) if services else []
    return list(services)
