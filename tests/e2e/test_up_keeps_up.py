"""`./motcua up` on a stack of its own, whose parts are killed and stopped from outside.

Promises that it tells how to call, that each part comes back and that this is told, that reads say
when they may not be current, and that ports stay. Must not signal a process that it did not start.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.check import ailing, outdated
from deploy.embedded.description import attach
from deploy.embedded.directory import make_temporary
from deploy.embedded.errors import StackError
from deploy.embedded.ports import Ports
from deploy.embedded.stack import Stack
from services.console.portal.connection import FIGURES
from tests.e2e.commands import motcua, motcua_once
from tests.ports import kept_base
from tests.waiting import until

pytestmark = pytest.mark.long


class Up:
    """A running `up`; what it told so far, line by line."""

    def __init__(self, process: asyncio.subprocess.Process, data: Path) -> None:
        self.process, self.data = process, data
        self.told: list[str] = []
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.told.append(line.decode().rstrip())

    def has_printed(self, text: str) -> bool:
        return any(text in line for line in self.told)

    @property
    def described(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "stack.json").read_text())
        return found

    def pids(self) -> dict[str, int]:
        """The parts by the names that `up` tells them by."""
        described = self.described
        parts = {**described["servers"], **described["replicas"]}
        return {name: each["pid"] for name, each in parts.items()}

    async def answers(self) -> bool:
        """Whether all parts do, and follow one another."""
        described = attach(self.data)
        if described is None or await ailing(described):
            return False
        return not await outdated(described, *FIGURES)


@asynccontextmanager
async def up(data: Path, *options: str) -> AsyncIterator[Up]:
    """Up until the block ends."""
    words = (sys.executable, "-P", "-m", "services.console", "up", "--data", str(data), *options)
    both = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.STDOUT}
    running = Up(await asyncio.create_subprocess_exec(*words, **both), data)
    try:
        ended = running.process
        await until(
            lambda: running.has_printed("Motcua is up") or ended.returncode is not None, within=240
        )
        assert ended.returncode is None, running.told
        yield running
    finally:
        if running.process.returncode is None:
            running.process.send_signal(signal.SIGTERM)
        await running.process.wait()
        await running.listening


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Up]:
    """One `up` for the whole file, in a directory that it makes, on ports from a base; it ends in
    order at a signal.
    """
    path = make_temporary()
    with kept_base() as base:
        async with up(path / "stack", "--port-base", str(base)) as running:
            yield running
    assert running.process.returncode == 0
    assert attach(running.data) is None
    shutil.rmtree(path)


async def test_it_tells_how_to_call(running: Up) -> None:
    for told in ("grpcurl -plaintext", "subscribe 'motcua.figures.live.>'", "Ctrl-C stops it"):
        await until(lambda told=told: running.has_printed(told))


async def test_each_part_that_is_killed_is_started_again_and_that_is_told(running: Up) -> None:
    await until(running.answers)
    before = running.pids()
    for name, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        await until(lambda name=name: running.has_printed(f"{name} was ended by signal 9"))
    await until(lambda: all(running.has_printed(f"{name} is up again") for name in before))
    await until(running.answers)
    assert not set(before.values()) & set(running.pids().values())
    done = await motcua("rates", data=running.data)
    assert done.code == 0, done.err


async def test_a_read_that_may_not_be_current_says_so_with_a_code_of_its_own(running: Up) -> None:
    await until(running.answers)
    nats = running.pids()["NATS"]
    os.kill(nats, signal.SIGSTOP)
    try:
        described = attach(running.data)
        assert described is not None
        await until(lambda: outdated(described, "metrics"))
        done = await motcua_once("rates", data=running.data)
        assert (done.code, "may not be current: " in done.err) == (5, True), done.err
        done = await motcua("lineage", "units/none", "--at", "2025-01-01", data=running.data)
        assert done.code == 4, done.err  # the catalogue's own log needs no NATS
    finally:
        os.kill(nats, signal.SIGCONT)
    done = await motcua("rates", data=running.data)
    assert done.code == 0, done.err


async def test_a_second_up_asks_the_parts_before_it_says_that_all_is_up(running: Up) -> None:
    await until(running.answers)
    pid = running.pids()["metrics"]
    os.kill(pid, signal.SIGSTOP)
    try:
        for command in ("up", "rates"):
            done = await motcua(command, data=running.data)
            assert (done.code, "metrics does not answer" in done.err) == (3, True), done
            assert "Motcua is up" not in done.out
    finally:
        os.kill(pid, signal.SIGCONT)
    await until(running.answers)


async def test_a_second_up_does_not_pretend_to_have_moved_the_ports(running: Up) -> None:
    base = int(running.described["services"]["catalog"]["grpc"].rpartition(":")[2])
    done = await motcua("up", "--port-base", str(base + 100), data=running.data)
    assert (done.code, f"127.0.0.1:{base}" in done.err, done.out) == (2, True, ""), done


def test_what_serves_holds_no_owner_of_the_log_and_ports_are_those_of_the_base(
    running: Up,
) -> None:
    addresses = {}
    for name, service in running.described["services"].items():
        environment = Path(f"/proc/{service['pid']}/environ").read_bytes()
        assert b"MOTCUA_OWNER_DSN" not in environment
        assert b"_owner:" not in environment
        addresses[name] = int(service["grpc"].rpartition(":")[2])
    base = addresses["catalog"]
    assert addresses == {"catalog": base, "submissions": base + 1, "metrics": base + 2}


async def test_a_part_that_cannot_be_started_again_ends_up_with_its_name(data_dir: Path) -> None:
    async with up(data_dir) as running:
        (data_dir / "nats.conf").unlink()
        (data_dir / "nats.conf").mkdir()  # NATS cannot be configured any more
        os.kill(running.pids()["NATS"], signal.SIGKILL)
        await asyncio.wait_for(running.process.wait(), 120)
    assert running.process.returncode == 3
    assert running.has_printed("NATS")
    assert attach(data_dir) is None


UP = ("motcua_ready", "motcua_database_up", "motcua_bus_up")


def measured(address: str) -> dict[str, float]:
    """What a process says of itself, by name and labels."""
    with urllib.request.urlopen(f"http://{address}/metrics") as answer:
        said = answer.read().decode()
    pairs = (line.rsplit(" ", 1) for line in said.splitlines() if line[:1] != "#")
    return {name: float(value) for name, value in pairs}


async def test_what_is_there_and_how_much_room_is_left_can_be_measured(running: Up) -> None:
    await until(running.answers)
    for service in running.described["services"].values():
        await until(lambda at=service["prometheus"]: all(map(measured(at).get, UP)))
        lines = measured(service["prometheus"])
        assert lines[f'motcua_disk_free_bytes{{path="{running.data}"}}'] > 0
        assert lines['motcua_task_running{task="relay"}'] == 1


def test_ports_stay_until_somebody_else_takes_one(stack: Stack) -> None:
    first = Ports(stack.directory).of("catalog")
    assert Ports(stack.directory).of("catalog") == first
    with socket_on(first):
        assert Ports(stack.directory).of("catalog") != first
        with pytest.raises(StackError, match=f"port {first}, meant for catalog, is taken"):
            Ports(stack.directory, base=first).of("catalog")


def socket_on(port: int) -> Any:
    """Somebody who listens there."""
    import socket

    return socket.create_server(("127.0.0.1", port))
