"""Tickets through the gRPC server, on PostgreSQL and NATS: the counters of one ward.

Promises to say only what a client can see, apart from the facts of the log and the count of
statements.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import asyncpg
import grpc
import pytest

from motcua.submissions.v1 import counter_pb2 as api
from motcua.submissions.v1 import ticket_events_pb2 as events
from services.submissions.domain.registry import REGISTRY
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.test_dossiers_served import APPEND, count_statements

WAITING, CALLED, SERVED, NOT_SERVED, VOIDED = range(1, 6)
REQUESTS = {
    method.name: getattr(api, method.input_type.name)
    for method in api.DESCRIPTOR.services_by_name["CounterService"].methods
}


class Ward:
    """A unit of its own, with an officer on duty."""

    def __init__(self, house: House) -> None:
        self.house, self.unit = house, f"units/{uuid.uuid4().hex}"

    async def opened(self) -> Ward:
        await self.house.catalogue.unit(self.unit, "units/district")
        await self.house.catalogue.officer(self.unit, OFFICER)
        return self

    async def do(self, method: str, *, role: str = "officer", **fields: Any) -> Any:
        fields = {"request_id": str(uuid.uuid4())} | fields
        if "catalog_position" in REQUESTS[method].DESCRIPTOR.fields_by_name:
            fields["catalog_position"] = self.house.catalogue.position
        else:
            del fields["request_id"]
        call = getattr(self.house.counters, method)
        return await call(REQUESTS[method](**fields), **self.house.caller(role, self.unit))

    async def take(self, **fields: Any) -> Any:
        return await self.do("TakeTicket", role="portal", unit=self.unit, **fields)

    async def call(self, counter: str = "1", **fields: Any) -> Any:
        answer = await self.do("CallNextTicket", unit=self.unit, counter=counter, **fields)
        return answer.ticket if answer.HasField("ticket") else None

    async def facts(self) -> list[Any]:
        """All facts of its tickets, in the order of the log."""
        connection = await asyncpg.connect(self.house.database.owner_dsn)
        query = "select type, payload from events where subject like $1 order by position"
        rows = await connection.fetch(query, f"%.{self.unit.removeprefix('units/')}")
        await connection.close()
        return [REGISTRY[row["type"]].FromString(row["payload"]) for row in rows]


@pytest.fixture
async def ward(house: House) -> Ward:
    return await Ward(house).opened()


async def test_a_ticket_is_taken_called_and_served(ward: Ward) -> None:
    taken = await ward.take(group="A", service="services/birth")
    assert (taken.number, taken.state, taken.turn) == ("A-001", WAITING, 1)
    assert (await ward.take(group="B")).number == "B-001"
    assert (await ward.take(group="A")).number == "A-002"
    called = await ward.call("3")
    assert (called.name, called.state, called.counter) == (taken.name, CALLED, "3")
    again = await ward.do("RecallTicket", name=taken.name)
    assert (again.calls, again.first_call_time) == (2, called.first_call_time)
    dossier = (await ward.house.submit()).dossier.name
    why = await refused(ward.do("RecordTicketDossier", name=taken.name, dossier=dossier))
    assert (why.reason, why.field) == ("DOSSIER_UNKNOWN", "dossier")  # it is another ward's
    served = await ward.do("ServeTicket", name=taken.name)
    assert (served.state, served.counter) == (SERVED, "3")
    assert await ward.do("GetTicket", role="inspector", name=taken.name) == served
    [said] = [each for each in await ward.facts() if isinstance(each, events.TicketServed)]
    assert (said.unit, said.service, said.officer) == (ward.unit, "services/birth", OFFICER)
    assert said.first_call_time == called.first_call_time
    assert (said.waiting_seconds, said.serving_seconds) == (
        served.waiting_seconds,
        served.serving_seconds,
    )


async def test_a_dossier_is_filed_at_the_counter(house: House) -> None:
    ward = Ward(house)
    ward.unit = "units/ward"
    taken = await ward.take()
    assert (await ward.call("filing")).name == taken.name
    dossier = (await house.submit(role="officer", unit="units/ward")).dossier.name
    done = await ward.do("RecordTicketDossier", name=taken.name, dossier=dossier)
    assert list(done.dossiers) == [dossier]
    why = await refused(ward.do("RecordTicketDossier", name=taken.name, dossier=dossier))
    assert why.reason == "DOSSIER_RECORDED"
    assert [type(each).__name__ for each in await house.events(dossier)] == ["DossierSubmitted"]
    await ward.do("ServeTicket", name=taken.name)


async def test_priority_goes_first_and_a_moved_ticket_keeps_its_turn(ward: Ward) -> None:
    first = await ward.take(group="A")
    old = await ward.take(group="A", priority_class="elderly")
    ill = await ward.take(group="B", priority_class="disabled")
    assert (await ward.call("1", groups=["A"])).name == old.name
    assert (await ward.call("2")).name == ill.name
    assert (await refused(ward.call("1"))).reason == "COUNTER_BUSY"
    moved = await ward.do("MoveTicket", name=old.name, to_counter="3")
    assert (moved.state, moved.counter) == (WAITING, "3")
    assert (await ward.call("1")).name == first.name
    assert await ward.call("4") is None
    assert (await ward.call("3")).name == old.name
    absent = await ward.do("RecordNoShow", name=old.name)
    assert absent.not_served_reason == events.NOT_SERVED_REASON_NO_SHOW
    why = await refused(ward.take(priority_class="young"))
    assert (why.reason, why.field, why.languages) == (
        "PRIORITY_CLASS_UNKNOWN",
        "priority_class",
        {"vi", "en"},
    )


async def test_a_repeated_command_is_answered_as_the_first_time(ward: Ward) -> None:
    ids = [str(uuid.uuid4()) for _ in range(3)]
    assert await ward.call(request_id=ids[0]) is None
    first = await ward.take(request_id=ids[1])
    await ward.take()
    assert await ward.take(request_id=ids[1]) == first
    called = await ward.call(request_id=ids[2])
    await ward.do("ServeTicket", name=called.name)
    assert await ward.call(request_id=ids[2]) == called
    assert len([each for each in await ward.facts() if isinstance(each, events.TicketCalled)]) == 1


async def test_counters_that_call_at_once_get_a_ticket_each_in_the_order_of_the_log(
    ward: Ward,
) -> None:
    classes = ["", "elderly", "", "disabled", ""]

    async def kiosk(n: int) -> None:
        for number in range(6):
            await ward.take(group="AB"[n % 2], priority_class=classes[(n + number) % 5])

    async def counter(name: str) -> None:
        for _ in range(5):
            if (called := await ward.call(name)) is not None:
                await ward.do("ServeTicket", name=called.name)

    await asyncio.gather(*(kiosk(n) for n in range(4)), *(counter(str(n)) for n in range(6)))
    facts = await ward.facts()
    called = in_order(facts)
    taken = [each for each in facts if isinstance(each, events.TicketTaken)]
    assert [each.turn for each in taken] == list(range(1, 25))
    assert len({each.number for each in taken}) == 24
    assert len(called) == len(set(called)) > 0
    assert len(called) == sum(isinstance(each, events.TicketServed) for each in facts)


def in_order(facts: list[Any]) -> list[str]:
    """The tickets called; each was the first of those that waited, by the log."""
    waiting: dict[str, tuple[int, int]] = {}
    called = []
    for each in facts:
        if isinstance(each, events.TicketTaken):
            waiting[each.ticket] = (each.priority, each.turn)
        elif isinstance(each, events.TicketCalled):
            assert waiting.pop(each.ticket) <= min(waiting.values(), default=(99, 0))
            called.append(each.ticket)
    return called


async def test_a_board_shows_each_change_and_goes_on_after_any_position(ward: Ward) -> None:
    taken = [await ward.take() for _ in range(3)]
    await ward.call("7")
    board = watch(ward)
    seen = [await anext(board) for _ in range(3)]
    assert {each.ticket.name: each.ticket.state for each in seen} == {
        taken[0].name: CALLED,
        taken[1].name: WAITING,
        taken[2].name: WAITING,
    }
    assert [each.position for each in seen] == sorted(each.position for each in seen)
    await ward.do("ServeTicket", name=taken[0].name)
    resumed = watch(ward, seen[-1].position)
    for stream in (board, resumed):
        shown = await next_ticket(stream)
        assert (shown.name, shown.state, shown.counter) == (taken[0].name, SERVED, "7")
    why = await refused(anext(watch(ward, 10**9)))
    assert why.reason == "POSITION_UNKNOWN"


def watch(ward: Ward, after: int = 0) -> Any:
    request = api.WatchQueueRequest(unit=ward.unit, after_position=after)
    return aiter(ward.house.counters.WatchQueue(request, **ward.house.caller("portal", ward.unit)))


async def next_ticket(stream: Any) -> Any:
    while not (answer := await anext(stream)).HasField("ticket"):
        pass
    return answer.ticket


async def test_tickets_are_listed_page_by_page(ward: Ward) -> None:
    taken = [await ward.take() for _ in range(5)]
    await ward.do("VoidTicket", name=taken[1].name, reason_code="taken-twice")
    first = await ward.do("ListTickets", role="leader", unit=ward.unit, page_size=3)
    rest = await ward.do(
        "ListTickets", role="leader", unit=ward.unit, page_size=3, page_token=first.next_page_token
    )
    found = [*first.tickets, *rest.tickets]
    assert [each.name for each in found] == [each.name for each in taken]
    assert found[1].state == VOIDED
    assert rest.next_page_token == ""
    assert (await refused(ward.do("VoidTicket", name=taken[1].name, reason_code="x"))).reason == (
        "TICKET_VOIDED"
    )


async def test_only_officers_of_the_unit_call_and_serve(ward: Ward, house: House) -> None:
    taken = await ward.take()
    foreign = await Ward(house).opened()
    why = await refused(foreign.do("ServeTicket", name=taken.name))
    assert (why.reason, why.code) == ("TICKET_UNKNOWN", grpc.StatusCode.NOT_FOUND)
    nobody = f"tickets/{uuid.uuid4()}"
    assert (await refused(ward.do("ServeTicket", name=nobody))).reason == "TICKET_UNKNOWN"
    why = await refused(ward.do("CallNextTicket", role="portal", unit=ward.unit, counter="1"))
    assert why.reason == "NOT_PERMITTED"
    why = await refused(foreign.do("CallNextTicket", unit=ward.unit, counter="1"))
    assert why.reason == "NOT_PERMITTED"
    off_duty = {"unit": ward.unit, "counter": "1", "officer": "nobody.test"}
    assert (await refused(ward.do("CallNextTicket", **off_duty))).reason == "OFFICER_NOT_ON_DUTY"
    why = await refused(ward.take(service="services/none"))
    assert (why.reason, why.field) == ("SERVICE_UNKNOWN", "service")


async def test_a_command_needs_no_more_than_five_statements(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await ward.take(service="services/birth")  # so that the ward is known here, and read
    await ward.call()
    await ward.do("ServeTicket", name=before.name)
    counted = count_statements(monkeypatch)
    taken = await ward.take(service="services/birth")
    called = await ward.call()
    assert called.name == taken.name
    await ward.do("RecallTicket", name=taken.name)
    await ward.do("MoveTicket", name=taken.name, to_counter="2")
    await ward.call("2")
    await ward.do("ServeTicket", name=taken.name)
    await ward.call("2")
    assert len(counted) >= 7
    assert max(counted.values()) + APPEND <= 5, counted
