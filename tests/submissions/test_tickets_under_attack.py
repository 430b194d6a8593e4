"""What one caller may do to the counters of a ward, and learn from them.

Promises that neither a position that never comes nor greed stops the others, and that no portal
learns which dossiers were filed.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import counter_pb2 as api
from services.submissions.api import boards
from services.submissions.domain.ticket import queue
from tests.submissions.house import House, refused
from tests.submissions.test_tickets_served import CALLED, Ward, next_ticket
from tests.waiting import until

NEVER = 9 * 10**15  # a position that no catalogue comes to
LATER = 900_000  # one that is waited for


@pytest.fixture
async def ward(house: House) -> Ward:
    return await Ward(house).opened()


async def at_counter(house: House) -> tuple[Ward, Any, str]:
    """A ticket with a dossier that was filed for it."""
    ward = Ward(house)
    ward.unit = "units/ward"
    await ward.take()
    called = await ward.call("filing")
    dossier = (await house.submit(role="officer", unit=ward.unit)).dossier.name
    done = await ward.do("RecordTicketDossier", name=called.name, dossier=dossier)
    return ward, done, dossier


async def test_a_position_that_never_comes_holds_up_nobody_else(
    ward: Ward, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.submissions.queries.catalogue.LONG_PATIENCE", 3600)
    first = await ward.take()
    portal, officer = (house.caller(role, ward.unit) for role in ("portal", "officer"))
    of = {"unit": ward.unit, "catalog_position": LATER}
    ids = [str(uuid.uuid4()) for _ in range(2)]
    waiting = [
        house.counters.TakeTicket(api.TakeTicketRequest(request_id=ids[0], **of), **portal),
        house.counters.CallNextTicket(
            api.CallNextTicketRequest(request_id=ids[1], counter="9", **of), **officer
        ),
    ]
    tasks = [asyncio.ensure_future(wait(each)) for each in waiting]
    await until_both_wait(house)
    assert (await ward.call("1")).name == first.name
    assert (await ward.take()).turn == 2
    assert not any(each.done() for each in tasks)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def wait(call: Any) -> Any:
    return await call


async def until_both_wait(house: House) -> None:
    """Until the server waits for a position in both calls."""
    await until(lambda: sum("wait_for" in str(each) for each in running_waits()) >= 2)


def running_waits() -> list[str]:
    """The innermost code of ours in each task of this process, which is the server's too."""
    found = []
    for task in asyncio.all_tasks():
        coroutine: Any = task.get_coro()
        while (inner := getattr(coroutine, "cr_await", None)) is not None:
            found.append(getattr(coroutine, "__qualname__", ""))
            coroutine = inner
    return found


async def test_what_was_waited_for_in_vain_is_refused_after_the_look_for_a_repeat(
    ward: Ward, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = str(uuid.uuid4())
    assert (await ward.take(request_id=id_)).turn == 1
    monkeypatch.setattr("services.submissions.queries.catalogue.LONG_PATIENCE", 0.01)
    portal = house.caller("portal", ward.unit)
    asked = api.TakeTicketRequest(request_id=id_, unit=ward.unit, catalog_position=NEVER)
    why = await refused(house.counters.TakeTicket(asked, **portal))
    assert why.reason == "REQUEST_ID_REUSED"  # the id was found before the refusal
    asked.request_id = str(uuid.uuid4())
    why = await refused(house.counters.TakeTicket(asked, **portal))
    assert (why.reason, why.field) == ("POSITION_UNKNOWN", "catalog_position")


async def test_a_kiosk_takes_only_so_many_that_wait(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_OF_TAKER", 3)
    taken = [await ward.take() for _ in range(3)]
    why = await refused(ward.take())
    assert (why.reason, why.field, why.languages) == ("TAKEN_TOO_MANY", "unit", {"vi", "en"})
    another = await ward.do("TakeTicket", unit=ward.unit)  # by an officer
    assert another.turn == 4
    assert (await ward.call()).name == taken[0].name
    assert (await ward.take()).turn == 5


async def test_a_portal_does_not_learn_which_dossiers_were_filed(house: House) -> None:
    ward, ticket, dossier = await at_counter(house)
    assert list(ticket.dossiers) == [dossier]
    staff = await ward.do("GetTicket", role="inspector", name=ticket.name)
    assert list(staff.dossiers) == [dossier]
    portal = await ward.do("GetTicket", role="portal", name=ticket.name)
    assert (portal.state, list(portal.dossiers)) == (CALLED, [])
    for role, seen in (("leader", [dossier]), ("portal", [])):
        found = await ward.do("ListTickets", role=role, unit=ward.unit)
        [same] = [each for each in found.tickets if each.name == ticket.name]
        assert list(same.dossiers) == seen
    for role in ("portal", "officer"):
        request = api.WatchQueueRequest(unit=ward.unit, after_position=ticket.position - 1)
        shown = await next_ticket(
            aiter(house.counters.WatchQueue(request, **house.caller(role, ward.unit)))
        )
        assert (shown.name, list(shown.dossiers)) == (ticket.name, [])
    await ward.do("ServeTicket", name=ticket.name)


async def test_one_subject_opens_only_so_many_boards(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "MOST_BOARDS", 2)
    await ward.take()
    opened = [board(ward, "one.board") for _ in range(2)]
    for each in opened:
        await next_ticket(aiter(each))
    why = await refused(anext(aiter(board(ward, "one.board"))))
    assert (why.reason, why.languages) == ("BOARDS_TOO_MANY", {"vi", "en"})
    assert await next_ticket(aiter(board(ward, "another.board")))
    opened[0].cancel()
    await until(lambda: opens(ward))


def board(ward: Ward, subject: str) -> Any:
    request = api.WatchQueueRequest(unit=ward.unit)
    return ward.house.counters.WatchQueue(
        request, **ward.house.caller("portal", ward.unit, subject)
    )


async def opens(ward: Ward) -> bool:
    """Whether the one who had too many may open one more."""
    try:
        return bool(await next_ticket(aiter(board(ward, "one.board"))))
    except grpc.aio.AioRpcError:
        return False
