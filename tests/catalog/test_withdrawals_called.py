"""Planned openings of units that are withdrawn, and who may withdraw what, through gRPC.

A unit whose opening is withdrawn never was, and nothing is left that refers to it.
"""

from __future__ import annotations

import asyncio
import uuid

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_3
from tests.catalog.import_client import Importer, row
from tests.catalog.place import AHEAD, Place, withdraw
from tests.catalog.registry_client import RegistryClient

DENIED = "PERMISSION_DENIED NOT_PERMITTED"


async def test_a_unit_whose_opening_is_withdrawn_never_was(
    catalog: Running, client: Client, place: Place
) -> None:
    planned = await client.unit(parent=place.a, at=AHEAD)
    of_a, of_b = catalog.client(unit=place.a), catalog.client(unit=place.b)
    said = {"request_id": str(uuid.uuid4())}
    assert await refusal(withdraw(of_b, planned)) == DENIED
    assert await refusal(withdraw(catalog.client(unit=planned.name), planned)) == DENIED
    gone = await withdraw(of_a, planned, **said)
    assert (gone.name, gone.state, gone.kind) == (planned.name, api.Unit.STATE_UNSPECIFIED, "")
    for at in (None, AHEAD):
        assert await refusal(client.get(planned.name, at=at)) == "NOT_FOUND NONE_THEN name"
    assert planned.name not in [each.name for each in await client.every("Units", subtree=place.a)]
    assert (await client.get(planned.name, at=AHEAD, as_known=planned.position)) == planned
    assert await withdraw(of_a, planned, **said) == gone
    again = await client.unit(planned.name.partition("/")[2], parent=place.b, at=AHEAD)
    assert (await client.get(planned.name, at=AHEAD)) == again
    assert await refusal(withdraw(of_a, again)) == DENIED
    assert await refusal(withdraw(of_a, planned, **said)) == DENIED  # its id is another unit's now
    assert await withdraw(client, planned, **said) == gone
    await withdraw(of_b, again)


async def test_an_opening_is_not_withdrawn_while_anything_refers_to_it(
    catalog: Running, client: Client, place: Place
) -> None:
    registry, service = RegistryClient(catalog), await place.service()
    for number in range(4):
        planned = await client.unit(parent=place.city, at=AHEAD)
        assert planned.state == api.Unit.STATE_OPEN
        if number == 0:
            await client.draft(planned.name)
        elif number == 1:
            await registry.target(unit=planned.name)
        elif number == 2:
            await client.unit(parent=planned.name, at=AHEAD)
        else:
            offered = await client.offer(service, planned.name, at=AHEAD)
        refused = await refusal(withdraw(client, planned))
        assert refused == "FAILED_PRECONDITION OPENING_REFERENCED version"
    await client.act("WithdrawOfferingChange", name=offered.name, version=1, reason="hoãn")
    assert (await withdraw(client, planned)).name == planned.name


async def test_whoever_relies_on_an_opening_as_it_is_withdrawn_is_told(
    catalog: Running, client: Client, place: Place
) -> None:
    registry = RegistryClient(catalog)
    for number in range(6):
        planned = await client.unit(parent=place.city, at=AHEAD)
        relying = client.draft(planned.name) if number % 2 else registry.target(unit=planned.name)
        done = await asyncio.gather(withdraw(client, planned), relying, return_exceptions=True)
        assert [isinstance(each, BaseException) for each in done].count(True) == 1


async def test_an_opening_is_withdrawn_while_other_offerings_change(
    client: Client, place: Place
) -> None:
    service = await place.service()
    offered = [await place.offering(service, each) for each in (place.a, place.b, place.ward)]
    planned = [await client.unit(parent=place.city, at=AHEAD) for _ in range(4)]
    withdrawn = asyncio.Event()

    async def recording(name: str) -> None:
        while not withdrawn.is_set():
            await client.record(name, LEVEL_3)

    writers = [asyncio.create_task(recording(name)) for name in offered * 2]
    try:
        for each in planned:
            assert (await withdraw(client, each)).name == each.name
    finally:
        withdrawn.set()
        await asyncio.gather(*writers, return_exceptions=True)


async def test_whoever_withdraws_a_change_needs_the_roles_that_planning_it_did(
    catalog: Running, client: Client, place: Place
) -> None:
    of_a, of_city = catalog.client(unit=place.a), catalog.client(unit=place.city)
    ahead = {"effective_time": AHEAD}
    parts = [facts.Successor(unit=place.a), facts.Successor(unit=place.b)]
    into, beside = await place.unit(place.a), await place.unit(place.b)
    merging = {"units": [place.ward, beside], "into": into}
    for planning in (
        client.act("MergeUnits", units=[place.ward], into=place.b, **ahead),
        client.act("SplitUnit", name=place.ward, parts=parts, **ahead),
        client.act("MoveUnit", name=place.ward, parent=place.b, **ahead),
        client.act("MergeUnits", **merging, **ahead),
    ):
        await planning
        planned = await client.get(place.ward)
        assert await refusal(withdraw(of_a, planned)) == DENIED
        await withdraw(of_city, planned)
    root = await client.act("MoveUnit", name=place.ward, **ahead)
    assert await refusal(withdraw(of_city, root)) == DENIED
    await withdraw(client, root)
    closed = await client.act("CloseUnit", name=place.ward, **ahead)
    assert (await withdraw(of_a, closed)).state == api.Unit.STATE_OPEN


async def test_a_merger_by_another_command_needs_no_role(
    catalog: Running, client: Client, place: Place
) -> None:
    into, beside = await place.unit(place.a), await place.unit(place.b)
    merging = {"into": into, "effective_time": AHEAD}
    merged = (await client.act("MergeUnits", units=[place.ward], **merging)).units[0]
    await client.act("MergeUnits", units=[beside], **merging)
    of_a = catalog.client(unit=place.a)
    assert (await withdraw(of_a, merged)).state == api.Unit.STATE_OPEN


async def test_a_merger_by_another_row_of_a_chunk_needs_no_role_either(
    catalog: Running, client: Client, place: Place
) -> None:
    into, beside = await place.unit(place.a), await place.unit(place.b)
    mergers = (intake.MergerRow(into=into, units=[each]) for each in (place.ward, beside))
    await Importer(catalog).bring(*(row(merger=each, at=AHEAD) for each in mergers))
    merged = await client.get(place.ward)
    of_a = catalog.client(unit=place.a)
    assert (await withdraw(of_a, merged)).state == api.Unit.STATE_OPEN
