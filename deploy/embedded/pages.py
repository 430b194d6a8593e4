"""The pages as a child process: a client of the three services, with an HTTP address of its own.

Promises a start that returns only when they answer, and an error that shows what they logged
otherwise. Must not give them a database or a user of NATS.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.check import pages_answer
from deploy.embedded.defaults import OF_PAGES
from deploy.embedded.directory import Directory
from deploy.embedded.errors import BUSY, StackError
from deploy.embedded.identity import ourselves
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.processes import Child, Program
from deploy.embedded.services import STARTS_WITHIN, STOPS_WITHIN, passed_on
from deploy.embedded.trust import PLAIN, Trust

NAME = "pages"


class Pages:
    """`kill` and `start` may alternate, the address stays. `settings`: what the stack decides."""

    runs: type[Child] = Child  # how it is run

    def __init__(
        self,
        *,
        directory: Directory,
        settings: Mapping[str, str],
        ports: Ports,
        lock: int,
        trust: Trust = PLAIN,
    ) -> None:
        self.directory = directory
        self.settings = settings
        self.lock, self.trust = lock, trust
        self.http = f"{HOST}:{ports.of(NAME)}"
        self.prometheus = f"{HOST}:{ports.of(f'{NAME}.prometheus')}"
        self.child: Child | None = None

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return self.child.pid if self.child and self.child.is_alive() else None

    @property
    def url(self) -> str:
        """Where a browser finds them."""
        return f"{'https' if self.trust.ca else 'http'}://{self.http}"

    async def start(self) -> None:
        """Run it until it answers."""
        self.ready_file.unlink(missing_ok=True)
        child = self.child = self.runs(self.program())
        deadline = time.monotonic() + STARTS_WITHIN
        while not (self.read_address() and await pages_answer(self.http, self.trust)):
            if not child.is_alive():
                raise StackError(f"{NAME} ended while starting:\n{child.last_words(lines=30)}")
            if time.monotonic() > deadline:
                await child.kill()
                raise StackError(
                    f"{NAME} did not answer at {self.http} within {STARTS_WITHIN:.0f} s:\n"
                    f"{child.last_words(lines=30)}\n{BUSY}"
                )
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Ask it to end what it answers, and end."""
        if self.child:
            await self.child.stop(signal.SIGTERM, grace=STOPS_WITHIN)

    async def kill(self) -> None:
        """End it at once."""
        if self.child:
            await self.child.kill()

    @property
    def ready_file(self) -> Path:
        """Where it writes its address."""
        return self.directory.root / f"{NAME}.ready.json"

    def read_address(self) -> bool:
        """Take over the addresses that it wrote; False while it has not."""
        try:
            written = json.loads(self.ready_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return False
        self.http, self.prometheus = written["http"], written["prometheus"]
        return True

    def program(self) -> Program:
        """The module, as the user who started the stack."""
        return Program(
            name=NAME,
            argv=[sys.executable, "-P", "-m", f"services.{NAME}"],
            identity=ourselves(),
            log=self.directory.log(NAME),
            cwd=self.directory.root,
            environment={
                **passed_on(but=self.environment(), defaults=OF_PAGES),
                **self.environment(),
            },
            death_signal=signal.SIGKILL,
            keep=(self.lock,),
        )

    def environment(self) -> dict[str, str]:
        """The settings that the pages read."""
        return {
            "MOTCUA_LISTEN": self.http,
            "MOTCUA_METRICS_LISTEN": self.prometheus,
            "MOTCUA_READY_FILE": str(self.ready_file),
            **self.settings,
        }
