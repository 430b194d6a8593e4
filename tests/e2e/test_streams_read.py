"""The console's own reading of a stream, as an inspector: whole, in order, and nothing foreign.

Promises a real server and the inspector's account. Must not start services: their streams are
published here.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.envelope import message
from services.console.outcome import Unavailable
from services.console.reading.folding import streams
from services.console.reading.folding.fold import BrokenStreamError
from tests.e2e.metrics_stream import MAC, figure, metrics_stream, publish
from tests.forwarders import answered


@pytest.fixture
async def owner(stack: Stack) -> AsyncIterator[Bus]:
    async with metrics_stream(stack) as bus:
        yield bus


@pytest.fixture
async def inspector(stack: Stack) -> AsyncIterator[Client]:
    async with (
        answered(stack, "metrics"),
        streams.connected(stack.nats_url("inspector")) as client,
    ):
        yield client


async def positions(client: Client, *, after: int, until: int) -> list[int]:
    reading = streams.read(client, "metrics", after=after, until=until)
    return [fact.position async for fact in reading]


async def test_a_stream_is_read_in_batches_without_a_consumer(
    owner: Bus, inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BATCH", 7)
    assert await streams.count(inspector, "metrics") == 0
    await publish(owner, *map(figure, range(1, 31)))
    assert await streams.count(inspector, "metrics") == 30
    assert await positions(inspector, after=0, until=30) == list(range(1, 31))
    assert await positions(inspector, after=4, until=6) == [5, 6]
    assert await positions(inspector, after=30, until=30) == []
    assert (await owner.api("CONSUMER.NAMES.metrics"))["consumers"] in ([], None)


async def test_a_stream_that_ends_before_it_should_is_broken(owner: Bus, inspector: Client) -> None:
    await publish(owner, *map(figure, range(1, 6)))
    with pytest.raises(BrokenStreamError, match="message 6 is not there"):
        await positions(inspector, after=0, until=7)


@pytest.mark.parametrize("changes", [{"type": "motcua.catalog.v1.UnitOpened"}, {"type": "other"}])
async def test_what_is_none_of_the_stream_s_events_is_refused(
    owner: Bus, inspector: Client, changes: dict[str, str]
) -> None:
    await publish(owner, figure(1), figure(2, **changes))
    with pytest.raises(BrokenStreamError, match="none of its events"):
        await positions(inspector, after=0, until=2)


async def test_a_subject_of_another_stream_is_refused(owner: Bus, inspector: Client) -> None:
    """The stream was made to hold it: its settings are its owner's."""
    config = (await owner.api("STREAM.INFO.metrics"))["config"]
    await owner.api("STREAM.UPDATE.metrics", config | {"subjects": ["motcua.>"]})
    await owner.publish_batch([message(figure(1, subject="motcua.catalog.X"), mac=MAC)], after=0)
    with pytest.raises(BrokenStreamError, match="none of its events"):
        await positions(inspector, after=0, until=1)


async def test_a_stream_that_nobody_has_yet_is_asked_for_again(
    owner: Bus, inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 60.0)
    await owner.delete_stream("metrics")
    async with streams.Batches(inspector, "metrics") as batches:
        taking = asyncio.create_task(batches.take(1, 10))
        await asyncio.sleep(0.3)
        await owner.ensure_stream("metrics")
        await publish(owner, figure(1))
        assert [each.headers["Motcua-Position"] for each in await taking] == ["1"]


async def test_a_stream_that_nobody_has_is_not_there_for_long(
    owner: Bus, inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.5)
    await owner.delete_stream("metrics")
    async with streams.Batches(inspector, "metrics") as batches:
        with pytest.raises(Unavailable, match="stopped at message 1"):
            await batches.take(1, 10)
