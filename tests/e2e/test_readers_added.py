"""Readers that are added, rotated and removed while NATS runs, asked of a real server.

Promises that each sees its own streams and nothing else, and that nobody else notices. Must leave
no reader on the session's server.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error

from deploy.embedded.accounts import ACCOUNTS
from deploy.embedded.directory import prepare
from deploy.embedded.errors import UnsuitableReader
from deploy.embedded.readers import Readers
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Unreachable
from services.console.commands import reader as command
from services.console.outcome import Mistake
from services.console.reading.folding import streams
from tests.e2e.intruder import EXISTING, attempt, connected, settled, tries
from tests.forwarders import answered, is_empty
from tests.waiting import has_heard, until

OWNED = {stream: each.name for each in ACCOUNTS for stream in each.owns}


@pytest.fixture
async def owners(stack: Stack) -> AsyncIterator[dict[str, Bus]]:
    """The owners of all streams, each stream with a message; whoever reads is answered."""
    async with AsyncExitStack() as held:
        stack.describe()
        await held.enter_async_context(answered(stack))
        found = {s: await held.enter_async_context(connected(stack, n)) for s, n in OWNED.items()}
        for stream, bus in found.items():
            await bus.delete_stream(stream)
            await bus.ensure_stream(stream)
            await say(bus, stream)
        yield found
        for name in Readers(stack.directory).known():
            await command.apply(
                stack.data_dir, lambda known, _, name=name: known.remove(name), name
            )
        for stream, bus in found.items():
            await bus.delete_stream(stream)


async def say(owner: Bus, stream: str) -> int:
    reply = await owner.client.request(f"motcua.{stream}.test", stream.encode(), timeout=30)
    return int(json.loads(reply.data)["seq"])


async def added(stack: Stack, file: Path, name: str, *reads: str) -> str:
    """Its address, as the command writes it."""
    await command.apply(
        stack.data_dir, lambda known, taken: known.add(name, reads, taken=taken), name, file
    )
    return file.read_text(encoding="ascii").strip()


async def rotated(stack: Stack, file: Path, name: str) -> str:
    await command.apply(stack.data_dir, lambda known, _: known.rotate(name), name, file)
    return file.read_text(encoding="ascii").strip()


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[tuple[Client, list[str]]]:
    """A connection that is not made again, and what the server said against it."""
    refusals: list[str] = []

    async def note(error: Exception) -> None:
        refusals.append(str(error).lower())

    client = await nats.connect(url, allow_reconnect=False, connect_timeout=60, error_cb=note)
    try:
        yield client, refusals
    finally:
        await client.close()


async def test_a_reader_reads_its_streams_at_once(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics", "figures")
    async with streams.connected(url) as client:
        heard = await client.subscribe("motcua.figures.>")
        await has_heard(client)
        assert [await streams.count(client, each) for each in ("metrics", "figures")] == [1, 1]
        async with streams.Batches(client, "metrics") as batches:
            assert [each.data for each in await batches.take(1, 10)] == [b"metrics"]
        await say(owners["figures"], "figures")
        assert (await heard.next_msg(30)).data == b"figures"


async def test_a_reader_changes_nothing_and_sees_nothing_else(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    before = {stream: await settled(bus, stream) for stream, bus in owners.items()}
    bus = await Bus.connect(url)
    try:
        for target in OWNED:
            await attempt(bus, tries(target, dict.fromkeys(OWNED, EXISTING)))
        for stream in ("catalog", "submissions", "figures"):
            with pytest.raises(Unreachable):
                await bus.imported(stream).api(f"STREAM.INFO.{stream}")
        with pytest.raises(Unreachable):
            async with bus.imported("metrics").reading("metrics", start=1):
                pass
    finally:
        await bus.close()
    assert {stream: await settled(owner, stream) for stream, owner in owners.items()} == before


@pytest.mark.parametrize(
    ("subject", "doing"),
    [
        ("motcua.metrics.test", "publish"),
        ("$JS.API.INFO", "publish"),
        ("JS.metrics.API.CONSUMER.CREATE.metrics.mine", "publish"),
        ("JS.catalog.API.STREAM.INFO.catalog", "publish"),
        ("motcua.catalog.>", "subscription"),
        (">", "subscription"),
    ],
)
async def test_what_a_reader_may_not_do_is_refused_by_name(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path, subject: str, doing: str
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    async with reading(url) as (client, refusals):
        if doing == "publish":
            await client.publish(subject, b"{}")
        else:
            await client.subscribe(subject)
        await until(lambda: refusals)
    assert f'permissions violation for {doing} to "{subject.lower()}"' in refusals[0]


async def test_another_password_ends_the_old_one_and_nobody_else_notices(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path
) -> None:
    old = await added(stack, tmp_path / "one", "statistics", "metrics")
    other = await added(stack, tmp_path / "two", "newspaper", "metrics")
    async with AsyncExitStack() as held:
        client, _ = await held.enter_async_context(reading(old))
        bystander, refusals = await held.enter_async_context(reading(other))
        city, _ = await held.enter_async_context(reading(stack.nats_url("city")))
        heard = [await each.subscribe("motcua.metrics.>") for each in (bystander, city)]
        for each in (bystander, city):
            await has_heard(each)
        follower = owners["metrics"].imported("submissions")
        pull = await held.enter_async_context(follower.reading("submissions", start=2))
        pulled = asyncio.create_task(taken(pull, 20))
        new = await rotated_amid(stack, owners, tmp_path / "one")
        await until(lambda: client.is_closed)
        with pytest.raises(Error, match=r"(?i)authorization"):
            await nats.connect(old, allow_reconnect=False, connect_timeout=60)
        async with reading(new) as (again, _):
            assert await streams.count(again, "metrics") == 21
        for each in heard:
            assert [(await each.next_msg(30)).data for _ in range(20)] == [b"metrics"] * 20
        assert await pulled == list(range(2, 22))
        assert not refusals
        assert [bus.connections for bus in owners.values()] == [1] * len(owners)


async def rotated_amid(stack: Stack, owners: dict[str, Bus], file: Path) -> str:
    """Its new address; meanwhile metrics and submissions publish twenty messages each."""
    rotating = asyncio.create_task(rotated(stack, file, "statistics"))
    for _ in range(20):
        for stream in ("metrics", "submissions"):
            await say(owners[stream], stream)
        await asyncio.sleep(0.01)
    return await rotating


async def taken(pull: Any, count: int) -> list[int]:
    """The sequences of the next messages."""
    found: list[int] = []
    while len(found) < count:
        found += [int(each.metadata.sequence.stream) for each in await pull.take(5, within=30)]
    return found


async def test_a_removed_reader_is_out(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    async with reading(url) as (client, _):
        await command.apply(
            stack.data_dir, lambda known, _: known.remove("statistics"), "statistics"
        )
        await until(lambda: client.is_closed)
        with pytest.raises(Error, match=r"(?i)authorization"):
            await nats.connect(url, allow_reconnect=False, connect_timeout=60)


async def test_a_password_lies_in_closed_files_and_nowhere_else(
    stack: Stack, owners: dict[str, Bus], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = await added(stack, tmp_path / "url", "statistics", "metrics")
    password = url.partition("@")[0].rpartition(":")[2]
    said = capsys.readouterr()
    files = [each for each in stack.data_dir.iterdir() if each.is_file()]
    holding = {each.name for each in files if password in each.read_text(errors="replace")}
    assert len(password) == 64
    assert password not in said.out + said.err
    assert password not in (stack.data_dir / "logs" / "nats.log").read_text()
    assert holding == {"readers.json", "passwords.conf"}
    for path in (*(stack.data_dir / name for name in holding), tmp_path / "url"):
        assert path.stat().st_mode & 0o077 == 0, path


async def test_the_address_is_printed_once_where_no_file_is_named(
    stack: Stack, owners: dict[str, Bus], capsys: pytest.CaptureFixture[str]
) -> None:
    await command.apply(
        stack.data_dir,
        lambda known, taken: known.add("statistics", ["metrics"], taken=taken),
        "statistics",
        server="nats.example:4222",
    )
    said = capsys.readouterr().out
    assert said.startswith("nats://statistics:")
    assert said.endswith("@nats.example:4222\n")
    assert said.count("\n") == 1


UNSUITABLE = (
    ("city", ["metrics"], "there is an account city"),
    ("metrics", ["figures"], "there is an account metrics"),
    ("It", ["metrics"], "no name of a reader"),
    ('x"', ["metrics"], "no name of a reader"),
    ("it", ["metric"], "no stream metric"),
    ("it", [], "one at least"),
    ("it", ["metrics", "metrics"], "once"),
)


@pytest.mark.parametrize(("name", "reads", "says"), UNSUITABLE)
def test_an_unsuitable_reader_is_refused(
    data_dir: Path, name: str, reads: list[str], says: str
) -> None:
    known = Readers(prepare(data_dir))
    with pytest.raises(UnsuitableReader, match=says):
        known.add(name, reads, taken=[each.name for each in ACCOUNTS])
    assert not known.known()


async def test_a_refusal_is_a_mistake_of_the_command(stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="no stream metric: there are catalog"):
        await added(stack, tmp_path / "url", "it", "metric")
    assert not (tmp_path / "url").exists()


def test_readers_added_at_once_are_all_kept(data_dir: Path) -> None:
    known = Readers(prepare(data_dir))
    names = [f"reader-{n}" for n in range(20)]

    async def add_all() -> None:
        work = (asyncio.to_thread(known.add, each, ["metrics"], taken=()) for each in names)
        await asyncio.gather(*work)

    asyncio.run(add_all())
    assert list(known.known()) == sorted(names)


async def test_a_reader_added_before_the_start_is_there_after_it_and_after_a_crash(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, stack = tmp_path / "url", Stack(data_dir)
    await added(stack, file, "statistics", "metrics")
    assert f"{data_dir}/accounts.conf" in capsys.readouterr().err.replace("\n", " ")
    try:
        await stack.start(services=False)
        url = await rotated(stack, file, "statistics")
        async with connected(stack, "metrics") as owner:
            await owner.ensure_stream("metrics")
        async with answered(stack, "metrics"):
            for _ in range(2):
                await until(lambda: is_empty(url, "metrics"))
                await stack.nats.kill()
                await stack.nats.start()
    finally:
        await stack.stop()


def test_nobody_is_rotated_who_was_not_added(data_dir: Path) -> None:
    with pytest.raises(UnsuitableReader, match="no reader city was added here; there are: none"):
        Readers(prepare(data_dir)).rotate("city")
