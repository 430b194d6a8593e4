"""What one decision costs that bears on many offerings: a merger, and a new fee.

A merger hands 1,000 offerings on to a unit that has none. A fee takes level 4 from the offerings of
one service at 3,321 units, each of which follows from those of three. Each is one command and one
append; it ends when every service has applied it.
"""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import asyncpg

from bench import cpu, size
from bench.catalogue import row, send
from bench.pairs import Spread
from bench.world import World
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from services.console.importing.intake import capabilities
from services.console.instants import to_timestamp

REFORMED = to_timestamp(datetime(2025, 6, 30, 17, tzinfo=UTC))
FOLLOWED = 3  # offerings that each follows from
FEE = 10_000  # đồng
APPLIED = "select min(position) from checkpoints where projection in ('catalogue', 'catalog')"


class Took(NamedTuple):
    """Seconds until a command was answered and until all had applied it, and of CPU by process."""

    answered: float
    applied: float
    cpu: dict[str, float]


async def lines(world: World) -> list[tuple[str, str]]:
    """Both, several times on one stack."""
    rounds = 2 * size.SIZE.rounds - 1
    await prepare_mergers(world, rounds)
    mergers = [await merge(world, number) for number in range(rounds)]
    await prepare_fee(world)
    changes = [await change_fee(world, FEE * (number % 2 == 0)) for number in range(rounds)]
    fee = f"a fee that {size.SIZE.successors:,} offerings lose or regain level 4 by"
    return [
        *medians(f"a merger that hands {size.SIZE.merged:,} offerings on", mergers),
        *medians(f"{fee}, each following from {FOLLOWED}", changes),
    ]


def medians(what: str, rounds: list[Took]) -> Iterator[tuple[str, str]]:
    """Medians, with the least and the most."""
    yield f"{what}: answered after", f"{Spread.of([each.answered for each in rounds]).show()} s"
    applied_after = Spread.of([each.applied for each in rounds])
    yield "the same, applied by all services after", f"{applied_after.show()} s"
    seconds = {name: statistics.median(each.cpu[name] for each in rounds) for name in rounds[0].cpu}
    yield "the same, CPU", cpu.line(seconds)


async def prepare_mergers(world: World, rounds: int) -> None:
    """Services, and for each round a unit that offers all of them and one that offers none."""
    services = [service_row(f"merged-{n}") for n in range(size.SIZE.merged)]
    units = [unit(f"{side}-{n}") for n in range(rounds) for side in ("former", "latter")]
    offerings = [
        offering(f"merged-{m}", f"former-{n}", capabilities(3))
        for n in range(rounds)
        for m in range(size.SIZE.merged)
    ]
    await take_in(world, [*services, *units, *offerings])


async def merge(world: World, number: int) -> Took:
    """One unit with all its offerings into the other of its pair, now."""
    request = api.MergeUnitsRequest(
        into=f"units/latter-{number}",
        units=[f"units/former-{number}"],
        offerings=facts.OFFERING_RULE_FOLLOW,
        request_id=str(uuid.uuid4()),
    )
    taken = await timed(
        world, world.portal.catalog.MergeUnits, request, lambda reply: reply.into.position
    )
    handed = await offered(world, f"units/latter-{number}")
    assert handed == {3: size.SIZE.merged}, handed
    return taken


async def prepare_fee(world: World) -> None:
    """A service without a fee at three units each of which merged into one of many."""
    latter = [unit(f"after-{n}") for n in range(size.SIZE.successors)]
    former = [unit(f"before-{n}") for n in range(FOLLOWED * size.SIZE.successors)]
    offerings = [
        offering("fee", f"before-{n}", without_fee())
        for n in range(FOLLOWED * size.SIZE.successors)
    ]
    mergers = [merger(n) for n in range(size.SIZE.successors)]
    await take_in(world, [service_row("fee"), *latter, *former, *offerings])
    await take_in(world, mergers)


async def change_fee(world: World, amount: int) -> Took:
    """Publish a version of the service with another fee, from now on; to draft it is not timed."""
    draft = api.Service(name="services/fee", **service("fee", amount))
    revising = api.ReviseServiceRequest(service=draft, request_id=str(uuid.uuid4()))
    await world.portal.call(world.portal.catalog.ReviseService, revising, role="editor")
    request = api.PublishServiceRequest(name="services/fee", request_id=str(uuid.uuid4()))
    taken = await timed(
        world, world.portal.catalog.PublishService, request, lambda reply: reply.position
    )
    levels = await offered(world, "units/district", "services/fee")
    assert levels == {3 if amount else 4: size.SIZE.successors}, levels
    return taken


async def timed(
    world: World,
    method: Callable[..., Awaitable[Any]],
    request: Any,
    position: Callable[[Any], int],
) -> Took:
    """One command, until every service has applied what it recorded."""
    before, began = cpu.of_stack(world.stack), time.perf_counter()
    reply = await world.portal.call(method, request, role="editor")
    answered = time.perf_counter() - began
    await applied(world, position(reply))
    took = time.perf_counter() - began
    return Took(answered, took, cpu.spent(before, cpu.of_stack(world.stack)))


async def applied(world: World, position: int) -> None:
    """Wait until every service has applied the catalogue up to a position."""
    for service in world.stack.services.values():
        connection = await asyncpg.connect(service.wiring.owner_dsn)
        while (await connection.fetchval(APPLIED) or 0) < position:  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.02)
        await connection.close()


async def offered(world: World, subtree: str, service: str = "") -> dict[int, int]:
    """How many open offerings of a subtree, or of one service in it, are at which level."""
    request = api.CountOfferingsRequest(
        subtree=subtree, filter=f"service = {service}" if service else ""
    )
    reply = await world.portal.call(world.portal.catalog.CountOfferings, request, role="public")
    counts: dict[int, int] = {}
    for each in reply.counts:
        counts[each.level] = counts.get(each.level, 0) + each.offerings
    return counts


async def take_in(world: World, rows: list[intake.Row]) -> None:
    """Import rows, and wait until every service has applied them."""
    position, refused = await send(world, rows)
    assert refused == 0
    await applied(world, position)


def without_fee() -> list[facts.RecordedCapability]:
    """All that level 4 asks for, but to pay online, which is not applicable."""
    recorded = capabilities(4)
    for each in recorded:
        if each.capability == facts.CAPABILITY_PAY_ONLINE:
            each.state = facts.CAPABILITY_STATE_NOT_APPLICABLE
    return recorded


def service(name: str, amount: int = 0) -> dict[str, Any]:
    """The content of a service with that fee."""
    return {
        "authority": "units/district",
        "display_name": facts.Text(vi=f"Thủ tục {name}", en=f"Service {name}"),
        "fees": [facts.FeeLine(code="f", amount=amount)] if amount else [],
    }


def unit(name: str) -> intake.Row:
    """A ward below the district that is there."""
    text = facts.Text(vi=f"Phường {name}", en=f"Ward {name}")
    said = api.Unit(parent="units/district", kind="ward", display_name=text)
    return row(0, unit=intake.UnitRow(unit_id=name, unit=said))


def service_row(name: str) -> intake.Row:
    """A service without a fee."""
    return row(0, service=intake.ServiceRow(service_id=name, service=api.Service(**service(name))))


def offering(service: str, unit: str, recorded: list[facts.RecordedCapability]) -> intake.Row:
    """A service at a unit."""
    said = api.Offering(unit=f"units/{unit}", capabilities=recorded)
    return row(0, offering=intake.OfferingRow(parent=f"services/{service}", offering=said))


def merger(number: int) -> intake.Row:
    """Three units into one, with their offerings."""
    former = range(FOLLOWED * number, FOLLOWED * (number + 1))
    said = intake.MergerRow(
        into=f"units/after-{number}",
        units=[f"units/before-{each}" for each in former],
        offerings=facts.OFFERING_RULE_FOLLOW,
    )
    return row(0, REFORMED, merger=said)
