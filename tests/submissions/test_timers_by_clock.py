"""Notices and mergers by a clock that jumps, over restarts and several replicas: each once.

Promises a real PostgreSQL, and replicas that are cut off in the middle of their work. Must not wait
for a clock.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.database import open_pool
from services.submissions.domain.instants import instant
from services.submissions.queries import catalogue
from tests.submissions.live_dossier import DAY, HOUR, MONDAY, UNIT, lived
from tests.submissions.replicas import Replicas, of_new_databases
from tests.templates import Templates
from tests.waiting import until

DESK, NEXT, LAST = "units/desk", "units/next", "units/last"
SOON, PASSED, OVER = "DueApproached", "DuePassed", "ExtensionPassed"
MOVED = "DossierTransferred"


@pytest.fixture
async def replicas(templates: Templates) -> AsyncIterator[Replicas]:
    async with of_new_databases(templates) as found:
        for unit in (UNIT, DESK, NEXT, LAST):
            await found.catalogue.unit(unit)
        yield found


async def test_each_notice_is_given_once_however_the_clock_jumps(replicas: Replicas) -> None:
    names = {
        "running": await replicas.dossier("accept", "start"),
        "extended": await replicas.dossier("accept", "extend"),
        "paused": await replicas.dossier("accept", "ask"),
        "obliged": await replicas.dossier("accept", "start", "oblige"),
        "answered": await replicas.dossier("accept", "ask", "answer"),
        "ended": await replicas.dossier("accept", "result"),
        "voided": await replicas.dossier("accept", "void"),
        "new": await replicas.dossier(),
    }
    far = timedelta(days=40_000)
    for jumps in ([-DAY, 2 * HOUR, -HOUR], [3 * DAY, -3 * DAY, 30 * DAY], [-DAY, far, -far, far]):
        async with AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(replicas.running())
            for jump in jumps:
                await replicas.at(MONDAY + jump)
    found = {word: await replicas.given(name) for word, name in names.items()}
    once = {SOON: 1, PASSED: 1}
    assert found == {
        "running": once,
        "extended": once | {OVER: 1},
        "paused": {},
        "obliged": {},
        "answered": once,
        "ended": {},
        "voided": {},
        "new": {},
    }


async def test_a_notice_waits_until_its_due_has_passed(replicas: Replicas) -> None:
    name = await replicas.dossier("accept", "start")
    dates = (await replicas.state(name)).deadline
    assert dates is not None
    due, remind = instant(dates.due.time), instant(dates.remind_time)
    async with replicas.running():
        await replicas.at(remind - timedelta(microseconds=1))
        assert await replicas.given(name) == {}
        await replicas.at(remind)
        assert await replicas.given(name) == {SOON: 1}
        await replicas.at(due - timedelta(microseconds=1))
        assert await replicas.given(name) == {SOON: 1}
        await replicas.at(due + timedelta(microseconds=1))
        assert await replicas.given(name) == {SOON: 1, PASSED: 1}


async def test_nothing_becomes_overdue_during_a_pause_and_its_answer_says_what_counts(
    replicas: Replicas,
) -> None:
    live = lived("accept", "ask")
    name = await replicas.dossier("accept", "ask")
    async with replicas.running():
        await replicas.at(MONDAY + 30 * DAY)
        assert await replicas.given(name) == {}
        live.state = await replicas.state(name)
        live.facts, live.now = [], MONDAY + 30 * DAY
        live.do("answer")
        await replicas.append(name, live.facts)
        due = (await replicas.state(name)).due
        assert due is not None
        await replicas.at(instant(due.time))
        assert (await replicas.given(name))[PASSED] == 0
        await replicas.at(instant(due.time) + HOUR)
    assert await replicas.given(name) == {SOON: 1, PASSED: 1}


async def merger(replicas: Replicas, unit: str, into: str, after: timedelta) -> catalog.UnitMerged:
    told = catalog.UnitMerged(unit=unit, into=into, effective_time=MONDAY + after)
    await replicas.catalogue.publish(unit, told)
    return told


async def test_a_planned_merger_transfers_at_its_instant_and_one_that_is_withdrawn_never(
    replicas: Replicas,
) -> None:
    ward, desk = await replicas.dossier("accept"), await replicas.dossier()
    async with replicas.running(), replicas.running():
        await merger(replicas, UNIT, NEXT, 3 * DAY)
        await merger(replicas, DESK, NEXT, 4 * DAY)
        version = replicas.catalogue.versions[DESK]
        await replicas.at(MONDAY + 3 * DAY - HOUR)
        assert (await replicas.given(ward))[MOVED] == 0
        withdrawn = catalog.UnitChangeWithdrawn(unit=DESK, version=version)
        await replicas.catalogue.publish(DESK, withdrawn)
        await replicas.at(MONDAY + 9 * DAY)
        await replicas.at(MONDAY)
        await replicas.at(MONDAY + 9 * DAY)
    assert ((await replicas.given(ward))[MOVED], await replicas.given(desk)) == (1, {})
    said = next(
        each for each in (await replicas.state(ward)).entries
        if isinstance(each.message, events.DossierTransferred)
    )  # fmt: skip
    assert said.at == MONDAY + 3 * DAY == instant(said.message.effective_time)


async def test_a_merger_that_is_withdrawn_as_it_falls_due_waits_for_nobody_who_waits_for_it(
    replicas: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its timer waits for the copy of the catalogue, which writes that timer's row."""
    monkeypatch.setattr(catalogue, "LONG_PATIENCE", 600)
    name, asked = await replicas.dossier("accept"), asyncio.Event()
    async with replicas.running() as context:
        await merger(replicas, UNIT, NEXT, DAY)
        await replicas.at(MONDAY)
        current = context.catalogue.must_be_current

        async def must_be_current() -> None:
            asked.set()
            await current()

        monkeypatch.setattr(context.catalogue, "must_be_current", must_be_current)
        async with held_back(replicas):
            version = replicas.catalogue.versions[UNIT]
            withdrawn = catalog.UnitChangeWithdrawn(unit=UNIT, version=version)
            await replicas.catalogue.publish(UNIT, withdrawn)
            replicas.now = MONDAY + DAY
            await asked.wait()
        await replicas.at(replicas.now)
    assert (await replicas.given(name))[MOVED] == 0


@asynccontextmanager
async def held_back(replicas: Replicas) -> AsyncIterator[None]:
    """What a replica learns of the catalogue is not written meanwhile."""
    query = "select from checkpoints where projection = 'catalog' for update"
    async with (
        await open_pool(replicas.database.dsn, largest=1) as pool,
        pool.acquire() as connection,
        connection.transaction(),
    ):
        await connection.execute(query)
        yield


async def test_a_notice_goes_to_the_unit_that_has_it_after_mergers_of_the_same_outage(
    replicas: Replicas,
) -> None:
    name = await replicas.dossier("accept", "start")
    await merger(replicas, UNIT, NEXT, DAY)
    await merger(replicas, NEXT, LAST, 2 * DAY)
    async with replicas.running():
        await replicas.at(MONDAY + 60 * DAY)
    assert await replicas.given(name) == {SOON: 1, PASSED: 1, MOVED: 2}
    state = await replicas.state(name)
    passed = [e.message for e in state.entries if isinstance(e.message, events.DuePassed)]
    assert (state.holder, [each.handling_unit for each in passed]) == (LAST, [LAST])


async def test_a_replica_that_dies_amid_a_merger_leaves_none_behind_and_doubles_none(
    replicas: Replicas,
) -> None:
    names = [await replicas.dossier("accept") for _ in range(150)]
    await merger(replicas, UNIT, NEXT, HOUR)
    replicas.now = MONDAY + 2 * HOUR
    for share in (0.01, 0.3, 0.6):
        async with replicas.running():
            await until(lambda share=share: transferred(replicas, share * len(names)), every=0.005)
    async with replicas.running(), replicas.running():
        await until(lambda: transferred(replicas, len(names)))
        await replicas.at(replicas.now)
    counts = Counter([(await replicas.given(name))[MOVED] for name in names])
    assert counts == {1: len(names)}


async def transferred(replicas: Replicas, least: float) -> bool:
    async with await open_pool(replicas.database.dsn, largest=1) as pool:
        query = "select count(*) from events where type = $1"
        kind = events.DossierTransferred.DESCRIPTOR.full_name
        return bool(await pool.fetchval(query, kind) >= least)
