"""The day's end, and calls from two processes at once: each ticket ends once and is called once.

Promises a real PostgreSQL, a clock that the test sets, and replicas that know nothing of one
another.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.chassis.v1.access_pb2 import ROLE_OFFICER, SCOPE_FIELD
from motcua.submissions.v1 import counter_pb2 as api
from motcua.submissions.v1 import ticket_events_pb2 as events
from services.chassis import call
from services.chassis.access import Access, Caller
from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.page_tokens import PageTokens
from services.submissions.api import queueing, tickets
from services.submissions.api.context import Context
from services.submissions.domain.registry import REGISTRY
from services.submissions.domain.ticket.steps import day_end
from tests.submissions.live_dossier import MONDAY
from tests.submissions.replicas import KEYS, Replicas, of_new_databases
from tests.submissions.test_tickets_served import in_order
from tests.templates import Templates

WARD, OFFICER = "units/ward", "officer.test"
MIDNIGHT = datetime(2026, 3, 2, 17, tzinfo=UTC)  # that ends Monday in Vietnam
ACCESS = Access(
    public=False,
    roles=frozenset({ROLE_OFFICER}),
    scope=SCOPE_FIELD,
    unit=None,
    command=True,
)


@pytest.fixture
async def replicas(templates: Templates) -> AsyncIterator[Replicas]:
    async with of_new_databases(templates) as found:
        await found.catalogue.unit(WARD)
        await found.catalogue.officer(WARD, OFFICER)
        yield found


@pytest.fixture(autouse=True)
def calling() -> Iterator[None]:
    """Whoever calls is the officer on duty."""
    current = Call("/test", ACCESS, lambda *_: True, KEYS, PageTokens(KEYS), "")
    current.caller = Caller(OFFICER, ((ROLE_OFFICER, ""),))
    token = call.CURRENT.set(current)
    yield
    call.CURRENT.reset(token)


def a_request(kind: Any, **fields: Any) -> Any:
    return kind(request_id=str(uuid.uuid4()), **fields)


async def take(context: Context) -> str:
    request = a_request(api.TakeTicketRequest, unit=WARD)
    return (await queueing.take(context, request)).state.name


async def call_next(context: Context, counter: str) -> str:
    request = a_request(api.CallNextTicketRequest, unit=WARD, counter=counter)
    return (await queueing.call_next(context, request)).state.name


async def serve(context: Context, name: str) -> None:
    await tickets.carry_out(context, a_request(api.ServeTicketRequest, name=name), tickets.serve)


async def facts(replicas: Replicas) -> list[Any]:
    log = await replicas.log.read(0, 10_000)
    return [REGISTRY[each.type].FromString(each.payload) for each in log]


async def test_two_processes_that_call_at_once_never_call_the_same_ticket(
    replicas: Replicas,
) -> None:
    async with replicas.running() as one, replicas.running() as two:

        async def counter(context: Context, name: str) -> None:
            for _ in range(4):
                await take(context)
                if called := await call_next(context, name):
                    await serve(context, called)

        await asyncio.gather(*(counter((one, two)[n % 2], f"{n}") for n in range(6)))
    said = await facts(replicas)
    taken = [each for each in said if isinstance(each, events.TicketTaken)]
    assert [each.turn for each in taken] == list(range(1, 25))
    called = in_order(said)
    assert len(called) == len(set(called)) == 24


async def test_a_day_ends_once_for_each_open_ticket_over_restarts_and_replicas(
    replicas: Replicas,
) -> None:
    async with replicas.running() as context:
        names = [await take(context) for _ in range(4)]
        assert await call_next(context, "1") == names[0]
        await serve(context, names[0])
        replicas.now += timedelta(minutes=10)
        assert await call_next(context, "1") == names[1]
        await replicas.at(MIDNIGHT - timedelta(microseconds=1))
    assert ends(await facts(replicas)) == {names[0]: 1}
    for jump in (timedelta(), timedelta(hours=3), timedelta(days=2), timedelta()):
        async with AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(replicas.running())
            await replicas.at(MIDNIGHT + jump)
    said = await facts(replicas)
    assert ends(said) == dict.fromkeys(names, 1)
    closed = {each.ticket: each for each in said if isinstance(each, events.TicketNotServed)}
    assert {each.reason for each in closed.values()} == {events.NOT_SERVED_REASON_DAY_ENDED}
    assert closed[names[1]].waiting_seconds == 600  # to its call
    assert closed[names[2]].waiting_seconds == (MIDNIGHT - MONDAY).total_seconds()
    assert not closed[names[2]].HasField("first_call_time")
    times = {each.occurred_at for each in await replicas.log.read(0, 10_000) if closes(each)}
    assert times == {MIDNIGHT} == {day_end(MONDAY.date())}


async def test_after_midnight_yesterdays_tickets_are_not_called(replicas: Replicas) -> None:
    async with replicas.running() as context:
        name = await take(context)
        await call_next(context, "1")
        replicas.now = MIDNIGHT
        with pytest.raises(Refusal) as refused:
            await serve(context, name)
        assert refused.value.reason.code in {"TICKET_DAY_OVER", "TICKET_ENDED"}
        assert await call_next(context, "1") == ""
        first = await take(context)
        state = (await tickets.get(context, first)).state
        assert (state.turn, state.number) == (1, "001")


async def test_tickets_of_long_ago_leave_the_table_and_not_the_log(replicas: Replicas) -> None:
    async with replicas.running() as context:
        old = await take(context)
        await replicas.at(MONDAY + timedelta(days=9))
        await take(context)
        today, long_ago = replicas.now.date(), MONDAY.date()
        assert len(await context.tickets.of_day(WARD, today, 0, 10)) == 1
        assert await context.tickets.of_day(WARD, long_ago, 0, 10) == []
        assert (await tickets.get(context, old)).state.name == old


def ends(said: list[Any]) -> Counter[str]:
    kinds = (events.TicketServed, events.TicketNotServed)
    return Counter(each.ticket for each in said if isinstance(each, kinds))


def closes(event: Any) -> bool:
    return bool(event.type == events.TicketNotServed.DESCRIPTOR.full_name)
