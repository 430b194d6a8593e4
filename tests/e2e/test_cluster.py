"""The servers of an embedded cluster, without services: who leads, who follows, who may join.

Promises real servers. What services do when one of them ends stands in test_chaos.py.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import standby, supervision
from deploy.embedded.check import ailing
from deploy.embedded.cluster import Cluster
from deploy.embedded.directory import make_temporary
from deploy.embedded.errors import StackError
from deploy.embedded.nats import ROUTE
from deploy.embedded.reload import is_answered
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Placement, Refused
from services.console import reader as command
from tests.e2e.faults import paused
from tests.e2e.processes import value
from tests.waiting import until

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
async def cluster() -> AsyncIterator[Cluster]:
    """Three servers of NATS, two of PostgreSQL."""
    path = make_temporary()
    running = await Cluster(path).start(services=False)
    yield running
    await running.stop()
    shutil.rmtree(path)


async def test_a_stream_lies_on_three_servers_and_outlives_its_leader(cluster: Cluster) -> None:
    bus = Bus.connecting(cluster.nats_url("catalog"), placement=Placement(3, ()))
    try:
        await until(lambda: bus.is_connected)
        await until(lambda: made(bus))
        state = await bus.state("catalog")
        assert state is not None
        leader = next(each for each in cluster.nats.nodes if each.server_name == state.leader)
        await leader.kill()
        await until(lambda: led_by_another(bus, state.leader))
        await leader.start()
        await until(lambda: whole(bus))
    finally:
        await bus.close()


async def test_a_server_that_does_not_answer_is_told_of_with_the_log_that_it_has(
    cluster: Cluster,
) -> None:
    logs = {supervision.log_of(name, cluster) for name in cluster.servers()}
    assert len(logs) == 5
    assert all(log.exists() for log in logs)


async def test_a_reader_is_answered_by_every_node_and_rotated_on_every_node(
    cluster: Cluster, tmp_path: Path
) -> None:
    file, name = tmp_path / "url", "statistics"
    cluster.describe()
    await command.apply(
        cluster.data_dir, lambda known, taken: known.add(name, ["catalog"], taken=taken), name, file
    )
    old = file.read_text().strip().split(",")
    assert [await is_answered(each, ["catalog"]) for each in old] == [True] * 3
    await command.apply(cluster.data_dir, lambda known, _: known.rotate(name), name, file)
    new = file.read_text().strip().split(",")
    assert [await is_answered(each, ["catalog"]) for each in new] == [True] * 3
    for each in old:
        with pytest.raises(StackError, match="does not take the new password"):
            await is_answered(each, ["catalog"])
    await command.apply(cluster.data_dir, lambda known, _: known.remove(name), name)


async def made(bus: Bus) -> bool:
    await bus.ensure_stream("catalog")
    return True


async def led_by_another(bus: Bus, leader: str) -> bool:
    state = await bus.state("catalog")
    return bool(state and state.leader not in {"", leader})


async def whole(bus: Bus) -> bool:
    replicas = (await bus.api("STREAM.INFO.catalog"))["cluster"]["replicas"]
    return len(replicas) == 2 and all(each["current"] for each in replicas)


async def test_nobody_joins_without_the_password_of_the_routes(cluster: Cluster) -> None:
    membership = cluster.nats.nodes[0].membership
    assert membership is not None
    answers = [await introduced(membership.port, word) for word in (membership.password, "wrong")]
    assert ["Authorization Violation" in answer for answer in answers] == [False, True]


async def introduced(port: int, password: str) -> str:
    """What a node answers to whoever says that he is one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert (await reader.readline()).startswith(b"INFO ")
    who = {"user": ROUTE, "pass": password, "server_id": "STRANGER", "name": "stranger"}
    writer.write(f"CONNECT {json.dumps(who)}\r\nPING\r\n".encode())
    answer = await reader.readline()
    writer.close()
    return answer.decode()


async def test_a_promoted_standby_stays_the_primary_after_a_restart(cluster: Cluster) -> None:
    pair = cluster.postgres
    old = pair.primary
    await until(lambda: standby.follows(pair.primary, pair.standby.name))
    admin = await asyncpg.connect(cluster.postgres_dsn)
    await admin.execute("create table kept (n int)")
    await admin.execute("insert into kept values (1)")
    await admin.close()
    await old.kill()
    await pair.promote()
    assert pair.primary is not old
    assert await value(cluster.postgres_dsn, "select n from kept") == 1
    await pair.rejoin()
    await cluster.stop()
    await cluster.start(services=False)
    assert cluster.postgres.primary.name == pair.primary.name != old.name
    assert await value(cluster.postgres_dsn, "select n from kept") == 1
    assert await ailing(cluster.describe()) == []
    await cluster.stop()
    with pytest.raises(StackError, match="--cluster"):
        await Stack(cluster.data_dir).start(services=False)
    await cluster.start(services=False)


async def test_a_server_that_hangs_is_left_for_another_one(cluster: Cluster) -> None:
    bus = Bus.connecting(cluster.nats_url("submissions"), placement=Placement(3))
    try:
        await until(lambda: bus.is_connected)
        hanging = next(
            each for each in cluster.nats.nodes if f":{each.port}" in str(bus.client.connected_url)
        )
        before = bus.connections
        with paused(hanging):
            await until(lambda: bus.connections > before)
            assert f":{hanging.port}" not in str(bus.client.connected_url)
    finally:
        await bus.close()


async def test_a_stream_lies_where_its_tags_say(cluster: Cluster) -> None:
    bus = Bus.connecting(cluster.nats_url("metrics"), placement=Placement(3, ("nowhere",)))
    try:
        await until(lambda: bus.is_connected)
        with pytest.raises(Refused, match="tags"):
            await bus.ensure_stream("metrics")
    finally:
        await bus.close()
