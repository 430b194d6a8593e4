"""Readers' requests and publications to the same stream, on a real server.

Given a stream of many subjects, when a reader repeats a slow search over all of its connections,
then its service publishes, and other readers read. Judged by counts, not by time: how many searches
come between a publication and its acknowledgement, or a request's arrival and its being forwarded.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client

from deploy.embedded.accounts import CONNECTIONS, lane, reader
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.console.commands import reader as command
from services.console.reading.folding import streams
from services.readers.forwarder import Forwarder
from services.readers.round_robin import CAPACITY, Pending, RoundRobin
from tests.e2e.intruder import connected
from tests.e2e.test_readers_added import added
from tests.forwarders import answered
from tests.waiting import until

SUBJECTS = 20_000
ASKED = "JS.metrics.API.DIRECT.GET.metrics"
OWN = "$JS.API.DIRECT.GET.metrics"
# All subjects are looked at, and found to be too many.
WIDE = {"multi_last": ["motcua.metrics.>"], "batch": 1}


@pytest.fixture
async def forwarder(stack: Stack) -> AsyncIterator[Forwarder]:
    """The forwarder of the stream `metrics`, which has `SUBJECTS` messages."""
    stack.describe()
    async with connected(stack, "metrics") as bus, answered(stack, "metrics") as forwarders:
        await bus.delete_stream("metrics")
        await bus.ensure_stream("metrics")
        for number in range(SUBJECTS):
            await bus.client.publish(f"motcua.metrics.kind.{number % 500}.{number}", b"{}")
        await until(lambda: holds(bus, SUBJECTS))
        yield forwarders["metrics"]
        await bus.delete_stream("metrics")


async def holds(bus: Bus, count: int) -> bool:
    state = await bus.state("metrics")
    return state is not None and state.last >= count


@asynccontextmanager
async def attacking(url: str, fields: Mapping[str, Any], counted: list[str]) -> AsyncIterator[None]:
    """Over all connections that a reader has, each asking again once it is answered; the statuses
    are noted.
    """
    async with asyncio.TaskGroup() as group, AsyncExitStack() as held:
        for _ in range(CONNECTIONS):
            patient = {"allow_reconnect": False, "connect_timeout": 60}
            client = await nats.connect(url, error_cb=ignored, **patient)
            held.push_async_callback(client.close)
            held.callback(group.create_task(repeated(client, fields, counted)).cancel)
        yield


async def ignored(_: Exception) -> None:
    """Nobody has to hear."""


async def repeated(client: Client, fields: Mapping[str, Any], counted: list[str]) -> None:
    """Until the connection ends."""
    with suppress(nats.errors.Error):
        while True:
            counted.append((await asked(client, ASKED, fields))[-1][1])


async def asked(client: Client, subject: str, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Sequence and status of each message of an answer, to its end."""
    found: list[tuple[str, str]] = []
    answers = await client.subscribe(client.new_inbox(), pending_msgs_limit=-1)
    await client.publish(subject, json.dumps(fields).encode(), reply=answers.subject)
    one = "batch" not in fields and "multi_last" not in fields
    while not found or not (found[-1][1] or one):
        headers = (await answers.next_msg(60)).headers or {}
        found.append((headers.get("Nats-Sequence", ""), headers.get("Status", "")))
    await answers.unsubscribe()
    return found


async def test_a_stream_is_published_to_whatever_a_reader_repeats(
    stack: Stack, forwarder: Forwarder, tmp_path: Path
) -> None:
    url, answers = await added(stack, tmp_path / "url", "statistics", "metrics"), list[str]()
    async with connected(stack, "metrics") as owner, attacking(url, WIDE, answers):
        await until(lambda: "413" in answers)
        between = [await searches_meanwhile(owner, answers) for _ in range(60)]
        assert statistics.median(between) <= 1
        await removed(stack, "statistics")
    await until(lambda: forwarder.pending.is_empty(lane(reader("statistics", reads=[]))))


async def searches_meanwhile(owner: Bus, answers: list[str]) -> int:
    """How many were answered while one message was published. On busy cores an acknowledgement may
    come late.
    """
    before = answers.count("413")
    await owner.client.request("motcua.metrics.kind.1.1", b"{}", timeout=60)
    return answers.count("413") - before


async def removed(stack: Stack, name: str) -> None:
    await command.apply(stack.data_dir, lambda known, _: known.remove(name), name)


def noted(pending: RoundRobin, patch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What arrives in lanes from now on, and what is taken from them."""
    found: list[tuple[str, int]] = []
    add, take = pending.add, pending.take

    def noting_add(lane: int, message: Any) -> bool:
        found.append(("arrived", lane))
        return add(lane, message)

    def noting_take() -> Pending | None:
        if request := take():
            found.append(("taken", request.lane))
        return request

    patch.setattr(pending, "add", noting_add)
    patch.setattr(pending, "take", noting_take)
    return found


def taken_before(lane: int, found: list[tuple[str, int]]) -> list[int]:
    """For each request of a lane whose reader asks one after another: how many requests of other
    lanes were taken while it was pending.
    """
    counts, count = list[int](), 0
    for what, at in found:
        if (what, at) == ("taken", lane):
            counts.append(count)
        count = 0 if at == lane else count + (what == "taken")
    return counts


async def test_another_reader_reads_meanwhile(
    stack: Stack, forwarder: Forwarder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, answers = await added(stack, tmp_path / "url", "statistics", "metrics"), list[str]()
    found = noted(forwarder.pending, monkeypatch)
    monkeypatch.setattr(streams, "PATIENCE", 60.0)  # else what has come by then is all
    try:
        async with (
            streams.connected(stack.nats_url("city")) as city,
            attacking(url, WIDE, answers),
        ):
            await until(lambda: "413" in answers)
            async with streams.Batches(city, "metrics") as batches:
                for number in range(10):
                    assert len(await batches.take(1000 * number + 1, 1000)) == 1000
        counts = taken_before(lane(reader("city", reads=[])), found)
        assert len(counts) >= 10
        assert max(counts) <= 1
    finally:
        await removed(stack, "statistics")


async def test_several_filters_are_refused(stack: Stack, forwarder: Forwarder) -> None:
    async with streams.connected(stack.nats_url("city")) as city:
        assert await asked(city, ASKED, {"multi_last": 2 * [">"]}) == [("", "408")]
        assert await asked(city, ASKED, {"multi_last": ["motcua.metrics.kind.1.1"]}) == [
            ("2", ""),
            ("", "204"),
        ]


REQUESTS: tuple[dict[str, Any], ...] = (
    {"seq": 5},
    {"seq": 10**12},
    {"seq": 5, "batch": 3},
    {"seq": 19_999, "batch": 7},
    {"seq": 1, "batch": 50, "max_bytes": 300},
    {"seq": 1, "batch": 4, "next_by_subj": "motcua.metrics.kind.7.>"},
    {"next_by_subj": "*.*.*.7.*"},
    {"seq": 3, "batch": 4, "next_by_subj": "motcua.metrics.none.>"},
    {"start_time": "2000-01-01T00:00:00Z", "batch": 3},
    {"start_time": "2000", "batch": 3},
    {"last_by_subj": "motcua.metrics.kind.7.*"},
    {"multi_last": ["motcua.metrics.kind.7.>"], "batch": 20},
    {"multi_last": ["motcua.metrics.kind.*.7"]},
    {"multi_last": ["motcua.metrics.>"], "batch": 1},
    {"multi_last": ["motcua.metrics.kind.*.7"], "seq": 8},
    {"seq": 1, "last_by_subj": "motcua.metrics.kind.7.7"},
    {"batch": 1},
)


async def test_readers_are_answered_as_jetstream_answers_the_owner(
    stack: Stack, forwarder: Forwarder
) -> None:
    async with (
        streams.connected(stack.nats_url("city")) as city,
        streams.connected(stack.nats_url("metrics")) as owner,
    ):
        for fields in REQUESTS:
            assert await asked(city, ASKED, fields) == await asked(owner, OWN, fields), fields
        for subject in ("motcua.metrics.kind.7.7", "motcua.metrics.none"):
            [one, other] = [
                await asked(each, f"{at}.{subject}", {})
                for each, at in ((city, ASKED), (owner, OWN))
            ]
            assert one == other
        info = await streams.request(city, "metrics", "STREAM.INFO")
        assert info["state"]["num_subjects"] == SUBJECTS
        listed = await city.request(
            "JS.metrics.API.STREAM.INFO.metrics", b'{"subjects_filter":">"}', timeout=30
        )
        assert "subjects" not in json.loads(listed.data)["state"]


async def test_a_flood_is_passed_over_and_its_reader_answered_after_it(
    stack: Stack, forwarder: Forwarder
) -> None:
    async with streams.connected(stack.nats_url("city")) as city:
        heard = await city.subscribe("_INBOX.flood", pending_msgs_limit=-1)
        for _ in range(3000):
            await city.publish(ASKED, b'{"seq":1}', reply="_INBOX.flood")
        found = [(await heard.next_msg(30)).headers or {} for _ in range(CAPACITY)]
        assert {each.get("Status", "") for each in found} <= {"", "503"}

        async def is_answered() -> bool:
            with suppress(nats.errors.Error, TimeoutError):
                return "5" in ((await city.request(ASKED, b'{"seq":5}')).headers or {}).values()
            return False

        await until(is_answered)
        await until(lambda: forwarder.lanes and forwarder.lanes.are_open)


async def test_where_no_service_runs_readers_are_told_so_and_answered_once_it_does(
    stack: Stack,
) -> None:
    async with connected(stack, "metrics") as owner:
        await owner.ensure_stream("metrics")
        async with streams.connected(stack.nats_url("city")) as city:
            await until(lambda: is_answered_by_nobody(city))
            assert await asked(city, ASKED, {"seq": 1}) == [("", "503")]
            async with answered(stack, "metrics"):
                assert await streams.count(city, "metrics") == 0
        await owner.delete_stream("metrics")


async def is_answered_by_nobody(client: Client) -> bool:
    """Not yet, while NATS has not noticed that the forwarder of the test before has gone."""
    with suppress(TimeoutError):
        try:
            await client.request(ASKED, b'{"seq":1}', timeout=2)
        except nats.errors.NoRespondersError:
            return True
    return False


async def test_of_a_stream_that_is_not_there_readers_are_told_so(stack: Stack) -> None:
    async with connected(stack, "metrics") as owner:
        await owner.delete_stream("metrics")
    async with answered(stack, "metrics"), streams.connected(stack.nats_url("city")) as city:
        assert await asked(city, ASKED, {"seq": 1}) == [("", "503")]
