"""Plans of units and what comes of them: pages, watches, live figures and revisions follow them.

Given a unit Q that is planned to come to P, when the plan is made, comes true or is given up, then
what goes on over time shows P without Q until Q is there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any

import pytest

from deploy.embedded.stack import Stack
from motcua.metrics.v1.events_pb2 import FigureRevised
from motcua.metrics.v1.metrics_pb2 import Breakdown, ListRatesRequest
from motcua.metrics.v1.publications_pb2 import ExplainRevisionRequest
from motcua.metrics.v1.watching_pb2 import WatchFiguresRequest
from services.chassis.bus import Bus
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import midnight
from services.metrics.domain.revisions import Rhythm
from services.metrics.queries.figure_events import figure_event
from services.metrics.queries.reader import Reader, utc_now
from services.metrics.reviser import Reviser
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.empty_streams import bus_without
from tests.metrics.given import AT, CITY, WARD
from tests.metrics.planned_city import City, running
from tests.metrics.planned_requests import (
    DAY,
    FROM,
    OWN,
    P,
    Q,
    dossier,
    holds_others,
    holds_own,
    publishing,
    rate,
    this_and_next,
    years,
)
from tests.metrics.test_figures_live import (
    accept,
    counted,
    demand_true_checkpoints,
    replica,
    stored,
)


@pytest.fixture
async def bus(stack: Stack) -> AsyncIterator[Bus]:
    async with bus_without(stack, "figures") as bus:
        yield bus


@pytest.fixture(params=[True, False], ids=["in memory", "read"])
async def city(fed: Fed, log: Log, request: pytest.FixtureRequest) -> AsyncIterator[City]:
    async with running(fed, log, remembers=request.param) as city:
        yield city


async def test_pages_of_a_list_go_on_as_of_the_same_instant(city: City) -> None:
    soon = utc_now() + DAY
    await city.fed.learn(given.moved(Q, P, soon))
    request = (await city.requests("ListRates", P, this_and_next()))[0]
    request.page_size = 1
    found = []
    with city.called_by(P):
        while True:
            [page] = await city.answer("ListRates", request)
            found.append(page)
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
    assert len(found) > 3
    assert not holds_others(found)
    until = [each.rates[0].receipt.as_of.ToDatetime(soon.tzinfo) for each in found]
    assert (max(until), until[-1]) == (soon, soon)


async def test_a_list_without_a_period_does_not_tell_of_what_is_to_come(city: City) -> None:
    """Q has items of a month before P's first."""
    before = given.AT - 100 * DAY
    events = dossier(50, Q)
    await city.fed.apply([given.recorded(50 + n, each, before) for n, each in enumerate(events)])
    await city.fed.learn(given.moved(Q, P, utc_now() + DAY))
    request = ListRatesRequest(
        definition="online_handling.all", unit=P, breakdown=Breakdown.BREAKDOWN_MONTH
    )
    for caller, months in ((P, 1), (CITY, 5)):
        with city.called_by(caller):
            [found] = await city.answer("ListRates", request)
        assert len(found.rates) == months


async def test_a_watch_follows_plans_and_what_comes_of_them(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [utc_now()]
    for module in ("services.metrics.api.reaching", "tests.metrics.planned_city"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: clock[0])
    city.watching.now = lambda: clock[0]
    when = this_and_next()
    with city.called_by(P):
        request = WatchFiguresRequest(unit=P, figures=[rate(P, when)])
        methods = city.servicers[-1]
        async with aclosing(methods.WatchFigures(request, None)) as stream:
            seen: list[tuple[datetime, int]] = []

            async def until(as_of: datetime) -> None:
                async for part in stream:
                    if part.HasField("change"):
                        receipt = part.change.rate.receipt
                        at = receipt.as_of.ToDatetime(clock[0].tzinfo)
                        seen.append((at, receipt.considered))
                        if at == as_of:
                            return

            end = midnight(when.end)
            await until(end)
            soon = clock[0] + DAY
            await city.fed.learn(given.moved(Q, P, soon))
            await until(soon)
            clock[0] += 2 * DAY
            await until(end)
    assert seen == [(end, OWN), (soon, OWN), (end, OWN + 5)]


async def test_what_is_published_by_a_plan_is_explained_to_nobody_else(city: City) -> None:
    """P publishes, Q is planned to come, and the figure is revised when it came, not before."""
    clock = [utc_now()]
    when = this_and_next()
    await city.precede(when)
    with city.called_by(P):
        [found] = await city.answer("PublishFigures", publishing(P, when))
    assert holds_own([found])
    await city.fed.learn(given.moved(Q, P, utc_now() + DAY))
    with city.called_by(P), pytest.raises(Refusal) as refused:
        await city.answer("PublishFigures", publishing(P, when))
    assert (refused.value.reason.code, refused.value.field) == ("NOT_PERMITTED", "end_date")
    reviser = Reviser(
        pool=city.fed.pool,
        log=city.log,
        reader=city.reader,
        rhythm=Rhythm(timedelta(0), timedelta(0)),
        caught_up=lambda: True,
        now=lambda: clock[0],
    )
    for _ in range(2):
        clock[0] += timedelta(minutes=2)
        assert await reviser.check() == 0
    clock[0] += 2 * DAY
    assert await reviser.check() == 1
    await city.project()
    events = [figure_event(each).event for each in await city.log.read(0, 100)]
    [revision] = [each for each in events if isinstance(each, FigureRevised)]
    assert holds_others([revision])
    name = f"{revision.publication}/revisions/{revision.number}"
    with city.called_by(P), pytest.raises(Refusal) as refused:  # by his clock it is a plan yet
        await city.answer("ExplainRevision", ExplainRevisionRequest(name=name))
    assert (refused.value.reason.code, refused.value.field) == ("NOT_PERMITTED", "name")
    with city.called_by(""):
        assert holds_others(await city.answer("ExplainRevision", ExplainRevisionRequest(name=name)))


async def test_where_nothing_is_planned_nothing_is_looked_up(
    fed: Fed, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(fed, log)
    await city.fill()
    await city.fed.learn(given.moved(WARD, FROM, years(4)))  # after all that is asked

    async def never(*_: Any) -> Any:
        raise AssertionError("it was looked up")

    monkeypatch.setattr(city.reader.plans, "entering", never)
    monkeypatch.setattr(city.reader.plans, "next_move", never)
    with city.called_by(P):
        [found] = await city.answer("GetRate", rate(P, this_and_next()))
    assert found.receipt.considered == OWN
    assert await city.reader.current_positions(Scope())


async def test_units_that_are_planned_to_move_are_told_where_they_are_until_they_do(
    fed: Fed, bus: Bus
) -> None:
    clock = [AT + timedelta(days=1)]
    live = replica(fed, bus)
    live.now, live.reader = lambda: clock[0], Reader(fed.pool, now=lambda: clock[0])
    await accept(fed, 1)
    await accept(fed, 2, unit=given.OTHER)
    await live.tick()
    move = AT + timedelta(days=9)
    await fed.learn(given.moved(given.OTHER, given.DISTRICT, move))
    await live.tick()
    found = await stored(bus)
    assert counted(found) == {"all": "2", "city": "2", "district": "1", "ward": "1", "other": "1"}
    assert {each["rate"]["receipt"]["asOf"] for each in found.values() if "rate" in each} == {
        "2026-03-11T03:00:00Z"
    }
    clock[0] = move + timedelta(minutes=1)
    assert await live.tick() > 0
    found = await stored(bus)
    assert counted(found) == {"all": "2", "city": "2", "district": "2", "ward": "1", "other": "1"}
    await demand_true_checkpoints(fed, found)
    assert await live.tick() == 0
