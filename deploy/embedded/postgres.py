"""PostgreSQL 18 on loopback: a cluster in the data directory and the server that runs over it.

Promises scram over TCP and no Unix socket, durable settings, and a start that survives what a crash
left behind. Must not start over another server's data: a postmaster.pid is removed only when its
process is not that server.
"""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.backups import wal
from deploy.embedded.credentials import Credentials
from deploy.embedded.description import ServerAddress
from deploy.embedded.directory import Directory
from deploy.embedded.errors import BUSY, StackError
from deploy.embedded.ports import HOST, free_port, is_free
from deploy.embedded.processes import PATH, POLL, Child, Program, working_directory
from deploy.embedded.tls import Certificates, has_tls

NAME = "postgres"
STARTS_WITHIN = 120.0
ENVIRONMENT = {"PATH": PATH, "LC_ALL": "C", "PGTZ": "UTC"}
CLUSTER = ("--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--username={NAME}")
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
    # Who says nothing has a place all the same, of some 400: as long as elsewhere, not a minute.
    "authentication_timeout": "10s",
    **wal.SETTINGS,
}


class Postgres:
    """One server; `kill` and `start` may alternate, the port stays."""

    def __init__(
        self,
        *,
        directory: Directory,
        programs: Path,
        credentials: Credentials,
        lock: int,
        port: int = 0,
        name: str = NAME,
        certificates: Certificates | None = None,
    ) -> None:
        """Several clusters of one directory have different names, and the same credentials. A
        PostgreSQL without TLS has no use for certificates.
        """
        self.name = name
        self.directory = directory
        self.programs = programs
        self.lock = lock
        self.settings: dict[str, str] = {}  # of this server, beside those of every one
        self.certificates = certificates if certificates and has_tls(programs) else None
        self.wanted_port = port
        self.port = port or free_port()
        self.credentials = credentials
        self.child: Child | None = None

    @property
    def password(self) -> str:
        """The administrator's, as it is kept now."""
        return self.credentials.secret(NAME)

    @property
    def pid(self) -> int | None:
        """The postmaster's process id, while it runs."""
        return self.child.pid if self.child and self.child.is_alive() else None

    @property
    def address(self) -> ServerAddress:
        """Where it can be asked whether it is well."""
        return ServerAddress(self.pid, self.name, dsn=self.dsn())

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.directory.root / self.name

    def dsn(self, *, database: str = NAME, user: str = NAME, password: str | None = None) -> str:
        """How to connect; without more, as the administrator."""
        where = f"{HOST}:{self.port}/{database}"
        asked = f"?{self.certificates.in_dsn()}" if self.certificates else ""
        return f"postgresql://{user}:{password or self.password}@{where}{asked}"

    async def start(self) -> None:
        """Run the server until it accepts connections, making the cluster at the first start."""
        if not self.data.exists():
            await self.make_cluster()
        deadline = time.monotonic() + STARTS_WITHIN
        while not await self.try_start(deadline=deadline):
            self.choose_again()
            await asyncio.sleep(10 * POLL)

    async def try_start(self, *, deadline: float) -> bool:
        """One attempt; False when it ended early for a reason that passes."""
        clear_stale_pid(self.data)
        child = self.child = Child(self.program(self.serving(), death_signal=signal.SIGQUIT))
        while child.is_alive():
            if is_ready(self.data, child.pid):
                return True
            if time.monotonic() > deadline:
                await child.kill()
                raise StackError(
                    f"PostgreSQL was not ready within {STARTS_WITHIN:.0f} s:\n"
                    f"{child.last_words()}\n{BUSY}"
                )
            await asyncio.sleep(POLL)
        if time.monotonic() > deadline or not passes_by_itself(child.said()):
            raise StackError(f"PostgreSQL did not start:\n{child.last_words()}")
        return False

    def choose_again(self) -> None:
        """Another port, if somebody was quicker and the user did not insist."""
        if is_free(self.port):
            return
        if self.wanted_port:
            raise StackError(f"port {self.port} is taken; choose another for PostgreSQL, or none")
        self.port = free_port()

    async def stop(self) -> None:
        """Fast shutdown: clients are cut off, the checkpoint is written."""
        if self.child:
            await self.child.stop(signal.SIGINT, grace=60)

    async def kill(self) -> None:
        """End the postmaster at once, as a power cut would."""
        if self.child:
            await self.child.kill()

    def serving(self) -> list[str]:
        """The server's command line."""
        settings = {**SETTINGS, **self.settings, **self.tls(), "port": str(self.port)}
        pairs = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.data), *pairs]

    def tls(self) -> dict[str, str]:
        """Settings by which nobody connects in plain text."""
        if not self.certificates:
            return {}
        name = f"{self.name}.hba"
        file = self.directory.write_private(name, self.certificates.hba, for_servers=True)
        return {**self.certificates.of_postgres(), "hba_file": str(file)}

    async def make_cluster(self) -> None:
        """Run initdb beside the final place, so that a killed one leaves nothing that looks
        complete.
        """
        new = self.directory.root / f"{self.name}.new"
        shutil.rmtree(new, ignore_errors=True)
        self.directory.own(new.name)
        child = self.run_initdb(new)
        if await child.run(within=STARTS_WITHIN):
            raise StackError(f"initdb failed:\n{child.last_words()}")
        new.rename(self.data)

    def run_initdb(self, target: Path) -> Child:
        """Start initdb; it reads the password from a pipe that its user may open."""
        reading, writing = os.pipe()
        try:
            if os.geteuid() == 0:
                os.fchown(reading, self.directory.identity.uid, self.directory.identity.gid)
            os.write(writing, f"{self.password}\n".encode())
            os.close(writing)
            argv = [
                str(self.programs / "initdb"),
                "-D",
                str(target),
                *CLUSTER,
                f"--pwfile=/dev/fd/{reading}",
            ]
            return Child(self.program(argv, death_signal=signal.SIGKILL, keep=(reading,)))
        finally:
            os.close(reading)

    def program(
        self, argv: Sequence[str], *, death_signal: signal.Signals, keep: tuple[int, ...] = ()
    ) -> Program:
        """One of PostgreSQL's programs as the servers' user, holding the lock."""
        return Program(
            name=self.name,
            argv=argv,
            identity=self.directory.identity,
            log=self.directory.log(self.name),
            cwd=self.directory.root,
            environment=ENVIRONMENT,
            death_signal=death_signal,
            keep=(self.lock, *keep),
        )


def pid_lines(data: Path) -> list[str]:
    """What postmaster.pid says: pid, directory, …, status; nothing when there is none."""
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def is_ready(data: Path, pid: int) -> bool:
    """Whether our own postmaster says that it accepts connections."""
    lines = pid_lines(data)
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[-1].strip() == "ready"


def clear_stale_pid(data: Path) -> None:
    """Remove a dead server's postmaster.pid: PostgreSQL itself stops at one whose number lives on
    as another process.

    The caller holds the data directory's lock, so a live server here can only be one that somebody
    started by hand.
    """
    lines = pid_lines(data)
    if not lines:
        return
    pid = int(lines[0]) if lines[0].strip().lstrip("-").isdigit() else 0
    if pid > 0 and working_directory(pid) == str(data):
        raise StackError(f"another PostgreSQL (pid {pid}) runs on {data}: stop it first")
    (data / "postmaster.pid").unlink()


def passes_by_itself(said: str) -> bool:
    """Whether a later attempt may work: the port was taken, or backends of a killed server are
    still ending.
    """
    return any(
        sign in said
        for sign in ("could not create any TCP/IP sockets", "pre-existing shared memory block")
    )
