"""Reads as of any instant, and pages that see one catalogue from the first to the last.

Promises levels from the read tables, at the instant asked. Must not depend on the order of tests.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, fresh, level, reason, refusal, stamp
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NO, text

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
REASON = {"reason": "nhập hồ sơ cũ"}


async def old_offering(desk: Desk) -> tuple[str, str]:
    """A service and its offering: level 2 from 100 days ago, level 3 from 50 days ago."""
    city = await desk.unit(at=NOW - 300 * DAY, **REASON)
    service = await desk.service(city.name, at=NOW - 200 * DAY, **REASON)
    offering = await desk.offer(service.name, city.name, LEVEL_2, at=NOW - 100 * DAY, **REASON)
    await desk.record(offering.name, LEVEL_3, at=NOW - 50 * DAY, **REASON)
    return service.name, offering.name


async def levels_on(desk: Desk, service: str, *days: int) -> list[list[int]]:
    asked = [stamp(NOW + day * DAY) for day in days]
    pages = [await desk.every("Offerings", parent=service, as_of=as_of) for as_of in asked]
    return [[level(offering) for offering in page] for page in pages]


async def test_levels_are_those_of_the_instant(desk: Desk) -> None:
    service, name = await old_offering(desk)
    await desk.record(name, LEVEL_4, at=NOW + 30 * DAY)
    assert await levels_on(desk, service, -101, -99, -51, -49, 1, 31) == [
        [],
        [2],
        [2],
        [3],
        [3],
        [4],
    ]
    read = [await desk.get(name, at=NOW + day * DAY) for day in (-99, -49, 31)]
    assert [level(offering) for offering in read] == [2, 3, 4]
    assert len({offering.etag for offering in read}) == 1


async def test_a_correction_changes_the_past_and_keeps_later_changes(desk: Desk) -> None:
    service, name = await old_offering(desk)
    fall = {facts.CAPABILITY_FORMS_DOWNLOAD: NO}
    await desk.record(name, fall, at=NOW - 75 * DAY, **REASON)
    assert await levels_on(desk, service, -80, -74, -49) == [[2], [1], [3]]


async def test_an_offering_is_known_before_it_opens_and_has_no_level_then(desk: Desk) -> None:
    _, name = await old_offering(desk)
    before = await desk.get(name, at=NOW - 101 * DAY)
    assert not before.HasField("assessment")
    assert (before.name, list(before.capabilities)) == (name, [])


async def test_a_unit_or_service_is_not_there_before_its_time(desk: Desk) -> None:
    service, _ = await old_offering(desk)
    authority = (await desk.get(service)).authority
    assert await refusal(desk.get(authority, at=NOW - 301 * DAY)) == "NOT_FOUND NONE_THEN name"
    assert await refusal(desk.get(service, at=NOW - 201 * DAY)) == "NOT_FOUND NONE_THEN name"
    assert (await desk.get(service, at=NOW - 199 * DAY)).version == 1


async def test_a_subtree_is_the_unit_and_all_below_it(desk: Desk) -> None:
    city = await desk.unit()
    wards = [await desk.unit(parent=city.name) for _ in range(3)]
    hamlet = await desk.unit(parent=wards[1].name)
    await desk.unit()
    inside = [city, *wards, hamlet]
    assert await desk.every("Units", subtree=city.name) == sorted(inside, key=lambda u: u.name)
    assert await desk.every("Units", subtree=wards[1].name) == [wards[1], hamlet]
    service = await desk.service(city.name)
    offered = [await desk.offer(service.name, u.name) for u in (wards[0], hamlet)]
    below = await desk.every("Offerings", parent="services/-", subtree=wards[1].name)
    assert below == offered[1:]
    assert await desk.every("Offerings", parent=service.name) == offered


async def test_a_subtree_holds_nothing_of_a_unit_elsewhere_that_opens_later(desk: Desk) -> None:
    city, other = await desk.unit(), await desk.unit()
    for _ in range(3):
        await desk.unit(parent=city.name)
    late = await desk.unit(parent=other.name, at=NOW + 30 * DAY)
    service = await desk.service(city.name)
    draft = await desk.draft(late.name)
    await desk.offer(service.name, late.name, at=NOW + 30 * DAY)
    planned = {"parent": service.name, "filter": "state = PLANNED"}
    for top in (city.name, other.name):
        found = [each.name for each in await desk.every("Services", subtree=top)]
        assert draft.name not in found
        assert await desk.every("Offerings", subtree=top, **planned) == []


async def test_a_page_is_no_larger_than_a_client_takes(desk: Desk) -> None:
    city = await desk.unit()
    steps = [facts.Step(title=text("x" * 1000, "y" * 1000)) for _ in range(100)]
    names = [(await desk.draft(city.name, steps=steps)).name for _ in range(17)]
    page = await desk.page("Services", size=1000, subtree=city.name)
    assert 1 < len(page.services) < 17
    every = await desk.every("Services", size=1000, subtree=city.name)
    assert [each.name for each in every] == sorted(names)
    twice = await desk.act("BatchGetServices", names=names[:1] * 1000)
    assert [each.name for each in twice.services] == names[:1]


async def test_a_batch_that_no_client_takes_is_refused_and_told_how_many_fit(desk: Desk) -> None:
    city = await desk.unit()
    steps = [facts.Step(title=text("x" * 1000, "y" * 1000)) for _ in range(100)]
    names = [(await desk.draft(city.name, steps=steps)).name for _ in range(17)]
    named = [names[0], *names]
    refused = desk.act("BatchGetServices", names=named)
    assert await refusal(refused) == "RESOURCE_EXHAUSTED ANSWER_TOO_LARGE names"
    fits = int((await reason(desk.act("BatchGetServices", names=named))).metadata["fits"])
    some = await desk.act("BatchGetServices", names=named[:fits])
    assert [each.name for each in some.services] == names[: fits - 1]
    more = desk.act("BatchGetServices", names=named[: fits + 1])
    assert await refusal(more) == "RESOURCE_EXHAUSTED ANSWER_TOO_LARGE names"


async def test_pages_see_one_catalogue_while_others_write(desk: Desk) -> None:
    city = await desk.unit()
    service = await desk.service(city.name)
    units = [await desk.unit(fresh("m"), parent=city.name) for _ in range(6)]
    offered = [await desk.offer(service.name, unit.name, LEVEL_2) for unit in units]
    first = await desk.page("Offerings", parent=service.name, size=2)
    new = [await desk.unit(f"a{fresh('')}"), await desk.unit(f"z{fresh('')}")]
    await asyncio.gather(
        *(desk.offer(service.name, unit.name) for unit in new),
        *(desk.record(each.name, LEVEL_4) for each in offered[1:]),
        desk.record(offered[5].name, {facts.CAPABILITY_INFO_FEES: NO}, at=NOW + DAY),
    )
    found = list(first.offerings)
    token = first.next_page_token
    while token:
        page = await desk.page("Offerings", parent=service.name, size=3, token=token)
        found, token = [*found, *page.offerings], page.next_page_token
    assert found == offered
    assert len(await desk.every("Offerings", parent=service.name)) == len(offered) + 2


async def test_drafts_and_versions_are_listed_once_each(desk: Desk) -> None:
    city = await desk.unit()
    draft = await desk.draft(city.name)
    service = await desk.service(city.name)
    listed = {each.name: each for each in await desk.every("Services", size=3)}
    assert (listed[draft.name], listed[service.name]) == (draft, service)
    assert listed[draft.name].state == api.Service.STATE_DRAFT
    assert list(listed) == sorted(listed)


async def test_a_page_token_belongs_to_its_question_and_its_caller(
    catalog: Running, desk: Desk
) -> None:
    city = await desk.unit()
    for _ in range(3):
        await desk.unit(parent=city.name)
    token = (await desk.page("Units", subtree=city.name)).next_page_token
    refused = "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token"
    assert await refusal(desk.page("Units", token=token)) == refused
    for broken in (token[:-4], "x", "ÿ", "AAAA"):
        assert await refusal(desk.page("Units", subtree=city.name, token=broken)) == refused
    for stranger in (catalog.desk(""), catalog.desk(subject="e2")):
        assert await refusal(stranger.page("Units", subtree=city.name, token=token)) == refused
    assert await catalog.desk("leader").page("Units", subtree=city.name, token=token)  # the same e1
    bad_size = await refusal(desk.page("Units", size=-1))
    assert bad_size == "INVALID_ARGUMENT PAGE_SIZE_INVALID page_size"
