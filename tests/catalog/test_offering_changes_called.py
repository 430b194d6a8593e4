"""Changes of offerings that are withdrawn, and openings that are corrected, through gRPC.

Promises that each answers what a read finds, that a repeat answers the same, and that what was
known before stays readable. Must not reach into the service.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, level, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4
from tests.catalog.place import AHEAD, BEGUN, Place

OPENED = BEGUN - 50 * DAY
OPEN = api.Offering.STATE_OPEN
REASON = {"correction_reason": "danh mục 2022"}


async def offered(place: Place, unit: str = "") -> str:
    return await place.offering(await place.service(), unit or place.ward)


async def history(client: Client, name: str) -> list[str]:
    """The kinds of facts of an offering, in the order of recording."""
    page = await client.act("ListChanges", name=name, page_size=100)
    found = [each.fact.TypeName().rpartition(".")[2] for each in page.changes]
    return found if found[0] == "OfferingOpened" else found[::-1]


async def test_an_opening_and_its_level_are_two_events(client: Client, place: Place) -> None:
    name = await offered(place)
    assert (await client.get(name)).etag == '"2"'
    assert await history(client, name) == ["OfferingOpened", "OfferingAssessed"]


async def test_a_planned_closing_is_withdrawn(client: Client, place: Place) -> None:
    name = await offered(place)
    closed = await client.act("CloseOffering", name=name, effective_time=stamp(AHEAD), reason="r")
    said = {"name": name, "version": 3, "reason": "hoãn", "request_id": str(uuid.uuid4())}
    withdrawn = await client.act("WithdrawOfferingChange", etag=closed.etag, **said)
    assert (withdrawn.state, withdrawn.HasField("ending_time")) == (OPEN, False)
    assert (await client.get(name, at=AHEAD)) == withdrawn
    known = await client.get(name, at=AHEAD, as_known=closed.position)
    assert known == closed
    await client.record(name, LEVEL_4)
    assert await client.act("WithdrawOfferingChange", etag=closed.etag, **said) == withdrawn


async def test_an_opening_that_is_withdrawn_leaves_nothing_there(
    client: Client, place: Place
) -> None:
    planned = await client.offer(await place.service(), place.ward, LEVEL_3, at=AHEAD)
    said = {"name": planned.name, "reason": "hoãn", "request_id": str(uuid.uuid4())}
    closing = client.act(
        "CloseOffering", name=planned.name, effective_time=stamp(AHEAD), reason="hoãn"
    )
    assert await refusal(closing) == "FAILED_PRECONDITION OFFERING_OPENS_THEN effective_time"
    gone = await client.act("WithdrawOfferingChange", version=1, **said)
    assert (gone.name, gone.state) == (planned.name, api.Offering.STATE_UNSPECIFIED)
    assert await client.act("WithdrawOfferingChange", version=1, **said) == gone
    assert await refusal(client.get(planned.name, at=AHEAD)) == "NOT_FOUND NONE_THEN name"
    assert await client.get(planned.name, at=AHEAD, as_known=planned.position) == planned
    kinds = ["OfferingOpened", "OfferingAssessed", "OfferingChangeWithdrawn", "OfferingAssessed"]
    assert await history(client, planned.name) == kinds


async def test_what_is_recorded_for_the_day_of_a_withdrawn_opening_stands(
    client: Client, place: Place
) -> None:
    name = await offered(place)
    service = name.partition("/offerings/")[0]
    await client.offer(service, place.b, LEVEL_2, at=AHEAD)
    other = f"{service}/offerings/{place.b.removeprefix('units/')}"
    recorded = await client.record(other, LEVEL_4, at=AHEAD)
    gone = await client.act("WithdrawOfferingChange", name=other, version=1, reason="hoãn")
    assert list(gone.idle_versions) == [3]
    again = await client.offer(service, place.b, {}, at=AHEAD - DAY)
    assert not again.idle_versions
    assert level(await client.get(other, at=AHEAD)) == level(recorded) == 4


@pytest.mark.parametrize(
    ("version", "refused"),
    [
        (1, "FAILED_PRECONDITION CHANGE_BEGUN version"),
        (2, "FAILED_PRECONDITION CHANGE_UNKNOWN version"),
        (9, "FAILED_PRECONDITION CHANGE_UNKNOWN version"),
    ],
)
async def test_what_has_begun_or_is_derived_is_not_withdrawn(
    client: Client, place: Place, version: int, refused: str
) -> None:
    said = {"name": await offered(place), "version": version, "reason": "hoãn"}
    assert await refusal(client.act("WithdrawOfferingChange", **said)) == refused


async def test_an_opening_is_corrected_to_an_earlier_time(client: Client, place: Place) -> None:
    name, since = await offered(place), OPENED - 30 * DAY
    before = await client.record(name, LEVEL_4)
    said = {"name": name, "effective_time": stamp(since), **REASON}
    said |= {"request_id": str(uuid.uuid4()), "etag": before.etag}
    corrected = await client.act("CorrectOfferingOpening", **said)
    assert (corrected.state, level(corrected)) == (OPEN, 3)
    assert corrected.effective_time == stamp(since)
    assert await client.get(name, at=since) == corrected
    assert level(await client.get(name)) == 4
    earlier = await client.get(name, at=since, as_known=before.position)
    assert earlier.state == api.Offering.STATE_PLANNED
    await client.record(name, LEVEL_2)
    assert await client.act("CorrectOfferingOpening", **said) == corrected


async def test_what_follows_in_the_past_by_a_correction_needs_a_role_over_the_successor(
    catalog: Running, client: Client, place: Place
) -> None:
    """A ward was merged into a district; only later is it known that it had offered a service."""
    service = await place.service()
    await client.act(
        "MergeUnits",
        into=place.b,
        units=[place.ward],
        effective_time=stamp(BEGUN - 10 * DAY),
        offerings=facts.OFFERING_RULE_FOLLOW,
        **REASON,
    )
    said = {"at": OPENED, "reason": "danh mục 2022"}
    alone = catalog.client("editor", place.ward).offer(service, place.ward, LEVEL_3, **said)
    assert await refusal(alone) == "PERMISSION_DENIED SUCCESSOR_AFFECTED"
    await client.offer(service, place.ward, LEVEL_3, **said)
    successor = f"{service}/offerings/{place.b.removeprefix('units/')}"
    follows = await client.get(successor)
    assert (follows.state, level(follows)) == (OPEN, 3)
    assert [*follows.follows] == [place.ward]


async def test_only_who_acts_for_the_unit_withdraws_or_corrects(
    catalog: Running, client: Client, place: Place
) -> None:
    name = await offered(place)
    await client.act("CloseOffering", name=name, effective_time=stamp(AHEAD), reason="r")
    calls: list[tuple[str, dict[str, Any]]] = [
        ("WithdrawOfferingChange", {"version": 3, "reason": "hoãn"}),
        ("CorrectOfferingOpening", {"effective_time": stamp(OPENED - DAY), **REASON}),
    ]
    for method, said in calls:
        other = catalog.client("editor", place.b).act(method, name=name, **said)
        assert await refusal(other) == "PERMISSION_DENIED NOT_PERMITTED"
        assert await catalog.client("editor", place.ward).act(method, name=name, **said)
