"""PostgreSQL or NATS away for a minute, and JetStream's files lost under a running stack.

Promises that commands fail with a hint or succeed and are published later, that nothing is half
done, and that services come back by themselves. Must not restart a service by hand.
"""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import grpc
import pytest
from google.rpc import error_details_pb2

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.metrics.v1 import metrics_pb2
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.patience import detail
from tests.e2e.exactness import verified
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office

pytestmark = pytest.mark.long

AWAY = 60.0
Trouble: TypeAlias = Callable[[Stack, Portal, Office], Awaitable[None]]


@asynccontextmanager
async def at_work() -> AsyncIterator[tuple[Stack, Portal, Office]]:
    """A stack of its own, and an office that uses it."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        yield stack, portal, await Office.open(portal)
    shutil.rmtree(path)


def submission() -> api.SubmitDossierRequest:
    return api.SubmitDossierRequest(
        offering="services/birth/offerings/ward-1",
        receiving_unit="units/ward-1",
        channel=facts.CHANNEL_ONLINE,
        request_id=str(uuid.uuid4()),
    )


async def seen_by_metrics(portal: Portal, position: int) -> Any:
    """The rate once metrics has read up to a position."""
    request = metrics_pb2.ListRatesRequest(
        definition="online_handling", breakdown=metrics_pb2.BREAKDOWN_MONTH
    )
    request.at_least.add(stream="submissions", position=position)
    return await portal.call(portal.metrics.ListRates, request, role="inspector")


async def without_nats(stack: Stack, portal: Portal, office: Office) -> None:
    """Commands succeed, and are published later."""
    await office.submit(0)  # so that submissions knows the catalogue
    await stack.nats.kill()
    await office.handle(await office.submit(0))
    await asyncio.sleep(AWAY)
    after = await office.submit(1)
    await stack.nats.start()
    await seen_by_metrics(portal, after.position)
    code, said = await verified(Path(stack.data_dir))
    assert code == 0, said


async def without_postgres(stack: Stack, portal: Portal, office: Office) -> None:
    """Commands fail with a hint, and leave nothing."""
    first = await office.submit(0)
    await stack.postgres.kill()
    request, refusals = submission(), []
    ends = asyncio.get_running_loop().time() + AWAY
    while asyncio.get_running_loop().time() < ends:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await portal.submissions.SubmitDossier(
                request, metadata=portal.bearer("portal"), timeout=30
            )
        refusals.append(refused.value)
        await asyncio.sleep(2)
    await stack.postgres.start()
    reply = await portal.call(portal.submissions.SubmitDossier, request, role="portal")
    assert {refusal.code() for refusal in refusals} == {grpc.StatusCode.UNAVAILABLE}
    assert all(detail(refusal, error_details_pb2.RetryInfo) for refusal in refusals)
    assert reply.dossier.position == first.position + 1
    await seen_by_metrics(portal, reply.dossier.position)
    code, said = await verified(Path(stack.data_dir))
    assert code == 0, said


TROUBLES: tuple[Trouble, ...] = (without_nats, without_postgres)


@pytest.fixture(scope="module", autouse=True)
async def minutes() -> AsyncIterator[dict[Trouble, asyncio.Task[None]]]:
    """Both outages, each on a stack of its own; they pass while other tests of this file run."""

    async def pass_through(trouble: Trouble) -> None:
        async with at_work() as (stack, portal, office):
            await trouble(stack, portal, office)

    passing = {each: asyncio.create_task(pass_through(each)) for each in TROUBLES}
    yield passing
    for task in passing.values():
        task.cancel()
    await asyncio.gather(*passing.values(), return_exceptions=True)


async def test_the_jetstream_directory_is_deleted_and_the_streams_come_back() -> None:
    async with at_work() as (stack, portal, office):
        await lose_jetstream(stack, portal, office)


async def lose_jetstream(stack: Stack, portal: Portal, office: Office) -> None:
    for number in range(20):
        await office.handle(await office.submit(number))
    await seen_by_metrics(portal, office.position)
    await stack.nats.kill()
    shutil.rmtree(stack.nats.store / "jetstream")
    await stack.nats.start()
    last = await office.submit(0)
    await seen_by_metrics(portal, last.position)
    code, said = await verified(Path(stack.data_dir))
    assert code == 0, said


async def test_nats_away_for_a_minute_commands_succeed_and_are_published_later(
    minutes: dict[Trouble, asyncio.Task[None]],
) -> None:
    await minutes[without_nats]


async def test_postgres_away_for_a_minute_commands_fail_with_a_hint_and_leave_nothing(
    minutes: dict[Trouble, asyncio.Task[None]],
) -> None:
    await minutes[without_postgres]
