"""Lists that are read page by page while dossiers and units change.

Promises the whole service, and changes between any two pages. Must not wait for a clock.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import dossier_queries_pb2 as api
from tests.submissions.crowd import Crowd
from tests.submissions.house import House
from tests.submissions.place import Place


@pytest.fixture(scope="module")
async def crowd(house: House) -> Crowd:
    return await Crowd(house, seed=5).gathered(dossiers=12, steps=2)


async def page(house: House, unit: str, token: str, **asked: Any) -> Any:
    request = api.ListDossiersRequest(
        unit=unit, page_token=token, catalog_position=house.catalogue.position, **asked
    )
    return await house.queries.ListDossiers(request, **house.caller("inspector"))


@pytest.mark.parametrize("order", [1, 2])
async def test_what_does_not_change_between_pages_is_listed_once(crowd: Crowd, order: int) -> None:
    kept = [each for each in await crowd.read() if not each.voided]
    still, others = kept[::2], kept[1::2]
    listed: Counter[str] = Counter()
    token, more = "", True
    while more:
        answer = await page(crowd.house, crowd.top, token, page_size=2, order=order)
        listed.update(each.name for each in answer.dossiers)
        token, more = answer.next_page_token, bool(answer.next_page_token)
        for each in others:
            await crowd.tried(each.name)
    assert {name: listed[name] for name in listed.keys() & {each.name for each in still}} == {
        each.name: 1 for each in still
    }


async def test_a_command_is_listed_at_once(crowd: Crowd) -> None:
    place = crowd.places[0]
    for _ in range(5):
        name = (await place.submit()).name
        answer = await page(crowd.house, place.unit, "", order=2)
        assert answer.dossiers[0].name == name


async def test_a_list_is_of_the_units_as_they_lay_at_its_first_page(house: House) -> None:
    district = await Place(house).opened("")
    stays, leaves = [await Place(house).opened(district.unit) for _ in range(2)]
    names = {(await place.submit()).name for place in (stays, leaves) for _ in range(2)}
    first = await page(house, district.unit, "", page_size=1)
    await leaves.publish(catalog.UnitMoved, parent="units/other")
    begun = await page(house, district.unit, first.next_page_token, page_size=10)
    assert {each.name for each in (*first.dossiers, *begun.dossiers)} == names
    anew = await page(house, district.unit, "")
    assert {each.handling_unit or each.receiving_unit for each in anew.dossiers} == {stays.unit}
