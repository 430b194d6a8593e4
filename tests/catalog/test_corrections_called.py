"""Openings of units and first versions of services that are corrected to earlier, through gRPC.

Promises that a correction is answered as it is read, that what was known before stays readable, and
that a register of earlier years can be entered afterwards. Must not reach into the service.
"""

from __future__ import annotations

import uuid

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_4, text
from tests.catalog.place import BEGUN, Place

YEARS_AGO = BEGUN - 800 * DAY
REASON = {"correction_reason": "danh mục 2022"}


async def test_a_corrected_opening_is_answered_as_it_is_read(client: Client, place: Place) -> None:
    before = await client.get(place.city)
    said = {"name": place.city, "effective_time": stamp(YEARS_AGO), **REASON}
    said |= {"request_id": str(uuid.uuid4()), "etag": before.etag}
    corrected = await client.act("CorrectUnitOpening", **said)
    assert corrected.opening_time == stamp(YEARS_AGO)
    assert await client.get(place.city, at=YEARS_AGO) == corrected
    earlier = client.get(place.city, at=YEARS_AGO, as_known=before.position)
    assert await refusal(earlier) == "NOT_FOUND NONE_THEN name"
    await client.act("RenameUnit", name=place.city, kind="city")
    assert await client.act("CorrectUnitOpening", **said) == corrected


async def test_a_tree_is_opened_earlier_from_its_top_down(client: Client, place: Place) -> None:
    def correcting(name: str) -> object:
        return client.act(
            "CorrectUnitOpening", name=name, effective_time=stamp(YEARS_AGO), **REASON
        )

    assert await refusal(correcting(place.a)) == (
        "FAILED_PRECONDITION UNIT_NOT_OPEN_THEN effective_time"
    )
    for name in (place.city, place.a, place.ward):
        await correcting(name)  # type: ignore[misc]
    found = await client.every("Units", subtree=place.city, as_of=stamp(YEARS_AGO))
    assert {unit.name for unit in found} == {place.city, place.a, place.ward}


async def test_to_open_a_unit_earlier_needs_a_role_over_its_parent_too(
    catalog: Running, client: Client, place: Place
) -> None:
    await client.act(
        "CorrectUnitOpening", name=place.city, effective_time=stamp(YEARS_AGO), **REASON
    )
    said = {"name": place.a, "effective_time": stamp(YEARS_AGO), **REASON}
    alone = catalog.client(unit=place.a).act("CorrectUnitOpening", **said)
    assert await refusal(alone) == "PERMISSION_DENIED NOT_PERMITTED"
    assert await catalog.client(unit=place.city).act("CorrectUnitOpening", **said)


async def test_a_service_is_in_force_earlier_once_its_authority_was_open(
    client: Client, place: Place
) -> None:
    name = await place.service()
    shown = await client.get(name)
    content = api.Service()
    content.CopyFrom(shown)

    def correcting() -> object:
        said = {"service": content, "version": 1, "effective_time": stamp(YEARS_AGO), **REASON}
        return client.act("CorrectService", etag=shown.etag, **said)

    assert await refusal(correcting()) == "FAILED_PRECONDITION UNIT_NOT_OPEN_THEN service.authority"
    await client.act(
        "CorrectUnitOpening", name=place.city, effective_time=stamp(YEARS_AGO), **REASON
    )
    corrected = await correcting()  # type: ignore[misc]
    assert corrected.effective_time == stamp(YEARS_AGO)
    assert await client.get(name, at=YEARS_AGO) == corrected
    offered = await client.offer(name, place.city, at=YEARS_AGO, reason="danh mục 2022")
    assert offered.state == api.Offering.STATE_OPEN


async def test_offerings_of_a_service_that_was_in_force_earlier_say_nothing_new(
    client: Client, place: Place
) -> None:
    fee = facts.FeeLine(code="LP", name=text("Lệ phí"), amount=8_000)
    service = await client.service(place.city, at=BEGUN - 90 * DAY, reason="nhập lại", fees=[fee])
    offered = await client.offer(service.name, place.ward, LEVEL_4, at=BEGUN - 50 * DAY, reason="n")
    said = {"service": service, "version": 1, "effective_time": stamp(BEGUN - 95 * DAY), **REASON}
    corrected = await client.act("CorrectService", **said)
    assert corrected.position == offered.position + 1
    assert await client.get(offered.name, at=BEGUN - 50 * DAY) == offered
