"""JetStream loses or spoils files, running or stopped: the relay notices, and the stream is whole.

Promises servers of its own, which run when a test begins, and a stream to each test. Must not touch
the session's NATS.
"""

import asyncio
import itertools
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Refused, Unreachable
from services.chassis.database import SQL, Connection, migrate, open_pool
from services.chassis.log import Log
from services.chassis.pull import Silence
from services.chassis.relay import Status
from services.evidence.checking import Checked
from services.evidence.comparison import Finding
from tests.chassis.streaming import TABLE, Seen, World, running
from tests.evidence.signing import kind
from tests.waiting import until

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
async def servers() -> AsyncIterator[Stack]:
    path = make_temporary()
    stack = Stack(path)
    await stack.start(services=False)
    yield stack
    await stack.stop()
    shutil.rmtree(path)


@pytest.fixture
async def own(servers: Stack) -> AsyncIterator[Stack]:
    yield servers
    for server in (servers.postgres, servers.nats):  # a test that failed may have left it dead
        if server.pid is None:
            await server.start()


@pytest.fixture
async def world(own: Stack) -> AsyncIterator[World]:
    async with opened(own) as world:
        yield world


@asynccontextmanager
async def opened(stack: Stack) -> AsyncIterator[World]:
    """An empty log and a name for its stream."""
    [database] = await stack.create_databases(f"damage_{next(NUMBERS)}")
    await migrate(database.owner_dsn, role=database.name, directories=[SQL])
    bus = await Bus.connect(stack.nats_url("catalog"))
    async with await open_pool(database.owner_dsn) as pool:
        await pool.execute(TABLE)
        log = Log(pool, database.dsn)
        world = World(log, pool, bus)
        yield world
        await log.close()
    with suppress(Refused, Unreachable):
        await bus.delete_stream(world.service)
    await bus.close()


def newest_block(stack: Stack, world: World) -> Path:
    blocks = stack.nats.store.glob(f"jetstream/*/streams/{world.service}/msgs/*.blk")
    return max(blocks, key=lambda path: int(path.stem))


Damage: TypeAlias = Callable[[Path], None]


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 5000)


def cut_all(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)


def zero(path: Path) -> None:
    spoil(path, path.stat().st_size - 5000, bytes(5000))


def flip(path: Path) -> None:
    flip_at(path, path.stat().st_size // 2)


def flip_last(path: Path) -> None:
    flip_at(path, path.stat().st_size - 300)


def flip_at(path: Path, place: int) -> None:
    with path.open("rb") as file:
        file.seek(place)
        spoil(path, place, bytes([file.read(1)[0] ^ 0xFF]))


def spoil(path: Path, place: int, value: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(value)


WAYS = (cut, cut_all, zero, flip, flip_last)
# And whether a reader comes first: the server then forgets what it lost, and seems to be whole.
WHILE_RUNNING = [*((way, False) for way in WAYS), (cut, True), (zero, True)]
DAMAGE = pytest.mark.parametrize("damage", WAYS)
NUMBERS = itertools.count(1)


async def test_postgres_away_for_a_while(world: World, own: Stack) -> None:
    """First, since a server that was killed reads again all that other tests wrote."""
    relay, seen = world.relay(), Seen(world.pool, world.stream())
    async with running(relay, seen.projector):
        for done in range(1, 4):
            await world.append(100)
            await until(lambda: relay.status is Status.READY)
            await own.postgres.kill()
            await until(lambda: relay.status is Status.STARTING)
            assert relay.accepting() is not None
            await own.postgres.start()
            assert await seen.projector.reached(done * 100, timeout=60)
    assert await world.same()
    assert await seen.rows() == await world.logged()


@DAMAGE
@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGTERM])
async def test_a_file_spoilt_while_stopped(
    world: World, own: Stack, damage: Damage, ended: signal.Signals
) -> None:
    await world.append(600)
    relay, seen = world.relay(), Seen(world.pool, world.stream())
    async with running(relay, seen.projector):
        await until(world.same)
        await (own.nats.kill() if ended == signal.SIGKILL else own.nats.stop())
        damage(newest_block(own, world))
        await world.append(5)
        await own.nats.start()
        await until(world.same)
        assert await seen.projector.reached(605, timeout=60)
    assert await seen.rows() == await world.logged()


@pytest.fixture(scope="module")
async def forgotten(servers: Stack) -> AsyncIterator[dict[tuple[Damage, bool], World]]:
    """A world for each case, left alone until the server has forgotten what it had in memory."""
    async with AsyncExitStack() as held:
        worlds = {case: await held.enter_async_context(opened(servers)) for case in WHILE_RUNNING}
        for world in worlds.values():
            await world.append(600)
            async with running(world.relay()):
                await until(world.same)
        await asyncio.sleep(13)
        yield worlds


@pytest.mark.parametrize(("damage", "noticed"), WHILE_RUNNING)
async def test_a_file_spoilt_while_running(
    own: Stack, forgotten: dict[tuple[Damage, bool], World], damage: Damage, noticed: bool
) -> None:
    world = forgotten[damage, noticed]
    damage(newest_block(own, world))
    if noticed:
        await notice(world)
    relay, seen = world.relay(), Seen(world.pool, world.stream())
    async with running(relay, seen.projector):
        await world.append(5)
        await until(world.same)
        assert await seen.projector.reached(605, timeout=60)
        assert relay.rebuilt >= 1
    assert await seen.rows() == await world.logged()


async def notice(world: World) -> int:
    """Read all that can be read; how much that is."""
    read = 0
    with suppress(Silence):
        async with world.bus.reading(world.service, start=1) as pull:
            while True:
                read += len(await pull.take(600, within=2))
    return read


@pytest.mark.parametrize("running_server", [True, False])
async def test_the_directory_is_deleted(world: World, own: Stack, running_server: bool) -> None:
    await world.append(600)
    relay, seen = world.relay(), Seen(world.pool, world.stream())
    async with running(relay, seen.projector):
        assert await seen.projector.reached(600, timeout=60)
        if not running_server:
            await own.nats.kill()
        shutil.rmtree(own.nats.store / "jetstream")
        await world.append(600)
        if running_server:  # it serves from memory for a while, and then loses everything at once
            assert await seen.projector.reached(1200, timeout=60)
            await own.nats.kill()
        await own.nats.start()
        await until(world.same)
        assert await seen.projector.reached(1200, timeout=60)
    assert await seen.rows() == await world.logged()


async def test_nats_away_for_a_while(world: World, own: Stack) -> None:
    relay, seen = world.relay(), Seen(world.pool, world.stream())
    async with running(relay, seen.projector):
        await until(lambda: relay.status is Status.READY)
        for _ in range(3):
            await world.append(100)
            await own.nats.kill()
            await world.append(100)
            assert relay.status is Status.READY  # what is appended now is published later
            await own.nats.start()
            await world.append(100)
        assert await seen.projector.reached(900, timeout=60)
    assert await world.same()
    assert relay.rebuilt == 0


async def test_a_damaged_stream_that_may_know_more_is_left_alone(world: World, own: Stack) -> None:
    """Its last message cannot be read, and the log was restored from an older backup."""
    await world.append(600)
    async with running(world.relay()):
        await until(world.same)
    await own.nats.stop()
    flip_last(newest_block(own, world))
    await own.nats.start()
    await truncate_log(world.pool, 500)
    relay = world.relay()
    async with running(relay):
        await until(lambda: relay.status is Status.HALTED)
        state = await world.bus.state(world.service)
        assert state is not None
        assert state.messages >= 599


async def truncate_log(connection: Connection, position: int) -> None:
    await connection.execute("alter table events disable trigger user")
    await connection.execute("delete from events where position > $1", position)
    await connection.execute("update head set position = $1", position)
    await connection.execute("update relay set position = $1, sequence = $1", position)
    await connection.execute("alter table events enable trigger user")


async def findings(world: World) -> list[Finding]:
    """What fsck says of log and stream."""
    checked = Checked(world.service, world.pool, world.bus, world.mac, kind(), [])
    return list((await checked.run()).findings)


async def test_fsck_says_which_positions_a_spoilt_page_of_the_table_held(
    world: World, own: Stack
) -> None:
    await world.append(600)
    async with running(world.relay()):
        await until(world.same)
    relation = await world.pool.fetchval("select pg_relation_filepath('events')")
    await own.postgres.stop()
    flip(own.postgres.data / relation)
    await own.postgres.start()
    await until(world.log.head)
    found = await findings(world)
    assert {(each.side, each.what) for each in found} == {("log", "unreadable")}
    [spoilt] = found  # what one page holds lies together
    assert 1 <= spoilt.first <= spoilt.last <= 600
    assert spoilt.last - spoilt.first < 60


@pytest.mark.parametrize("damage", [flip, flip_last, cut])
async def test_fsck_says_which_messages_a_spoilt_file_of_the_stream_lacks(
    world: World, own: Stack, damage: Damage
) -> None:
    await world.append(600)
    async with running(world.relay()):
        await until(world.same)
    assert await findings(world) == []
    await own.nats.stop()
    damage(newest_block(own, world))
    await own.nats.start()
    await until(lambda: world.bus.state(world.service))
    state, found = await world.bus.state(world.service), await findings(world)
    assert state
    assert {(each.side, each.what) for each in found} <= {("stream", "missing")}
    lost = sum(each.last - each.first + 1 for each in found)
    assert state.last - lost == await notice(world)
