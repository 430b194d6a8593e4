"""The sample portal and its test bank as processes, over a stack with catalogue and submissions.

Promises a catalogue with the sample's service, made by the sample's own office. Must not do for a
citizen what he does himself in a browser.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.ports import taken
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import private_key, sign
from tests.browser import ROOT
from tests.e2e.migrated import MigratedStack
from tests.waiting import until

EXAMPLE = ROOT / "examples" / "portal"
NODE = shutil.which("node")
PACKAGES = ("@grpc/grpc-js", "@grpc/proto-loader", "protobufjs")
OFFICER = "can-bo-1"
HOUR = timedelta(hours=1)

needs_node = pytest.mark.skipif(
    NODE is None or not all((ROOT / "node_modules" / each).exists() for each in PACKAGES),
    reason="no node, or no packages: apt install nodejs npm; npm ci --ignore-scripts",
)


@dataclass
class Sample:
    """Where the portal listens, and what runs."""

    stack: Stack
    directory: Path
    ports: Mapping[str, int]
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)  # pages on everybody's way

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.ports['portal']}"

    @property
    def log(self) -> str:
        return (self.directory / "server.js.log").read_text(encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """What the README tells to set."""
        services = self.stack.services
        payments = self.stack.credentials.ring("payments.submissions")
        return {
            "PATH": os.environ["PATH"],
            "MOTCUA_CATALOG": services["catalog"].grpc,
            "MOTCUA_SUBMISSIONS": services["submissions"].grpc,
            "PORTAL_LISTEN": f"127.0.0.1:{self.ports['portal']}",
            "PORTAL_TOKEN_FILE": str(self.directory / "portal.token"),
            "OFFICE_TOKEN_FILE": str(self.directory / "office.token"),
            "BANK_LISTEN": f"127.0.0.1:{self.ports['bank']}",
            "BANK_CALLBACK": f"{self.origin}/payments/callback",
            "BANK_KEY": payments,
        }

    def words_of_the_page(self) -> dict[str, str]:
        """What the client on the page for portals is told."""
        services = {name.upper(): each.grpc for name, each in self.stack.services.items()}
        token = (self.directory / "portal.token").read_text(encoding="ascii")
        return {**services, "TOKEN": token}

    def sign_tokens(self) -> None:
        """One for the portal, one for who plays the office."""
        key = private_key(self.stack.data_dir)
        for name, subject, roles in (
            ("portal", "portal-sample", ("portal",)),
            ("office", OFFICER, ("editor", "officer")),
        ):
            granted = [{"role": each, "unit": "*"} for each in roles]
            token = sign(key, roles=granted, subject=subject, ttl=HOUR)
            (self.directory / f"{name}.token").write_text(token, encoding="ascii")

    async def start(self, script: str) -> None:
        """One of the sample's servers, until it listens."""
        log = self.directory / f"{script}.log"
        log.touch()
        listening = log.read_text(encoding="utf-8").count("listens")
        with log.open("ab") as output:
            self.running[script] = await asyncio.create_subprocess_exec(
                str(NODE),
                str(EXAMPLE / script),
                env=self.environment(),
                stdout=output,
                stderr=output,
            )
        await until(lambda: log.read_text(encoding="utf-8").count("listens") > listening)

    async def stop(self, script: str) -> None:
        """At once, as a crash would."""
        process = self.running.pop(script)
        process.kill()
        await process.wait()

    async def run(self, script: Path, *words: str, **more: str) -> str:
        """What a script that ends says."""
        process = await asyncio.create_subprocess_exec(
            str(NODE), str(script), *words, env=self.environment() | more, cwd=script.parent,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return output.decode()

    async def office(self, *words: str) -> str:
        """The sample's office."""
        return await self.run(EXAMPLE / "office.js", *words)


@asynccontextmanager
async def sample_portal() -> AsyncIterator[Sample]:
    """All of it, with the sample's service in the catalogue."""
    path = make_temporary()
    held = {name: taken() for name in ("portal", "bank")}  # until they listen, and restarts over
    ports = {name: port for name, (port, _) in held.items()}
    settings = {
        "MOTCUA_TEST_PAYMENTS": f"http://127.0.0.1:{ports['bank']}/pay",
        "MOTCUA_TRACKING_PAGE": f"http://127.0.0.1:{ports['portal']}/vi/track?number={{number}}",
    }
    stack = MigratedStack(path, environment=settings)
    directory = Path(path) / "sample"
    sample = Sample(stack, directory, ports)
    try:
        await Stack.start(stack, services=("catalog", "submissions"))
        directory.mkdir(exist_ok=True)
        sample.sign_tokens()
        await sample.office("prepare")
        await sample.start("test-bank.js")
        await sample.start("server.js")
        yield sample
    finally:
        for script in list(sample.running):
            await sample.stop(script)
        for _, each in held.values():
            each.close()
        await stack.stop()
        shutil.rmtree(path)
