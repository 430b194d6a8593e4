"""What a reader may take of NATS, asked of a real server.

Promises that a reader's connections, subscriptions and requests end at their bounds, and that none
takes another reader's messages.
"""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from nats.errors import Error

from deploy.embedded.accounts import (
    CONNECTIONS,
    LARGEST_REQUEST,
    SUBSCRIPTIONS,
    limits,
    member,
    reader,
)
from deploy.embedded.stack import Stack
from services.console.reading.folding import streams
from tests.e2e.test_readers_added import added, owners, reading  # noqa: F401 — a fixture
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("owners")


async def test_nobody_takes_messages_from_another_by_the_name_of_a_queue_group(
    stack: Stack, tmp_path: Path
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    async with reading(url) as (client, refusals):
        await client.subscribe("motcua.metrics.>", queue="workers")
        await until(lambda: refusals)
    assert 'subscription to "motcua.metrics.>" using queue "workers"' in refusals[0]


async def test_a_reader_has_so_many_connections_and_subscriptions(
    stack: Stack, tmp_path: Path
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    async with AsyncExitStack() as held:
        every = [await held.enter_async_context(reading(url)) for _ in range(CONNECTIONS)]
        with pytest.raises(Error, match="maximum account active connections"):
            await held.enter_async_context(reading(url))
        client, _ = every[0]
        for number in range(SUBSCRIPTIONS + 1):
            await client.subscribe(f"motcua.metrics.{number}")
        await until(lambda: client.is_closed)
        assert not every[1][0].is_closed
    async with streams.connected(url) as again:
        assert await streams.count(again, "metrics") == 1


async def test_a_reader_asks_for_few_subjects_at_once(stack: Stack, tmp_path: Path) -> None:
    """NATS looks at every subject of the stream for each filter, and holds the stream meanwhile."""
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    of_a_unit = f"motcua.metrics.FigurePublished.{64 * 'w'}.>"
    async with reading(url) as (client, _):
        one = json.dumps({"multi_last": [of_a_unit], "batch": 1000, "max_bytes": 2**62}).encode()
        found = await client.request("JS.metrics.API.DIRECT.GET.metrics", one, timeout=60)
        assert found.headers == {"Status": "404", "Description": "No Results"}
        many = json.dumps({"multi_last": 100 * ["*"], "batch": 1}).encode()
        await client.publish("JS.metrics.API.DIRECT.GET.metrics", many, reply=client.new_inbox())
        await until(lambda: client.is_closed)


def test_a_nation_asks_for_as_little_and_is_sent_more() -> None:
    """NATS holds leaf nodes to the bound of their account, too: there, of what comes in."""
    city, nation = reader("nation", reads=["published"], is_leaf=True), member("hue")
    assert limits(city)["max_payload"] == LARGEST_REQUEST < limits(nation)["max_payload"]
