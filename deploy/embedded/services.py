"""The three Python services as child processes: migrate, start, wait until they serve, stop.

Promises a start that returns only when the service says SERVING, and an error that shows what it
logged otherwise. Must not import a service: it knows them by name, environment and health.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.check import is_serving
from deploy.embedded.directory import Directory
from deploy.embedded.errors import OtherVersion, StackError
from deploy.embedded.identity import ourselves
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.processes import Child, Program

STARTS_WITHIN = 60.0
MIGRATES_WITHIN = 300.0
STOPS_WITHIN = 20.0
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "SSL_CERT_FILE",
    "MOTCUA_TRACE_RATIO",
    "MOTCUA_LONGEST_TOKEN_HOURS",
    "MOTCUA_REVOKED_TOKENS",
    "MOTCUA_PRIORITY_CLASSES",
    "MOTCUA_DRAFT_DAYS",
    "MOTCUA_DRAFTS_PER_PORTAL",
    "MOTCUA_DRAFTS_PER_HOLDER",
    "MOTCUA_CONTACT",
)
MISCONFIGURED = 78  # what a service ends with where settings or stored data are not its own
PASSED_ON_PREFIXES = ("LC_", "OTEL_", "PYTHON", "GRPC_")


@dataclass(frozen=True)
class Wiring:
    """What one service is told: where its database, bus and keys are."""

    dsn: str
    owner_dsn: str
    nats_url: str
    token_keys: str
    keyrings: Mapping[str, str]  # by the name of the variable
    extra: Mapping[str, str]


class Service:
    """One service; `kill` and `start` may alternate, its addresses stay."""

    def __init__(
        self, name: str, *, directory: Directory, wiring: Wiring, ports: Ports, lock: int
    ) -> None:
        self.name = name
        self.directory = directory
        self.wiring = wiring
        self.lock = lock
        self.grpc = f"{HOST}:{ports.of(name)}"
        self.prometheus = f"{HOST}:{ports.of(f'{name}.prometheus')}"
        self.child: Child | None = None
        self.migrated = False

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self.child.pid if self.child and self.child.is_alive() else None

    async def start(self) -> None:
        """Migrate once, then run it until it serves."""
        if not self.migrated:
            await self.migrate()
        self.ready_file.unlink(missing_ok=True)
        child = self.child = Child(self.program())
        deadline = time.monotonic() + STARTS_WITHIN
        while not (self.read_addresses() and await is_serving(self.grpc)):
            if not child.is_alive():
                raise StackError(
                    f"service {self.name} ended while starting:\n{child.said(lines=30)}"
                )
            if time.monotonic() > deadline:
                await child.kill()
                raise StackError(
                    f"service {self.name} did not serve in time:\n{child.said(lines=30)}"
                )
            await asyncio.sleep(0.02)

    async def migrate(self) -> None:
        """Bring its tables up to date, as the owner of its database."""
        child = Child(self.program("migrate"))
        if not await child.ended(within=MIGRATES_WITHIN):
            await child.kill()
        if child.process.returncode == MISCONFIGURED:
            raise OtherVersion(f"{self.directory.root} is of another version:\n{child.said()}")
        if child.process.returncode:
            raise StackError(f"migrating {self.name} failed:\n{child.said(lines=30)}")
        self.migrated = True

    async def stop(self) -> None:
        """Ask it to drain and end."""
        if self.child:
            await self.child.stop(signal.SIGTERM, grace=STOPS_WITHIN)

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.child:
            await self.child.kill()

    @property
    def ready_file(self) -> Path:
        """Where it writes its addresses once it accepts commands."""
        return self.directory.root / f"{self.name}.ready.json"

    def read_addresses(self) -> bool:
        """Take over the addresses that the started process wrote; False while it has not."""
        try:
            written = json.loads(self.ready_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return False
        self.grpc, self.prometheus = written["grpc"], written["prometheus"]
        return True

    def program(self, *arguments: str) -> Program:
        """The service's module, as the user who started the stack: an installation in a closed home
        is not the servers' user's to read.
        """
        return Program(
            name=self.name,
            argv=[sys.executable, "-P", "-m", f"services.{self.name}", *arguments],
            identity=ourselves(),
            log=self.directory.log(self.name),
            cwd=self.directory.root,
            environment={**passed_on(), **self.environment(), **self.owner(*arguments)},
            death_signal=signal.SIGKILL,
            keep=(self.lock,),
        )

    def environment(self) -> dict[str, str]:
        """The settings that the service reads."""
        return {
            "MOTCUA_LISTEN": self.grpc,
            "MOTCUA_METRICS_LISTEN": self.prometheus,
            "MOTCUA_READY_FILE": str(self.ready_file),
            "MOTCUA_DISK_PATHS": str(self.directory.root),
            "MOTCUA_DATABASE_DSN": self.wiring.dsn,
            "MOTCUA_NATS_URL": self.wiring.nats_url,
            "MOTCUA_TOKEN_KEYS": self.wiring.token_keys,
            **self.wiring.keyrings,
            **self.wiring.extra,
        }

    def owner(self, *command: str) -> dict[str, str]:
        """The owner of the tables, for commands that end: he could switch off what guards the log,
        and nothing that serves may be him.
        """
        return {"MOTCUA_OWNER_DSN": self.wiring.owner_dsn} if command else {}


def passed_on() -> dict[str, str]:
    """What a service inherits from us: its platform and its telemetry, nothing else."""
    return {
        key: value
        for key, value in os.environ.items()
        if key in PASSED_ON or key.startswith(PASSED_ON_PREFIXES)
    }
