"""The three Python services as child processes: migrate, start, wait until they serve, stop.

Promises a start that returns only when the service says SERVING, and an error that shows what it
logged otherwise. Must not import a service: it knows them by name, environment and health.
"""

import asyncio
import json
import math
import os
import signal
import sys
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from deploy.embedded.backups import MARK
from deploy.embedded.check import events_left, is_serving
from deploy.embedded.description import ServiceAddress
from deploy.embedded.directory import Directory
from deploy.embedded.errors import BUSY, OtherVersion, StackError
from deploy.embedded.identity import ourselves
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.processes import Child, Program
from deploy.embedded.trust import PLAIN, Trust

STARTS_WITHIN = 180.0  # it takes three seconds of processor, for which a machine may be too busy
MIGRATES_WITHIN = 300.0
STOPS_WITHIN = 20.0
# Of a program's platform, whatever it is.
PLATFORM = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")
PLATFORM_PREFIXES = ("LC_", "OTEL_", "PYTHON", "GRPC_")
# Every setting of a service is called so (tests/architecture/test_settings_documented.py).
SETTINGS_PREFIX = "MOTCUA_"
IN_FILE = "_FILE"  # X may stand in a file that X_FILE names
OWNER = "MOTCUA_OWNER_DSN"
# Of whoever calls the command line, and of nobody whom it starts: a token is not a service's.
CALLERS = {f"MOTCUA_{each}" for each in ("TOKEN", "SERVER", "CONTEXT", "STREAMS")}
MISCONFIGURED = 78  # what a service ends with where settings or stored data are not its own


@dataclass(frozen=True)
class Wiring:
    """What one service is told: where its database, and the files of its secrets are."""

    dsn: str  # without a password
    owner_dsn: str
    files: Mapping[str, Path]  # by the name of the setting that stands in each
    extra: Mapping[str, str]
    defaults: Mapping[str, str]  # what counts unless our environment says


class Service:
    """One service; `kill` and `start` may alternate, its addresses stay."""

    runs: type[Child] = Child  # how it is run

    def __init__(
        self,
        name: str,
        *,
        directory: Directory,
        wiring: Wiring,
        ports: Ports,
        lock: int,
        number: int = 1,
        trust: Trust = PLAIN,
    ) -> None:
        """`number`: of several processes of one service; `trust`: how its health is asked for."""
        self.name, self.key, self.number = name, key_of(name, number), number
        self.directory = directory
        self.wiring = wiring
        self.lock, self.trust = lock, trust
        self.grpc = f"{HOST}:{ports.of(self.key)}"
        self.prometheus = f"{HOST}:{ports.of(f'{self.key}.prometheus')}"
        self.child: Child | None = None
        self.migrated = False

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self.child.pid if self.child and self.child.is_alive() else None

    @property
    def address(self) -> ServiceAddress:
        """Where it listens now."""
        return ServiceAddress(grpc=self.grpc, prometheus=self.prometheus, pid=self.pid)

    async def start(self) -> None:
        """Migrate once, then run it until it serves; it may follow what it missed for long."""
        await self.ensure_migrated()
        self.ready_file.unlink(missing_ok=True)
        child = self.child = self.runs(self.program())
        deadline, before = time.monotonic() + STARTS_WITHIN, math.inf
        while not (self.read_addresses() and await is_serving(self.grpc, trust=self.trust)):
            if not child.is_alive():
                raise StackError(
                    f"service {self.key} ended while starting:\n{child.last_words(lines=30)}"
                )
            if time.monotonic() > deadline:
                left = await events_left(self.prometheus, self.trust)
                if not 0 < left < before:
                    await child.kill()
                    raise StackError(
                        f"service {self.key} did not serve in time:\n"
                        f"{child.last_words(lines=30)}\n{BUSY}"
                    )
                deadline, before = time.monotonic() + STARTS_WITHIN, left
            await asyncio.sleep(0.02)

    async def ensure_migrated(self) -> None:
        """Let the first process of a service migrate, once."""
        if self.number == 1 and not self.migrated:
            await self.migrate()

    async def migrate(self) -> None:
        """Bring its tables up to date, as the owner of its database."""
        child = Child(self.program("migrate"))
        code = await child.run(within=MIGRATES_WITHIN)
        if code == MISCONFIGURED:
            raise OtherVersion(
                f"{self.directory.root} is of another version:\n{child.last_words()}"
            )
        if code:
            raise StackError(f"migrating {self.name} failed:\n{child.last_words(lines=30)}")
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
        return self.directory.root / f"{self.key}.ready.json"

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
            name=self.key,
            argv=[sys.executable, "-P", "-m", f"services.{self.name}", *arguments],
            identity=ourselves(),
            log=self.directory.log(self.key),
            cwd=self.directory.root,
            environment={**self.inherited(), **self.environment(), **self.owner(*arguments)},
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
            "MOTCUA_BACKUP_MARK": str(self.directory.root / MARK),
            "MOTCUA_DATABASE_DSN": self.wiring.dsn,
            **in_files(self.wiring.files),
            **self.wiring.extra,
        }

    def inherited(self) -> dict[str, str]:
        """The settings that we leave to our environment, and our platform."""
        return passed_on(but=self.environment(), defaults=self.wiring.defaults)

    def owner(self, *command: str) -> dict[str, str]:
        """The owner of the tables, for commands that end: he could switch off what guards the log,
        and nothing that serves may be him.
        """
        return {OWNER: self.wiring.owner_dsn} if command else {}


def key_of(name: str, number: int) -> str:
    """What a process of a service is called, by its port, its files and its log."""
    return name if number == 1 else f"{name}-{number}"


def in_files(settings: Mapping[str, Path]) -> dict[str, str]:
    """Settings as environment variables that name their files: nothing secret is in there."""
    return {f"{name}{IN_FILE}": str(path) for name, path in settings.items()}


def passed_on(
    *, but: Container[str] = (), defaults: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """What a service inherits from us: its platform, and every setting, each in a file too, `but`
    those that we decide; `defaults`: what counts of those that our environment does not say.

    Example: with MOTCUA_CONTACT_FILE set, a default of MOTCUA_CONTACT does not count.
    """
    said = {name: value for name, value in os.environ.items() if is_passed_on(name, but)}
    absent = [name for name in defaults if not {name, name + IN_FILE} & said.keys()]
    return {**said, **{name: defaults[name] for name in absent}}


def is_passed_on(name: str, but: Container[str]) -> bool:
    """Whether a variable is of the platform, or a setting that we do not decide."""
    if name in PLATFORM or name.startswith(PLATFORM_PREFIXES):
        return True
    setting = name.removesuffix(IN_FILE)
    stated = (name, setting, f"{setting}{IN_FILE}")
    decided = any(each == OWNER or each in CALLERS or each in but for each in stated)
    return name.startswith(SETTINGS_PREFIX) and not decided
