"""Reads as of any instant, and pages that see one catalogue from the first to the last.

Promises levels from the read tables, at the instant asked. Must not depend on the order of tests.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, fresh, level, reason, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NO, text

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
REASON = {"reason": "nhập hồ sơ cũ"}


async def old_offering(client: Client) -> tuple[str, str]:
    """A service and its offering: level 2 from 100 days ago, level 3 from 50 days ago."""
    city = await client.unit(at=NOW - 300 * DAY, **REASON)
    service = await client.service(city.name, at=NOW - 200 * DAY, **REASON)
    offering = await client.offer(service.name, city.name, LEVEL_2, at=NOW - 100 * DAY, **REASON)
    await client.record(offering.name, LEVEL_3, at=NOW - 50 * DAY, **REASON)
    return service.name, offering.name


async def levels_on(client: Client, service: str, *days: int) -> list[list[int]]:
    asked = [stamp(NOW + day * DAY) for day in days]
    pages = [await client.every("Offerings", parent=service, as_of=as_of) for as_of in asked]
    return [[level(offering) for offering in page] for page in pages]


async def test_levels_are_those_of_the_instant(client: Client) -> None:
    service, name = await old_offering(client)
    await client.record(name, LEVEL_4, at=NOW + 30 * DAY)
    assert await levels_on(client, service, -101, -99, -51, -49, 1, 31) == [
        [],
        [2],
        [2],
        [3],
        [3],
        [4],
    ]
    read = [await client.get(name, at=NOW + day * DAY) for day in (-99, -49, 31)]
    assert [level(offering) for offering in read] == [2, 3, 4]
    assert len({offering.etag for offering in read}) == 1


async def test_a_correction_changes_the_past_and_keeps_later_changes(client: Client) -> None:
    service, name = await old_offering(client)
    fall = {facts.CAPABILITY_FORMS_DOWNLOAD: NO}
    await client.record(name, fall, at=NOW - 75 * DAY, **REASON)
    assert await levels_on(client, service, -80, -74, -49) == [[2], [1], [3]]


async def test_an_offering_is_known_before_it_opens_and_has_no_level_then(client: Client) -> None:
    _, name = await old_offering(client)
    before = await client.get(name, at=NOW - 101 * DAY)
    assert not before.HasField("assessment")
    assert (before.name, list(before.capabilities)) == (name, [])


async def test_a_unit_or_service_is_not_there_before_its_time(client: Client) -> None:
    service, _ = await old_offering(client)
    authority = (await client.get(service)).authority
    assert await refusal(client.get(authority, at=NOW - 301 * DAY)) == "NOT_FOUND NONE_THEN name"
    assert await refusal(client.get(service, at=NOW - 201 * DAY)) == "NOT_FOUND NONE_THEN name"
    assert (await client.get(service, at=NOW - 199 * DAY)).version == 1


async def test_a_subtree_is_the_unit_and_all_below_it(client: Client) -> None:
    city = await client.unit()
    wards = [await client.unit(parent=city.name) for _ in range(3)]
    hamlet = await client.unit(parent=wards[1].name)
    await client.unit()
    inside = [city, *wards, hamlet]
    assert await client.every("Units", subtree=city.name) == sorted(inside, key=lambda u: u.name)
    assert await client.every("Units", subtree=wards[1].name) == [wards[1], hamlet]
    service = await client.service(city.name)
    offered = [await client.offer(service.name, u.name) for u in (wards[0], hamlet)]
    below = await client.every("Offerings", parent="services/-", subtree=wards[1].name)
    assert below == offered[1:]
    assert await client.every("Offerings", parent=service.name) == offered


async def test_a_subtree_holds_nothing_of_a_unit_elsewhere_that_opens_later(client: Client) -> None:
    city, other = await client.unit(), await client.unit()
    for _ in range(3):
        await client.unit(parent=city.name)
    late = await client.unit(parent=other.name, at=NOW + 30 * DAY)
    service = await client.service(city.name)
    draft = await client.draft(late.name)
    await client.offer(service.name, late.name, at=NOW + 30 * DAY)
    planned = {"parent": service.name, "filter": "state = PLANNED"}
    for top in (city.name, other.name):
        found = [each.name for each in await client.every("Services", subtree=top)]
        assert draft.name not in found
        assert await client.every("Offerings", subtree=top, **planned) == []


async def test_a_page_is_no_larger_than_a_client_takes(client: Client) -> None:
    city = await client.unit()
    steps = [facts.Step(title=text("x" * 1000, "y" * 1000)) for _ in range(100)]
    names = [(await client.draft(city.name, steps=steps)).name for _ in range(17)]
    page = await client.page("Services", size=1000, subtree=city.name)
    assert 1 < len(page.services) < 17
    every = await client.every("Services", size=1000, subtree=city.name)
    assert [each.name for each in every] == sorted(names)
    twice = await client.act("BatchGetServices", names=names[:1] * 1000)
    assert [each.name for each in twice.services] == names[:1]


async def test_a_batch_that_no_client_takes_is_refused_and_told_how_many_fit(
    client: Client,
) -> None:
    city = await client.unit()
    steps = [facts.Step(title=text("x" * 1000, "y" * 1000)) for _ in range(100)]
    names = [(await client.draft(city.name, steps=steps)).name for _ in range(17)]
    named = [names[0], *names]
    refused = client.act("BatchGetServices", names=named)
    assert await refusal(refused) == "RESOURCE_EXHAUSTED ANSWER_TOO_LARGE names"
    fits = int((await reason(client.act("BatchGetServices", names=named))).metadata["fits"])
    some = await client.act("BatchGetServices", names=named[:fits])
    assert [each.name for each in some.services] == names[: fits - 1]
    more = client.act("BatchGetServices", names=named[: fits + 1])
    assert await refusal(more) == "RESOURCE_EXHAUSTED ANSWER_TOO_LARGE names"


async def test_pages_see_one_catalogue_while_others_write(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    units = [await client.unit(fresh("m"), parent=city.name) for _ in range(6)]
    offered = [await client.offer(service.name, unit.name, LEVEL_2) for unit in units]
    first = await client.page("Offerings", parent=service.name, size=2)
    new = [await client.unit(f"a{fresh('')}"), await client.unit(f"z{fresh('')}")]
    await asyncio.gather(
        *(client.offer(service.name, unit.name) for unit in new),
        *(client.record(each.name, LEVEL_4) for each in offered[1:]),
        client.record(offered[5].name, {facts.CAPABILITY_INFO_FEES: NO}, at=NOW + DAY),
    )
    found = list(first.offerings)
    token = first.next_page_token
    while token:
        page = await client.page("Offerings", parent=service.name, size=3, token=token)
        found, token = [*found, *page.offerings], page.next_page_token
        assert page.catalog_position == first.catalog_position
    assert found == offered
    assert len(await client.every("Offerings", parent=service.name)) == len(offered) + 2


async def test_drafts_and_versions_are_listed_once_each(client: Client) -> None:
    city = await client.unit()
    draft = await client.draft(city.name)
    service = await client.service(city.name)
    listed = {each.name: each for each in await client.every("Services", size=3)}
    assert (listed[draft.name], listed[service.name]) == (draft, service)
    assert listed[draft.name].state == api.Service.STATE_DRAFT
    assert list(listed) == sorted(listed)


async def test_a_page_token_belongs_to_its_question_and_its_caller(
    catalog: Running, client: Client
) -> None:
    city = await client.unit()
    for _ in range(3):
        await client.unit(parent=city.name)
    token = (await client.page("Units", subtree=city.name)).next_page_token
    refused = "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token"
    assert await refusal(client.page("Units", token=token)) == refused
    for broken in (token[:-4], "x", "ÿ", "AAAA"):
        assert await refusal(client.page("Units", subtree=city.name, token=broken)) == refused
    for stranger in (catalog.client(""), catalog.client(subject="e2")):
        assert await refusal(stranger.page("Units", subtree=city.name, token=token)) == refused
    assert await catalog.client("leader").page(
        "Units", subtree=city.name, token=token
    )  # the same e1
    bad_size = await refusal(client.page("Units", size=-1))
    assert bad_size == "INVALID_ARGUMENT PAGE_SIZE_INVALID page_size"
