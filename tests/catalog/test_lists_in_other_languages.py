"""Units and services that are named in another language, through the whole service.

Promises that they stand in lists and are found like any other. Must not depend on the order of
tests.
"""

from __future__ import annotations

import uuid

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, fresh, refusal

FRENCH = facts.Text(other="Délivrance d’un passeport", language="fr")
BOTH = facts.Text(en="Benefits", other="Prestations", language="fr")


async def called(client: Client, parent: str, name: facts.Text) -> api.Unit:
    unit = api.Unit(parent=parent, kind="ward", display_name=name)
    request = api.OpenUnitRequest(unit_id=fresh("w"), unit=unit, request_id=str(uuid.uuid4()))
    return await client.call("OpenUnit", request)


async def drafted(client: Client, authority: str, name: facts.Text) -> api.Service:
    draft = api.Service(authority=authority, display_name=name)
    request = api.CreateServiceRequest(
        service_id=fresh("s"), service=draft, request_id=str(uuid.uuid4())
    )
    return await client.call("CreateService", request)


async def test_they_stand_in_the_order_of_what_they_are_called(client: Client) -> None:
    city = (await client.unit(vi="Ấp", kind="city")).name
    wanted = [
        (await called(client, city, name)).name
        for name in (facts.Text(vi="An Bình"), BOTH, FRENCH, facts.Text(vi="Yên Hoà"))
    ]
    asked = {"subtree": city, "order_by": "display_name", "filter": "kind = ward"}
    assert [each.name for each in await client.every("Units", size=2, **asked)] == wanted


async def test_they_are_found_by_words_of_each_language(client: Client) -> None:
    city = (await client.unit(kind="city")).name
    unit = await called(client, city, BOTH)
    for query in ("benefits", "prestat", "benefits prestations"):
        found = await client.every("Units", subtree=city, query=query)
        assert [each.display_name for each in found] == [BOTH]
    renamed = await client.act("RenameUnit", name=unit.name, display_name=FRENCH)
    assert renamed.display_name == FRENCH
    assert await client.every("Units", subtree=city, query="benefits") == []
    assert len(await client.every("Units", subtree=city, query="delivrance passeport")) == 1


async def test_offerings_are_found_and_ordered_by_such_a_service(client: Client) -> None:
    city = (await client.unit(kind="city")).name
    service = await client.publish((await drafted(client, city, FRENCH)).name)
    assert service.display_name == FRENCH
    offering = await client.offer(service.name, city)
    found = await client.every(
        "Offerings",
        parent="services/-",
        subtree=city,
        query="passeport",
        order_by="display_name",
    )
    assert [each.name for each in found] == [offering.name]


async def test_a_language_that_is_none_is_refused_with_its_place(client: Client) -> None:
    name = facts.Text(vi="Tên", other="Nom", language="français")
    request = api.OpenUnitRequest(
        unit_id=fresh("w"),
        unit=api.Unit(kind="ward", display_name=name),
        request_id=str(uuid.uuid4()),
    )
    refused = await refusal(client.call("OpenUnit", request))
    assert refused == "INVALID_ARGUMENT LANGUAGE_MALFORMED unit.display_name.language"
