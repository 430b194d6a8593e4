"""The examples of docs/subscribing.md, run as they stand there against what metrics would publish.

Promises what the page promises: every figure once and in order, whatever happens to the streams.
Must not change an example: it is read from the page.
"""

import asyncio
import hashlib
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any
from uuid import UUID

import nats
import pytest
from nats.aio.client import Client

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Message, Refused
from services.chassis.envelope import message
from services.chassis.log import Recorded
from tests.e2e.metrics_stream import MAC, figure, metrics_stream, publish

PAGE = Path(__file__).resolve().parents[2] / "docs" / "subscribing.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
EXAMPLE, LIVE = BLOCKS[:2]


@pytest.fixture
async def owner(stack: Stack) -> AsyncIterator[Bus]:
    async with metrics_stream(stack) as bus:
        yield bus


@pytest.fixture
async def city(stack: Stack) -> AsyncIterator[Client]:
    client = await nats.connect(stack.nats_url("city"))
    yield client
    await client.close()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The functions of the page."""
    names: dict[str, Any] = {"__name__": "example"}
    for block in (EXAMPLE, LIVE):
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 — it is our own page
    return names


async def taken(figures: Any, count: int) -> list[int]:
    """The positions of the next figures."""
    async with asyncio.timeout(60):
        return [(await anext(figures))[0] for _ in range(count)]


async def test_what_is_kept_and_what_comes_is_read_once_and_in_order(
    owner: Bus, city: Client, example: dict[str, Any]
) -> None:
    await publish(owner, *map(figure, range(1, 1201)))
    heard = await city.subscribe("motcua.metrics.>")
    await city.flush()
    async with aclosing(example["figures"](city)) as figures:
        assert await taken(figures, 1200) == list(range(1, 1201))
        coming = asyncio.create_task(taken(figures, 3))
        with pytest.raises(Refused):  # another relay was faster
            await owner.publish_batch([message(figure(1300), mac=MAC)], after=7)
        await publish(owner, *map(figure, range(1201, 1204)))
        assert await coming == [1201, 1202, 1203]
    refused = await heard.next_msg(30)
    assert refused.headers is not None
    assert refused.headers["Motcua-Position"] == "1300"  # why a subscription is not enough
    assert (await owner.api("CONSUMER.NAMES.metrics"))["consumers"] in ([], None)


async def test_a_stream_made_anew_is_read_on_from_the_checkpoint(
    owner: Bus, city: Client, example: dict[str, Any]
) -> None:
    await publish(owner, *map(figure, range(1, 6)))
    async with aclosing(example["figures"](city, 3, str(UUID(int=3)))) as figures:
        assert await taken(figures, 2) == [4, 5]
        await owner.delete_stream("metrics")
        await owner.ensure_stream("metrics")
        await publish(owner, *map(figure, range(1, 8)))
        assert await taken(figures, 2) == [6, 7]


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([figure(n, generation=1) for n in (1, 2, 3)], "position 2 follows 2"),
        ([figure(1), figure(2), figure(4)._replace(position=4)], "position 4 follows 2"),
        ([figure(1), figure(2), figure(3, type="motcua.catalog.v1.X")], "none of the stream's"),
    ],
)
async def test_what_does_not_follow_the_checkpoint_is_refused(
    owner: Bus, city: Client, example: dict[str, Any], events: list[Recorded], says: str
) -> None:
    await owner.publish_batch([message(event, mac=MAC) for event in events], after=0)
    async with aclosing(example["figures"](city, 2, str(UUID(int=2)))) as figures:
        with pytest.raises(ValueError, match=says):
            await taken(figures, 1)


async def test_a_stream_that_stays_shorter_than_the_checkpoint_is_told_of(
    owner: Bus, city: Client, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(owner, *map(figure, range(1, 4)))
    monkeypatch.setitem(example, "ABSENT", 0)
    async with aclosing(example["figures"](city, 9, str(UUID(int=9)))) as figures:
        with pytest.raises(ValueError, match="ends before position 9"):
            await taken(figures, 1)


async def test_the_page_is_a_program(stack: Stack, owner: Bus, tmp_path: Path) -> None:
    program = tmp_path / "figures.py"
    program.write_text(EXAMPLE, encoding="utf-8")
    await publish(owner, figure(1))
    command = [sys.executable, "-u", str(program), stack.nats_url("city")]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            assert (await process.stdout.readline()).decode() == "1 3 / 4\n"
    finally:
        process.kill()
        await process.wait()


MARCH = "2026-03.on_time.ended"


async def tell(owner: Bus, standing: dict[str, str], *units: str) -> None:
    """A tick of these units' figures; the checkpoint is of all that stands, by unit the digest."""
    subjects = {unit: f"motcua.figures.live.{unit}.{MARCH}" for unit in standing}
    lines = sorted(f"{subjects[unit]}\t{standing[unit]}\n" for unit in standing)
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    checkpoint = {"definition": "on_time.ended", "month": "2026-03", "digest": digest}
    figures = [
        {"rate": {"receipt": {"digest": standing[unit], "considered": "2"}}} for unit in units
    ]
    contents = dict(zip([subjects[unit] for unit in units], figures, strict=True))
    contents[f"motcua.figures.checkpoint.{MARCH}"] = checkpoint
    messages = [
        Message(subject, {}, json.dumps(each).encode()) for subject, each in contents.items()
    ]
    state = await owner.state("figures")
    await owner.publish_batch(messages, after=state.last if state else 0)


async def heard(figures: Any, count: int) -> list[tuple[str, bool | None]]:
    """The next messages: the unit of a figure, and whether a checkpoint found all."""
    async with asyncio.timeout(60):
        found = [await anext(figures) for _ in range(count)]
    return [(subject.split(".")[3], complete) for subject, _, complete in found]


async def test_live_figures_are_read_as_they_stand_and_a_checkpoint_shows_what_is_missing(
    owner: Bus, city: Client, example: dict[str, Any]
) -> None:
    await owner.delete_stream("figures")
    await owner.ensure_stream("figures", latest=True)
    await tell(owner, {"all": "1", "a": "1"}, "all", "a")
    await tell(owner, {"all": "1", "a": "2", "b": "1"}, "a", "b")
    async with aclosing(example["live"](city)) as figures:
        end = ("2026-03", True)
        assert await heard(figures, 4) == [("all", None), ("a", None), ("b", None), end]
        await tell(owner, {"all": "3", "a": "2", "b": "1"}, "all")
        assert await heard(figures, 2) == [("all", None), end]
        await tell(owner, {"all": "3", "a": "2", "b": "1", "lost": "1"}, "b")
        assert await heard(figures, 2) == [("b", None), ("2026-03", False)]
        again = await heard(figures, 4)  # from the beginning
        assert {unit for unit, _ in again[:-1]} == {"all", "a", "b"}
        assert again[-1] == ("2026-03", False)
        await tell(owner, {"all": "3", "a": "2", "b": "1"}, "a")
        assert await heard(figures, 2) == [("a", None), end]
        await owner.delete_stream("figures")
        await owner.ensure_stream("figures", latest=True)
        await tell(owner, {"a": "2"}, "a")
        assert await heard(figures, 2) == [("a", None), end]
    await owner.delete_stream("figures")


def test_every_example_is_a_program_over_modules_that_there_are() -> None:
    for block in BLOCKS:
        names: dict[str, Any] = {"__name__": "example"}
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 — it is our own page
    assert len(BLOCKS) == 5
