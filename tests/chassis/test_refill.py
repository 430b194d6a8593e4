"""The log was restored from an older backup than its stream: it halts, and `refill` repairs it.

Promises that what the log held instead is kept aside. Must not repair from anything but the stream.
"""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.database import Connection, Pool
from services.chassis.log import Log, Status
from services.chassis.reasons import ChassisReason
from services.chassis.refill import refill
from services.chassis.relay import Status as RelayStatus
from services.chassis.resync import Damaged
from tests.chassis import appends
from tests.chassis.streaming import World, ready, running
from tests.waiting import until


@pytest.fixture
async def world(stack: Stack, log: Log, pool: Pool) -> AsyncIterator[World]:
    bus = await Bus.connect(stack.nats_url("catalog"))
    world = World(log, pool, bus)
    await world.append(600)
    async with running(world.relay()):
        await until(world.same)
    yield world
    await bus.delete_stream(world.service)
    await bus.close()


async def restore(owner: Connection, position: int) -> None:
    """Put the database back to where an older backup ended."""
    async with owner.transaction():
        await owner.execute("alter table events disable trigger user")
        await owner.execute("delete from events where position > $1", position)
        await owner.execute("update head set position = $1", position)
        await owner.execute("update relay set position = $1, sequence = $1", position)
        await owner.execute("alter table events enable trigger user")


@pytest.mark.parametrize("ends_at", [0, 1, 599])
async def test_a_shorter_log_halts_and_is_refilled_from_the_stream(
    world: World, migrated: Database, owner: Connection, ends_at: int
) -> None:
    before = await world.log.read(0, 1000)
    await restore(owner, ends_at)
    relay = world.relay()
    async with running(relay):
        await until(lambda: relay.status is RelayStatus.HALTED)
        assert relay.accepting() is ChassisReason.LOG_HALTED
        done = await refill(migrated.owner_dsn, bus=world.bus, mac=world.mac)
        assert done == (ends_at, 0, 600 - ends_at)
        await until(ready(relay))
        assert await world.log.read(0, 1000) == before
        await world.append(10)
        await until(lambda: relay.position == 610)
    assert await world.same()


async def test_a_log_that_went_on_differently_is_put_aside(
    world: World, migrated: Database, owner: Connection
) -> None:
    before = await world.log.read(0, 1000)
    await restore(owner, 400)
    await world.append(300)
    lost = await world.log.read(400, 1000)
    relay = world.relay()
    async with running(relay):
        await until(lambda: relay.status is RelayStatus.HALTED)
        done = await refill(migrated.owner_dsn, bus=world.bus, mac=world.mac)
        assert done == (400, 300, 200)
        await until(ready(relay))
    assert await world.log.read(0, 1000) == before
    kept = await owner.fetch("select event_id from displaced order by position")
    assert [row["event_id"] for row in kept] == [event.event_id for event in lost]
    assert await world.same()


async def test_a_refilled_log_knows_its_commands_and_stays_append_only(
    world: World, migrated: Database, owner: Connection
) -> None:
    [first, *_] = await world.log.read(0, 1)
    await restore(owner, 0)
    await refill(migrated.owner_dsn, bus=world.bus, mac=world.mac)
    repeated = appends.append(
        appends.event(first.stream), command_id=first.command_id, fingerprint=first.fingerprint
    )
    assert (await world.log.append(repeated)).status is Status.DUPLICATE
    with pytest.raises(Exception, match="append-only"):
        await owner.execute("delete from events where position > 10")


async def test_a_log_that_is_right_is_not_touched(world: World, migrated: Database) -> None:
    await world.append(5)
    done = await refill(migrated.owner_dsn, bus=world.bus, mac=world.mac)
    assert done == (600, 0, 0)
    assert len(await world.log.read(0, 1000)) == 605


async def test_nothing_is_refilled_from_a_stream_with_holes(
    world: World, migrated: Database, owner: Connection
) -> None:
    settings = {"deny_delete": False}
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"] | settings
    messages = [await world.bus.message(world.service, n) for n in range(1, 601)]
    await world.bus.delete_stream(world.service)
    await world.bus.api(f"STREAM.CREATE.{world.service}", config)
    copies = [
        each._replace(headers={k: v for k, v in each.headers.items() if not k.startswith("Nats-")})
        for each in messages
        if each
    ]
    await world.bus.publish_batch(copies, after=0)
    await world.bus.api(f"STREAM.MSG.DELETE.{world.service}", {"seq": 550})
    await restore(owner, 500)
    with pytest.raises(Damaged):
        await refill(migrated.owner_dsn, bus=world.bus, mac=world.mac)
    assert (await world.log.head()).position == 500
