"""The sample consumer in Python, its parts run against what metrics would publish.

Promises what docs/subscribing.md promises: every figure once and in order, whatever happens to the
streams. Must not change a sample: it is read as it lies in examples/.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import nats
import pytest
from nats.aio.client import Client

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Message, Refused
from services.chassis.envelope import message
from tests.e2e.metrics_stream import MAC, figure, metrics_stream, publish
from tests.forwarders import answered
from tests.waiting import has_heard, until

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "consumer-python"
PAGE = ROOT / "docs" / "subscribing.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
PARTS = ("live", "official", "receipt", "snapshot", "store", "stream", "consume")
Follow = Callable[..., Awaitable[None]]


@pytest.fixture
async def owner(stack: Stack) -> AsyncIterator[Bus]:
    async with metrics_stream(stack) as bus:
        yield bus


@pytest.fixture
async def city(stack: Stack) -> AsyncIterator[Client]:
    async with answered(stack, "metrics"):
        client = await nats.connect(stack.nats_url("city"))
        yield client
        await client.close()


@pytest.fixture(scope="module")
def sample() -> Any:
    """The modules of the sample, which are its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SAMPLE)
        return SimpleNamespace(**{name: importlib.import_module(name) for name in PARTS})


class Kept:
    """What a sample follows into: its store, and what it says."""

    def __init__(self, sample: Any, path: Path) -> None:
        self.sample, self.store, self.said = sample, sample.store.Store(path), list[str]()

    def positions(self) -> list[int]:
        """Of the events that were applied, in that order."""
        return [int(each.split()[0]) for each in self.said if each[0].isdigit()]

    @asynccontextmanager
    async def following(self, client: Client, part: str, **options: Any) -> AsyncIterator[Any]:
        """The sample's own loop, until the block ends; what it raises, the block raises."""
        name = {"official": "metrics", "live": "figures"}[part]
        follow = getattr(self.sample, part).follow
        stream = self.sample.stream.Stream(client, name)

        async def begin_again() -> None:
            while True:
                with suppress(self.sample.stream.Away):  # as consume.py does
                    await follow(stream, self.store, say=self.said.append, **options)
                await asyncio.sleep(0.02)

        task = asyncio.create_task(begin_again())
        try:
            yield task
        finally:
            while not task.done():  # the client may swallow that a task is cancelled
                task.cancel()
                await asyncio.wait([task], timeout=1)

    def at(self, position: int, event_id: str = "") -> None:
        """As if everything up to there had been applied."""
        self.store.checkpoint("metrics")
        self.store.move("metrics", position, event_id=event_id or str(UUID(int=position)))


@pytest.fixture
def kept(sample: Any, tmp_path: Path) -> Kept:
    return Kept(sample, tmp_path / "figures.db")


async def test_what_is_kept_and_what_comes_is_read_once_and_in_order(
    owner: Bus, city: Client, kept: Kept
) -> None:
    await publish(owner, *map(figure, range(1, 1201)))
    heard = await city.subscribe("motcua.metrics.>")
    await has_heard(city)
    async with kept.following(city, "official"):
        await until(lambda: len(kept.positions()) == 1200)
        with pytest.raises(Refused):  # another relay was faster
            await owner.publish_batch([message(figure(1300), mac=MAC)], after=7)
        await publish(owner, *map(figure, range(1201, 1204)))
        await until(lambda: len(kept.positions()) == 1203)
    assert kept.positions() == list(range(1, 1204))
    refused = await heard.next_msg(30)
    assert refused.headers is not None
    assert refused.headers["Motcua-Position"] == "1300"  # why a subscription is not enough
    assert (await owner.api("CONSUMER.NAMES.metrics"))["consumers"] in ([], None)


async def test_a_stream_made_anew_is_read_on_from_the_checkpoint(
    owner: Bus, city: Client, kept: Kept
) -> None:
    await publish(owner, *map(figure, range(1, 6)))
    kept.at(3)
    async with kept.following(city, "official"):
        await until(lambda: kept.positions() == [4, 5])
        await owner.delete_stream("metrics")
        await owner.ensure_stream("metrics")
        await publish(owner, *map(figure, range(1, 8)))
        await until(lambda: kept.positions() == [4, 5, 6, 7])


async def test_a_position_that_is_missing_is_waited_for(
    owner: Bus, city: Client, kept: Kept
) -> None:
    holed = [figure(1), figure(2), figure(4)._replace(position=4)]
    await owner.publish_batch([message(event, mac=MAC) for event in holed], after=0)
    async with kept.following(city, "official"):
        await until(lambda: kept.positions() == [1, 2])
        await owner.delete_stream("metrics")
        await owner.ensure_stream("metrics")
        await publish(owner, *map(figure, range(1, 5)))
        await until(lambda: kept.positions() == [1, 2, 3, 4])


async def test_a_log_that_was_restored_from_elsewhere_is_read_from_its_beginning(
    owner: Bus, city: Client, kept: Kept
) -> None:
    await publish(owner, *(figure(n, generation=1) for n in (1, 2, 3)))
    kept.at(2)
    kept.store.count("FigurePublished")
    async with kept.following(city, "official"):
        await until(lambda: kept.positions() == [1, 2, 3])
    assert "position 2 is another event" in kept.said[0]
    assert [tuple(each) for each in kept.store.rows.execute("select * from events")] == [
        ("FigurePublished", 3)
    ]


async def test_a_stream_that_stays_shorter_than_the_checkpoint_is_read_from_its_beginning(
    owner: Bus, city: Client, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(owner, *map(figure, range(1, 4)))
    monkeypatch.setattr(kept.sample.official, "ABSENT", 0.2)
    monkeypatch.setattr(kept.sample.stream, "LOOKS_EVERY", 0.05)
    kept.at(9)
    async with kept.following(city, "official"):
        await until(lambda: kept.positions() == [1, 2, 3])
    assert kept.said[0].startswith("the stream ends before position 9")


async def test_a_message_that_is_none_of_the_events_ends_it(
    owner: Bus, city: Client, kept: Kept
) -> None:
    events = [figure(1), figure(2, type="motcua.catalog.v1.X")]
    await owner.publish_batch([message(event, mac=MAC) for event in events], after=0)
    async with kept.following(city, "official") as task:
        with pytest.raises(kept.sample.official.Foreign, match="sequence 2"):
            await asyncio.wait_for(task, 60)


MARCH = "2026-03.on_time.ended"
COUNTS = {"definition": "on_time.ended", "considered": "2", "numerator": "1", "denominator": "2"}


async def tell(owner: Bus, standing: dict[str, str], *units: str) -> None:
    """A tick of these units' figures; the checkpoint is of all that stands, by unit the digest."""
    subjects = {unit: f"motcua.figures.live.{unit}.{MARCH}" for unit in standing}
    lines = sorted(f"{subjects[unit]}\t{standing[unit]}\n" for unit in standing)
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    checkpoint = {"definition": "on_time.ended", "month": "2026-03", "digest": digest}
    checkpoint |= {"version": 1, "positions": [], "figures": str(len(lines))}
    figures = [
        {"month": "2026-03", "rate": {"receipt": {**COUNTS, "digest": standing[unit]}}}
        for unit in units
    ]
    contents = dict(zip([subjects[unit] for unit in units], figures, strict=True))
    contents[f"motcua.figures.checkpoint.{MARCH}"] = checkpoint
    messages = [
        Message(subject, {}, json.dumps(each).encode()) for subject, each in contents.items()
    ]
    state = await owner.state("figures")
    await owner.publish_batch(messages, after=state.last if state else 0)


def units(kept: Kept) -> dict[str, str]:
    """The digest of each figure that is kept, by unit."""
    found = kept.store.digests("2026-03", "on_time.ended")
    return {subject.split(".")[3]: digest for subject, digest in found.items()}


def is_whole(kept: Kept, **expected: str) -> bool:
    """Whether just these are kept, and the checkpoint says that none is missing."""
    return units(kept) == expected and not kept.store.doubtful()


@pytest.fixture
async def figures(owner: Bus) -> AsyncIterator[Bus]:
    """The owner, with an empty stream of live figures."""
    await owner.delete_stream("figures")
    await owner.ensure_stream("figures", latest=True)
    yield owner
    await owner.delete_stream("figures")


async def test_live_figures_are_read_as_they_stand_and_a_checkpoint_shows_what_is_missing(
    figures: Bus, city: Client, kept: Kept
) -> None:
    await tell(figures, {"all": "1", "a": "1"}, "all", "a")
    await tell(figures, {"all": "1", "a": "2", "b": "1"}, "a", "b")
    async with kept.following(city, "live"):
        await until(lambda: is_whole(kept, all="1", a="2", b="1"))
        await tell(figures, {"all": "3", "a": "2", "b": "1"}, "all")
        await until(lambda: is_whole(kept, all="3", a="2", b="1"))
        await tell(figures, {"all": "3", "a": "2", "b": "1", "lost": "1"}, "b")
        await until(lambda: kept.store.doubtful() and kept.said)
        assert kept.said[0] == "1 checkpoints are not met: reading from the beginning"
        await until(lambda: units(kept) == {"all": "3", "a": "2", "b": "1"})
        await tell(figures, {"all": "3", "a": "2", "b": "1"}, "a")
        await until(lambda: is_whole(kept, all="3", a="2", b="1"))
        await figures.delete_stream("figures")
        await figures.ensure_stream("figures", latest=True)
        await tell(figures, {"a": "2"}, "a")
        await until(lambda: is_whole(kept, a="2"))


class Answers:
    """Metrics, as far as the sample asks it: figures as known, some time after the question."""

    def __init__(self, **digests: str) -> None:
        self.digests = digests

    async def figures(self, checkpoint: dict[str, Any]) -> dict[str, Any]:
        receipt = {"considered": "2", "numerator": "1", "denominator": "2"}
        receipt["definition"] = checkpoint["definition"]
        return {
            f"motcua.figures.live.{unit}.{MARCH}": {"receipt": {**receipt, "digest": digest}}
            for unit, digest in self.digests.items()
        }


def known(sample: Any, answers: Answers) -> Any:
    """The sample's own way of asking, with these answers."""
    asked = sample.snapshot.Known("127.0.0.1:1", lambda: "")
    asked.figures = answers.figures
    return asked


async def test_what_the_stream_lacks_is_asked_for_as_known_at_the_checkpoint(
    figures: Bus, city: Client, kept: Kept
) -> None:
    standing = {"all": "1", "a": "1"}
    await tell(figures, standing, "all")
    async with kept.following(city, "live", known=known(kept.sample, Answers(**standing))):
        await until(lambda: is_whole(kept, **standing))
        await tell(figures, {**standing, "b": "1"}, "all")  # neither the stream nor metrics has b
        await until(lambda: [each for each in kept.said if each.startswith("NOT EQUAL")])
    assert kept.store.doubtful()


async def test_an_empty_store_begins_with_a_snapshot_and_goes_on_from_there(
    figures: Bus, city: Client, kept: Kept
) -> None:
    await tell(figures, {"all": "1", "a": "1"}, "all")
    async with kept.following(city, "live", known=known(kept.sample, Answers(all="1", a="1"))):
        await until(lambda: is_whole(kept, all="1", a="1"))
        await tell(figures, {"all": "2", "a": "1"}, "all")
        await until(lambda: is_whole(kept, all="2", a="1"))
    assert kept.said == ["began with 1 snapshots"]


def test_every_example_is_a_program_over_modules_that_there_are() -> None:
    for block in BLOCKS:
        names: dict[str, Any] = {"__name__": "example"}
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 — it is our own page
    assert len(BLOCKS) == 2
