"""Planned ends of units that are withdrawn, through gRPC, with what follows for offerings.

Promises that it is recorded in the same step, and that what is read is as if nobody had planned the
end. Must not reach into the service.
"""

from __future__ import annotations

import asyncio
import uuid

import asyncpg
import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, level, refusal
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4
from tests.catalog.place import AHEAD, BEGUN, Place, withdraw

FOLLOW = facts.OFFERING_RULE_FOLLOW
OPEN, CLOSED = api.Offering.STATE_OPEN, api.Offering.STATE_CLOSED
DENIED = "PERMISSION_DENIED NOT_PERMITTED"
INSTANTS = [BEGUN, AHEAD - DAY, AHEAD, AHEAD + DAY, AHEAD + 9 * DAY]


@pytest.fixture
async def place(desk: Desk) -> Place:
    return await Place(desk).begin()


async def read(desk: Desk, name: str) -> list[api.Offering]:
    """An offering at some instants, whichever event was the last to say so."""
    found = [await desk.get(name, at=at) for at in INSTANTS]
    for each in found:
        each.ClearField("position")
        each.ClearField("etag")
    return found


async def last_command(catalog: Running) -> list[tuple[str, str]]:
    """The streams and the kinds of facts of the last command."""
    connection = await asyncpg.connect(catalog.database.dsn)
    try:
        rows = await connection.fetch(
            "select stream, type from events where command_id = (select command_id from events"
            " order by position desc limit 1) order by position"
        )
    finally:
        await connection.close()
    return [(row["stream"], row["type"].rpartition(".")[2]) for row in rows]


async def test_an_offering_is_read_as_if_nobody_had_planned_the_end_of_its_unit(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = await place.offering(await place.service(), place.ward, LEVEL_3)
    await desk.record(name, LEVEL_4, at=AHEAD + 2 * DAY)
    before = await read(desk, name)
    closed = await desk.act("CloseUnit", name=place.ward, effective_time=AHEAD)
    assert (await desk.get(name, at=AHEAD)).state == CLOSED
    said = {"request_id": str(uuid.uuid4())}
    back = await withdraw(desk, closed, **said)
    assert await last_command(catalog) == [
        (place.ward, "UnitChangeWithdrawn"),
        (name, "OfferingOpened"),
    ]
    assert await read(desk, name) == before
    assert [level(each) for each in before] == [3, 3, 3, 3, 4]
    planned = await desk.get(name, at=AHEAD, as_known=closed.position + 1)
    assert planned.state == CLOSED
    assert await withdraw(desk, closed, **said) == back


async def test_an_offering_is_read_as_if_nobody_had_planned_that_its_service_retires(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await place.service()
    name = await place.offering(service, place.ward, LEVEL_3)
    await desk.record(name, LEVEL_4, at=AHEAD + 2 * DAY)
    before = await read(desk, name)
    retired = await desk.act("RetireService", name=service, effective_time=AHEAD)
    assert (await desk.get(name, at=AHEAD)).state == CLOSED
    said = {"name": service, "reason": "hoãn", "etag": retired.etag}
    said["request_id"] = str(uuid.uuid4())
    back = await desk.act("WithdrawServiceRetirement", **said)
    assert back.state == api.Service.STATE_PUBLISHED
    assert (await desk.get(service, at=AHEAD)).state == api.Service.STATE_PUBLISHED
    assert await last_command(catalog) == [
        (service, "ServiceRetirementWithdrawn"),
        (name, "OfferingOpened"),
    ]
    assert await read(desk, name) == before
    assert await desk.act("WithdrawServiceRetirement", **said) == back
    history = (await desk.act("ListChanges", name=service)).changes
    assert history[-1].reason == "hoãn"


async def test_an_offering_is_read_as_if_nobody_had_planned_to_close_it(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = await place.offering(await place.service(), place.ward, LEVEL_3)
    await desk.record(name, LEVEL_4, at=AHEAD + 2 * DAY)
    before = await read(desk, name)
    await desk.act("CloseOffering", name=name, reason="r", effective_time=AHEAD)
    other = catalog.desk(unit=place.b)
    said = {"name": name, "reason": "hoãn"}
    assert await refusal(other.act("WithdrawOfferingClosing", **said)) == DENIED
    back = await catalog.desk(unit=place.a).act("WithdrawOfferingClosing", **said)
    assert (back.state, level(back)) == (OPEN, 3)
    assert await read(desk, name) == before
    history = (await desk.act("ListChanges", name=name)).changes
    assert history[-1].reason == "hoãn"


async def test_a_retirement_is_withdrawn_by_whoever_may_act_for_the_authority(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await place.service()
    await desk.act("RetireService", name=service, effective_time=AHEAD)
    said = {"name": service, "reason": "hoãn"}
    of_a, of_city = catalog.desk(unit=place.a), catalog.desk(unit=place.city)
    assert await refusal(of_a.act("WithdrawServiceRetirement", **said)) == DENIED
    back = await of_city.act("WithdrawServiceRetirement", **said)
    assert back.state == api.Service.STATE_PUBLISHED


async def test_a_successor_does_not_open_what_was_to_follow(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await place.service()
    name = await place.offering(service, place.ward)
    before = await read(desk, name)
    merging = {"into": place.b, "units": [place.ward], "offerings": FOLLOW}
    merged = await desk.act("MergeUnits", **merging, effective_time=AHEAD)
    heir = f"{service}/offerings/{place.b.rpartition('/')[2]}"
    assert (await desk.get(heir, at=AHEAD)).state == OPEN
    await withdraw(desk, merged.units[0])
    assert (await desk.get(heir, at=AHEAD)).state == CLOSED
    assert await read(desk, name) == before
    # It can be planned anew, and follows anew.
    await desk.act("MergeUnits", **merging, effective_time=AHEAD + DAY)
    assert (await desk.get(heir, at=AHEAD)).state == CLOSED
    assert (await desk.get(heir, at=AHEAD + DAY)).state == OPEN
    assert (await desk.get(name, at=AHEAD + DAY)).state == CLOSED


async def test_a_successor_opens_what_another_unit_still_hands_on(desk: Desk, place: Place) -> None:
    service, into = await place.service(), await place.unit(place.city)
    for unit in (place.a, place.b):
        await place.offering(service, unit)
    both = [
        (
            await desk.act(
                "MergeUnits", into=into, units=[unit], offerings=FOLLOW, effective_time=AHEAD
            )
        ).units[0]
        for unit in (place.b, place.a)
    ]
    heir = f"{service}/offerings/{into.rpartition('/')[2]}"
    await withdraw(desk, both[0])
    assert (await desk.get(heir, at=AHEAD)).state == OPEN
    moved = await desk.act("MoveUnit", name=place.ward, parent=place.b, effective_time=AHEAD)
    assert moved.parent == place.b
    await withdraw(desk, both[1])
    assert (await desk.get(heir, at=AHEAD)).state == CLOSED


async def test_a_successor_has_no_more_than_those_that_hand_on_by_several_commands(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service, into = await place.service(), await place.unit(place.city)
    merging = {"into": into, "offerings": FOLLOW, "effective_time": AHEAD}
    heir = f"{service}/offerings/{into.rpartition('/')[2]}"
    weak, strong = await place.unit(place.city), await place.unit(place.city)
    for unit, states in ((weak, LEVEL_2), (strong, LEVEL_4)):
        await place.offering(service, unit, states)
    await desk.act("MergeUnits", units=[strong], **merging)
    assert level(await desk.get(heir, at=AHEAD)) == 4
    merged = (await desk.act("MergeUnits", units=[weak], **merging)).units[0]
    assert level(await desk.get(heir, at=AHEAD)) == 2
    await withdraw(desk, merged)
    assert await last_command(catalog) == [
        (weak, "UnitChangeWithdrawn"),
        (heir, "OfferingClosed"),
        (heir, "OfferingOpened"),
        (heir, "CapabilitiesRecorded"),
        (heir, "LevelsAssessed"),
        (f"{service}/offerings/{weak.rpartition('/')[2]}", "OfferingOpened"),
    ]
    assert level(await desk.get(heir, at=AHEAD)) == 4


async def test_whoever_lets_an_opening_fall_needs_a_role_over_its_unit(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await place.service()
    await place.offering(service, place.ward)
    merging = {"into": place.b, "units": [place.ward], "effective_time": AHEAD}
    merged = (await desk.act("MergeUnits", **merging, offerings=FOLLOW)).units[0]
    of_a = catalog.desk(unit=place.a)
    assert await refusal(withdraw(of_a, merged)) == DENIED
    assert (await withdraw(desk, merged)).state == api.Unit.STATE_OPEN


async def test_what_is_recorded_as_an_end_is_withdrawn_is_not_lost(
    desk: Desk, place: Place
) -> None:
    service = await place.service()
    for _ in range(5):
        ward = await place.unit(place.city)
        name = await place.offering(service, ward, LEVEL_2)
        closed = await desk.act("CloseUnit", name=ward, effective_time=AHEAD)
        await asyncio.gather(withdraw(desk, closed), desk.record(name, LEVEL_4))
        assert level(await desk.get(name, at=AHEAD)) == 4


async def test_sixteen_who_close_units_at_once_are_all_answered(desk: Desk, place: Place) -> None:
    service = await place.service()
    wards = [await place.unit(place.a) for _ in range(16)]
    offered = [await place.offering(service, ward) for ward in wards]
    answers = await asyncio.gather(
        *(desk.act("CloseUnit", name=ward, effective_time=AHEAD) for ward in wards)
    )
    assert {answer.state for answer in answers} == {api.Unit.STATE_CLOSED}
    for name in offered:
        assert (await desk.get(name, at=AHEAD)).state == CLOSED
