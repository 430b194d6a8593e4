"""The servers of an embedded cluster, without services: who leads, who follows, who may join.

Promises real servers. What services do when one of them ends stands in test_chaos.py.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import standby, supervision
from deploy.embedded.cluster import Cluster
from deploy.embedded.directory import make_temporary
from deploy.embedded.errors import StackError
from deploy.embedded.nats import ROUTE
from deploy.embedded.postgres import Postgres
from deploy.embedded.reload import is_answered
from deploy.embedded.stack import Stack
from deploy.embedded.trust import Trust
from services.chassis.bus import Bus, Placement, Refused
from services.console.commands import reader as command
from tests.e2e.commands import motcua
from tests.e2e.faults import paused
from tests.e2e.migrated import all_well
from tests.e2e.processes import value
from tests.forwarders import answered, reads
from tests.replicated import crash, hanging, led_by_another, whole
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
    async with replicated(cluster) as bus:
        await until(lambda: led_by_another(bus, ""))
        state = await bus.state("catalog")
        assert state is not None
        leader = next(each for each in cluster.nats.nodes if each.server_name == state.leader)
        await leader.kill()
        await until(lambda: led_by_another(bus, state.leader))
        await leader.start()
        await until(lambda: whole(bus))


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
    trust = cluster.describe().trust
    await command.apply(
        cluster.data_dir, lambda known, taken: known.add(name, ["catalog"], taken=taken), name, file
    )
    old = file.read_text().strip().split(",")
    async with answered(cluster, "catalog"):
        await until(lambda: answered_everywhere(old, trust))
        await command.apply(cluster.data_dir, lambda known, _: known.rotate(name), name, file)
        new = file.read_text().strip().split(",")
        await until(lambda: answered_everywhere(new, trust))
        async with replicated(cluster) as bus:
            await until(lambda: whole(bus))
            await bus.client.request("motcua.catalog.test", b"fact", timeout=30)
        assert [await reads(each, "catalog") for each in new] == [[b"fact"]] * 3
    for each in old:
        with pytest.raises(StackError, match="does not take the new password"):
            await is_answered(each, ["catalog"], trust)
    await command.apply(cluster.data_dir, lambda known, _: known.remove(name), name)


async def answered_everywhere(urls: list[str], trust: Trust) -> bool:
    """By every node; who answers is connected to one, and the others hear of him a little later."""
    return {await is_answered(each, ["catalog"], trust) for each in urls} == {True}


@asynccontextmanager
async def replicated(cluster: Cluster) -> AsyncIterator[Bus]:
    """The owner of a stream that lies on all servers."""
    bus = Bus.connecting(cluster.nats_url("catalog"), placement=Placement(3, ()))
    try:
        await until(lambda: bus.is_connected and made(bus))
        yield bus
    finally:
        await bus.close()


async def made(bus: Bus) -> bool:
    await bus.ensure_stream("catalog")
    return True


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
    described = cluster.describe()
    await until(lambda: all_well(described))
    await cluster.stop()
    with pytest.raises(StackError, match="--cluster"):
        await Stack(cluster.data_dir).start(services=False)
    await cluster.start(services=False)


@pytest.fixture
async def kept_up(cluster: Cluster) -> AsyncIterator[list[str]]:
    """What `up` says while it keeps the cluster up and does what commands ask for."""
    said: list[str] = []
    cluster.describe()
    await until(lambda: standby.follows(cluster.postgres.primary, cluster.postgres.standby.name))
    supervising = asyncio.create_task(supervision.keep_up(cluster, said.append))
    yield said
    supervising.cancel()
    await asyncio.gather(supervising, return_exceptions=True)


@pytest.mark.parametrize("state", ["lives", "was killed", "hangs"])
@pytest.mark.usefixtures("kept_up")
async def test_a_command_promotes_the_standby_and_the_old_primary_follows_it(
    cluster: Cluster, state: str
) -> None:
    pair = cluster.postgres
    old, new = pair.primary, pair.standby
    table = f"t_{state.replace(' ', '_')}"
    admin = await asyncpg.connect(cluster.postgres_dsn)
    await admin.execute(f"create table {table} as select 1 as n")
    await admin.close()
    with hanging(old) if state == "hangs" else nullcontext():
        if state == "was killed":
            await crash(old)
        done = await motcua("promote", data=cluster.data_dir)
    assert (done.code, done.out) == (0, f"{new.name} takes writes, and {old.name} follows it.\n")
    assert pair.primary is new
    assert await value(cluster.postgres_dsn, f"select n from {table}") == 1
    await until(lambda: standby.follows(new, old.name))


async def test_commits_wait_for_a_standby_once_it_follows(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sooner, each would wait until it does."""
    followed: list[bool] = []
    wait_for = standby.wait_for

    async def noting(primary: Postgres, *standbys: str) -> None:
        statement = "select count(*) from pg_stat_replication where state = 'streaming'"
        if standbys:
            followed.append(await value(primary.dsn(), statement) == 1)
        await wait_for(primary, *standbys)

    monkeypatch.setattr(standby, "wait_for", noting)
    pair = cluster.postgres
    await until(lambda: standby.follows(pair.primary, pair.standby.name))
    await pair.switch()
    assert followed == [True]


async def test_a_primary_that_was_replaced_comes_back_as_a_standby_only(
    cluster: Cluster, kept_up: list[str]
) -> None:
    """`up` starts what ended as what it is by then, also where nobody made it follow."""
    pair = cluster.postgres
    old = pair.primary
    name = next(name for name, each in cluster.servers().items() if each is old)
    async with pair.changing:  # as a switch that fails in between
        await crash(old)
        await pair.promote()
        await until(lambda: any(each.startswith(f"{name} was ended") for each in kept_up))
    await until(lambda: any(each == f"{name} is up again." for each in kept_up))
    await until(lambda: standby.follows(pair.primary, old.name))
    assert await value(old.dsn(), "select pg_is_in_recovery()")


@pytest.mark.usefixtures("kept_up")
async def test_nothing_is_promoted_that_may_lack_what_was_acknowledged(cluster: Cluster) -> None:
    pair = cluster.postgres
    before = pair.primary
    await standby.wait_for(before)  # somebody let it go on alone
    done = await motcua("promote", data=cluster.data_dir)
    assert (done.code, f"does not have all that {before.name} has" in done.err) == (3, True), done
    assert pair.primary is before
    await standby.wait_for(before, pair.standby.name)


async def test_nothing_is_promoted_after_a_primary_that_waited_for_nobody(cluster: Cluster) -> None:
    """Here nobody starts it again, which `up` would do a second later."""
    pair = cluster.postgres
    before = pair.primary
    await standby.wait_for(before)
    await crash(before)
    with pytest.raises(StackError, match=f"{before.name} waited for nobody"):
        await pair.switch()
    assert pair.primary is before
    await pair.start_again(before)
    await standby.wait_for(before, pair.standby.name)


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
        await until(lambda: is_refused(bus, "tags"))
    finally:
        await bus.close()


async def is_refused(bus: Bus, why: str) -> bool:
    """Whether a stream is, for that reason; not yet, while the servers elect who makes streams."""
    try:
        await bus.ensure_stream("metrics")
    except Refused as refused:
        return why in str(refused)
    raise AssertionError("the stream was made")
