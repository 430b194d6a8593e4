"""Notices of petitions' terms, mergers and the end of keeping, by a clock that jumps: each once.

Promises a real PostgreSQL, and replicas that are cut off in the middle of their work. Must not wait
for a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.database import open_pool
from services.chassis.decider import Fact
from services.submissions.domain.instants import instant
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.state import Petition
from tests.submissions.fake_catalogue import SINCE
from tests.submissions.live_petition import HOUR, MONDAY, NEXT, WARD, LivePetition
from tests.submissions.petition_client import OFFICE
from tests.submissions.replicas import Replicas, of_new_databases
from tests.templates import Templates
from tests.waiting import until

DAY = timedelta(days=1)
ANSWER, REFUSAL, FIRST, PUBLICATION = range(1, 5)
NOTICES = (events.PetitionTermApproached, events.PetitionTermPassed)


class PetitionReplicas:
    """The replicas, and petitions in their log."""

    def __init__(self, replicas: Replicas) -> None:
        self.replicas = replicas

    async def petition(self, *commands: str, keep: int | None = None) -> str:
        """A petition with these commands on it, an hour apart from Monday 2 March 2026 on."""
        live = LivePetition(name=f"petitions/{uuid4()}", number="")
        for each in commands:
            live.do(each)
        facts: list[Fact] = live.facts
        if keep is not None:
            received = events.PetitionReceived()
            received.MergeFrom(facts[0].message)
            received.retention_years = keep
            facts = [facts[0]._replace(message=received), *facts[1:]]
        await self.replicas.append(live.state.name, facts)
        return live.state.name

    async def state(self, name: str) -> Petition:
        return (await self.replicas.store.load(name, PETITIONS)).state

    async def given(self, name: str) -> Counter[tuple[int, str]]:
        """How many notices of each term, before and after it."""
        said = [each.message for each in (await self.state(name)).entries]
        told = [each for each in said if isinstance(each, NOTICES)]
        return Counter((each.kind, type(each).__name__[12:]) for each in told)

    async def moves(self, names: Sequence[str]) -> Counter[int]:
        """How many petitions were transferred how often."""
        kind = events.PetitionTransferred.DESCRIPTOR.full_name
        async with await open_pool(self.replicas.database.dsn, largest=1) as pool:
            query = "select stream, count(*) n from events where type = $1 group by stream"
            found = {row["stream"]: row["n"] for row in await pool.fetch(query, kind)}
        return Counter(found.get(name, 0) for name in names)

    async def merges(self, unit: str, into: str, after: timedelta) -> None:
        told = catalog.UnitMerged(unit=unit, into=into, effective_time=MONDAY + after)
        await self.replicas.catalogue.publish(unit, told)


@pytest.fixture
async def found(templates: Templates) -> AsyncIterator[PetitionReplicas]:
    async with of_new_databases(templates) as replicas:
        for unit in (WARD, NEXT):
            await replicas.catalogue.unit(unit)
            week = [catalog.UsualDay(weekday=day, hours=OFFICE) for day in range(1, 6)]
            calendar = f"calendars/{unit.removeprefix('units/')}"
            revised = catalog.CalendarRevised(calendar=calendar, version=1, week=week)
            await replicas.catalogue.publish(calendar, revised)
            assigned = catalog.CalendarAssigned(unit=unit, calendar=calendar, effective_time=SINCE)
            await replicas.catalogue.publish(unit, assigned)
        yield PetitionReplicas(replicas)


def both(*terms: int) -> dict[Any, int]:
    return {(term, word): 1 for term in terms for word in ("Approached", "Passed")}


async def test_each_notice_is_given_once_however_the_clock_jumps(found: PetitionReplicas) -> None:
    names = {
        "received": await found.petition(),
        "handling": await found.petition("start"),
        "asked": await found.petition("start", "ask"),
        "moved": await found.petition("start", "transfer"),
        "answered": await found.petition("start", "answer"),
        "published": await found.petition("start", "answer", "publish"),
        "refused": await found.petition("refuse"),
        "withdrawn": await found.petition("withdraw"),
        "voided": await found.petition("void"),
    }
    far = timedelta(days=20_000)
    for jumps in ([-DAY, 2 * HOUR, DAY], [6 * DAY, -3 * DAY, 30 * DAY], [-DAY, far, -far, far]):
        async with AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(found.replicas.running())
            for jump in jumps:
                await found.replicas.at(MONDAY + jump)
    told = {word: await found.given(name) for word, name in names.items()}
    assert told == {
        "received": both(ANSWER, REFUSAL, FIRST),
        "handling": both(ANSWER, FIRST),
        "asked": both(ANSWER),
        "moved": both(ANSWER, REFUSAL, FIRST),
        "answered": both(PUBLICATION),
        "published": {},
        "refused": {},
        "withdrawn": {},
        "voided": {},
    }


async def test_a_notice_waits_until_its_term_has_passed(found: PetitionReplicas) -> None:
    name = await found.petition()
    term = (await found.state(name)).refusal_term
    assert term is not None
    moment = timedelta(microseconds=1)
    async with found.replicas.running():
        for at, told in (
            (instant(term.remind_time) - moment, 0),
            (instant(term.remind_time), 1),
            (instant(term.time), 1),
            (instant(term.time) + moment, 2),
        ):
            await found.replicas.at(at)
            given = await found.given(name)
            assert sum(n for (kind, _), n in given.items() if kind == REFUSAL) == told


async def test_a_merger_moves_open_petitions_and_starts_their_terms_anew(
    found: PetitionReplicas,
) -> None:
    open_, done = await found.petition("start"), await found.petition("start", "answer")
    asked = await found.petition("start", "ask")
    async with found.replicas.running(), found.replicas.running():
        await found.merges(WARD, NEXT, DAY)
        await found.replicas.at(MONDAY + DAY - HOUR)
        assert (await found.state(open_)).holder == WARD
        await found.replicas.at(MONDAY + DAY)
        moved = await found.state(open_)
        assert (moved.holder, moved.status) == (NEXT, events.PETITION_STATUS_RECEIVED)
        assert moved.held is not None
        assert moved.held.at == MONDAY + DAY
        term = moved.answer_term
        assert term is not None
        assert (term.calendar, term.calendar_version) == ("calendars/next", 1)
        assert (await found.state(asked)).status == events.PETITION_STATUS_SUPPLEMENT_REQUESTED
        answered = await found.state(done)
        assert (answered.holder, answered.status) == (WARD, events.PETITION_STATUS_ANSWERED)
        await found.replicas.at(MONDAY + 9 * DAY)
    # What is still to be published is the successor's.
    said = [e.message for e in (await found.state(done)).entries if isinstance(e.message, NOTICES)]
    assert [each.holder for each in said] == [WARD, NEXT]


async def test_a_replica_that_dies_amid_a_merger_leaves_none_behind_and_doubles_none(
    found: PetitionReplicas,
) -> None:
    names = [await found.petition("start") for _ in range(130)]
    await found.merges(WARD, NEXT, HOUR)
    found.replicas.now = MONDAY + 2 * HOUR

    async def so_many(least: float) -> bool:
        counts = await found.moves(names)
        return len(names) - counts[0] >= least

    for share in (0.01, 0.5):
        async with found.replicas.running():
            await until(lambda share=share: so_many(share * len(names)), every=0.005)
    async with found.replicas.running(), found.replicas.running():
        await until(lambda: so_many(len(names)))
        await found.replicas.at(found.replicas.now)
    assert await found.moves(names) == {1: len(names)}


async def test_texts_are_erased_when_their_keeping_is_over_and_once(
    found: PetitionReplicas,
) -> None:
    kept = await found.petition("withdraw", keep=5)
    always, open_ = await found.petition("withdraw"), await found.petition(keep=0)
    async with found.replicas.running():
        await found.replicas.at(MONDAY + 365 * DAY)
        assert not (await found.state(kept)).erased
        await found.replicas.at(MONDAY + 7 * 366 * DAY)
        await found.replicas.at(MONDAY + 9 * 366 * DAY)
    for name, erased in ((kept, 1), (always, 0), (open_, 0)):
        said = [type(each.message) for each in (await found.state(name)).entries]
        assert said.count(events.PetitionErased) == erased
