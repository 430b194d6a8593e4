"""A catalogue of 100,000 offerings: how fast it is taken in, read, searched, and started cold.

Promises medians of single calls, taken in turn with the health Check of the same server by the same
client. Must not count a row that was not acknowledged.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from grpc_health.v1 import health_pb2, health_pb2_grpc

from bench import cpu, size
from bench.memory import resident
from bench.pairs import Row, Spread
from bench.world import World
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from services.console.importing.intake import capabilities
from services.console.instants import to_timestamp

CHUNK, IN_FLIGHT = 500, 4
OPENED = to_timestamp(datetime(2024, 1, 1, tzinfo=UTC))
FIELDS = ("Hộ tịch", "Đất đai", "Xây dựng", "Giao thông", "Y tế", "Giáo dục")
DEEDS = ("Đăng ký", "Cấp lại", "Gia hạn", "Xác nhận", "Thu hồi", "Chuyển đổi")
THINGS = ("khai sinh", "kết hôn", "giấy phép", "quyền sử dụng đất", "hộ kinh doanh", "chứng chỉ")


def services() -> int:
    """How many are offered, each at some dozens of units."""
    return max(1, size.SIZE.offerings // 50)


def unit_and_service_rows() -> Iterator[intake.Row]:
    """What the offerings are of."""
    for n in range(size.SIZE.units):
        yield row(n, unit=unit_row(n))
    for n in range(services()):
        yield row(n, service=service_row(n))


def offering_rows() -> Iterator[intake.Row]:
    """The offerings."""
    for n in range(size.SIZE.offerings):
        yield row(n, offering=offering_row(n))


def row(line: int, since: Timestamp = OPENED, **content: Any) -> intake.Row:
    """A row that is in force since then."""
    return intake.Row(
        line=line + 1, key=str(line), effective_time=since, correction_reason="bench", **content
    )


def unit_row(n: int) -> intake.UnitRow:
    """Wards below the district that is there."""
    name = facts.Text(vi=f"Phường số {n}", en=f"Ward number {n}")
    unit = api.Unit(parent="units/district", kind="ward", display_name=name, code=f"{n:05}")
    return intake.UnitRow(unit_id=f"big-{n}", unit=unit)


def service_row(n: int) -> intake.ServiceRow:
    """Names of the kind that are searched for."""
    chance = random.Random(n)
    deed, thing = chance.choice(DEEDS), chance.choice(THINGS)
    name = facts.Text(vi=f"{deed} {thing} loại {n}", en=f"Service {n}")
    service = api.Service(
        authority="units/district",
        display_name=name,
        field=chance.choice(FIELDS),
        codes=[facts.ServiceCode(system="national", value=f"1.{n:06}")],
        fees=[facts.FeeLine(code="f", amount=n % 3 * 10_000)],
    )
    return intake.ServiceRow(service_id=f"big-{n}", service=service)


def offering_row(n: int) -> intake.OfferingRow:
    """Fifty units offer each service, at every level."""
    offering = api.Offering(
        unit=f"units/big-{(n // services() * 20 + n) % size.SIZE.units}",
        capabilities=capabilities(1 + n % 4),
    )
    return intake.OfferingRow(parent=f"services/big-{n % services()}", offering=offering)


async def take_in(world: World) -> list[tuple[str, str]]:
    """Import everything; rows of offerings a second, acknowledged and then readable, and what they
    cost.
    """
    await take(world, list(unit_and_service_rows()))
    offerings = list(offering_rows())
    before, memory = cpu.of_stack(world.stack), resident(world.stack.services["catalog"].pid)
    acknowledged, readable = await take(world, offerings)
    spent = cpu.spent(before, cpu.of_stack(world.stack))
    after = resident(world.stack.services["catalog"].pid)
    count = len(offerings)
    return [
        (f"import of {count:,} offerings, acknowledged", f"{count / acknowledged:,.0f} rows/s"),
        ("the same, until all could be read", f"{count / readable:,.0f} rows/s"),
        ("the same, CPU a row", cpu.line(spent, times=count, unit="ms")),
        ("resident memory of catalog, before → after the import", f"{memory} → {after} MB"),
    ]  # fmt: skip


async def take(world: World, some: list[intake.Row]) -> tuple[float, float]:
    """Seconds until the rows were acknowledged, and until they could be read."""
    started = time.perf_counter()
    position, refused = await send(world, some)
    acknowledged = time.perf_counter() - started
    assert refused == 0
    await shown(world, position)
    return acknowledged, time.perf_counter() - started


async def send(world: World, everything: list[intake.Row]) -> tuple[int, int]:
    """Some chunks in flight; the last position, and how many rows were refused."""
    room = asyncio.Semaphore(IN_FLIGHT)

    async def requests() -> AsyncIterator[intake.ImportRowsRequest]:
        for start in range(0, len(everything), CHUNK):
            await room.acquire()
            yield intake.ImportRowsRequest(source="bench", rows=everything[start : start + CHUNK])

    position = refused = 0
    metadata = world.portal.bearer("importer")
    async for reply in world.portal.intake.ImportRows(requests(), metadata=metadata):
        room.release()
        position = max(position, reply.position)
        refused += sum(each.effect == intake.RowOutcome.EFFECT_REFUSED for each in reply.outcomes)
    return position, refused


async def shown(world: World, position: int) -> None:
    """Until the last of it can be read."""
    bearer = world.portal.bearer("editor")
    async for told in world.portal.catalog.WatchCatalog(
        api.WatchCatalogRequest(after_position=position - 1), metadata=bearer
    ):
        if told.position >= position:
            break
    name = f"services/big-{(size.SIZE.offerings - 1) % services()}"
    await world.portal.call(
        world.portal.catalog.GetService, api.GetServiceRequest(name=name), role="editor"
    )


async def reads(world: World) -> list[Row]:
    """Get, list and search against the health Check, one caller, medians of rounds in turn."""
    chance = random.Random(7)
    catalog, bearer = world.portal.catalog, world.portal.bearer("public")

    def some_offering() -> str:
        some = offering_row(chance.randrange(size.SIZE.offerings))
        return f"{some.parent}/offerings/{some.offering.unit.removeprefix('units/')}"

    def get() -> Awaitable[Any]:
        return catalog.GetOffering(api.GetOfferingRequest(name=some_offering()), metadata=bearer)

    def page() -> Awaitable[Any]:
        after = f"units/big-{chance.randrange(size.SIZE.units)}"
        request = api.ListOfferingsRequest(parent="services/-", subtree=after, page_size=50)
        return catalog.ListOfferings(request, metadata=bearer)

    def all_units() -> Awaitable[Any]:
        request = api.ListOfferingsRequest(
            parent="services/-", page_size=50, filter="level >= 3", subtree="units/district"
        )
        return catalog.ListOfferings(request, metadata=bearer)

    def search() -> Awaitable[Any]:
        request = api.ListServicesRequest(
            query=f"dang ky khai sinh {chance.randrange(services())}", page_size=50
        )
        return catalog.ListServices(request, metadata=bearer)

    def search_offerings() -> Awaitable[Any]:
        request = api.ListOfferingsRequest(
            parent="services/-", query=f"{chance.choice(DEEDS)} khai sinh", page_size=50
        )
        return catalog.ListOfferings(request, metadata=bearer)

    asked = {
        "get": get,
        "a page of 50, one unit's": page,
        "a page of 50, level 3 and above, whole tree": all_units,
        "search in services": search,
        "search in offerings, by words of dozens of services": search_offerings,
    }
    what = f"catalogue of {size.SIZE.offerings:,} offerings: "
    return await against_check(world, asked, service="catalog", what=what)


async def against_check(
    world: World,
    asked: dict[str, Callable[[], Awaitable[Any]]],
    *,
    service: str,
    what: str,
) -> list[Row]:
    """One row for each question that a service is asked about something."""
    health = health_pb2_grpc.HealthStub(world.portal.channels[service])
    question = health_pb2.HealthCheckRequest()
    times: dict[str, list[float]] = {name: [] for name in ("check", *asked)}
    for _ in range(2 * size.SIZE.rounds - 1):
        times["check"].append(await median(lambda: health.Check(question)))
        for name, call in asked.items():
            times[name].append(await median(call))
    return [row_of(f"{what}{name}", times[name], times["check"]) for name in asked]


def row_of(what: str, ours: list[float], check: list[float]) -> Row:
    """How many times as long."""
    reach = "≤ 2" if what.endswith(": get") else "≤ 6"
    ratios = Spread.of([mine / other for mine, other in zip(ours, check, strict=True)])
    return Row(what, "health Check, one caller", reach, ratios, Spread.of(ours),
               Spread.of(check), "µs")  # fmt: skip


async def median(call: Callable[[], Awaitable[Any]]) -> float:
    """Microseconds of a call, the median of many."""
    took = []
    for _ in range(size.SIZE.reads):
        started = time.perf_counter()
        await call()
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1e6


async def cold_start(world: World) -> tuple[str, str]:
    """From starting the process until its first answer."""
    service = world.stack.services["catalog"]
    await service.stop()
    started = time.perf_counter()
    await service.start()
    request = api.GetServiceRequest(name="services/big-1")
    await world.portal.call(world.portal.catalog.GetService, request, role="public")
    return "cold start of catalog with that catalogue", f"{time.perf_counter() - started:.1f} s"
