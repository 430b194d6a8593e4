"""One NATS server with JetStream on loopback, alone or as a node of a cluster, over a store in the
data directory.

Promises that an acknowledged message is on disk (`sync_interval: always`) and that everybody is the
user of an account. Must not share its store: two servers on one do not notice each other,
so it holds the directory's lock.
"""

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.accounts import ACCOUNTS, Account, Users
from deploy.embedded.description import ServerAddress
from deploy.embedded.directory import Directory
from deploy.embedded.errors import BUSY, StackError
from deploy.embedded.leafnodes import Leafnodes
from deploy.embedded.ports import HOST, free_port, is_free
from deploy.embedded.processes import PATH, POLL, Child, Program
from deploy.embedded.readers import Readers
from deploy.embedded.rings import Rings, bus_users
from deploy.embedded.tls import Certificates

NAME = "nats"
ROUTE = "route"
STARTS_WITHIN = 120.0
# A node that hangs is noticed by pings alone; by default after a minute, in which every third
# question that any replica of a stream may answer finds no answer.
NOTICED_WITHIN_SECONDS = {"ping_interval": "2s", "ping_max": 2}


@dataclass(frozen=True)
class Membership:
    """A node's place in a cluster: where the others reach it, and all nodes' routes with the
    password without which nobody joins.
    """

    port: int
    ports: tuple[int, ...]
    password: str

    def configuration(self) -> dict[str, object]:
        """The server's `cluster` section. Clients are given all addresses, so none is advertised:
        what a server advertises comes without the client's password.
        """
        who = f"{ROUTE}:{self.password}"
        return {
            "name": "motcua",
            "listen": f"{HOST}:{self.port}",
            "no_advertise": True,
            "authorization": {"user": ROUTE, "password": self.password},
            "routes": [f"nats-route://{who}@{HOST}:{each}" for each in self.ports],
            **NOTICED_WITHIN_SECONDS,
        }


class Nats:
    """One server; `kill` and `start` may alternate, the ports stay."""

    def __init__(
        self,
        *,
        directory: Directory,
        program: Path,
        lock: int,
        port: int = 0,
        monitor_port: int = 0,
        accounts: Sequence[Account] = ACCOUNTS,
        name: str = NAME,
        membership: Membership | None = None,
        certificates: Certificates | None = None,
    ) -> None:
        """`name`: of its store, its log and its configuration; `membership`: of a cluster."""
        self.name, self.membership = name, membership
        self.directory, self.certificates = directory, certificates
        self.server = program
        self.lock = lock
        self.wanted_port = port
        self.port = port or free_port()
        self.monitor_port = monitor_port or free_port()
        self.accounts = accounts
        self.rings = Rings(directory)
        self.child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id, while it runs."""
        return self.child.pid if self.child and self.child.is_alive() else None

    @property
    def address(self) -> ServerAddress:
        """Where it can be asked whether it is well."""
        return ServerAddress(self.pid, self.name, monitor=self.monitor)

    @property
    def store(self) -> Path:
        """JetStream's files: `jetstream` lies below."""
        return self.directory.root / self.name

    @property
    def server_name(self) -> str:
        """By which JetStream calls it."""
        return f"motcua-{self.name}"

    @property
    def monitor(self) -> str:
        """Where it says how it is."""
        return f"http://{HOST}:{self.monitor_port}"

    @property
    def users(self) -> Users:
        """Of each account, as they are kept now."""
        return {each.name: bus_users(self.rings, each.name) for each in self.accounts}

    def url(self, account: str) -> str:
        """How the current user of an account connects."""
        user, password = next(iter(bus_users(self.rings, account).items()))
        scheme = "tls" if self.certificates else "nats"
        return f"{scheme}://{user}:{password}@{HOST}:{self.port}"

    async def start(self) -> None:
        """Run the server until clients can use JetStream."""
        deadline = time.monotonic() + STARTS_WITHIN
        while not await self.try_start(deadline=deadline):
            self.choose_again()
            await asyncio.sleep(POLL)

    async def try_start(self, *, deadline: float) -> bool:
        """One attempt; False when a port was taken in the meantime."""
        self.directory.own(self.name)
        settings = (f"{name}: {json.dumps(each)}\n" for name, each in self.configuration().items())
        text = "".join((*settings, 'include "accounts.conf"\n'))
        self.directory.write_private(f"{self.name}.conf", text, for_servers=True)
        Readers(self.directory).configure(self.accounts, self.users)
        child = self.child = Child(self.program())
        while child.is_alive():
            if await self.is_ready():
                return True
            if time.monotonic() > deadline:
                await child.kill()
                raise StackError(
                    f"NATS was not ready within {STARTS_WITHIN:.0f} s:\n"
                    f"{child.last_words()}\n{BUSY}"
                )
            await asyncio.sleep(POLL)
        if time.monotonic() > deadline or "address already in use" not in child.said():
            raise StackError(f"NATS did not start:\n{child.last_words()}")
        return False

    def choose_again(self) -> None:
        """Other ports, if somebody was quicker and the user did not insist."""
        if self.wanted_port and not is_free(self.port):
            raise StackError(f"port {self.port} is taken; choose another for NATS, or none")
        if self.membership and not is_free(self.membership.port):  # the other nodes know it
            raise StackError(f"port {self.membership.port}, of {self.name}'s routes, is taken")
        self.port = self.port if is_free(self.port) else free_port()
        self.monitor_port = free_port()

    async def stop(self) -> None:
        """Ask it to close its store and end."""
        if self.child:
            await self.child.stop(signal.SIGTERM, grace=15)

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.child:
            await self.child.kill()

    async def is_ready(self) -> bool:
        """Whether JetStream is on and the client port greets."""
        return await is_healthy(self.monitor_port) and await greets(self.port)

    def configuration(self) -> dict[str, object]:
        """The server's settings, but for accounts: these change while it runs."""
        return {
            "server_name": self.server_name,
            "host": HOST,
            "port": self.port,
            "http": f"{HOST}:{self.monitor_port}",
            "jetstream": {"store_dir": str(self.store), "sync_interval": "always"},
            **({"cluster": self.cluster(self.membership)} if self.membership else {}),
            **self.tls(),
            **self.leafnodes(),
        }

    def leafnodes(self) -> dict[str, object]:
        """Of a cluster the first node alone has them."""
        if self.name not in (NAME, f"{NAME}-1"):
            return {}
        section = Leafnodes(self.directory).configuration(self.tls())
        return {"leafnodes": section} if section else {}

    def cluster(self, membership: Membership) -> dict[str, object]:
        """How it meets the other nodes, which always show each other their certificates."""
        under = {"tls": self.certificates.of_nats(verify=True)} if self.certificates else {}
        return {**membership.configuration(), **under}

    def tls(self) -> dict[str, object]:
        """How it meets its clients; a `cluster` has such a section of its own."""
        if not self.certificates:
            return {}
        return {"tls": self.certificates.of_nats(verify=self.certificates.mutual)}

    def program(self) -> Program:
        """The server as the servers' user, holding the lock."""
        return Program(
            name=self.name,
            argv=[str(self.server), "-c", str(self.directory.root / f"{self.name}.conf")],
            identity=self.directory.identity,
            log=self.directory.log(self.name),
            cwd=self.directory.root,
            environment={"PATH": PATH},
            death_signal=signal.SIGTERM,
            keep=(self.lock,),
        )


async def is_healthy(
    monitor_port: int, *, within: float = 1, asked: str = "js-enabled-only"
) -> bool:
    """Whether its JetStream is on; a damaged stream does not matter: its owner repairs it. Asked
    `js-meta-only`: whether it also follows the cluster's leader.
    """
    question = f"GET /healthz?{asked}=true HTTP/1.0\r\n\r\n".encode()
    return b" 200 " in await exchange(monitor_port, question, within=within)


async def greets(port: int) -> bool:
    """Whether clients can connect."""
    return (await exchange(port, b"", within=1)).startswith(b"INFO ")


async def exchange(port: int, request: bytes, *, within: float) -> bytes:
    """The first line that a server on loopback says, or nothing."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(within):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(request)
            line = await reader.readline()
            writer.close()
            return line
    return b""
