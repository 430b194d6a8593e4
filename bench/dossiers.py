"""Lists over a million dossiers: pages of a subtree by state, officer or due range.

Promises medians of single calls, taken in turn with the health Check of the same server by the same
client, and CPU time. The rows are made in the table, since that many commands would take an hour.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
from grpc_health.v1 import health_pb2, health_pb2_grpc

from bench import cpu, size
from bench.catalogue import against_check, row, send, unit_row
from bench.pairs import Row
from bench.world import World
from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1 import events_pb2 as facts
from services.chassis.database import statements

WARDS = 126  # as many as Hanoi has communes
PAGE = 50
DISTRICT, WARD = "units/district", "units/big-7"
SOON = datetime(2026, 6, 1, tzinfo=UTC)


async def measured(world: World) -> tuple[list[Row], list[tuple[str, str]]]:
    """Each question against the health Check, one caller; and what CPU each takes."""
    position, _ = await send(world, [row(n, unit=unit_row(n)) for n in range(WARDS)])
    await fill(world)
    asked = {name: call(world, request, position) for name, request in questions().items()}
    what = f"lists over {size.SIZE.dossiers:,} dossiers: "
    rows = await against_check(world, asked, service="submissions", what=what)
    asked = {"health Check": check(world), **asked}
    return rows, [(f"CPU: {name}", await cost(world, each)) for name, each in asked.items()]


def check(world: World) -> Callable[[], Awaitable[Any]]:
    """What the lists are compared with."""
    health = health_pb2_grpc.HealthStub(world.portal.channels["submissions"])
    return lambda: health.Check(health_pb2.HealthCheckRequest())


async def cost(world: World, asked: Callable[[], Awaitable[Any]]) -> str:
    """The CPU of a call, which a busy machine distorts least."""
    before = cpu.of_stack(world.stack)
    for _ in range(size.SIZE.reads):
        await asked()
    spent = cpu.spent(before, cpu.of_stack(world.stack))
    mine = {name: spent[name] for name in ("submissions", "postgres")}
    return cpu.line(mine, times=size.SIZE.reads, unit="ms")


async def fill(world: World) -> None:
    """So many rows, each of which shows a dossier that is there."""
    submitted = await world.portal.call(
        world.portal.submissions.SubmitDossier, world.submission(0), role="portal"
    )
    content = submitted.dossier.SerializeToString()
    connection = await asyncpg.connect(world.stack.services["submissions"].wiring.owner_dsn)
    sql = statements(Path(__file__).parent)
    indexes = await connection.fetch(sql["indexes_of_dossiers"])
    for index in indexes:  # which are made at once in a fifth of the time
        await connection.execute(f"drop index {index['name']}")
    await connection.execute(sql["fill_dossiers"], size.SIZE.dossiers, WARDS, content, timeout=1800)
    for index in indexes:
        await connection.execute(index["made"], timeout=1800)
    await connection.execute("vacuum analyze dossiers", timeout=1800)
    await connection.close()


def questions() -> dict[str, Any]:
    """By what they ask for; of the whole district, unless a ward is named."""
    asking = api.ListDossiersRequest
    numbers = count()
    week: Any = {"due_start_time": SOON, "due_end_time": SOON + timedelta(days=7)}
    year: Any = {"due_start_time": SOON, "due_end_time": SOON + timedelta(days=365)}
    latest: Any = {"order": api.DOSSIER_ORDER_SUBMISSION}
    return {
        "a state, one ward": lambda: asking(unit=WARD, statuses=[facts.STATUS_PROCESSING]),
        "a state": lambda: asking(statuses=[facts.STATUS_PROCESSING]),
        "a state, the latest first": lambda: asking(statuses=[facts.STATUS_PROCESSING], **latest),
        "an officer": lambda: asking(assignee=f"officer-{next(numbers) % 1000}"),
        "an officer, the latest first": lambda: asking(
            assignee=f"officer-{next(numbers) % 1000}", **latest
        ),
        "a week of dues": lambda: asking(**week),
        "a week of dues, the latest first": lambda: asking(**week, **latest),
        "a year of dues, the latest first": lambda: asking(**year, **latest),
        "a week of dues, one ward, the latest first": lambda: asking(unit=WARD, **week, **latest),
        "what falls due": api.ListDueDossiersRequest,
    }


def call(world: World, request: Callable[[], Any], position: int) -> Callable[[], Awaitable[Any]]:
    """Asks for a page as an inspector."""
    stub, bearer = world.portal.dossier_queries, world.portal.bearer("inspector")

    def asked() -> Awaitable[Any]:
        message = request()
        message.unit = message.unit or DISTRICT
        message.page_size, message.catalog_position = PAGE, position
        due = isinstance(message, api.ListDueDossiersRequest)
        method: Any = stub.ListDueDossiers if due else stub.ListDossiers
        answer: Awaitable[Any] = method(message, metadata=bearer)
        return answer

    return asked
