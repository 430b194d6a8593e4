"""Servers of a cluster that do not reach one another, while their clients reach them.

Promises real servers, with links between them that the test cuts: no root is needed for that. Must
not judge how long anything took.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest

from deploy.embedded import standby
from deploy.embedded.directory import make_temporary
from deploy.embedded.nats import Nats
from services.chassis import client
from services.chassis.bus import Bus, Message, Placement, Refused, Unreachable
from tests.e2e.linked import LinkedCluster
from tests.e2e.links import Link
from tests.e2e.processes import value
from tests.waiting import until

pytestmark = pytest.mark.long
STREAM = "catalog"


@pytest.fixture(scope="module")
async def cluster() -> AsyncIterator[LinkedCluster]:
    path = make_temporary()
    running = await LinkedCluster(path).start(services=False)
    yield running
    await running.stop()
    shutil.rmtree(path)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not answered goes elsewhere sooner."""
    monkeypatch.setattr(client, "UNANSWERED", 2.0)


async def connected(cluster: LinkedCluster) -> Bus:
    bus = Bus.connecting(cluster.nats_url(STREAM), placement=Placement(3))
    await until(lambda: bus.is_connected)
    return bus


def server_of(cluster: LinkedCluster, bus: Bus) -> Nats:
    """The one that a client is connected to."""
    url = str(bus.client.connected_url and bus.client.connected_url.netloc)
    return next(each for each in cluster.nats.nodes if url.endswith(f":{each.port}"))


async def published(bus: Bus) -> bool:
    """One more message, by whoever leads now."""
    with suppress(Unreachable, Refused):
        state = await bus.state(STREAM)
        if state is not None:
            message = Message(f"motcua.{STREAM}.Happened.u", {}, b"p")
            return await bus.publish_batch([message], after=state.last) == state.last + 1
    return False


async def whole(bus: Bus, count: int) -> bool:
    """Whether all three servers have all messages."""
    with suppress(Unreachable, Refused):
        info = await bus.api(f"STREAM.INFO.{STREAM}")
        replicas = info["cluster"]["replicas"]
        current = len(replicas) == 2 and all(each["current"] for each in replicas)
        return current and info["state"]["messages"] == info["state"]["last_seq"] >= count
    return False


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("how", ["hangs", "is reset"])
async def test_a_server_that_is_cut_off_from_the_others_is_left_by_its_clients(
    cluster: LinkedCluster, how: str
) -> None:
    """It answers pings, and nothing else: without a majority it knows nothing."""
    bus = await connected(cluster)
    try:
        await until(lambda: made(bus))
        await until(lambda: published(bus))
        lonely = server_of(cluster, bus)
        with cluster.nats.cut_off(lonely, how):
            await until(lambda: published(bus))
            assert server_of(cluster, bus) is not lonely
        await until(lambda: whole(bus, 2))
        await until(lambda: published(bus))
    finally:
        await bus.close()


async def made(bus: Bus) -> bool:
    with suppress(Unreachable, Refused):
        await bus.ensure_stream(STREAM)
        return True
    return False


async def test_nothing_is_acknowledged_while_the_standby_is_cut_off(cluster: LinkedCluster) -> None:
    """And nothing is lost: a commit waits, and is seen, once the link is whole again."""
    pair = cluster.postgres
    primary, follower = pair.primary, pair.standby
    await until(lambda: standby.follows(primary, follower.name))
    link = Link(primary.port)
    await link.open()
    await follower.stop()
    direct = follower.settings["primary_conninfo"]
    follower.settings["primary_conninfo"] = direct.replace(str(primary.port), str(link.port))
    await follower.start()
    await until(lambda: standby.follows(primary, follower.name))
    admin = await asyncpg.connect(cluster.postgres_dsn)
    await admin.execute("create table cut_off (n int)")
    with link.cut("hangs"):
        waiting = asyncio.create_task(admin.execute("insert into cut_off values (1)"))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        assert await value(primary.dsn(), "select count(*) from cut_off") == 0
    await waiting
    assert await value(primary.dsn(), "select count(*) from cut_off") == 1
    await until(lambda: seen(follower.dsn()))
    await admin.close()
    await link.close()


async def seen(dsn: str) -> bool:
    return bool(await value(dsn, "select count(*) from cut_off"))
