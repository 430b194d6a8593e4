"""Levels that acceptances recorded, beside what the catalogue is known to say now.

Promises a unit of its own to every test, and dossiers through the API as anybody's. Must not change
a dossier by asking.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.fake_catalogue import CLOSED, SINCE
from tests.submissions.house import House, refused
from tests.submissions.place import AGO, Place
from tests.submissions.test_records_served import ACCEPTED, DAY
from tests.waiting import until


@pytest.fixture
async def place(house: House) -> Place:
    """A ward of the district that offers its own service at level 3."""
    return await Place(house).opened()


async def page(
    place: Place, *, unit: str | None = None, role: str = "inspector", at: str = "*", **more: Any
) -> api.ListLevelDifferencesResponse:
    """One page of the differences of the place, with all that it told the catalogue."""
    request = api.ListLevelDifferencesRequest(
        unit=place.unit if unit is None else unit, catalog_position=place.position, **more
    )
    answer = await place.house.calls.ListLevelDifferences(request, **place.house.caller(role, at))
    assert answer.catalog_position >= place.position
    return answer


async def differences(place: Place, **more: Any) -> list[api.LevelDifference]:
    """All of them."""
    answer = await page(place, **more)
    assert answer.next_page_token == ""
    return list(answer.differences)


async def accepted(place: Place) -> Any:
    name = (await place.submit()).name
    return await place.house.step("AcceptDossier", name)


async def test_what_is_as_it_was_recorded_is_not_listed(place: Place) -> None:
    await accepted(place)
    await place.submit()
    assert await differences(place) == []


async def test_a_level_of_the_future_differs_from_nothing(place: Place) -> None:
    await accepted(place)
    await place.levels({datetime.now(UTC): 4})
    assert await differences(place) == []


async def test_a_corrected_level_is_listed_with_both_sides(place: Place) -> None:
    dossier = await accepted(place)
    before = place.position
    await place.levels({SINCE: 2})
    [found] = await differences(place)
    assert found == api.LevelDifference(
        dossier=dossier.name,
        offering=place.offering,
        accept_time=dossier.accept_time,
        recorded_level=3,
        known_level=2,
        recorded_catalog_position=before,
        known_catalog_position=found.known_catalog_position,
    )
    assert found.known_catalog_position >= place.position
    kept = await place.house.calls.GetDossier(
        api.GetDossierRequest(name=dossier.name), **place.house.caller("inspector")
    )
    assert kept == dossier


async def test_a_correction_that_is_taken_back_leaves_no_difference(place: Place) -> None:
    await accepted(place)
    await place.levels({SINCE: 2})
    await place.levels({SINCE: 3})
    assert await differences(place) == []


async def test_what_was_unknown_and_is_known_now_is_listed(place: Place) -> None:
    early = [api.Step(status=events.STATUS_ACCEPTED, time=SINCE - DAY)]
    await place.backfilled("early", steps=early)
    assert await differences(place) == []
    await place.levels({SINCE - 2 * DAY: 4})
    [found] = await differences(place)
    assert (found.HasField("recorded_level"), found.known_level) == (False, 4)


async def test_an_offering_that_was_closed_by_then_is_listed_as_unknown(place: Place) -> None:
    await accepted(place)
    await place.levels({AGO: CLOSED})
    [found] = await differences(place)
    assert (found.recorded_level, found.HasField("known_level")) == (3, False)


async def test_the_list_is_of_a_subtree_as_it_is_now(place: Place) -> None:
    name = (await accepted(place)).name
    await place.levels({SINCE: 1})
    below = [
        each.dossier for each in await differences(place, unit="units/district", role="leader")
    ]
    assert name in below
    assert await differences(place, unit="units/other") == []
    await place.publish(catalog.UnitMoved, parent="units/other")
    assert [each.dossier for each in await differences(place, unit="units/other")] == [name]
    everywhere = [each.dossier for each in await differences(place, unit="", page_size=1000)]
    assert name in everywhere
    assert set(below) <= set(everywhere)


async def test_pages_hold_every_difference_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.submissions.queries.differences.CHUNK", 2)
    monkeypatch.setattr("services.submissions.queries.differences.CHUNKS", 2)
    below = await Place(place.house).opened(place.unit)
    steps = [api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED)]
    later = [api.Step(status=events.STATUS_ACCEPTED, time=ACCEPTED + 2 * DAY)]
    names = set()
    for n in range(7):
        names.add((await place.backfilled(f"k{n}", steps=steps)).name)
        await place.backfilled(f"later {n}", steps=later)
        names.add((await below.backfilled(f"k{n}", steps=steps)).name)
    for each in (place, below):
        await each.levels({SINCE: 2, ACCEPTED + DAY: 3})
    place.position = below.position
    found, token, pages = [], "", 0
    while pages == 0 or token:
        answer = await page(place, page_size=3, page_token=token)
        assert len(answer.differences) <= 3
        found += [each.dossier for each in answer.differences]
        token, pages = answer.next_page_token, pages + 1
    assert (set(found), len(found)) == (names, 14)
    assert pages > 4


async def whole(place: Place, first: api.ListLevelDifferencesResponse) -> list[Any]:
    """All differences of the list that this page began."""
    found, answer = list(first.differences), first
    while answer.next_page_token:
        request = api.ListLevelDifferencesRequest(
            unit=place.unit, page_size=1, page_token=answer.next_page_token
        )
        answer = await place.house.calls.ListLevelDifferences(
            request, **place.house.caller("inspector")
        )
        assert answer.catalog_position == first.catalog_position
        found += answer.differences
    assert {each.known_catalog_position for each in found} <= {first.catalog_position}
    return found


async def test_all_pages_are_compared_at_the_position_of_the_first(place: Place) -> None:
    below = await Place(place.house).opened(place.unit)
    for each in (place, below, below):
        await accepted(each)
    for each in (place, below):
        await each.levels({SINCE: 1})
    place.position = below.position
    first = await page(place, page_size=1)
    await place.levels({SINCE: 3})
    await below.publish(catalog.OfferingClosed)
    await below.publish(catalog.UnitMoved, parent="units/other")
    place.position = below.position
    assert [each.offering for each in await differences(place)] == []
    found = await whole(place, first)
    assert sorted(each.offering for each in found) == sorted(
        [place.offering, below.offering, below.offering]
    )
    assert {each.known_level for each in found} == {1}


@asynccontextmanager
async def changing(place: Place) -> AsyncIterator[None]:
    """Its level changes, as soon as the service knows of the change before."""

    async def change() -> None:
        for level in itertools.cycle((2, 1)):
            await place.levels({SINCE: level})
            await page(place)

    task = asyncio.create_task(change())
    try:
        yield
    finally:
        task.cancel()
        [ended] = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError), ended


async def test_a_list_holds_still_while_the_catalogue_changes(place: Place) -> None:
    for _ in range(8):
        await accepted(place)
    await place.levels({SINCE: 1})
    listed = []
    async with changing(place):
        for _ in range(6):
            told = place.position
            request = api.ListLevelDifferencesRequest(
                unit=place.unit, page_size=1, catalog_position=told
            )
            first = await place.house.calls.ListLevelDifferences(
                request, **place.house.caller("inspector")
            )
            listed.append(await whole(place, first))
            await until(lambda told=told: place.position > told)
    assert [len(found) for found in listed] == [8] * 6
    assert [len({each.known_level for each in found}) for found in listed] == [1] * 6
    assert len({found[0].known_catalog_position for found in listed}) > 1


async def test_only_inspectors_and_leaders_within_their_units_may_ask(place: Place) -> None:
    await page(place)
    await page(place, role="leader", at="units/district")
    for role, at in (("officer", "*"), ("leader", "units/other")):
        with pytest.raises(grpc.aio.AioRpcError) as denied:
            await page(place, role=role, at=at)
        assert denied.value.code() is grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize(
    ("wrong", "reason", "field"),
    [
        ({"unit": "units/none"}, "UNIT_UNKNOWN", "unit"),
        ({"page_size": -1}, "PAGE_SIZE_INVALID", "page_size"),
        ({"page_token": "x"}, "PAGE_TOKEN_INVALID", "page_token"),
        ({"page_token": "é"}, "PAGE_TOKEN_INVALID", "page_token"),
        ({"catalog_position": -1}, "POSITION_INVALID", "catalog_position"),
        ({"catalog_position": 10**9}, "POSITION_UNKNOWN", "catalog_position"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    house: House, hasty: None, wrong: dict[str, Any], reason: str, field: str
) -> None:
    request = api.ListLevelDifferencesRequest(**wrong)
    why = await refused(house.calls.ListLevelDifferences(request, **house.caller("inspector")))
    assert (why.reason, why.field, why.languages) == (reason, field, {"vi", "en"})


async def test_a_token_belongs_to_its_question(place: Place) -> None:
    for _ in range(2):
        await accepted(place)
    await place.levels({SINCE: 1})
    token = (await page(place, page_size=1)).next_page_token
    assert token
    call = page(place, unit="units/district", page_token=token)
    assert (await refused(call)).reason == "PAGE_TOKEN_INVALID"


async def test_it_is_the_same_after_the_tables_were_built_again(place: Place) -> None:
    await accepted(place)
    await place.levels({SINCE: 2})
    before = await differences(place)
    await place.house.stop()
    await place.house.forget("numbers", "acceptances")
    await place.house.start()
    after = await differences(place)
    assert [each.dossier for each in after] == [each.dossier for each in before]
    assert len(after) == 1
