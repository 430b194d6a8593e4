"""The same request id again: the same answer, or a refusal when the content is another.

Promises that nothing is recorded twice, also after a restart. Must not wait for a projection.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import asyncpg
import pytest

from tests.catalog.client import Client, fresh, level, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4
from tests.catalog.statements import counted_statements


async def events(catalog: Running) -> int:
    connection = await asyncpg.connect(catalog.database.dsn)
    try:
        return int(await connection.fetchval("select position from head"))
    finally:
        await connection.close()


async def test_a_repeat_is_answered_as_the_first_time(catalog: Running, client: Client) -> None:
    city = await client.unit()
    offering = await client.offer((await client.service(city.name)).name, city.name, LEVEL_2)
    request_id = str(uuid.uuid4())
    first = await client.record(offering.name, LEVEL_3, request_id=request_id)
    await client.record(offering.name, LEVEL_4)
    before = await events(catalog)
    assert await client.record(offering.name, LEVEL_3, request_id=request_id) == first
    await catalog.restart()
    again = catalog.client()
    assert await again.record(offering.name, LEVEL_3, request_id=request_id) == first
    assert await events(catalog) == before
    assert level(await again.get(offering.name)) == 4


async def test_an_opening_repeated_is_not_refused_by_itself(catalog: Running) -> None:
    client, unit_id, request_id = catalog.client(), fresh("u"), str(uuid.uuid4())
    answers = await asyncio.gather(*(client.unit(unit_id, request_id=request_id) for _ in range(8)))
    assert answers == [answers[0]] * 8


async def test_another_content_under_the_same_id_is_refused(catalog: Running) -> None:
    client, request_id = catalog.client(), str(uuid.uuid4())
    await client.unit(request_id=request_id)
    before = await events(catalog)
    assert (await refusal(client.unit(request_id=request_id))).split()[1] == "REQUEST_ID_REUSED"
    assert await events(catalog) == before


async def test_another_caller_cannot_repeat_it(catalog: Running) -> None:
    unit_id, request_id = fresh("u"), str(uuid.uuid4())
    await catalog.client().unit(unit_id, request_id=request_id)
    other = catalog.client(subject="e2")
    refused = await refusal(other.unit(unit_id, request_id=request_id))
    assert refused.split()[1] == "REQUEST_ID_REUSED"


async def test_the_etag_of_what_was_seen_guards_an_edit(catalog: Running) -> None:
    client = catalog.client()
    city = await client.unit()
    offering = await client.offer((await client.service(city.name)).name, city.name, LEVEL_2)
    seen = (await client.get(offering.name)).etag
    assert seen == offering.etag
    changed = await client.record(offering.name, LEVEL_3, etag=seen)
    refused = await refusal(client.record(offering.name, LEVEL_4, etag=seen))
    assert refused.split()[:2] == ["ABORTED", "VERSION_CONFLICT"]
    assert await client.get(offering.name) == changed


async def test_two_who_record_at_once_are_both_kept(catalog: Running) -> None:
    client = catalog.client()
    city = await client.unit()
    offering = await client.offer((await client.service(city.name)).name, city.name, LEVEL_2)
    parts = [{c: s} for c, s in LEVEL_4.items()]
    await asyncio.gather(*(client.record(offering.name, part) for part in parts[-4:]))
    found = await client.get(offering.name)
    assert {c for part in parts[-4:] for c in part} <= {
        each.capability for each in found.capabilities
    }


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return counted_statements(monkeypatch)


async def test_a_command_needs_at_most_five_statements(
    catalog: Running, statements: list[str]
) -> None:
    client, spent = catalog.client(), {}

    async def counted(name: str, answering: Any) -> Any:
        statements.clear()
        answer = await answering
        spent[name] = len(statements)
        return answer

    city = await counted("root", client.unit())
    ward = await counted("OpenUnit", client.unit(parent=city.name))
    draft = await counted("CreateService", client.draft(ward.name))
    service = await counted("PublishService", client.publish(draft.name))
    offering = await counted("OpenOffering", client.offer(service.name, ward.name, LEVEL_3))
    await counted("RecordCapabilities", client.record(offering.name, LEVEL_4))
    await counted("GetOffering", client.get(offering.name))
    await counted("ListOfferings", client.page("Offerings", parent="services/-"))
    assert spent == {
        "root": 2,
        "OpenUnit": 3,
        "CreateService": 3,
        "PublishService": 4,
        "OpenOffering": 3,
        "RecordCapabilities": 3,
        "GetOffering": 2,  # and where the log ends: any process may have written
        "ListOfferings": 2,
    }
