"""By a plan nobody reads units that are not his yet, whatever method he asks, and his own go on.

Given a unit Q that is planned to come to P, when P's leader asks for later than that, then he sees
nothing of Q; the root sees what is planned; and P's current month is P's as it stands.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.metrics.v1.metrics_pb2 import ExplainRateRequest
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.domain.periods import local_day, midnight
from services.metrics.queries.reader import utc_now
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import CITY, WARD
from tests.metrics.planned_city import City, running
from tests.metrics.planned_requests import (
    DAY,
    FROM,
    OWN,
    RECORDED,
    P,
    Q,
    When,
    holds_others,
    holds_own,
    rate,
    scoped,
    this_and_next,
    years,
)
from tests.metrics.reformed_city import merged, split

NEW = "units/new"
Plan = Callable[[datetime], list[Any]]
PLANS: dict[str, Plan] = {
    "it moves": lambda at: [given.moved(Q, P, at)],
    "what it lies in moves": lambda at: [given.moved(FROM, WARD, at)],
    "it moves to a unit that is to be opened": lambda at: [
        given.unit_opened(NEW, P, since=at),
        given.moved(Q, NEW, at),
    ],
    "it moves and is closed": lambda at: [given.moved(Q, P, at), given.unit_closed(Q, at + DAY)],
    "it is merged": lambda at: [merged(Q, WARD, at)],
    "it is split": lambda at: [split(Q, WARD, P, since=at)],
}
FIELDS = {"as_of", "units_time", "end_date"}
MOVES = list(PLANS)[:4]  # whose tree holds Q in P
WITH_AS_OF = {
    *("GetRate", "ExplainRate", "ListLeaves", "CompareReceipt", "WatchFigures"),
    "PublishFigures",
}


@pytest.fixture(params=[True, False], ids=["in memory", "read"])
async def city(fed: Fed, log: Log, request: pytest.FixtureRequest) -> AsyncIterator[City]:
    async with running(fed, log, remembers=request.param) as city:
        yield city


async def asked(city: City, name: str, caller: str, unit: str, when: When) -> list[Any]:
    """All that a method answers to somebody; refusals are left out, and are NOT_PERMITTED."""
    found, refused = list[Any](), list[Refusal]()
    with city.called_by(caller):
        for request in await city.requests(name, unit, when):
            try:
                found += await city.answer(name, request)
            except Refusal as refusal:
                refused.append(refusal)
    assert {each.reason.code for each in refused} <= {"NOT_PERMITTED"}, name
    assert {each.field.split(".")[-1] for each in refused} <= FIELDS, name
    return found


async def whens(city: City, plan: Plan) -> list[When]:
    """What is planned for some years from now, and for tomorrow, and what of it can be asked."""
    soon = midnight(local_day(utc_now() + DAY))
    await city.fed.learn(*plan(soon))
    april = this_and_next()._replace(end=local_day(given.AT + 40 * DAY))
    return [
        april._replace(as_of=years(4)),
        april._replace(as_of=soon + DAY),
        When(local_day(years(5))),
        this_and_next(),
    ]


def test_every_method_with_a_scope_is_asked() -> None:
    names = {each.name for each in scoped()}
    known = set(ASKED)
    assert names == known | RECORDED, names ^ (known | RECORDED)


ASKED = (
    *("GetRate", "ListRates", "ExplainRate", "ListLeaves", "CompareReceipt", "ListLeagueLines"),
    *("GetScore", "ListScores", "GetReconciliation", "CompareDefinition", "EstimateRate"),
    *("PublishFigures", "ExplainRevision", "WatchFigures", "CompareAssertion"),
)


@pytest.mark.parametrize("plan", PLANS)
async def test_nothing_is_read_of_a_unit_that_is_to_come(city: City, plan: str) -> None:
    for when in await whens(city, PLANS[plan]):
        await city.assert_printed(P, when)
        await city.precede(when)
        for name in ASKED:
            found = await asked(city, name, P, P, when)
            assert not holds_others(found), (name, when)
            if not when.as_of and name not in {"PublishFigures", "EstimateRate", "ExplainRevision"}:
                assert holds_own(found), (name, when)  # his own goes on, by the same question


@pytest.mark.parametrize("plan", MOVES)
async def test_the_root_reads_what_is_planned(city: City, plan: str) -> None:
    for when in await whens(city, PLANS[plan]):
        await city.assert_printed(P, when)
        for name in ASKED:
            if when.as_of and name not in WITH_AS_OF:
                continue
            if name not in {"EstimateRate", "ExplainRevision"}:
                for caller in ("", CITY):
                    assert holds_others(await asked(city, name, caller, P, when)), (name, when)


async def test_a_stated_instant_is_refused_and_none_is_the_last_before(city: City) -> None:
    soon = utc_now() + DAY
    await city.fed.learn(given.moved(Q, P, soon))
    when = this_and_next()
    with city.called_by(P):
        [found] = await city.answer("GetRate", rate(P, when))
        assert (found.receipt.as_of.ToDatetime(soon.tzinfo), found.receipt.considered) == (
            soon,
            OWN,
        )
        again = rate(P, when._replace(as_of=soon))
        assert await city.answer("GetRate", again) == [found]
        with pytest.raises(Refusal) as refused:
            await city.answer(
                "ExplainRate", ExplainRateRequest(rate=rate(P, When(when.end, years(4))))
            )
    assert (refused.value.reason.code, refused.value.field) == ("NOT_PERMITTED", "rate.as_of")
    await city.fed.learn(given.unit_withdrawn(Q, 3))
    with city.called_by(P):
        [found] = await city.answer("GetRate", rate(P, when))
    assert found.receipt.as_of.ToDatetime(soon.tzinfo) > soon


async def test_units_that_were_his_once_are_not_read_by_a_plan_to_come_back(city: City) -> None:
    await city.fed.learn(given.moved(WARD, FROM, given.AT + DAY))
    await city.fed.learn(given.moved(WARD, P, utc_now() + DAY))
    when = this_and_next()
    with city.called_by(P):
        [found] = await city.answer("GetRate", rate(P, when))
        assert found.receipt.considered == 0
        [then] = await city.answer("GetRate", rate(P, when._replace(as_of=given.AT + DAY)))
        assert then.receipt.considered == OWN  # by the tree of then, as ever
        with pytest.raises(Refusal):
            await city.answer("GetRate", rate(P, When(when.end, years(4))))


async def test_a_plan_that_was_given_up_lets_nobody_read_by_what_was_known(city: City) -> None:
    """Planned for yesterday, and withdrawn before that."""
    begun = utc_now() - DAY
    await city.fed.learn(given.moved(Q, P, begun))
    planned = city.fed.catalog
    await city.fed.learn(given.unit_withdrawn(Q, 3))
    when = this_and_next()
    for as_of in (begun + timedelta(hours=1), utc_now(), years(4)):
        question = rate(P, when._replace(as_of=as_of))
        question.as_known.add(stream="catalog", position=planned)
        with city.called_by(P), pytest.raises(Refusal) as refused:
            await city.answer("GetRate", question)
        assert refused.value.field == "as_of"
        with city.called_by(CITY):
            assert holds_others(await city.answer("GetRate", question))
    question = rate(P, when)
    question.as_known.add(stream="catalog", position=planned)
    with city.called_by(P):
        [found] = await city.answer("GetRate", question)
    assert found.receipt.considered == OWN


async def test_what_was_so_when_it_was_known_is_read_again(city: City) -> None:
    """A move that became known later takes nobody his receipt of before."""
    known = city.fed.catalog
    question = rate(P, this_and_next()._replace(as_of=given.RECORDED))
    question.as_known.add(stream="catalog", position=known)
    with city.called_by(P):
        [before] = await city.answer("GetRate", question)
    await city.fed.learn(given.moved(WARD, FROM, given.RECORDED - DAY))
    with city.called_by(P):
        [after] = await city.answer("GetRate", question)
    assert (after.receipt.considered, after) == (OWN, before)
