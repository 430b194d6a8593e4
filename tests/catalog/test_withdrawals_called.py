"""Planned openings of units that are withdrawn, and who may withdraw what, through gRPC.

A unit whose opening is withdrawn never was, and nothing is left that refers to it.
"""

from __future__ import annotations

import asyncio
import uuid

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, refusal
from tests.catalog.given import LEVEL_3
from tests.catalog.lorry import Lorry, row
from tests.catalog.office import Office
from tests.catalog.place import AHEAD, Place, withdraw

DENIED = "PERMISSION_DENIED NOT_PERMITTED"


@pytest.fixture
async def place(desk: Desk) -> Place:
    return await Place(desk).begin()


async def test_a_unit_whose_opening_is_withdrawn_never_was(
    catalog: Running, desk: Desk, place: Place
) -> None:
    planned = await desk.unit(parent=place.a, at=AHEAD)
    of_a, of_b = catalog.desk(unit=place.a), catalog.desk(unit=place.b)
    said = {"request_id": str(uuid.uuid4())}
    assert await refusal(withdraw(of_b, planned)) == DENIED
    assert await refusal(withdraw(catalog.desk(unit=planned.name), planned)) == DENIED
    gone = await withdraw(of_a, planned, **said)
    assert (gone.name, gone.state, gone.kind) == (planned.name, api.Unit.STATE_UNSPECIFIED, "")
    for at in (None, AHEAD):
        assert await refusal(desk.get(planned.name, at=at)) == "NOT_FOUND NONE_THEN name"
    assert planned.name not in [each.name for each in await desk.every("Units", subtree=place.a)]
    assert (await desk.get(planned.name, at=AHEAD, as_known=planned.position)) == planned
    assert await withdraw(of_a, planned, **said) == gone
    again = await desk.unit(planned.name.partition("/")[2], parent=place.b, at=AHEAD)
    assert (await desk.get(planned.name, at=AHEAD)) == again
    assert await refusal(withdraw(of_a, again)) == DENIED
    assert await refusal(withdraw(of_a, planned, **said)) == DENIED  # its id is another unit's now
    assert await withdraw(desk, planned, **said) == gone
    await withdraw(of_b, again)


async def test_an_opening_is_not_withdrawn_while_anything_refers_to_it(
    catalog: Running, desk: Desk, place: Place
) -> None:
    office, service = Office(catalog), await place.service()
    for number in range(4):
        planned = await desk.unit(parent=place.city, at=AHEAD)
        assert planned.state == api.Unit.STATE_OPEN
        if number == 0:
            await desk.draft(planned.name)
        elif number == 1:
            await office.target(unit=planned.name)
        elif number == 2:
            await desk.unit(parent=planned.name, at=AHEAD)
        else:
            offered = await desk.offer(service, planned.name, at=AHEAD)
        refused = await refusal(withdraw(desk, planned))
        assert refused == "FAILED_PRECONDITION OPENING_RELIED_ON version"
    await desk.act("WithdrawOfferingChange", name=offered.name, version=1, reason="hoãn")
    assert (await withdraw(desk, planned)).name == planned.name


async def test_whoever_relies_on_an_opening_as_it_is_withdrawn_is_told(
    catalog: Running, desk: Desk, place: Place
) -> None:
    office = Office(catalog)
    for number in range(6):
        planned = await desk.unit(parent=place.city, at=AHEAD)
        relying = desk.draft(planned.name) if number % 2 else office.target(unit=planned.name)
        done = await asyncio.gather(withdraw(desk, planned), relying, return_exceptions=True)
        assert [isinstance(each, BaseException) for each in done].count(True) == 1


async def test_an_opening_is_withdrawn_while_other_offerings_change(
    desk: Desk, place: Place
) -> None:
    service = await place.service()
    offered = [await place.offering(service, each) for each in (place.a, place.b, place.ward)]
    planned = [await desk.unit(parent=place.city, at=AHEAD) for _ in range(4)]
    withdrawn = asyncio.Event()

    async def recording(name: str) -> None:
        while not withdrawn.is_set():
            await desk.record(name, LEVEL_3)

    writers = [asyncio.create_task(recording(name)) for name in offered * 2]
    try:
        for each in planned:
            assert (await withdraw(desk, each)).name == each.name
    finally:
        withdrawn.set()
        await asyncio.gather(*writers, return_exceptions=True)


async def test_whoever_withdraws_a_change_needs_the_roles_that_planning_it_did(
    catalog: Running, desk: Desk, place: Place
) -> None:
    of_a, of_city = catalog.desk(unit=place.a), catalog.desk(unit=place.city)
    ahead = {"effective_time": AHEAD}
    parts = [facts.Successor(unit=place.a), facts.Successor(unit=place.b)]
    into, beside = await place.unit(place.a), await place.unit(place.b)
    merging = {"units": [place.ward, beside], "into": into}
    for planning in (
        desk.act("MergeUnits", units=[place.ward], into=place.b, **ahead),
        desk.act("SplitUnit", name=place.ward, parts=parts, **ahead),
        desk.act("MoveUnit", name=place.ward, parent=place.b, **ahead),
        desk.act("MergeUnits", **merging, **ahead),
    ):
        await planning
        planned = await desk.get(place.ward)
        assert await refusal(withdraw(of_a, planned)) == DENIED
        await withdraw(of_city, planned)
    root = await desk.act("MoveUnit", name=place.ward, **ahead)
    assert await refusal(withdraw(of_city, root)) == DENIED
    await withdraw(desk, root)
    closed = await desk.act("CloseUnit", name=place.ward, **ahead)
    assert (await withdraw(of_a, closed)).state == api.Unit.STATE_OPEN


async def test_a_merger_by_another_command_needs_no_role(
    catalog: Running, desk: Desk, place: Place
) -> None:
    into, beside = await place.unit(place.a), await place.unit(place.b)
    merging = {"into": into, "effective_time": AHEAD}
    merged = (await desk.act("MergeUnits", units=[place.ward], **merging)).units[0]
    await desk.act("MergeUnits", units=[beside], **merging)
    of_a = catalog.desk(unit=place.a)
    assert (await withdraw(of_a, merged)).state == api.Unit.STATE_OPEN


async def test_a_merger_by_another_row_of_a_chunk_needs_no_role_either(
    catalog: Running, desk: Desk, place: Place
) -> None:
    into, beside = await place.unit(place.a), await place.unit(place.b)
    mergers = (intake.MergerRow(into=into, units=[each]) for each in (place.ward, beside))
    await Lorry(catalog).bring(*(row(merger=each, at=AHEAD) for each in mergers))
    merged = await desk.get(place.ward)
    of_a = catalog.desk(unit=place.a)
    assert (await withdraw(of_a, merged)).state == api.Unit.STATE_OPEN
