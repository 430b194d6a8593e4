"""The catalogue's facts folded into tables: any history, in any batches, equals a plain reading.

Promises that what is known of an instant is what was said last about it. Must not need NATS.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.chassis import database as databases
from services.chassis.database import Pool
from services.chassis.log import Recorded
from services.submissions import inbox
from services.submissions.__main__ import MIGRATIONS
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.queries import held
from services.submissions.queries.catalogue import Catalogue
from tests.submissions.catalogue_histories import (
    BEGIN,
    CALENDAR,
    HOURS,
    OFFERING,
    SERVICE,
    UNIT,
    assessed,
    drawn,
    plainly,
    recorded,
)
from tests.templates import MakeDatabase

MOVED = """insert into checkpoints (projection, position, event_id) values ($1, $2, $3)
on conflict (projection) do update set position = $2, event_id = $3"""
TABLES = ("unit_changes", "service_versions", "calendar_revisions", "retirements", "offerings",
                   "offering_spans")  # fmt: skip


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator[Pool]:
    """Migrated, empty tables."""
    fresh = await database("submissions", [databases.SQL, MIGRATIONS])
    async with await databases.open_pool(fresh.dsn) as pool:
        yield pool


class Told:
    """An inbox whose position is what the test wrote."""

    position = 0

    async def reached(self, position: int, timeout: float) -> bool: ...
    def is_beyond(self, position: int) -> bool: ...


async def learned(pool: Pool, events: Sequence[Recorded], size: int) -> Catalogue:
    """What a catalogue says that was told these events in such batches."""
    for table in TABLES:
        await pool.execute(f"delete from {table}")
    catalogue = Catalogue(pool, Told())
    for start in range(0, len(events), size):
        batch = await inbox.prepare(events[start : start + size])
        async with pool.acquire() as connection, connection.transaction():
            await inbox.apply(connection, batch)
        catalogue.learn(batch.update)
    return catalogue


async def says(catalogue: Catalogue) -> dict[str, list[Any]]:
    """Everything that a dossier or a live call can depend on, hour by hour."""
    offering = (await catalogue.offerings([OFFERING]))[OFFERING].offering
    about = [offering.about(at) for at in HOURS]
    return {
        "level": [offering.level(at) for at in HOURS],
        "version": [facts.service_version for facts in about],
        "fee": [facts.fee for facts in about],
        "in force": [offering.in_force(at) for at in HOURS],
        "refuses": [catalogue.units.refuses_below_3(UNIT, at) for at in HOURS],
        "calendar": [catalogue.units.calendar(UNIT, at) for at in HOURS],
        "holidays": [holidays(catalogue.calendars.version(CALENDAR, n)) for n in (1, 2, 3)],
        "processing": [
            time and time.duration.amount
            for time in (offering.processing_time(at, submissions.CHANNEL_POST) for at in HOURS)
        ],
    }


def holidays(calendar: WorkingCalendar | None) -> list[str] | None:
    return calendar and [date.fromordinal(day).isoformat() for day in sorted(calendar.special)]


@pytest.mark.parametrize("seed", range(8))
async def test_any_history_in_any_batches_equals_a_plain_reading(pool: Pool, seed: int) -> None:
    facts, size = drawn(seed)
    events = recorded(facts)
    expected = plainly(events)
    for batches in (1, size, len(events)):
        catalogue = await learned(pool, events, batches)
        assert await says(catalogue) == expected
        await catalogue.load()  # from the tables, as a process that starts
        assert await says(catalogue) == expected


@pytest.mark.parametrize("seed", range(4))
async def test_levels_and_units_are_as_they_were_known_at_every_position(
    pool: Pool, seed: int
) -> None:
    facts, size = drawn(seed)
    events = recorded(facts)
    for batches in (1, size, len(events)):
        catalogue = await learned(pool, events, batches)
        for position in range(2, len(events) + 1):
            known = await catalogue.offerings([OFFERING], position)
            units = await catalogue.units_as_known(position)
            expected = plainly(events[:position])
            assert [known[OFFERING].offering.level(at) for at in HOURS] == expected["level"]
            assert [units.refuses_below_3(UNIT, at) for at in HOURS] == expected["refuses"]


@pytest.mark.parametrize("joined_by", ["nestloop", "hashjoin", "mergejoin"])
async def test_a_span_ends_with_the_first_fact_of_a_batch_that_replaces_it(
    pool: Pool, joined_by: str
) -> None:
    """However the database looks for the rows; the second fact replaces only what lies before."""
    early, late, span = HOURS[2], HOURS[5], HOURS[8]
    events = recorded([assessed(span, {span: 2}), assessed(late, {late: 4}), assessed(early, {})])
    catalogue = await learned(pool, events[:-2], 1)
    batch = await inbox.prepare(events[-2:])
    async with pool.acquire() as connection, connection.transaction():
        for other in {"nestloop", "hashjoin", "mergejoin"} - {joined_by}:
            await connection.execute(f"set local enable_{other} = off")
        await inbox.apply(connection, batch)
    for event in events[-3:]:
        known = await catalogue.offerings([OFFERING], event.position)
        expected = plainly([each for each in events if each.position <= event.position])
        assert [known[OFFERING].offering.level(at) for at in HOURS] == expected["level"]


async def test_a_service_version_is_kept_whole_until_it_is_withdrawn(pool: Pool) -> None:
    content = catalog.ServiceContent(
        documents=[catalog.RequiredDocument(code="CT01")],
        forms=[catalog.Form(code="TK-1")],
        steps=[catalog.Step(code="check")],
    )
    told = [
        catalog.ServicePublished(service=SERVICE, version=version, content=content)
        for version in (1, 2)
    ]
    withdrawn = catalog.ServiceVersionWithdrawn(service=SERVICE, version=1)
    catalogue = await learned(pool, recorded([*told, withdrawn]), 1)
    assert await catalogue.service_content(SERVICE, 2) == content
    assert await catalogue.service_content(SERVICE, 1) is None


async def test_lists_that_are_read_in_turn_keep_their_units(pool: Pool) -> None:
    facts, size = drawn(3)
    catalogue = await learned(pool, recorded(facts), size)
    first, second = [await catalogue.units_as_known(position) for position in (1, 2)]
    assert await catalogue.units_as_known(1) is first
    assert await catalogue.units_as_known(2) is second


async def test_a_stream_that_is_read_again_says_the_same(pool: Pool) -> None:
    facts, size = drawn(5)
    events = recorded(facts)
    catalogue = await learned(pool, events, size)
    before = await says(catalogue)
    for event in events:
        batch = await inbox.prepare([event])
        async with pool.acquire() as connection, connection.transaction():
            await inbox.apply(connection, batch)
    await catalogue.load()
    assert await says(catalogue) == before


async def test_what_is_learned_while_the_units_are_read_is_not_lost(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = catalog.FilingPolicySet(unit=UNIT, effective_time=BEGIN, refuse_below_level_3=True)
    events = recorded([policy])
    catalogue = await learned(pool, events[:2], 1)
    told = await inbox.prepare(events[2:])

    async def overtaken(pool: Pool, *, known: int) -> tuple[int, held.Held | None]:
        """An answer that comes after somebody else's news."""
        position, read = await held.held(pool, known=0)
        catalogue.learn(told.update)
        return position, read

    monkeypatch.setattr("services.submissions.queries.catalogue.held", overtaken)
    await catalogue.load()
    assert catalogue.units.refuses_below_3(UNIT, HOURS[0])


@pytest.mark.parametrize("seed", range(4))
async def test_a_replica_that_does_not_lead_says_what_the_tables_say(pool: Pool, seed: int) -> None:
    """It is told nothing: the checkpoint moves, and it reads."""
    facts, _ = drawn(seed)
    events, follower = recorded(facts), Catalogue(pool, Told())
    assert await learned(pool, [], 1)
    for n, event in enumerate(events, 1):
        batch = await inbox.prepare([event])
        async with pool.acquire() as connection, connection.transaction():
            await inbox.apply(connection, batch)
            await connection.execute(MOVED, inbox.NAME, event.position, event.event_id)
        await follower.load()
        assert follower.position == event.position
        known, expected = follower.units, plainly(events[:n])
        assert [known.refuses_below_3(UNIT, at) for at in HOURS] == expected["refuses"]
    assert await says(follower) == plainly(events)
    units = follower.units
    await follower.load()
    assert follower.units is units  # nothing was told since
