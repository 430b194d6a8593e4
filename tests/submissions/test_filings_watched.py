"""Filings of portals: found, listed and watched, against a plain reading of the log.

Promises random lives of dossiers of two portals, readers who come and go meanwhile, and whoever is
not the portal that submitted them. Must not wait for a clock.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import asyncpg
import grpc
import pytest

from motcua.submissions.v1 import filings_pb2 as api
from services.chassis.decider import Fact
from services.submissions.__main__ import MIGRATIONS
from services.submissions.api import filings
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.filings import SHOWN, filing
from tests.submissions.crowd import PORTALS, Crowd
from tests.submissions.filing_oracle import HIDDEN, listed, naive, portal, watched
from tests.submissions.house import OFFICER, House, end_of, refused
from tests.submissions.log_oracle import by_dossier, events_of
from tests.waiting import until

NEVER = 2**62


@pytest.fixture(scope="module")
async def crowd(house: House) -> Crowd:
    return await Crowd(house, seed=17).gathered(dossiers=14, steps=5)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come at once, and few filings are held."""
    monkeypatch.setattr(filings, "HEARTBEAT", 0.05)
    monkeypatch.setattr(filings, "PACE", 0.01)
    monkeypatch.setattr(filings, "AT_ONCE", 3)


async def test_what_a_portal_submitted_is_listed_as_the_log_says(crowd: Crowd) -> None:
    house, chance = crowd.house, random.Random(2)
    for subject in PORTALS:
        own = await naive(house, subject)
        assert len(own) > 2
        for size in (1, 3, 100):
            found = await listed(house, subject, page_size=size)
            assert sorted(each.name for each in found) == sorted(
                name for name, each in own.items() if not each.voided
            )
            assert all(own[each.name].equals(each) for each in found)
            dues = [
                each.due.time.ToNanoseconds() if each.HasField("due") else NEVER for each in found
            ]
            assert dues == sorted(dues)
        for _ in range(12):
            chosen = chance.sample(range(1, 11), 3)
            place = chance.choice(crowd.places)
            page = await listed(house, subject, statuses=chosen, unit=place.unit, order=2)
            # The ward that merged is, in every right, the one that it merged into.
            here = {place.unit} | ({crowd.left.unit} if place is crowd.places[0] else set())
            expected = [
                each for each in own.values()
                if each.status in chosen and not each.voided and each.receiving in here
            ]  # fmt: skip
            assert sorted(each.name for each in page) == sorted(each.name for each in expected)
            times = [each.submit_time.ToNanoseconds() for each in page]
            assert times == sorted(times, reverse=True)
        voided = await listed(house, subject, voided=True)
        assert {each.name for each in voided} == {n for n, each in own.items() if each.voided}
        one = chance.choice([each for each in own.values() if not each.voided])
        assert [each.name for each in await listed(house, subject, number=one.number)] == [one.name]
        other = next(each for each in PORTALS if each != subject)
        assert await listed(house, other, number=one.number) == []


async def test_who_watches_from_the_beginning_is_told_each_filing_once(crowd: Crowd) -> None:
    house = crowd.house
    for subject in PORTALS:
        await until(lambda subject=subject: is_sent_as_logged(house, subject))  # timers may go on
        end = await end_of(house)
        told = await watched(house, subject, end)
        half = told[len(told) // 2].position
        rest = await watched(house, subject, end, after=half)
        assert rest == [each for each in told if each.position > half]


async def is_sent_as_logged(house: House, subject: str) -> bool:
    """Each filing of a portal once, in the order of its last change, as its events say."""
    end, own = await end_of(house), await naive(house, subject)
    told = await watched(house, subject, end)
    assert len({each.name for each in told}) == len(told)
    in_order = [each.name for each in told] == sorted(own, key=lambda name: own[name].position)
    return in_order and all(own[each.name].equals(each) for each in told)


class Reader:
    """Keeps a copy, goes away now and then, and comes back to where it was."""

    def __init__(self, house: House, subject: str, seed: int) -> None:
        self.house, self.subject, self.chance = house, subject, random.Random(seed)
        self.position = 0
        self.copy: dict[str, api.Filing] = {}

    async def reads(self, end: asyncio.Future[int]) -> None:
        while not (end.done() and self.position >= end.result()):
            request = api.WatchFilingsRequest(after_position=self.position)
            call = self.house.filings.WatchFilings(request, **portal(self.house, self.subject))
            for _ in range(self.chance.randrange(1, 9)):
                answer = await call.read()
                assert answer.position >= self.position
                if answer.HasField("filing"):
                    assert answer.position > self.position
                    self.copy[answer.filing.name] = answer.filing
                self.position = answer.position
            call.cancel()


@pytest.mark.usefixtures("quick")
async def test_copies_of_readers_who_come_and_go_equal_the_log(crowd: Crowd) -> None:
    house = crowd.house
    readers = [Reader(house, subject, seed) for seed, subject in enumerate([*PORTALS] * 2)]
    end: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    reading = [asyncio.ensure_future(each.reads(end)) for each in readers]
    for _ in range(25):
        chosen = crowd.chance.sample(crowd.names, 3)
        await asyncio.gather(*(crowd.tried(name) for name in chosen))
    crowd.names += [await crowd.filed(crowd.places[0]) for _ in range(4)]
    await crowd.settled()
    end.set_result(await end_of(house))
    await asyncio.gather(*reading)
    for reader in readers:
        own = await naive(house, reader.subject)
        assert set(reader.copy) == set(own)
        assert all(own[name].equals(each) for name, each in reader.copy.items())


@pytest.mark.usefixtures("quick")
async def test_a_portal_is_told_of_no_assignment(crowd: Crowd) -> None:
    house, place = crowd.house, crowd.places[0]
    request = place.submission(receiving_unit=place.unit)
    caller = portal(house, PORTALS[0])
    name = (await house.calls.SubmitDossier(request, **caller)).dossier.name
    await house.step("AcceptDossier", name, catalog_position=house.catalogue.position)
    before = await end_of(house)
    await house.step("AssignDossier", name, assignee=OFFICER)
    assert await watched(house, PORTALS[0], await end_of(house), after=before) == []
    shown = await house.filings.GetFiling(api.GetFilingRequest(name=name), **caller)
    assert (shown.position, shown.status) == (before, 2)
    await house.step("RequestSupplement", name, reason_code="r")
    (told,) = await watched(house, PORTALS[0], await end_of(house), after=before)
    assert (told.name, told.status, told.supplement.number) == (name, 5, 1)


async def test_every_event_that_changes_a_filing_is_one_that_shows(crowd: Crowd) -> None:
    hidden = 0
    for events in by_dossier(await events_of(crowd.house.database.dsn)).values():
        state, before = DOSSIERS.initial(), api.Filing()
        for event in events:
            state = DOSSIERS.fold(state, [Fact(event.said, event.at, event.stream)])
            after = filing(state)
            shows = event.said.DESCRIPTOR.full_name in SHOWN
            assert shows == (event.kind not in HIDDEN)
            assert shows or after == before, event.kind
            hidden, before = hidden + (not shows), after
    assert hidden > 2


def rows(connection: Any) -> Any:
    return connection.fetch("select dossier, portal, position from filings order by dossier")


async def test_rows_from_before_the_table_are_answered_alike(crowd: Crowd) -> None:
    house, end = crowd.house, await end_of(crowd.house)
    before = await listed(house, PORTALS[0]), await watched(house, PORTALS[0], end)
    connection = await asyncpg.connect(house.database.owner_dsn)
    kept = await rows(connection)
    await connection.execute("delete from filings")
    (filled,) = [
        each for each in Path(MIGRATIONS / "0011_filings.sql").read_text().split(";\n")
        if "insert into filings" in each
    ]  # fmt: skip
    await connection.execute(filled)
    assert await rows(connection) == kept
    await connection.close()
    assert before == (await listed(house, PORTALS[0]), await watched(house, PORTALS[0], end))


async def test_a_reader_goes_on_at_a_server_that_was_started_again(crowd: Crowd) -> None:
    house, place = crowd.house, crowd.places[0]
    start = await end_of(house)
    request = api.WatchFilingsRequest(after_position=start)
    call = house.filings.WatchFilings(request, **portal(house, PORTALS[0]))
    position = (await call.read()).position
    assert house.task is not None
    house.task.cancel()
    why = await refused(read_to_the_end(call))
    assert (why.code.name, why.reason) == ("UNAVAILABLE", "SERVER_ENDING")
    await house.stop()
    await house.start()
    done = await house.calls.SubmitDossier(
        place.submission(receiving_unit=place.unit), **portal(house, PORTALS[0])
    )
    told = await watched(house, PORTALS[0], await end_of(house), after=position)
    assert [each.name for each in told] == [done.dossier.name]


async def read_to_the_end(call: Any) -> None:
    while (await call.read()) is not grpc.aio.EOF:
        pass
