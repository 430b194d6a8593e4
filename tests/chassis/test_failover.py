"""A primary that dies for good while its standby hangs, and the standby that takes its place.

Promises that nothing was seen, published or acknowledged that the promoted server lacks, whoever
stopped waiting for it in whatever way, and that a service goes on by itself. Must not let the
standby have in the end what it had not read in time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.database import SQL, connect, is_lost, migrate, open_pool
from services.chassis.errors import Refusal
from services.chassis.log import Append, Log
from services.chassis.reasons import ChassisReason
from services.chassis.recording import append_decided
from services.chassis.replicated import confirm
from services.chassis.store import Command
from services.chassis.timers import replace
from tests.chassis import appends
from tests.chassis.committing import INSERT, SERVICE, WAITING, Act, Service, acts
from tests.chassis.streaming import TABLE, Seen, World, ready, running
from tests.chassis.taking import due
from tests.replicated import crash, hanging, pair
from tests.waiting import until

pytestmark = pytest.mark.long


@pytest.fixture
async def service(data_dir: Path) -> AsyncIterator[Service]:
    stack = await Stack(data_dir).start(services=False)
    try:
        async with pair(stack) as servers:
            [database] = await stack.create_databases("replicated")
            await migrate(database.owner_dsn, role=database.name, directories=[SQL])
            owner = await asyncpg.connect(database.owner_dsn)
            await owner.execute(f"{TABLE}; create table said (what uuid)")
            await owner.execute("grant select, insert, update, delete on seen, said to public")
            await owner.close()
            dsn = servers.dsn(database.dsn)
            admin = await asyncpg.connect(stack.postgres.dsn(database=database.name))
            bus = await Bus.connect(stack.nats_url(SERVICE))
            async with await open_pool(dsn) as pool:
                log = Log(pool, dsn, patience=2)
                yield Service(servers, dsn, pool, log, bus, admin)
                await log.close()
            admin.terminate()
            await bus.close()
    finally:
        await stack.stop()


async def cancelled(service: Service, act: Act) -> None:
    """Begin something, and stop waiting for it while the server waits for the standby."""
    before = await service.admin.fetchval(WAITING)
    task: asyncio.Task[Any] = asyncio.ensure_future(act())  # type: ignore[arg-type]
    await service.waiting(before + 1)
    task.cancel()
    [ended] = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError), ended


async def timed_out(service: Service) -> None:
    """asyncpg's own limit, for one statement and for several; again where the machine was too busy
    for a statement to get as far as the wait.
    """
    for statement in (INSERT, f"begin; {INSERT}; commit"):
        wanted = await service.admin.fetchval(WAITING) + 1
        while await service.admin.fetchval(WAITING) < wanted:
            with pytest.raises(TimeoutError):
                await service.pool.execute(statement, timeout=1)


async def closed(service: Service) -> None:
    """A connection of its own, closed under a statement."""
    connection = await connect(service.dsn)
    before = await service.admin.fetchval(WAITING)
    task = asyncio.ensure_future(connection.execute(INSERT))
    await service.waiting(before + 1)
    await connection.close(timeout=5)
    [ended] = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(ended, Exception)


async def commands(service: Service) -> list[Any]:
    """Commands that time out, one of them with something sealed; they can be repeated."""
    subject, kind = f"motcua.{SERVICE}.Happened.u", f"motcua.{SERVICE}.v1.Happened"
    events = [appends.event(f"s/{n}", subject=subject, kind=kind) for n in range(2)]
    sealing = service.vault.sealing("o/2", "field", b"An")
    asked = [appends.append(events[0]), appends.append(events[1])._replace(sealing=sealing)]
    done = await asyncio.gather(*map(service.log.append, asked), return_exceptions=True)
    for each in done:
        assert isinstance(each, Refusal)
        assert each.reason is ChassisReason.STORE_UNAVAILABLE
    return asked


async def test_nothing_is_seen_published_or_acknowledged_that_the_promoted_server_lacks(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_to_cancel: list[object] = []
    monkeypatch.setattr("asyncpg.connect_utils._cancel", _noting(asked_to_cancel))
    world, relay = service.world, service.world.relay()
    kept = Seen(service.pool, world.own())
    await service.pool.execute(INSERT)
    async with service.pool.acquire() as connection:
        await replace(connection, ["due"], ["t/1"], [due("t/1")])
    async with running(relay, kept.projector):
        await world.append(5)
        await until(ready(relay))
        await until(world.same)
        assert await kept.projector.reached(5, timeout=60)
        acknowledged, published = await world.logged(), await world.published()
        known = await service.rows(service.admin)
        with hanging(service.servers.standby):
            for act in acts(service):
                await cancelled(service, act)
            await timed_out(service)
            await closed(service)
            repeated = await commands(service)
            await asyncio.sleep(1.5)  # a server looks every second whether its client is there
            ghosts = await service.admin.fetchval(WAITING)
            assert ghosts >= len(acts(service)) + 4  # none has been let go
            assert await service.rows(service.admin) == known
            assert await world.published() == published
            await crash(service.servers.standby)
            await crash(service.servers.primary)
        await service.servers.standby.start()
        await service.servers.fail_over()
        promoted = await asyncpg.connect(service.servers.primary.dsn(database="replicated"))
        found = await service.rows(promoted)
        await promoted.close()
        assert found == known
        await until(ready(relay))
        outcomes = [await again(service, each) for each in repeated]
        await world.append(3)
        await until(world.same)
        assert await kept.projector.reached(10, timeout=60)
        assert await kept.rows() == await world.logged()
        assert (await world.logged())[:5] == acknowledged
        assert [each.position for each in outcomes] == [6, 7]
        assert relay.rebuilt == 0
    assert not asked_to_cancel


async def again(service: Service, asked: Any) -> Any:
    """A command that nobody knows the outcome of, repeated until there is one."""
    while True:
        try:
            return await service.log.append(asked)
        except Refusal as refused:
            if refused.reason is not ChassisReason.STORE_UNAVAILABLE:
                raise


def _noting(asked: list[object]) -> Callable[..., Awaitable[None]]:
    async def note(**options: object) -> None:
        asked.append(options)

    return note


def doing_nothing(service: Service, asked: Append) -> list[Coroutine[Any, Any, Any]]:
    """The same command again, and another one that finds all done: an answer acknowledges both."""
    [event], first = asked.events, Command(*asked[:4])
    other = first._replace(id=uuid4())
    return [
        append_decided(service.log, each, event.stream, lambda _: ()) for each in (first, other)
    ]


async def test_what_a_crash_lets_through_is_not_published_until_a_standby_has_it(
    service: Service,
) -> None:
    """A primary that comes back without its standby shows commits that were still waiting, and no
    more than those, whatever is asked of it: docs/operating/replicas.md says what readers see.
    """
    world, relay = service.world, service.world.relay()
    async with running(relay):
        await world.append(3)
        await until(world.same)
        with hanging(service.servers.standby):
            repeated = await commands(service)
            await crash(service.servers.primary)
            await service.servers.primary.start()
            await until(lambda: _logged(world, 5))  # anybody who reads now sees them
            again_ = asyncio.ensure_future(again(service, repeated[0]))
            further = asyncio.ensure_future(world.append(2))
            confirming = asyncio.ensure_future(confirm(service.log))
            needless = [asyncio.ensure_future(each) for each in doing_nothing(service, repeated[0])]
            await until(lambda: waiting_now(service))
            await asyncio.sleep(1)
            assert [position for position, _ in await world.published()] == [1, 2, 3]
            assert not again_.done()
            assert not confirming.done()
            assert not any(each.done() for each in needless)
            assert len(await world.logged()) == 5  # those of the crash, and none that came later
            assert relay.accepting() is ChassisReason.LOG_STARTING
            await crash(service.servers.standby)
        await service.servers.standby.start()
        await confirming
        assert [(await each)[0].position for each in needless] == [4, 4]
        assert (await again_).position == 4
        await asyncio.gather(further, return_exceptions=True)  # perhaps it was given up: see above
        await until(world.same)
        assert [position for position, _ in await world.published()][:5] == [1, 2, 3, 4, 5]


async def _logged(world: World, count: int) -> bool:
    try:
        return len(await world.logged()) == count
    except Exception as error:
        if is_lost(error):
            return False
        raise


async def waiting_now(service: Service) -> bool:
    """Whether the relay and who confirms wait for the standby."""
    admin = await asyncpg.connect(service.servers.primary.dsn())
    count = await admin.fetchval(WAITING)
    await admin.close()
    return bool(count >= 2)
