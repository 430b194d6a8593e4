"""Figures that are watched: what comes first, what comes when something moved, and what is read.

Given figures that somebody watches, when events are applied, then each figure that changed comes as
it stands, and no figure that changed is passed over.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import date
from random import Random
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.metrics.v1.watching_pb2 import WatchFiguresRequest, WatchFiguresResponse
from services.chassis.errors import Refusal
from services.metrics import watching as engine
from services.metrics.api.as_known import AsKnown
from services.metrics.api.requests import question
from services.metrics.api.watching import WatchMethods
from services.metrics.domain.figures import Figure, Positions, Question, Scope, date_message
from services.metrics.domain.periods import Period, midnight, next_month
from services.metrics.domain.watched import fingerprint, resumed
from services.metrics.queries.positions import Requested
from services.metrics.watching import Checkpoint, Watching
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import CITY, DISTRICT, LAND, OTHER, WARD
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_figures_read import MARCH, YEAR, asking, drawn, submit
from tests.metrics.test_questions_asked import Standing
from tests.metrics.test_targets_beside import target_set

NOW = given.RECORDED
PERIODS = [Period(date(2025, 12, 1), date(2026, 1, 1)), Period(date(2025, 12, 5), MARCH.end), YEAR]
SCOPES = [Scope(), Scope(CITY), Scope(DISTRICT), Scope(DISTRICT, alone=True), Scope(OTHER, LAND)]


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
def watching(fed: Fed) -> Watching:
    return Watching(
        pool=fed.pool, reader=fed.reader, coalesce=0.01, heartbeat=0.05, now=lambda: NOW
    )


@pytest.fixture
async def running(watching: Watching) -> AsyncIterator[Watching]:
    task = asyncio.create_task(watching.run())
    yield watching
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def elsewhere() -> set[str]:
    """Units that lie below no other."""
    return set()


@pytest.fixture
def methods(running: Watching, fed: Fed, elsewhere: set[str]) -> WatchMethods:
    def within(ancestor: str, unit: str) -> bool:
        return unit not in elsewhere and fed.tree.within(ancestor, unit, NOW)

    standing = {stream: Standing(0, end=0) for stream in Requested._fields}
    return WatchMethods(running, AsKnown(fed.pool, standing, lambda: NOW), within=within)


def march(**options: Any) -> GetRateRequest:
    days = {"start_date": date_message(MARCH.start), "end_date": date_message(MARCH.end)}
    return GetRateRequest(**{"definition": "online_handling", **days, **options})


async def until_checkpoint(
    stream: AsyncIterator[WatchFiguresResponse], *, changes: int = 1
) -> tuple[dict[int, tuple[str, int]], str]:
    """By number the unit and numerator of figures that came, until a checkpoint after so many."""
    found = {}
    async for part in stream:
        if part.HasField("checkpoint"):
            if len(found) >= changes:
                assert {each.stream for each in part.checkpoint.positions} == set(Requested._fields)
                return found, part.checkpoint.resume_token
        else:
            receipt = part.change.rate.receipt
            found[part.change.index] = (receipt.scope.unit, receipt.numerator)
    raise AssertionError("it ended")


async def test_all_figures_come_first_and_then_those_that_change(
    fed: Fed, methods: WatchMethods
) -> None:
    await fed.apply(submit(0, 1))
    request = WatchFiguresRequest(
        unit=CITY, figures=[march(), march(unit=WARD), march(unit=OTHER), march(unit=DISTRICT)]
    )
    async with aclosing(methods.WatchFigures(request, None)) as stream:
        first, _ = await until_checkpoint(stream)
        assert first == {0: (CITY, 1), 1: (WARD, 1), 2: (OTHER, 0), 3: (DISTRICT, 1)}
        await fed.apply(submit(2, 2, unit=OTHER))
        later, token = await until_checkpoint(stream)
        assert later == {0: (CITY, 2), 2: (OTHER, 1)}
        quiet, same = await until_checkpoint(stream, changes=0)
        assert (quiet, same) == ({}, token)
    await fed.apply(submit(4, 3, unit=DISTRICT))
    request.resume_token = token
    async with aclosing(methods.WatchFigures(request, None)) as stream:
        resumed_at, _ = await until_checkpoint(stream)
        assert resumed_at == {0: (CITY, 3), 3: (DISTRICT, 2)}


async def test_a_target_that_is_set_changes_the_rate(fed: Fed, methods: WatchMethods) -> None:
    request = WatchFiguresRequest(figures=[march()])
    async with aclosing(methods.WatchFigures(request, None)) as stream:
        await until_checkpoint(stream)
        await fed.learn(target_set())
        async for part in stream:
            if part.HasField("change"):
                assert [each.target for each in part.change.rate.targets] == ["targets/1"]
                return


async def test_each_figure_is_read_once_for_all_and_never_without_a_watcher(
    fed: Fed, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[object] = Counter()
    figure = fed.reader.figure

    async def counted(asked: Question, known: Requested) -> Figure:
        read[asked] += 1
        return await figure(asked, known)

    monkeypatch.setattr(fed.reader, "figure", counted)
    both = [question(march(unit=unit), DEFINITIONS) for unit in (WARD, OTHER)]
    with watching.watch("a", both), watching.watch("b", both[:1]), watching.watch("c", both):
        assert await watching.tick() == 2
        assert await watching.tick() == 0
        assert set(read.values()) == {1}
        await fed.apply(submit(0, 1, unit=OTHER))
        assert await watching.tick() == 1
        assert read == {both[0]: 1, both[1]: 2}
    await fed.apply(submit(2, 2))
    assert await watching.tick() == 0
    assert read.total() == 3
    assert not watching.figures
    assert not watching.streams


async def test_who_reads_slowly_gets_the_last_of_each_figure(fed: Fed, watching: Watching) -> None:
    one = [question(march(), DEFINITIONS)]
    with watching.watch("a", one) as watched:
        stream = watching.changes(watched, [b""])
        await watching.tick()
        assert isinstance(await anext(stream), engine.Change)
        for number in range(1, 5):
            await fed.apply(submit(2 * number - 2, number))
            await watching.tick()
        assert isinstance(await anext(stream), Checkpoint)
        change, checkpoint = await anext(stream), await anext(stream)
        assert isinstance(change, engine.Change)
        assert isinstance(checkpoint, Checkpoint)
        assert change.rate.receipt.numerator == 4
        assert checkpoint.positions == Positions(fed.catalog, 8)


@pytest.mark.parametrize("number", [1, 2, 5])
async def test_no_figure_that_changed_is_passed_over(
    fed: Fed, watching: Watching, number: int
) -> None:
    events, *_ = drawn(number)
    random, size = Random(number), max(1, len(events) // 6)
    questions = [
        asking(scope, random.choice(PERIODS), definition=each)
        for each in DEFINITIONS
        for scope in random.sample(SCOPES, 2)
    ]
    with watching.watch("a", questions) as watched:
        for start in range(0, len(events), size):
            await fed.apply(events[start : start + size])
            if start == 3 * size:
                await fed.learn(given.moved(WARD, OTHER, midnight(date(2026, 1, 10))))
            await watching.tick()
            known = Requested(*await fed.reader.current_positions(Scope()))
            for each in watched:
                fresh = await fed.reader.targets.rate(await fed.reader.figure(each.question, known))
                assert each.answer
                assert each.answer.print == fingerprint(fresh), each.question


async def test_a_month_that_ends_is_provisional_no_more(fed: Fed) -> None:
    november = Period(date(2026, 11, 1), next_month(date(2026, 11, 1)))
    clock = [given.RECORDED]
    fed.reader._now = lambda: clock[0]  # type: ignore[method-assign]
    watching = Watching(pool=fed.pool, reader=fed.reader, now=lambda: clock[0])
    with watching.watch("a", [asking(period=november)]) as (watched,):
        await watching.tick()
        assert watched.answer
        assert watched.answer.rate.receipt.provisional
        clock[0] = midnight(november.end)
        assert await watching.tick() == 1
        assert not watched.answer.rate.receipt.provisional


async def test_what_cannot_be_read_ends_its_own_stream_only(
    fed: Fed, methods: WatchMethods
) -> None:
    good = WatchFiguresRequest(figures=[march()])
    bad = WatchFiguresRequest(figures=[march(), march(service="services/none")])
    async with aclosing(methods.WatchFigures(good, None)) as stream:
        await until_checkpoint(stream)
        with pytest.raises(Refusal) as refused:
            await until_checkpoint(methods.WatchFigures(bad, None), changes=2)
        assert refused.value.reason.code == "SERVICE_UNKNOWN"
        assert refused.value.field == "figures[1].service"
        await fed.apply(submit(0, 1))
        assert await until_checkpoint(stream) == ({0: ("", 1)}, await token_of(fed, march()))


async def token_of(fed: Fed, request: GetRateRequest) -> str:
    """What stands for the rate as it is now."""
    known = Requested(*await fed.reader.current_positions(Scope()))
    figure = await fed.reader.figure(question(request, DEFINITIONS), known)
    return engine.resume_token([fingerprint(await fed.reader.targets.rate(figure))])


@pytest.mark.parametrize(
    ("options", "code", "field"),
    [
        ({"figures": [march()] * 65}, "LIST_TOO_LONG", "figures"),
        ({"figures": [march(), march(unit=OTHER)]}, "FIGURE_OUTSIDE_UNIT", "figures[1].unit"),
        ({"figures": [march(unit="units/none")]}, "FIGURE_OUTSIDE_UNIT", "figures[0].unit"),
        ({"figures": [march(definition="x")]}, "DEFINITION_UNKNOWN", "figures[0].definition"),
        (
            {"figures": [march(as_known=[StreamPosition(stream="catalog")])]},
            "WATCHED_AS_KNOWN",
            "figures[0].as_known",
        ),
        ({"figures": [march()], "resume_token": "x"}, "RESUME_TOKEN_INVALID", "resume_token"),
        ({"figures": [march()], "resume_token": "AQ=="}, "RESUME_TOKEN_INVALID", "resume_token"),
    ],
)
async def test_what_cannot_be_watched_is_refused_by_name(
    methods: WatchMethods, options: dict[str, Any], code: str, field: str
) -> None:
    request = WatchFiguresRequest(unit=DISTRICT, **options)
    with pytest.raises(Refusal) as refused:
        await anext(methods.WatchFigures(request, None))
    assert (refused.value.reason.code, refused.value.field) == (code, field)


async def test_a_figure_is_told_no_more_once_its_unit_lies_elsewhere(
    fed: Fed, methods: WatchMethods, elsewhere: set[str]
) -> None:
    request = WatchFiguresRequest(unit=DISTRICT, figures=[march(unit=WARD)])
    async with aclosing(methods.WatchFigures(request, None)) as stream:
        await until_checkpoint(stream)
        elsewhere.add(WARD)
        await fed.apply(submit(0, 1))
        with pytest.raises(Refusal) as refused:
            await until_checkpoint(stream)
    assert refused.value.reason.code == "FIGURE_OUTSIDE_UNIT"


def test_a_first_token_has_no_prints() -> None:
    assert resumed("", 2) == [b"", b""]
