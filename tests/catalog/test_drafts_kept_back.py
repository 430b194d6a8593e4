"""Drafts of services through gRPC: whoever has no role over the authority learns nothing of them.

Promises that what a stranger can ask is answered as if there were no draft, also of the past.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, refusal, stamp
from tests.catalog.given import LEVEL_2, text
from tests.catalog.lorry import Lorry, effects
from tests.catalog.office import Office
from tests.catalog.place import AHEAD, BEGUN, Place

NAMES = {"vi": "Cấp giấy Zyzzyva"}
STRANGERS = [("", "*"), ("portal", "*"), ("operator", "*"), ("editor", "b"), ("leader", "b")]
READERS = ["editor", "officer", "leader", "importer", "inspector"]


@pytest.fixture
async def place(desk: Desk) -> Place:
    return await Place(desk).begin()


def desk_of(catalog: Running, place: Place, role: str, unit: str) -> Desk:
    return catalog.desk(role, {"*": "*", "a": place.a, "b": place.b}[unit])


def without_token(page: Any) -> Any:
    page.ClearField("next_page_token")
    return page


async def answers(desk: Desk, name: str, known: int) -> list[Any]:
    """Everything that can be asked about a service of that name, as it is known at a position."""
    found: list[Any] = []
    then: dict[str, Any] = {"as_known": known}
    for said in ({}, {"query": "zyzz"}, {"filter": "state = DRAFT"}, {"order_by": "display_name"}):
        for size in (1, 1000):
            page = await desk.page("Services", size=size, **said, **then)
            found.append([bool(page.next_page_token), without_token(page)])
    offered = await desk.page("Offerings", size=9, parent="services/-", query="zyzzyva", **then)
    found += [without_token(offered)]
    found += [await desk.act("BatchGetServices", names=[name], **then)]
    as_of = stamp(BEGUN)  # so that two refusals name the same instant
    for asked in (
        desk.act("GetService", name=name, as_of=as_of, **then),
        desk.act("ListOfferings", parent=name, as_of=as_of, **then),
    ):
        found.append(await refusal(asked))
    return found


@pytest.mark.parametrize(("role", "unit"), STRANGERS)
async def test_a_stranger_is_answered_as_if_there_were_no_draft(
    catalog: Running, desk: Desk, place: Place, role: str, unit: str
) -> None:
    stranger = desk_of(catalog, place, role, unit)
    before = (await desk.unit()).position
    name = (await desk.draft(place.a, **NAMES)).name
    published = await desk.publish(name, at=AHEAD)
    drafted = published.position - 1
    assert await answers(stranger, name, drafted) == await answers(stranger, name, before)
    # And it stays so for what was known then, whatever is published since.
    planned = await desk.get(name, at=AHEAD)
    assert await stranger.get(name, at=AHEAD) == planned
    for asked in (
        stranger.get(name, at=AHEAD, as_known=drafted),
        stranger.get(name),  # in force later: what is shown until then is the draft
    ):
        assert await refusal(asked) == "NOT_FOUND NONE_THEN name"


@pytest.mark.parametrize("role", READERS)
async def test_a_role_over_the_authority_sees_its_drafts(
    catalog: Running, desk: Desk, place: Place, role: str
) -> None:
    name = (await desk.draft(place.ward, **NAMES)).name
    for top in ("*", place.city, place.a, place.ward):
        reader = catalog.desk(role, top)
        shown = await reader.get(name)
        assert shown.state == api.Service.STATE_DRAFT
        for said in ({"query": "zyzzyva"}, {"filter": f"unit = {place.ward}"}):
            assert shown in await reader.every("Services", **said)
        assert list((await reader.act("BatchGetServices", names=[name])).services) == [shown]


async def test_a_waiting_draft_is_told_to_nobody_else(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await desk.service(place.a)
    await desk.act("ReviseService", service=api.Service(name=service.name, authority=place.a,
                                                        display_name=text("Sẽ khác")))  # fmt: skip
    stranger, own = catalog.desk("editor", place.b), catalog.desk("officer", place.a)
    for reader, told in ((stranger, False), (catalog.desk(""), False), (own, True)):
        asked = {"filter": f"unit = {place.a}"}
        listed = await reader.every("Services", **asked)
        batch = await reader.act("BatchGetServices", names=[service.name])
        for shown in (await reader.get(service.name), *listed, *batch.services):
            assert (shown.has_draft, shown.display_name.vi) == (told, "Khai sinh")


async def test_offerings_are_not_found_by_words_of_a_draft(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = (await desk.draft(place.a, **NAMES)).name
    await desk.publish(name, at=AHEAD)
    offered = await desk.offer(name, place.a, LEVEL_2, at=AHEAD)
    asked = {"parent": "services/-", "query": "zyzzyva", "filter": "state = PLANNED"}
    assert offered.name in {each.name for each in await desk.every("Offerings", **asked)}
    assert await catalog.desk("").every("Offerings", **asked) == []


async def test_changes_of_another_units_draft_are_refused_as_of_a_service_that_is_not_there(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = (await desk.draft(place.a)).name
    stranger, office = catalog.desk(unit=place.b), Office(catalog, unit=place.b)
    whole = api.Service(name=name, authority=place.b, display_name=text())
    for asked, field in (
        (stranger.publish(name), "name"),
        (stranger.act("ReviseService", service=whole), "service.name"),
        (stranger.act("RetireService", name=name), "name"),
        (stranger.offer(name, place.b), "parent"),
        (office.target(unit=place.b, service=name), "target.service"),
    ):
        assert await refusal(asked) == f"NOT_FOUND SERVICE_UNKNOWN {field}"


async def test_a_trial_import_tells_nothing_of_another_units_draft(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = (await desk.draft(place.a)).name
    offered = intake.OfferingRow(parent=name, offering=api.Offering(unit=place.b))
    row = intake.Row(key="1", offering=offered)
    stranger = Lorry(catalog, "importer", place.b)
    assert effects(await stranger.bring(row, trial=True)) == ["REFUSED SERVICE_UNKNOWN parent"]


async def history(desk: Desk, name: str) -> list[api.Change]:
    return list((await desk.act("ListChanges", name=name, page_size=100)).changes)


def kinds(changes: list[api.Change]) -> list[str]:
    return [each.fact.TypeName().rpartition(".")[2] for each in changes]


async def test_a_history_tells_drafts_only_to_whoever_may_see_them(
    catalog: Running, desk: Desk, place: Place
) -> None:
    name = (await desk.draft(place.a)).name
    stranger = catalog.desk("inspector", place.b)
    asked = stranger.act("ListChanges", name=name)
    assert await refusal(asked) == "NOT_FOUND NO_HISTORY name"
    await desk.publish(name)
    assert kinds(await history(stranger, name)) == ["ServicePublished"]
    own = await history(catalog.desk("inspector", place.a), name)
    assert kinds(own) == ["ServiceDrafted", "ServicePublished"]


async def test_who_and_why_are_told_only_to_a_role_over_the_unit(
    catalog: Running, desk: Desk, place: Place
) -> None:
    service = await place.service()
    offering = await place.offering(service, place.ward)
    calendar = (await Office(catalog).calendar(reason="nhập lại")).name
    target = await Office(catalog).target(unit=place.ward, at=BEGUN, correction_reason="nhập lại")
    await desk.act("CloseOffering", name=offering, effective_time=stamp(AHEAD), reason="r")
    [closing] = [each for each in await history(desk, offering) if "Closed" in each.fact.type_url]
    said = {"name": offering, "version": closing.version, "reason": "nhập lại"}
    await desk.act("WithdrawOfferingChange", **said)
    for name in (place.ward, service, offering, calendar, target.name):
        whole = await history(desk, name)
        told = await history(catalog.desk("leader", place.b), name)
        published = [each for each in whole if "ServiceDrafted" not in each.fact.type_url]
        assert [each.version for each in told] == [each.version for each in published]
        assert any(each.reason for each in whole)
        assert all(each.actor for each in whole)
        assert {(each.actor, each.reason) for each in told} == {("", "")}
        assert "nhập lại".encode() not in b"".join(each.fact.value for each in told)
        if name.startswith(("units/", "services/")):
            own = await history(catalog.desk("leader", place.city), name)
            assert own == whole


async def test_the_feed_leaves_drafts_out_and_moves_on(
    catalog: Running, desk: Desk, place: Place
) -> None:
    start = (await desk.unit()).position
    await desk.draft(place.a)
    service = await desk.service(place.a, at=BEGUN, reason="nhập lại")

    async def told(follower: Desk) -> dict[int, api.Change]:
        request = api.WatchCatalogRequest(after_position=start)
        call = follower.stub.WatchCatalog(request, metadata=follower.metadata, timeout=30)
        found = {}
        async for each in call:
            found[each.position] = each.change
            if each.position == service.position:
                call.cancel()
                break
        return found

    kept_back = await told(catalog.desk("portal"))
    assert sorted(kept_back) == list(range(start + 1, service.position + 1))
    assert [bool(each.name) for _, each in sorted(kept_back.items())] == [False, False, True]
    published = kept_back[service.position]
    assert (published.reason, "nhập lại".encode() in published.fact.value) == ("", False)
    everything = await told(catalog.desk("editor"))
    assert all(each.name for each in everything.values())
    assert everything[service.position].reason == "nhập lại"


async def test_an_id_that_a_draft_has_is_taken(catalog: Running, desk: Desk, place: Place) -> None:
    """Two services cannot share an id; that it is taken is all that is told."""
    name = (await desk.draft(place.a)).name
    said = api.CreateServiceRequest(
        service_id=name.partition("/")[2],
        service=api.Service(authority=place.b, display_name=text()),
        request_id=str(uuid.uuid4()),
    )
    asked = catalog.desk(unit=place.b).call("CreateService", said)
    assert await refusal(asked) == "ALREADY_EXISTS SERVICE_EXISTS service_id"
