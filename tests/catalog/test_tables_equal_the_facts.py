"""Random histories through the projection into PostgreSQL, against the domain's own fold.

Promises that what is read as of any instant and as known at any position is what the facts up to
there say. Must not go through gRPC.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from deploy.embedded.databases import Database
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.__main__ import MIGRATIONS
from services.catalog.domain import levels, offerings, services
from services.catalog.domain.levels import Terms
from services.catalog.projections import Catalogue
from services.catalog.queries import Page, Reader, Tree, When
from services.chassis import database as databases
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    offering_opened,
    open_unit,
    published,
    recorded,
    service,
    unit_opened,
)

Make = Callable[[str], Awaitable[Database]]
OPENS = NOW - 20 * DAY


def offering_history(random_: random.Random, number: int) -> tuple[list[Fact], services.Service]:
    """One offering's facts, in the order in which they were recorded."""
    fee = published(2, at=OPENS + random_.randrange(20) * DAY, said=content(fee=1000))
    of = service(published(1, at=OPENS - DAY), fee)
    proposed = offering_opened(offering=f"services/a/offerings/u{number}", correction_reason="cũ")
    proposed.unit = f"units/u{number}"
    opened = offerings.open_offering(
        offerings.Offering(),
        proposed=proposed,
        capabilities=recorded({**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}),
        service=of,
        unit=open_unit(),
        at=OPENS + random_.randrange(3) * DAY,
        now=NOW,
    )
    done = list(opened)
    for _ in range(random_.randrange(8)):
        states = {c: random_.choice([YES, NO, NA, UNKNOWN]) for c in random_.sample([*LEVEL_4], 2)}
        done += offerings.record(
            offerings.DECIDER.fold(offerings.Offering(), done),
            name=proposed.offering,
            capabilities=recorded(states),
            service=of,
            at=OPENS + random_.randrange(3, 20) * DAY,
            reason="đính chính",
            now=NOW,
        )
    return done, of


def as_recorded(position: int, version: int, stream: str, fact: Fact) -> Recorded:
    message = fact.message
    return Recorded(
        position=position,
        stream=stream,
        version=version,
        event_id=uuid.UUID(int=position),
        command_id=uuid.UUID(int=position),
        n=0,
        fingerprint=b"",
        type=message.DESCRIPTOR.full_name,
        subject=fact.subject,
        occurred_at=fact.occurred_at,
        recorded_at=NOW,
        actor="e1",
        traceparent="",
        payload=message.SerializeToString(deterministic=True),
    )


def shuffled(random_: random.Random, histories: dict[str, list[Fact]]) -> list[Recorded]:
    """One log in which every stream keeps its order."""
    waiting = {stream: list(done) for stream, done in histories.items()}
    log: list[Recorded] = []
    versions = dict.fromkeys(waiting, 0)
    while waiting:
        stream = random_.choice(sorted(waiting))
        versions[stream] += 1
        fact = waiting[stream].pop(0)
        log.append(as_recorded(len(log) + 1, versions[stream], stream, fact))
        waiting = {name: left for name, left in waiting.items() if left}
    return log


async def reader_of(database: Database) -> tuple[databases.Pool, Reader]:
    await databases.migrate(
        database.owner_dsn, role=database.name, directories=[databases.SQL, MIGRATIONS]
    )
    pool = await databases.open_pool(database.dsn)
    return pool, Reader(pool)


async def project(pool: databases.Pool, log: list[Recorded], random_: random.Random) -> None:
    """In batches of any size, as a projector would."""
    catalogue = Catalogue(Tree({}))
    while log:
        batch, log = log[: (cut := random_.randrange(1, 9))], log[cut:]
        async with pool.acquire() as connection, connection.transaction():
            await catalogue.apply(connection, await catalogue.prepare(batch))


def known_states(
    log: list[Recorded], histories: dict[str, list[Fact]], known: int
) -> dict[str, offerings.Offering]:
    """Every offering as the facts up to a position say."""
    taken = {event.stream: event.version for event in log[:known]}
    fold = offerings.DECIDER.fold
    return {
        stream: fold(offerings.Offering(), histories[stream][:version])
        for stream, version in taken.items()
    }


@pytest.mark.parametrize("seed", range(4))
async def test_any_instant_as_known_at_any_position(database: Make, seed: int) -> None:
    random_ = random.Random(seed)
    made = {f"services/a/offerings/u{n}": offering_history(random_, n)[0] for n in range(5)}
    log = shuffled(random_, made)
    pool, reader = await reader_of(await database("tables"))
    await project(pool, log, random_)
    for _ in range(12):
        when = When(OPENS + random_.randrange(21) * DAY, random_.randrange(len(log) + 1))
        rows = await reader.offerings(when, Page("", 100), service="services/a", subtree="")
        states = known_states(log, made, when.known)
        expected = {
            stream: state
            for stream, state in sorted(states.items())
            if state.opening and state.opening.effective_time.ToDatetime(NOW.tzinfo) <= when.as_of
        }
        assert [row.fact.offering for row in rows] == list(expected)
        for row, state in zip(rows, expected.values(), strict=True):
            assert row.span == offerings.span_at(state, when.as_of)
            assert list(row.capabilities) == offerings.capabilities_at(state, when.as_of)
            last = [e for e in log[: when.known] if e.stream == row.fact.offering][-1]
            if last.type.endswith("LevelsAssessed"):
                assert (row.position, row.version) == (last.position, last.version)
    await pool.close()


async def test_levels_in_the_tables_are_those_of_the_rule(database: Make) -> None:
    random_ = random.Random(99)
    done, of = offering_history(random_, 0)
    log = [as_recorded(n, n, "services/a/offerings/u0", fact) for n, fact in enumerate(done, 1)]
    pool, reader = await reader_of(await database("tables"))
    await project(pool, log, random_)
    for day in range(3, 22):
        at = OPENS + day * DAY + timedelta(hours=1)
        row = await reader.offering("services/a/offerings/u0", When(at))
        assert row is not None
        assert row.span is not None
        states = {each.capability: each.state for each in row.capabilities}
        terms = Terms(has_fee=services.terms_at(of, at).has_fee)
        assert (row.span.earned, row.span.attainable) == levels.assess(states, terms)[:2]
    await pool.close()


async def test_a_subtree_is_that_of_the_instant(database: Make) -> None:
    opened = [
        unit_opened("units/city", at=OPENS),
        unit_opened("units/w1", parent="units/city", at=OPENS + DAY),
        unit_opened("units/w2", parent="units/city", at=OPENS + 9 * DAY),
        unit_opened("units/h", parent="units/w1", at=OPENS + 2 * DAY),
        unit_opened("units/other", at=OPENS),
    ]
    log = [as_recorded(n, 1, one.unit, Fact(one, NOW, "")) for n, one in enumerate(opened, 1)]
    pool, reader = await reader_of(await database("tables"))
    await project(pool, log, random.Random(1))

    async def inside(day: int, known: int) -> list[str]:
        when = When(OPENS + day * DAY, known)
        rows = await reader.units(when, Page("", 9), subtree="units/city")
        return [row.fact.unit.removeprefix("units/") for row in rows]

    assert await inside(0, 5) == ["city"]
    assert await inside(2, 5) == ["city", "h", "w1"]
    assert await inside(2, 3) == ["city", "w1"]
    assert await inside(9, 5) == ["city", "h", "w1", "w2"]
    assert await reader.parents() == {one.unit: one.parent for one in opened}
    await pool.close()
