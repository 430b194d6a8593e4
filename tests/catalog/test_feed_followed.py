"""The feed of changes: every change once and in order, from any position, with a sign of life.

Promises that whoever follows it misses nothing and is told nothing twice. Must not depend on the
order of tests.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api import feed
from tests.catalog.client import TIMEOUT, Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_4


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "HEARTBEAT", 0.2)


def watch(client: Client, after: int) -> Any:
    request = api.WatchCatalogRequest(after_position=after)
    return client.stub.WatchCatalog(request, metadata=client.metadata, timeout=TIMEOUT)


async def changes(client: Client, after: int, until: int) -> list[api.Change]:
    """What is told after a position, up to another."""
    found: list[api.Change] = []
    call = watch(client, after)
    async for told in call:
        if told.HasField("change"):
            assert told.position == told.change.position
            found.append(told.change)
        if told.position >= until:
            call.cancel()
            return found
    raise AssertionError("the feed ended")


async def some_writes(client: Client) -> int:
    """The position after a few of them."""
    city = await client.unit()
    service = await client.service(city.name)
    offering = await client.offer(service.name, city.name, LEVEL_2)
    return int((await client.record(offering.name, LEVEL_4)).position)


async def test_every_change_is_told_once_and_in_order(catalog: Running) -> None:
    client, reader = catalog.client(), catalog.client("inspector")  # who is told of drafts too
    following = asyncio.create_task(changes(reader, 0, 60))
    while await some_writes(client) < 60:
        pass
    told = await following
    assert [each.position for each in told] == list(range(1, told[-1].position + 1))
    assert {each.actor for each in told} == {""}
    versions: dict[str, int] = {}
    for each in told:
        assert each.version == versions.get(each.name, 0) + 1
        versions[each.name] = each.version


async def test_the_feed_goes_on_after_any_position(catalog: Running) -> None:
    client, reader = catalog.client(), catalog.client("inspector")  # who is told of drafts too
    end = await some_writes(client)
    whole = await changes(reader, 0, end)
    for after in random.Random(1).sample(range(end), 4):
        assert await changes(reader, after, end) == whole[after:]


async def test_what_is_told_can_be_read(catalog: Running) -> None:
    client, reader = catalog.client(), catalog.client("inspector")  # who is told of drafts too
    end = await some_writes(client)
    call = watch(reader, end)
    writing = asyncio.create_task(some_writes(client))
    async for told in call:
        if told.HasField("change"):
            assert (await reader.get(told.change.name)).position <= await position(catalog)
            unit = told.change
            break
    call.cancel()
    assert unit.name.startswith("units/")
    await writing


async def position(catalog: Running) -> int:
    return int((await catalog.client().unit()).position)


async def test_a_copy_of_a_list_is_kept_current_by_what_is_told_after_its_position(
    catalog: Running,
) -> None:
    client, reader = catalog.client(), catalog.client("inspector")
    writing = asyncio.gather(*(some_writes(client) for _ in range(4)))
    first = await reader.page("Units", size=1)
    known = first.catalog_position
    copy = {each.name: each for each in await reader.every("Units", size=3, as_known=known)}
    offered = {"parent": "services/-", "as_known": known}
    copy |= {each.name: each for each in await reader.every("Offerings", **offered)}
    until = max(await writing)
    changed = {each.name for each in await changes(reader, known, until)}
    copy |= {name: await reader.get(name) for name in changed if not is_service(name)}
    listed = [*await reader.every("Units"), *await reader.every("Offerings", parent="services/-")]
    assert copy == {each.name: each for each in listed}
    assert changed


def is_service(name: str) -> bool:
    return name.startswith("services/") and "/offerings/" not in name


async def test_silence_is_broken_by_a_sign_of_life_with_the_position(catalog: Running) -> None:
    end = await some_writes(catalog.client())
    call = watch(catalog.client("portal"), end)
    signs = [await anext(aiter_(call)) for _ in range(2)]
    call.cancel()
    assert [(each.position, each.HasField("change")) for each in signs] == [(end, False)] * 2


async def aiter_(call: Any) -> AsyncIterator[api.WatchCatalogResponse]:
    async for told in call:
        yield told


async def test_a_reader_who_does_not_read_keeps_nobody_waiting(catalog: Running) -> None:
    client = catalog.client()
    idle = [watch(catalog.client("portal"), 0) for _ in range(5)]
    end = await some_writes(client)
    assert len(await changes(catalog.client("inspector"), 0, end)) == end
    for call in idle:
        call.cancel()


async def test_a_position_that_is_not_there_is_refused(catalog: Running) -> None:
    end = await some_writes(catalog.client())
    for after, expected in (
        (end + 1, "FAILED_PRECONDITION POSITION_UNKNOWN after_position"),
        (-1, "INVALID_ARGUMENT POSITION_INVALID after_position"),
    ):
        assert await refusal(watch(catalog.client("portal"), after).read()) == expected


async def test_the_public_is_told_nothing(catalog: Running) -> None:
    assert (await refusal(watch(catalog.client(""), 0).read())).startswith("UNAUTHENTICATED")


async def test_who_follows_learns_that_the_server_ends_and_when_to_ask_again(
    catalog: Running,
) -> None:
    end = await some_writes(catalog.client())
    call = watch(catalog.client("portal"), end)
    await call.read()
    stopping = asyncio.create_task(catalog.end())
    assert await refusal(whole(call)) == "UNAVAILABLE SERVER_ENDING"
    await asyncio.wait_for(stopping, 60)
    await catalog.restart()
    assert await changes(catalog.client("portal"), end - 1, end)


async def whole(call: Any) -> None:
    """To the end of a stream, whatever it is."""
    while (await call.read()) is not grpc.aio.EOF:
        pass
