"""Drafts of services through gRPC: whoever has no role over the authority learns nothing of them.

Promises that what a stranger can ask is answered as if there were no draft, also of the past.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import TIMEOUT, Client, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, text
from tests.catalog.import_client import Importer, effects
from tests.catalog.place import AHEAD, BEGUN, Place
from tests.catalog.registry_client import RegistryClient

NAMES = {"vi": "Cấp giấy Zyzzyva"}
STRANGERS = [("", "*"), ("portal", "*"), ("operator", "*"), ("editor", "b"), ("leader", "b")]
READERS = ["editor", "officer", "leader", "importer", "inspector"]


def desk_of(catalog: Running, place: Place, role: str, unit: str) -> Client:
    return catalog.client(role, {"*": "*", "a": place.a, "b": place.b}[unit])


def without_token(page: Any) -> Any:
    """Nor the position, which is that of the question."""
    page.ClearField("next_page_token")
    page.ClearField("catalog_position")
    return page


async def answers(client: Client, name: str, known: int) -> list[Any]:
    """Everything that can be asked about a service of that name, as it is known at a position."""
    found: list[Any] = []
    then: dict[str, Any] = {"as_known": known}
    for said in ({}, {"query": "zyzz"}, {"filter": "state = DRAFT"}, {"order_by": "display_name"}):
        for size in (1, 1000):
            page = await client.page("Services", size=size, **said, **then)
            found.append([bool(page.next_page_token), without_token(page)])
    offered = await client.page("Offerings", size=9, parent="services/-", query="zyzzyva", **then)
    found += [without_token(offered)]
    found += [await client.act("BatchGetServices", names=[name], **then)]
    as_of = stamp(BEGUN)  # so that two refusals name the same instant
    for asked in (
        client.act("GetService", name=name, as_of=as_of, **then),
        client.act("ListOfferings", parent=name, as_of=as_of, **then),
    ):
        found.append(await refusal(asked))
    return found


@pytest.mark.parametrize(("role", "unit"), STRANGERS)
async def test_a_stranger_is_answered_as_if_there_were_no_draft(
    catalog: Running, client: Client, place: Place, role: str, unit: str
) -> None:
    stranger = desk_of(catalog, place, role, unit)
    before = (await client.unit()).position
    name = (await client.draft(place.a, **NAMES)).name
    published = await client.publish(name, at=AHEAD)
    drafted = published.position - 1
    assert await answers(stranger, name, drafted) == await answers(stranger, name, before)
    # And it stays so for what was known then, whatever is published since.
    planned = await client.get(name, at=AHEAD)
    assert await stranger.get(name, at=AHEAD) == planned
    for asked in (
        stranger.get(name, at=AHEAD, as_known=drafted),
        stranger.get(name),  # in force later: what is shown until then is the draft
    ):
        assert await refusal(asked) == "NOT_FOUND NONE_THEN name"


@pytest.mark.parametrize("role", READERS)
async def test_a_role_over_the_authority_sees_its_drafts(
    catalog: Running, client: Client, place: Place, role: str
) -> None:
    name = (await client.draft(place.ward, **NAMES)).name
    for top in ("*", place.city, place.a, place.ward):
        reader = catalog.client(role, top)
        shown = await reader.get(name)
        assert shown.state == api.Service.STATE_DRAFT
        for said in ({"query": "zyzzyva"}, {"filter": f"unit = {place.ward}"}):
            assert shown in await reader.every("Services", **said)
        assert list((await reader.act("BatchGetServices", names=[name])).services) == [shown]


async def test_a_waiting_draft_is_told_to_nobody_else(
    catalog: Running, client: Client, place: Place
) -> None:
    service = await client.service(place.a)
    before = await catalog.client("").get(service.name)
    assert before.position == service.position
    await client.act("ReviseService", service=api.Service(name=service.name, authority=place.a,
                                                        display_name=text("Sẽ khác")))  # fmt: skip
    stranger, own = catalog.client("editor", place.b), catalog.client("officer", place.a)
    for reader, told in ((stranger, False), (catalog.client(""), False), (own, True)):
        asked = {"filter": f"unit = {place.a}"}
        listed = await reader.every("Services", **asked)
        batch = await reader.act("BatchGetServices", names=[service.name])
        for shown in (await reader.get(service.name), *listed, *batch.services):
            assert (shown.has_draft, shown.display_name.vi) == (told, "Khai sinh")
            assert told or shown == before  # no etag and no position tells of it


async def test_offerings_are_not_found_by_words_of_a_draft(
    catalog: Running, client: Client, place: Place
) -> None:
    name = (await client.draft(place.a, **NAMES)).name
    await client.publish(name, at=AHEAD)
    offered = await client.offer(name, place.a, LEVEL_2, at=AHEAD)
    asked = {"parent": "services/-", "query": "zyzzyva", "filter": "state = PLANNED"}
    assert offered.name in {each.name for each in await client.every("Offerings", **asked)}
    assert await catalog.client("").every("Offerings", **asked) == []


async def test_changes_of_another_units_draft_are_refused_as_of_a_service_that_is_not_there(
    catalog: Running, client: Client, place: Place
) -> None:
    name = (await client.draft(place.a)).name
    stranger, registry = catalog.client(unit=place.b), RegistryClient(catalog, unit=place.b)
    whole = api.Service(name=name, authority=place.b, display_name=text())
    for asked, field in (
        (stranger.publish(name), "name"),
        (stranger.act("ReviseService", service=whole), "service.name"),
        (stranger.act("RetireService", name=name), "name"),
        (stranger.offer(name, place.b), "parent"),
        (registry.target(unit=place.b, service=name), "target.service"),
    ):
        assert await refusal(asked) == f"NOT_FOUND SERVICE_UNKNOWN {field}"


async def test_a_trial_import_tells_nothing_of_another_units_draft(
    catalog: Running, client: Client, place: Place
) -> None:
    name = (await client.draft(place.a)).name
    offered = intake.OfferingRow(parent=name, offering=api.Offering(unit=place.b))
    row = intake.Row(key="1", offering=offered)
    stranger = Importer(catalog, "importer", place.b)
    assert effects(await stranger.bring(row, trial=True)) == ["REFUSED SERVICE_UNKNOWN parent"]


async def history(client: Client, name: str) -> list[api.Change]:
    return list((await client.act("ListChanges", name=name, page_size=100)).changes)


def kinds(changes: list[api.Change]) -> list[str]:
    return [each.fact.TypeName().rpartition(".")[2] for each in changes]


async def test_a_history_tells_drafts_only_to_whoever_may_see_them(
    catalog: Running, client: Client, place: Place
) -> None:
    name = (await client.draft(place.a)).name
    stranger = catalog.client("inspector", place.b)
    asked = stranger.act("ListChanges", name=name)
    assert await refusal(asked) == "NOT_FOUND NO_HISTORY name"
    await client.publish(name)
    assert kinds(await history(stranger, name)) == ["ServicePublished"]
    own = await history(catalog.client("inspector", place.a), name)
    assert kinds(own) == ["ServiceDrafted", "ServicePublished"]


async def test_who_and_why_are_told_only_to_a_role_over_the_unit(
    catalog: Running, client: Client, place: Place
) -> None:
    service = await place.service()
    offering = await place.offering(service, place.ward)
    calendar = (await RegistryClient(catalog).calendar(reason="nhập lại")).name
    target = await RegistryClient(catalog).target(
        unit=place.ward, at=BEGUN, correction_reason="nhập lại"
    )
    await client.act("CloseOffering", name=offering, effective_time=stamp(AHEAD), reason="r")
    [closing] = [each for each in await history(client, offering) if "Closed" in each.fact.type_url]
    said = {"name": offering, "version": closing.version, "reason": "nhập lại"}
    await client.act("WithdrawOfferingChange", **said)
    for name in (place.ward, service, offering, calendar, target.name):
        whole = await history(client, name)
        told = await history(catalog.client("leader", place.b), name)
        published = [each for each in whole if "ServiceDrafted" not in each.fact.type_url]
        assert [each.version for each in told] == [each.version for each in published]
        assert any(each.reason for each in whole)
        assert all(each.actor for each in whole)
        assert {(each.actor, each.reason) for each in told} == {("", "")}
        assert "nhập lại".encode() not in b"".join(each.fact.value for each in told)
        if name.startswith(("units/", "services/")):
            own = await history(catalog.client("leader", place.city), name)
            assert own == whole


async def test_the_feed_leaves_drafts_out_and_moves_on(
    catalog: Running, client: Client, place: Place
) -> None:
    start = (await client.unit()).position
    await client.draft(place.a)
    service = await client.service(place.a, at=BEGUN, reason="nhập lại")

    async def told(follower: Client) -> dict[int, api.Change]:
        request = api.WatchCatalogRequest(after_position=start)
        call = follower.stub.WatchCatalog(request, metadata=follower.metadata, timeout=TIMEOUT)
        found = {}
        async for each in call:
            found[each.position] = each.change
            if each.position == service.position:
                call.cancel()
                break
        return found

    kept_back = await told(catalog.client("portal"))
    assert sorted(kept_back) == list(range(start + 1, service.position + 1))
    assert [bool(each.name) for _, each in sorted(kept_back.items())] == [False, False, True]
    published = kept_back[service.position]
    assert (published.reason, "nhập lại".encode() in published.fact.value) == ("", False)
    everything = await told(catalog.client("editor"))
    assert all(each.name for each in everything.values())
    assert everything[service.position].reason == "nhập lại"


async def test_an_id_that_a_draft_has_is_taken(
    catalog: Running, client: Client, place: Place
) -> None:
    """Two services cannot share an id; that it is taken is all that is told."""
    name = (await client.draft(place.a)).name
    said = api.CreateServiceRequest(
        service_id=name.partition("/")[2],
        service=api.Service(authority=place.b, display_name=text()),
        request_id=str(uuid.uuid4()),
    )
    asked = catalog.client(unit=place.b).call("CreateService", said)
    assert await refusal(asked) == "ALREADY_EXISTS SERVICE_EXISTS service_id"
