"""SubmitDossier, durable, against the health Check of the same server, by the same client.

Promises that every counted submission was acknowledged, and so is on disk. Must not skip any part
of the chain. Beside it: transactions and fsyncs for a thousand commands.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import asyncpg
from grpc_health.v1 import health_pb2, health_pb2_grpc

from bench.pairs import Row, compare
from bench.world import World, busy
from motcua.submissions.v1.personal_data_pb2 import Applicant, Contact, IdentityNumber

FSYNCS = "select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'"
COMMITS = "select sum(xact_commit) from pg_stat_database"


FORM = json.dumps({f"truong_{n}": "Nguyễn Văn An " * 8 for n in range(20)}).encode()  # 4 KiB
APPLICANT = Applicant(
    full_name="Nguyễn Văn An",
    identity_numbers=[{"kind": IdentityNumber.KIND_CITIZEN, "number": "079080000000"}],
    contacts=[{"kind": Contact.KIND_PHONE, "value": "+84900000000"}],
)


async def row(world: World, *, sealed: bool = False) -> Row:
    """The ratio at 64 callers; `sealed`: each brings an applicant and 4 KiB of form data."""
    bearer, check = world.portal.bearer("portal"), checking(world)

    async def submit(number: int) -> object:
        request = world.submission(number)
        if sealed:
            request.applicant.CopyFrom(APPLICANT)
            request.form = FORM
        return await world.portal.submissions.SubmitDossier(request, metadata=bearer, timeout=30)

    await busy(submit, share=0.4)
    ratio, ours, theirs = await compare(lambda: busy(submit), lambda: busy(check))
    what = "SubmitDossier, durable, 64 callers" + (", 4 KiB of form sealed" if sealed else "")
    reach = "≥ 0.22" if sealed else "≥ 0.30"
    against = "health Check, same server and client"
    return Row(what, against, reach, ratio, ours, theirs, "calls/s")


def checking(world: World) -> Callable[[int], Awaitable[object]]:
    """The health Check of submissions, as a call of `busy`."""
    health = health_pb2_grpc.HealthStub(world.portal.channels["submissions"])
    question = health_pb2.HealthCheckRequest()

    async def check(_: int) -> object:
        return await health.Check(question, timeout=30)

    return check


async def costs(world: World, *, commands: int = 1000) -> list[tuple[str, str]]:
    """Commits and WAL fsyncs of PostgreSQL for a thousand submissions, at 64 callers and alone."""
    lines = []
    for callers in (64, 1):
        commits, fsyncs = await count(world, callers=callers, commands=commands)
        each = "64 callers" if callers == 64 else "one caller"
        lines.append((f"transactions per 1,000 submissions, {each}", f"{commits:,.0f}"))
        lines.append((f"WAL fsyncs per 1,000 submissions, {each}", f"{fsyncs:,.0f}"))
    return lines


async def count(world: World, *, callers: int, commands: int) -> tuple[float, float]:
    """What all three services together cost the server while submissions come in."""
    bearer, sent = world.portal.bearer("portal"), 0
    connection = await asyncpg.connect(world.stack.postgres_dsn)

    async def submit(number: int) -> object:
        nonlocal sent
        sent += 1
        return await world.portal.submissions.SubmitDossier(
            world.submission(number), metadata=bearer, timeout=30
        )

    before = await counters(connection)
    await busy(submit, callers=callers, share=0.6)
    after = await counters(connection)
    await connection.close()
    return tuple((b - a) * commands / sent for a, b in zip(before, after, strict=True))  # type: ignore[return-value]


async def counters(connection: asyncpg.Connection) -> tuple[float, float]:
    """Commits and WAL fsyncs so far."""
    await connection.execute("select pg_stat_force_next_flush()")
    return (
        float(await connection.fetchval(COMMITS)),
        float(await connection.fetchval(FSYNCS)),
    )
