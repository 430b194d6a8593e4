"""WatchDossiers: every change once and in order, to whom it is for, and how the stream ends.

Promises readers who come and go at random while commands go on, against the log and an oracle of
its own. Must not wait for a clock.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import grpc
import pytest

from motcua.submissions.v1 import dossier_queries_pb2 as api
from services.chassis import identity
from services.chassis.database import open_pool
from services.chassis.log import Log
from services.submissions.api import watching
from services.submissions.queries import changes
from tests.submissions.crowd import PORTALS, Crowd
from tests.submissions.house import House, end_of, refused
from tests.submissions.log_oracle import by_dossier, events_of, seen
from tests.submissions.place import Place
from tests.waiting import until

INSPECTOR = ("inspector", "*", "")
STATUSES = ["AcceptDossier", "StartHandling", *["RequestSupplement", "AnswerSupplement"] * 3]


@pytest.fixture(scope="module")
async def crowd(house: House) -> Crowd:
    return await Crowd(house, seed=3).gathered(dossiers=10, steps=5)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come at once, few changes are held, and few are remembered."""
    monkeypatch.setattr(watching, "HEARTBEAT", 0.05)
    monkeypatch.setattr(watching, "AT_ONCE", 3)
    monkeypatch.setattr(changes, "REMEMBERED", 4)


def watching_of(house: House, who: tuple[str, str, str], **asked: Any) -> Any:
    return house.queries.WatchDossiers(api.WatchDossiersRequest(**asked), **house.caller(*who))


async def watched(
    house: House, who: tuple[str, str, str], until_position: int, **asked: Any
) -> list[Any]:
    """What a reader is told up to a position."""
    call, told, last = watching_of(house, who, **asked), [], asked.get("after_position", 0)
    async for answer in call:
        assert answer.position > last or not answer.HasField("change")
        last = answer.position
        if answer.HasField("change"):
            assert answer.change.fact.position == answer.position
            told.append(answer.change)
        if answer.position >= until_position:
            call.cancel()
            return told
    raise AssertionError("the stream ended")


class Concern(NamedTuple):
    """Whom an event concerns, and what the dossier was before and after it."""

    units: set[str]
    portal: str
    before: str
    after: str
    kind: str


async def concerns(house: House) -> dict[int, Concern]:
    """By position, as the events up to each say."""
    found = {}
    for events in by_dossier(await events_of(house.database.dsn)).values():
        for count, event in enumerate(events, 1):
            before, after = seen(events[: count - 1]), seen(events[:count])
            units = {unit for each in (before, after)
                for unit in (each.receiving, each.competent, each.unit)}  # fmt: skip
            found[event.position] = Concern(
                units - {""}, after.portal, before.unit, after.unit, event.kind
            )
    return dict(sorted(found.items()))


def positions(told: list[Any]) -> list[int]:
    return [each.fact.position for each in told]


async def test_who_watches_is_told_the_log_filtered(crowd: Crowd) -> None:
    house, concerned, end = crowd.house, await concerns(crowd.house), await end_of(crowd.house)
    whole = await watched(house, INSPECTOR, end)
    assert positions(whole) == list(concerned)
    for each, of in zip(whole, concerned.values(), strict=True):
        told = (each.previous_unit, each.handling_unit, each.fact.event)
        assert told == (of.before, of.after, of.kind)
    moved = [each for each in whole if each.previous_unit not in {"", each.handling_unit}]
    assert {each.fact.event for each in moved} >= {"DossierTransferred"}
    ward, other = crowd.places
    # The ward that merged is, in every right, the one that it merged into.
    for place, own in ((ward, {ward.unit, crowd.left.unit}), (other, {other.unit})):
        expected = [at for at, of in concerned.items() if of.units & own]
        assert 0 < len(expected) < len(concerned)
        officer = await watched(house, ("officer", place.unit, "o"), end)
        leader = await watched(house, ("leader", "*", "l"), end, unit=place.unit)
        assert positions(officer) == positions(leader) == expected
    filed = [at for at, of in concerned.items() if of.portal == PORTALS[0]]
    assert positions(await watched(house, ("portal", "*", PORTALS[0]), end)) == filed
    half = filed[len(filed) // 2]
    rest = await watched(house, ("portal", "*", PORTALS[0]), end, after_position=half)
    assert positions(rest) == [each for each in filed if each > half]


async def test_the_unit_that_a_dossier_leaves_is_told_of_that_and_no_more(crowd: Crowd) -> None:
    house = crowd.house
    left, to = [await Place(house).opened(crowd.top) for _ in range(2)]
    for each in (left, to):
        await house.catalogue.officer(each.unit, "officer.test")
    dossier = await crowd.places[0].submit(receiving_unit=crowd.places[0].unit)
    known = {"catalog_position": house.catalogue.position}
    await house.step("AcceptDossier", dossier.name, handling_unit=left.unit, **known)
    await house.step("TransferDossier", dossier.name, to_unit=to.unit, reason_code="r")
    await house.step("StartHandling", dossier.name)
    end = await end_of(house)
    seen_by = {}
    for each in (left, to):
        told = await watched(house, ("officer", each.unit, "o"), end)
        seen_by[each.unit] = [change.fact.event for change in told]
    assert seen_by[left.unit] == ["DossierAccepted", "DossierTransferred"]
    assert seen_by[to.unit] == ["DossierTransferred", "HandlingStarted"]


class Reader:
    """Reads some answers, goes away, and comes back to where it was."""

    def __init__(self, house: House, who: tuple[str, str, str], seed: int) -> None:
        self.house, self.who, self.chance = house, who, random.Random(seed)
        self.position = 0
        self.told: list[int] = []

    async def reads(self, end: asyncio.Future[int]) -> None:
        """Until it has seen all that there was when nothing came any more."""
        while not (end.done() and self.position >= end.result()):
            call = watching_of(self.house, self.who, after_position=self.position)
            async for _ in self.some(call):
                pass
            call.cancel()

    async def some(self, call: Any) -> AsyncIterator[None]:
        for _ in range(self.chance.randrange(1, 9)):
            answer = await call.read()
            if answer.HasField("change"):
                assert answer.position > self.position
                self.told.append(answer.position)
            self.position = answer.position
            yield


@pytest.mark.usefixtures("quick")
async def test_readers_who_come_and_go_are_told_each_change_once(crowd: Crowd) -> None:
    house, ward = crowd.house, crowd.places[1]
    callers = [INSPECTOR, ("officer", ward.unit, "o"), ("portal", "*", PORTALS[1])] * 2
    readers = [Reader(house, who, seed) for seed, who in enumerate(callers)]
    end: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    reading = [asyncio.ensure_future(each.reads(end)) for each in readers]
    for _ in range(25):
        chosen = crowd.chance.sample(crowd.names, 3)
        await asyncio.gather(*(crowd.tried(name) for name in chosen))
    await crowd.settled()
    end.set_result(await end_of(house))
    await asyncio.gather(*reading)
    concerned = await concerns(house)
    whole = list(concerned)
    at_ward = [at for at, of in concerned.items() if ward.unit in of.units]
    filed = [at for at, of in concerned.items() if of.portal == PORTALS[1]]
    for reader, expected in zip(readers, [whole, at_ward, filed] * 2, strict=True):
        assert reader.told == expected, reader.who


async def test_what_is_taken_from_memory_is_not_forgotten_meanwhile(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "REMEMBERED", 1)
    dsn = crowd.house.database.dsn
    async with await open_pool(dsn) as pool:
        log = Log(pool, dsn)
        first, second, third = (await log.read(0, 1000))[-3:]
        kept = changes.Changes(log, changes.DOSSIERS)
        await kept.of([first])
        both = await asyncio.gather(kept.of([third]), kept.of([first, second]))
        assert [sorted(each) for each in both] == [
            [third.position], [first.position, second.position],
        ]  # fmt: skip
        await log.close()


async def test_each_of_repeated_statuses_is_told_listed_and_kept(crowd: Crowd) -> None:
    house, place = crowd.house, crowd.places[0]
    name = (await place.submit()).name
    await house.step("AcceptDossier", name, catalog_position=house.catalogue.position)
    before = await end_of(house)
    for method in STATUSES[1:]:
        reason = {"reason_code": "r"} if method == "RequestSupplement" else {}
        await house.step(method, name, **reason)
        shown = await house.queries.ListDossiers(
            api.ListDossiersRequest(unit=place.unit), **house.caller(*INSPECTOR)
        )
        paused = method == "RequestSupplement"
        assert [each.status for each in shown.dossiers if each.name == name] == [5 if paused else 4]
    told = await watched(house, INSPECTOR, await end_of(house), after_position=before)
    repeated = ["SupplementRequested", "SupplementAnswered"] * 3
    assert [each.fact.event for each in told] == ["HandlingStarted", *repeated]
    numbers = [each.fact.recorded.supplement_requested.number for each in told]
    assert numbers == [0, 1, 0, 2, 0, 3, 0]
    request = api.GetDossierHistoryRequest(name=name)
    history = await house.queries.GetDossierHistory(request, **house.caller(*INSPECTOR))
    assert [each.event for each in history.facts][2:] == ["HandlingStarted", *repeated]
    statuses = []
    for fact in history.facts:
        asked = api.GetDossierHistoryRequest(name=name, as_of=fact.time)
        then = await house.queries.GetDossierHistory(asked, **house.caller(*INSPECTOR))
        statuses.append(then.dossier.status)
    assert statuses == [1, 2, 4, 5, 4, 5, 4, 5, 4]


async def read_to_the_end(call: Any) -> None:
    while (await call.read()) is not grpc.aio.EOF:
        pass


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_with_its_token(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    call = watching_of(crowd.house, INSPECTOR)
    await call.read()
    later = time.time() + 2 * 86400
    monkeypatch.setattr(identity, "time", SimpleNamespace(time=lambda: later))
    why = await refused(read_to_the_end(call))
    assert (why.code.name, why.reason) == ("UNAUTHENTICATED", "TOKEN_EXPIRED")


@pytest.mark.usefixtures("quick")
async def test_a_reader_who_is_gone_costs_nothing_more(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_streams = 0
    answers = watching.watch

    async def counted(*asked: Any) -> AsyncIterator[Any]:
        nonlocal open_streams
        open_streams += 1
        try:
            async for answer in answers(*asked):
                yield answer
        finally:
            open_streams -= 1

    monkeypatch.setattr(watching, "watch", counted)
    calls = [watching_of(crowd.house, INSPECTOR) for _ in range(3)]
    for call in calls:
        await call.read()
    assert open_streams == 3
    for call in calls:
        call.cancel()
    await until(lambda: open_streams == 0)


@pytest.mark.usefixtures("quick")
async def test_a_server_that_ends_says_so_and_a_reader_goes_on_at_the_next_one(
    crowd: Crowd,
) -> None:
    house, start = crowd.house, await end_of(crowd.house)
    call = watching_of(house, INSPECTOR, after_position=start)
    position = (await call.read()).position
    assert house.task is not None
    house.task.cancel()
    why = await refused(read_to_the_end(call))
    assert (why.code.name, why.reason) == ("UNAVAILABLE", "SERVER_ENDING")
    await house.stop()
    await house.start()
    name = (await crowd.places[0].submit()).name
    told = await watched(house, INSPECTOR, await end_of(house), after_position=position)
    assert [(each.dossier, each.fact.event) for each in told] == [(name, "DossierSubmitted")]
