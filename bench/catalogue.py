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

from grpc_health.v1 import health_pb2, health_pb2_grpc

from bench import size
from bench.memory import resident
from bench.pairs import Row, Spread
from bench.world import World
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from services.console.instants import to_timestamp
from services.console.intake import capabilities

CHUNK, IN_FLIGHT = 500, 4
FIELDS = ("Hộ tịch", "Đất đai", "Xây dựng", "Giao thông", "Y tế", "Giáo dục")
DEEDS = ("Đăng ký", "Cấp lại", "Gia hạn", "Xác nhận", "Thu hồi", "Chuyển đổi")
THINGS = ("khai sinh", "kết hôn", "giấy phép", "quyền sử dụng đất", "hộ kinh doanh", "chứng chỉ")


def services() -> int:
    """How many are offered, each at some dozens of units."""
    return max(1, size.SIZE.offerings // 50)


def rows() -> Iterator[intake.Row]:
    """Units, then services, then offerings."""
    since = to_timestamp(datetime(2024, 1, 1, tzinfo=UTC))
    lines = iter(range(1, 10**9))

    def row(**content: Any) -> intake.Row:
        line = next(lines)
        return intake.Row(
            line=line, key=str(line), effective_time=since, correction_reason="bench", **content
        )

    for n in range(size.SIZE.units):
        yield row(unit=unit_row(n))
    for n in range(services()):
        yield row(service=service_row(n))
    for n in range(size.SIZE.offerings):
        yield row(offering=offering_row(n))


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
    """Import everything; rows a second, acknowledged and then readable."""
    everything = list(rows())
    before = resident(world.stack.services["catalog"].pid)
    started = time.perf_counter()
    position, refused = await send(world, everything)
    acknowledged = time.perf_counter() - started
    await shown(world, position)
    readable = time.perf_counter() - started
    after = resident(world.stack.services["catalog"].pid)
    assert refused == 0
    count = len(everything)
    return [
        (f"import of {count:,} rows, acknowledged", f"{count / acknowledged:,.0f} rows/s"),
        ("the same, until all could be read", f"{count / readable:,.0f} rows/s"),
        ("resident memory of catalog, before → after the import", f"{before} → {after} MB"),
    ]  # fmt: skip


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
        row = offering_row(chance.randrange(size.SIZE.offerings))
        return f"{row.parent}/offerings/{row.offering.unit.removeprefix('units/')}"

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
    return await against_check(world, asked)


async def against_check(world: World, asked: dict[str, Callable[[], Awaitable[Any]]]) -> list[Row]:
    """One row for each question."""
    health = health_pb2_grpc.HealthStub(world.portal.channels["catalog"])
    question = health_pb2.HealthCheckRequest()
    times: dict[str, list[float]] = {name: [] for name in ("check", *asked)}
    for _ in range(2 * size.SIZE.rounds - 1):
        times["check"].append(await median(lambda: health.Check(question)))
        for name, call in asked.items():
            times[name].append(await median(call))
    return [row(name, times[name], times["check"]) for name in asked]


def row(name: str, ours: list[float], check: list[float]) -> Row:
    """How many times as long."""
    reach = "≤ 2" if name == "get" else "≤ 6"
    ratios = Spread.of([mine / other for mine, other in zip(ours, check, strict=True)])
    what = f"catalogue of {size.SIZE.offerings:,} offerings: {name}"
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
