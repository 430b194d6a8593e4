"""Processes of one service share its projections: one reads and writes, all show the same.

Promises a real log, real leadership and real wakes between buses of one account. Must not need a
second process: what a role is lost by stands in test_leadership.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import pytest
from nats.errors import ConnectionClosedError

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis import follower
from services.chassis.bus import Bus
from services.chassis.database import Connection, open_pool
from services.chassis.leadership import Role
from services.chassis.log import Log, Recorded
from services.chassis.pacing import Net
from services.chassis.parking import Parking, park
from services.chassis.projector import Status
from services.chassis.sources import LogSource
from services.chassis.wakes import APPENDED, Peers, Wakes
from tests.chassis.streaming import Seen, World, running
from tests.waiting import until

BOTH = pytest.mark.parametrize("kind", ["log", "stream"])  # by the fixture of that name
EVER = float("inf")


@dataclass
class Replica:
    """One process of the world's service, as far as this is about."""

    seen: Seen
    role: Role
    wakes: Wakes
    log: Log
    bus: Bus

    def lead(self, so: bool = True) -> None:
        self.role.hold(EVER if so else -EVER)

    @property
    def parts(self) -> tuple[object, ...]:
        return self.seen.projector, self.wakes


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def replica(
    held: AsyncExitStack, world: World, kind: str, database: Database, stack: Stack
) -> Replica:
    """With a pool, a log and a bus of its own."""
    pool = await held.enter_async_context(await open_pool(database.dsn, largest=3))
    bus = await Bus.connect(stack.nats_url("catalog"))
    held.push_async_callback(bus.close)
    own, role = Wakes(bus, world.service), Role("projector")
    log = Log(pool, database.dsn, patience=30, announce=lambda: own.announce(APPENDED))
    own.subscribe(APPENDED, log.wake_subscribers)
    held.push_async_callback(log.close)
    each = World(log, pool, bus, service=world.service)
    source = each.own() if kind == "log" else each.stream()
    return Replica(Seen(pool, source, peers=Peers(role, own)), role, own, log, bus)


@pytest.fixture
def kind() -> str:
    """What is read where a test is not about both."""
    return "log"


@pytest.fixture
async def replicas(
    held: AsyncExitStack, relayed: World, migrated: Database, stack: Stack, kind: str
) -> list[Replica]:
    return [await replica(held, relayed, kind, migrated, stack) for _ in range(2)]


@BOTH
async def test_one_folds_and_both_show_it(relayed: World, replicas: list[Replica]) -> None:
    first, second = replicas
    first.lead()
    async with running(*first.parts, *second.parts):
        for n in range(1, 6):
            await relayed.append(20)
            for each in replicas:
                assert await each.seen.projector.reached(20 * n, timeout=60)
        assert second.seen.batches == []
        assert [each.seen.in_memory for each in replicas] == [100, 100]
        await until(lambda: all(each.seen.projector.current for each in replicas))
    assert await first.seen.rows() == await relayed.logged()


@BOTH
async def test_leadership_goes_to_and_fro_under_load(
    relayed: World, replicas: list[Replica]
) -> None:
    """Also both at once, and neither: each event is applied once."""
    async with running(*replicas[0].parts, *replicas[1].parts):
        enough = asyncio.Event()
        appending = asyncio.ensure_future(append_slowly(relayed, enough))
        for first, second in [(1, 0), (0, 1), (1, 1), (0, 0), (1, 1), (0, 1), (1, 0)]:
            for each, so in zip(replicas, (first, second), strict=True):
                each.lead(bool(so))
            leading = [each for each in replicas if each.role.held]
            before = written(leading)
            if leading:
                await until(lambda those=leading, before=before: written(those) > before)
            else:
                await asyncio.sleep(0.1)
        enough.set()
        await appending
        end = (await relayed.log.head()).position
        for each in replicas:
            assert await each.seen.projector.reached(end, timeout=60)
    assert await replicas[0].seen.rows() == await relayed.logged()
    assert [each.seen.in_memory for each in replicas] == [end, end]
    assert written(replicas) == end
    assert all(each.seen.batches for each in replicas)


async def append_slowly(world: World, enough: asyncio.Event) -> None:
    while not enough.is_set():
        await world.append(20)
        await asyncio.sleep(0.03)


def written(replicas: list[Replica]) -> int:
    """How many events they folded."""
    return sum(sum(each.seen.batches) for each in replicas)


async def test_a_leader_that_does_not_know_that_it_was_replaced_does_no_harm(
    relayed: World, replicas: list[Replica]
) -> None:
    """What it read long ago it writes only now, behind the one that leads."""
    first, second = replicas
    prepare, go = first.seen.projector.prepare, asyncio.Event()

    async def hanging(batch: list[Recorded]) -> list[Recorded]:
        await go.wait()
        return await prepare(batch)

    first.seen.projector.prepare = hanging
    first.lead()
    async with running(*first.parts, *second.parts):
        await relayed.append(10)
        second.lead()
        assert await second.seen.projector.reached(10, timeout=60)
        go.set()
        await relayed.append(10)
        for each in replicas:
            assert await each.seen.projector.reached(20, timeout=60)
    assert await first.seen.rows() == await relayed.logged()
    assert sum(first.seen.batches) + sum(second.seen.batches) == 20


async def test_a_leader_that_hangs_in_a_transaction_is_not_waited_for(
    relayed: World, replicas: list[Replica]
) -> None:
    """It holds the checkpoint: the server ends its session, long before it would of itself."""
    first, second = replicas
    apply, hangs, go = first.seen.projector.apply, asyncio.Event(), asyncio.Event()

    async def hanging(connection: Connection, batch: list[Recorded]) -> None:
        hangs.set()
        await go.wait()
        await apply(connection, batch)

    first.seen.projector.apply = hanging
    first.lead()
    async with running(*first.parts, *second.parts):
        await relayed.append(10)
        await hangs.wait()
        first.lead(False)
        second.lead()
        assert await second.seen.projector.reached(10, timeout=40)
        go.set()
        assert await first.seen.projector.reached(10, timeout=60)
    assert await first.seen.rows() == await relayed.logged()
    assert (sum(first.seen.batches), sum(second.seen.batches)) == (0, 10)


async def test_a_halted_projection_is_shown_by_all_and_goes_on_for_all(
    relayed: World, replicas: list[Replica]
) -> None:
    first, second = replicas
    first.seen.poison.add(2)
    first.lead()
    async with running(*first.parts, *second.parts):
        await relayed.append(3)
        for each in replicas:
            await until(lambda each=each: each.seen.projector.status is Status.HALTED)
            assert not each.seen.projector.current
        event = await first.seen.pool.fetchval("select event_id from halted")
        await park(first.seen.pool, Parking("seen", 2, event, "seen by a person"))
        for each in replicas:
            assert await each.seen.projector.reached(3, timeout=60)
            await until(lambda each=each: each.seen.projector.status is Status.RUNNING)


async def test_whoever_appends_wakes_who_leads(
    relayed: World, replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By messages alone: nobody looks of himself before the test has ended."""
    monkeypatch.setattr(follower, "POLL", 600)
    first, second = replicas
    source = first.seen.projector.source
    assert isinstance(source, LogSource)
    source.net = Net(source.appended, 600)
    first.lead()
    async with running(*first.parts, *second.parts):
        await until(lambda: first.seen.projector.opened_once and second.seen.projector.opened_once)
        for each in replicas:  # the server has heard that they listen
            await until(lambda each=each: each.bus.client._subs)
            await each.bus.client.flush()
        began = monotonic()
        appending = World(second.log, second.seen.pool, second.bus, service=relayed.service)
        await appending.append(1)
        for each in replicas:
            assert await each.seen.projector.reached(1, timeout=60)
        assert monotonic() - began < 60


async def test_a_lost_wake_costs_a_poll(relayed: World, replicas: list[Replica]) -> None:
    first, second = replicas
    first.lead()
    async with running(first.seen.projector, second.seen.projector):  # no wakes are sent or heard
        await relayed.append(3)
        for each in replicas:
            assert await each.seen.projector.reached(3, timeout=60)


async def test_wakes_are_few_and_nobody_hears_his_own(stack: Stack) -> None:
    buses = [await Bus.connect(stack.nats_url("catalog")) for _ in range(2)]
    sender, hearer = (Wakes(each, f"t{uuid4().hex}") for each in buses)
    hearer.subject = sender.subject
    heard: dict[str, list[str]] = {"sender": [], "hearer": []}
    for name, each in (("sender", sender), ("hearer", hearer)):
        for topic in (APPENDED, "tables"):
            each.subscribe(topic, lambda name=name, topic=topic: heard[name].append(topic))
    sent, publish = list[bytes](), buses[0].client.publish

    async def counted(subject: str, payload: bytes) -> None:
        sent.append(payload)
        await publish(subject, payload)

    buses[0].client.publish = counted  # type: ignore[method-assign, assignment]
    async with running(sender, hearer):
        await asyncio.sleep(0)
        await until(lambda: all(each.client._subs for each in buses))
        for each in buses:
            await each.client.flush()
        for _ in range(1000):
            sender.announce(APPENDED)
            sender.announce("tables")
        await until(lambda: set(heard["hearer"]) == {APPENDED, "tables"})
        assert len(sent) <= 2
        await buses[1].client.publish(sender.subject, b"\xff\xff \xff")  # whatever it is
        sender.announce(APPENDED)
        await until(lambda: heard["hearer"].count(APPENDED) > 1)
    assert heard["sender"] == []
    for each in buses:
        await each.close()


async def test_wakes_go_on_when_nats_is_away(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hint that cannot be sent is dropped, and the next one is tried."""
    bus, tried = await Bus.connect(stack.nats_url("catalog")), list[bytes]()

    async def lost(_: str, payload: bytes) -> None:
        tried.append(payload)
        raise ConnectionClosedError

    monkeypatch.setattr(bus.client, "publish", lost)
    here = Wakes(bus, "nobody")
    async with running(here):
        for number in range(1, 4):
            here.announce(f"topic-{number}")
            await until(lambda number=number: len(tried) == number)
    assert [each.split()[1:] for each in tried] == [[b"topic-1"], [b"topic-2"], [b"topic-3"]]
    await bus.close()
