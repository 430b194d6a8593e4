"""Every kind of key and password is exchanged while callers work, and nobody is refused.

One stack with pages for all tests: what was kept before a rotation has to be valid after all of
them, until it is taken away. Each test exchanges what it is about, unless one before it did.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import nats
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc

from deploy.embedded.directory import make_temporary
from deploy.embedded.processes import Child
from deploy.embedded.rings import FILE, Rings, bus_users
from services.console.commands.rotate import ENDLESS, KINDS
from services.console.portal.client import Portal
from tests.e2e.commands import Ended, motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.rotating import Callers
from tests.e2e.test_trace import Collector
from tests.waiting import until

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
SERVICES = ("catalog", "submissions", "metrics")


@dataclass
class World:
    """The stack, who calls it, and all that was ever a secret of it."""

    stack: MigratedStack
    callers: Callers
    collector: Collector
    secrets: set[str]
    said: str = ""  # by all commands
    exchanged: set[str] = field(default_factory=set)  # kinds of which something is retired
    working: asyncio.Task[None] | None = None

    def begin(self) -> asyncio.Task[None]:
        """Let callers work."""
        self.callers.ending = asyncio.Event()
        return asyncio.create_task(self.callers.work())

    async def rotate(self, *words: str) -> Ended:
        ended = await motcua("rotate", *words, data=self.stack.data_dir)
        self.said += ended.out + ended.err
        self.secrets |= secrets_of(self.stack.data_dir)
        return ended

    async def exchange(self, *kinds: str) -> None:
        """Those that were not exchanged yet, or of which all that was retired has gone."""
        for kind in kinds:
            if kind not in self.exchanged:
                before = secrets_of(self.stack.data_dir)
                ended = await self.rotate(kind)
                assert ended.code == 0, ended.err
                assert secrets_of(self.stack.data_dir) - before
                self.exchanged.add(kind)

    async def finish(self, kind: str, *words: str) -> Ended:
        """Take away what is retired of a kind."""
        ended = await self.rotate(kind, "--finish", *words)
        if ended.code == 0:
            self.exchanged.discard(kind)
        return ended


def secrets_of(data_dir: Path) -> set[str]:
    """What nobody else may read, as it is kept now."""
    known = json.loads((data_dir / "secrets.json").read_text())
    found = {pair.rpartition(":")[2] for value in known.values() for pair in value.split(",")}
    for path in data_dir.glob("*.key"):
        found |= set(path.read_text().splitlines()[1:-1])
    return found | {known["pages"][:20]}


class Begun(MigratedStack):
    """With processes of their own from the start: what the system tells of them is looked at."""

    runs = Child


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    collector, server = Collector(), grpc.aio.server()
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    path = make_temporary()
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "MOTCUA_TRACE_RATIO": "1",
        "MOTCUA_LIMITS": "none",
    }
    stack = Begun(path, environment=settings)
    await stack.start(pages=True)
    try:
        async with Portal(stack.describe()) as portal:
            assert stack.pages
            address = stack.pages.http
            callers = Callers(path, portal, await Office.open(portal), address, stack.password)
            await callers.keep()
            made = World(stack, callers, collector, secrets_of(path))
            made.working = made.begin()
            yield made
            callers.ending.set()
            await made.working
    finally:
        await stack.stop()
        await server.stop(0)
        shutil.rmtree(path)


# The operator's password for the pages is exchanged by its own test.
OF_CALLERS = tuple(each for each in KINDS if each != "pages")


@pytest.mark.parametrize("kind", OF_CALLERS)
async def test_a_kind_is_exchanged_and_nobody_is_refused(world: World, kind: str) -> None:
    callers, begun = world.callers, world.callers.rounds
    await until(lambda: callers.rounds > begun)
    await world.exchange(kind)
    passed = callers.rounds
    await until(lambda: callers.rounds > passed + 2)
    assert callers.faults == []
    for kept in callers.kept:
        await callers.come_back(kept)
    await callers.keep()


async def test_the_operators_password_is_another_one_and_sessions_go_on(world: World) -> None:
    """There is no second one beside it: who signs in meanwhile is told that it is wrong."""
    callers, before = world.callers, world.stack.password
    world.callers.ending.set()
    ended = await world.rotate("pages")
    assert (ended.code, world.stack.password != before) == (0, True), ended.err
    callers.password = world.stack.password
    await until(lambda: succeeds(callers.sign_in), every=0.2)
    callers.password = before
    assert not succeeds(callers.sign_in)
    callers.password = world.stack.password
    assert callers.is_signed_in(callers.kept[0].session)
    world.working = world.begin()


def succeeds(act: Callable[[], object]) -> bool:
    with suppress(AssertionError):
        act()
        return True
    return False


async def test_what_is_retired_is_shown_and_kept_as_long_as_it_may_be_met(world: World) -> None:
    await world.exchange(*OF_CALLERS)
    shown = await world.rotate()
    assert shown.code == 0, shown.err
    for kind, known in KINDS.items():
        assert kind in shown.out
        for ring in known.rings:
            assert f"  {ring:<22} 2" in shown.out
    assert shown.out.count("retired") == shown.out.count("current") >= 14
    for kind in ("secrets", "payments", "sessions", "tokens"):
        ended = await world.finish(kind)
        assert (ended.code, "may still be met until" in ended.err) == (1, True), ended.err
    assert world.callers.faults == []


async def test_users_of_nats_go_when_nobody_is_connected_as_them(world: World) -> None:
    await world.exchange("nats")
    passwords = bus_users(Rings(world.stack.directory), "city")
    assert list(passwords) == ["city_2", "city"]
    where = world.stack.nats_url("city").rpartition("@")[2]
    reader = await nats.connect(f"nats://city:{passwords['city']}@{where}")
    ended = await world.finish("nats", "--of", "city")
    assert (ended.code, "1 connections are city's" in ended.err) == (1, True), ended.err
    await reader.close()

    async def is_finished() -> bool:
        return (await world.finish("nats")).code == 0  # which NATS may hear of a moment later

    await until(is_finished)
    for service in SERVICES:
        assert f"nats.{service}: {service} went" in world.said
    begun = world.callers.rounds
    await until(lambda: world.callers.rounds > begun + 2)
    assert world.callers.faults == []


async def test_a_sealing_key_goes_when_nothing_is_under_it(world: World) -> None:
    await world.exchange("sealing")
    ended = await world.finish("sealing")
    assert ended.code == 0, ended.err
    assert "sealing.submissions: 1 went" in ended.out
    for kept in world.callers.kept:
        await world.callers.come_back(kept)
    assert world.callers.faults == []


async def test_a_log_key_goes_when_the_log_was_published_again(world: World) -> None:
    await world.exchange("log")
    ended = await world.finish("log", "--of", "submissions")
    assert (ended.code, "are signed with 1" in ended.err) == (1, True), ended.err
    ended = await world.finish("log", "--republish", "--of", "submissions")
    # It goes once a tree head is under the new key, which follows an event within an hour.
    assert (ended.code, "tree head" in ended.err) in {(1, True), (0, False)}, ended.err
    assert "messages of" not in ended.err
    begun = world.callers.rounds
    await until(lambda: world.callers.rounds > begun + 2)
    assert world.callers.faults == []


async def test_keys_go_when_their_time_is_over_and_what_was_made_with_them_ends(
    world: World,
) -> None:
    kinds = ("payments", "sessions", "tokens", "secrets")
    await world.exchange(*kinds)
    path = world.stack.data_dir / FILE
    noted = json.loads(path.read_text())
    long_ago = (datetime.now(UTC) - timedelta(days=731)).isoformat()
    for states in noted.values():
        for state in states.values():
            state[1] = long_ago
    path.write_text(json.dumps(noted))
    await world.callers.keep()
    for kind in kinds:
        ended = await world.finish(kind)
        assert ended.code == 0, ended.err
    first, last = world.callers.kept[0], world.callers.kept[-1]
    await until(lambda: not world.callers.is_signed_in(first.session), every=0.2)
    await world.callers.come_back(last)
    world.callers.kept = [last]
    assert world.callers.faults == []


async def test_no_secret_is_in_a_command_line_an_environment_a_log_or_a_trace(
    world: World,
) -> None:
    if not world.said:  # by tests before this one
        await world.exchange(*OF_CALLERS)
    await until(lambda: len(world.collector.spans) > 100)
    places = {"commands": world.said, "described": repr(world.stack.describe())}
    for process in Path("/proc").glob("[0-9]*"):
        for file in ("cmdline", "environ"):
            try:
                content = (process / file).read_bytes().decode(errors="replace")
            except OSError:  # it ended, or is another user's
                continue
            if file == "cmdline" or str(world.stack.data_dir) in content:
                places[f"{process.name}/{file}"] = content
    for log in (world.stack.data_dir / "logs").glob("*.log"):
        places[log.name] = log.read_text(errors="replace")
    places["traces"] = str(world.collector.spans)
    assert sum("services." in text for name, text in places.items() if "cmdline" in name) >= 4
    found = {
        (name, secret[:6])
        for name, text in places.items()
        for secret in world.secrets
        if secret in text
    }
    assert found == set()


def test_every_kind_that_is_retired_can_be_finished() -> None:
    assert set(ENDLESS) < KINDS.keys()
