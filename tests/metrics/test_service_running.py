"""The whole service over a real PostgreSQL and NATS: streams in, rates and metric events out.

Given what the other two services published, when the service runs, then gRPC answers and the
metrics stream tells. Must not import another service: their streams are published here.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.type.date_pb2 import Date

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from motcua.metrics.v1.events_pb2 import Rate, StreamPosition
from motcua.metrics.v1.metrics_pb2 import ExplainRateRequest, GetRateRequest
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from services.chassis.bus import Bus
from services.chassis.envelope import message
from services.chassis.gauges import REGISTRY
from services.chassis.keys import Keyring
from services.chassis.log import Recorded
from services.chassis.mac import Mac
from services.metrics.__main__ import serve
from services.metrics.settings import Settings
from tests.metrics import given
from tests.metrics.signed import bearer, public_key
from tests.outages import read_only
from tests.waiting import until

CATALOG = (
    *given.TREE,
    given.published(given.BIRTH),
    given.opened(),
    given.assessed(given.BIRTH, given.WARD, (given.AT, 3, 3, 3)),
)
INSPECTOR = (("authorization", f"Bearer {bearer('inspector', '*')}"),)
KEYS = Keyring({"1": bytes(32)})
TIMEOUT = 120  # seconds of a call, on a busy machine
Start = Callable[[], Awaitable[MetricsServiceStub]]
Buses = dict[str, Bus]


@pytest.fixture
async def buses(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Buses]:
    """Each service's own connection; no stream is found there, and none is left behind."""
    monkeypatch.setattr("services.chassis.bus.TIMEOUT", 3)
    names = ("catalog", "submissions", "metrics")
    buses = {name: await Bus.connect(stack.nats_url(name)) for name in names}
    await clear(buses)
    yield buses
    await clear(buses)
    for bus in buses.values():
        await bus.close()


async def clear(buses: Buses) -> None:
    await buses["metrics"].delete_stream("figures")
    for stream, bus in buses.items():
        await bus.delete_stream(stream)


async def publish(buses: Buses, stream: str, events: Sequence[Recorded]) -> None:
    """What the stream's own service would publish."""
    await buses[stream].ensure_stream(stream)
    mac = Mac(stream, KEYS)
    wired = [message(event._replace(subject=f"motcua.{stream}.X"), mac=mac) for event in events]
    await buses[stream].publish_batch(wired, after=events[0].position - 1)


@pytest.fixture
async def start(
    stack: Stack, migrated: Database, buses: Buses, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Start]:
    """Starts the service as a task; call it for a client."""
    running: list[asyncio.Task[None]] = []
    channels: list[grpc.aio.Channel] = []
    monkeypatch.setattr("services.metrics.api.as_known.PATIENCE", 60.0)  # however slow the machine
    monkeypatch.setattr("services.chassis.readiness.STUCK", 0.3)  # where the catalogue is missing
    settings = Settings(
        listen="127.0.0.1:0",
        database_dsn=migrated.dsn,
        nats_url=stack.nats_url("metrics"),
        token_keys=public_key(),
        secret_keys=Keyring({"1": bytes(32)}),
        log_keys=KEYS,
        coalesce=0.05,
        live_months=1200,
    )

    async def start() -> MetricsServiceStub:
        await stop(running, channels)
        address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        running.append(asyncio.create_task(serve(settings, address.set_result)))
        await asyncio.wait([address, running[0]], return_when=asyncio.FIRST_COMPLETED)
        channels.append(grpc.aio.insecure_channel(address.result()))
        return MetricsServiceStub(channels[0])

    yield start
    await stop(running, channels)


async def stop(running: list[asyncio.Task[None]], channels: list[grpc.aio.Channel]) -> None:
    while channels:
        await channels.pop().close()
    while running:
        task = running.pop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def asking(submissions: int, **options: Any) -> GetRateRequest:
    return GetRateRequest(
        definition=options.pop("definition", "online_handling"),
        start_date=Date(year=2026, month=3, day=1),
        end_date=Date(year=2026, month=4, day=1),
        at_least=[StreamPosition(stream="submissions", position=submissions)],
        **options,
    )


def dossiers(first: int, count: int) -> list[Recorded]:
    """Dossiers that are submitted and accepted, decided on the whole catalogue."""
    events: list[Any] = []
    for number in range(first, first + count):
        events += [given.submitted(number), given.accepted(number, catalog_position=len(CATALOG))]
    return [
        given.recorded(2 * first - 2 + n, event, version=2 - n % 2)
        for n, event in enumerate(events, 1)
    ]


async def test_streams_become_rates_and_metric_events(start: Start, buses: Buses) -> None:
    # Submissions arrive before the catalogue that they were decided on, and wait for it.
    await publish(buses, "submissions", dossiers(1, 20))
    client = await start()
    catalog = [given.recorded(n, event) for n, event in enumerate(CATALOG, 1)]
    await publish(buses, "catalog", catalog)
    reply: Rate = await client.GetRate(asking(40), metadata=INSPECTOR, timeout=TIMEOUT)
    assert (reply.percent, reply.receipt.numerator) == ("100.0", 20)
    coverage = asking(40, definition="coverage.l3l4", unit=given.WARD)
    assert (await client.GetRate(coverage, metadata=INSPECTOR, timeout=TIMEOUT)).percent == "100.0"
    parts = [
        part
        async for part in client.ExplainRate(
            ExplainRateRequest(rate=asking(40)), metadata=INSPECTOR, timeout=TIMEOUT
        )
    ]
    assert len(parts) == 21
    earlier = asking(40, as_known_time=given.timestamp(given.RECORDED + timedelta(seconds=20)))
    known = (await client.GetRate(earlier, metadata=INSPECTOR, timeout=TIMEOUT)).receipt
    assert (known.numerator, known.positions[1].position) == (10, 20)
    await until(lambda: told(buses["metrics"], "all.2026-03.online_handling", "20"), every=0.05)


async def told(bus: Bus, subject: str, numerator: str) -> bool:
    """Whether the stream tells of the figure, as JSON."""
    state = await bus.state("figures")
    for sequence in range(1, (state.last if state else 0) + 1):
        found = await bus.message("figures", sequence)
        if found and found.subject == f"motcua.figures.live.{subject}":
            assert found.headers["ce-datacontenttype"] == "application/json"
            return bool(json.loads(found.payload)["rate"]["receipt"]["numerator"] == numerator)
    return False


async def test_a_position_is_unknown_far_after_the_end_of_its_stream_and_else_not_read_yet(
    start: Start, buses: Buses, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Submissions that wait for the catalogue that they were decided on. What is a little after the
    # end of the stream may be recorded and not published yet.
    await publish(buses, "submissions", dossiers(1, 1))
    client = await start()
    monkeypatch.setattr("services.metrics.api.as_known.PATIENCE", 0.5)

    def read(position: int) -> Awaitable[Any]:
        return client.GetRate(asking(position), metadata=INSPECTOR, timeout=TIMEOUT)

    unavailable, precondition = grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.FAILED_PRECONDITION
    await until(lambda: refused_with(read(2**62), precondition), every=0.05)
    assert await refused_with(read(2), unavailable)
    assert await refused_with(read(3), unavailable)


async def refused_with(call: Awaitable[Any], code: grpc.StatusCode) -> bool:
    """Whether a call is refused so."""
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    return bool(refused.value.code() == code)


async def test_figures_go_on_by_themselves_after_a_primary_was_read_only(
    stack: Stack, start: Start, buses: Buses
) -> None:
    catalog = [given.recorded(n, event) for n, event in enumerate(CATALOG, 1)]
    await publish(buses, "catalog", catalog)
    await publish(buses, "submissions", dossiers(1, 3))
    client = await start()
    reply = await client.GetRate(asking(6), metadata=INSPECTOR, timeout=TIMEOUT)
    async with read_only(stack):
        await publish(buses, "submissions", dossiers(4, 2))
        await until(lambda: counted("motcua_database_failures_total", why="read_only"))
        asked = asking(0)
        assert await client.GetRate(asked, metadata=INSPECTOR, timeout=TIMEOUT) == reply
    reply = await client.GetRate(asking(10), metadata=INSPECTOR, timeout=TIMEOUT)
    assert reply.receipt.numerator == 5
    await until(lambda: told(buses["metrics"], "all.2026-03.online_handling", "5"), every=0.05)


def counted(name: str, **labels: str) -> float:
    """A metric of this process."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_restart_goes_on_where_it_was(start: Start, buses: Buses) -> None:
    catalog = [given.recorded(n, event) for n, event in enumerate(CATALOG, 1)]
    await publish(buses, "catalog", catalog)
    await publish(buses, "submissions", dossiers(1, 3))
    client = await start()
    assert (
        await client.GetRate(asking(6), metadata=INSPECTOR, timeout=TIMEOUT)
    ).receipt.numerator == 3
    client = await start()
    await publish(buses, "submissions", dossiers(4, 2))
    reply = await client.GetRate(asking(10), metadata=INSPECTOR, timeout=TIMEOUT)
    assert reply.receipt.numerator == 5


async def test_a_leader_sees_the_own_subtree_only(start: Start, buses: Buses) -> None:
    catalog = [given.recorded(n, event) for n, event in enumerate(CATALOG, 1)]
    await publish(buses, "catalog", catalog)
    await publish(buses, "submissions", dossiers(1, 1))
    client = await start()
    await client.GetRate(asking(2), metadata=INSPECTOR, timeout=TIMEOUT)
    leader = (("authorization", f"Bearer {bearer('leader', given.DISTRICT)}"),)
    await client.GetRate(asking(2, unit=given.WARD), metadata=leader, timeout=TIMEOUT)
    for unit in (given.CITY, given.OTHER, ""):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await client.GetRate(asking(2, unit=unit), metadata=leader, timeout=TIMEOUT)
        assert refused.value.code() == grpc.StatusCode.PERMISSION_DENIED
