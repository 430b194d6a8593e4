"""Commands on streams whose records their owner reads himself.

Given what a stream holds, when a command comes once or again, then its answer is the stream as it
left it.
"""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from services.chassis.errors import Refusal
from services.chassis.log import Log, NewEvent, Recorded
from services.chassis.reasons import ChassisReason
from services.chassis.recording import append_decided
from services.chassis.store import Command
from tests.chassis import appends


def command(content: bytes = b"content") -> Command:
    return Command(uuid4(), content, "an officer", "")


def one_more(events: Sequence[Recorded]) -> list[NewEvent]:
    return [appends.event("s/1", len(events) + 1)]


def versions(events: Sequence[Recorded]) -> list[int]:
    return [each.version for each in events]


async def test_what_is_decided_is_appended(log: Log) -> None:
    assert versions(await append_decided(log, command(), "s/1", one_more)) == [1]
    assert versions(await append_decided(log, command(), "s/1", one_more)) == [1, 2]


async def test_a_repeated_command_finds_the_stream_as_it_left_it(log: Log) -> None:
    first = command()
    await append_decided(log, first, "s/1", one_more)
    await append_decided(log, command(), "s/1", one_more)
    assert versions(await append_decided(log, first, "s/1", one_more)) == [1]
    assert len(await log.read(0, 10)) == 2


async def test_an_id_of_another_command_is_refused(log: Log) -> None:
    first = command()
    await append_decided(log, first, "s/1", one_more)
    with pytest.raises(Refusal) as refused:
        await append_decided(log, first._replace(fingerprint=b"other"), "s/1", one_more)
    assert refused.value.reason is ChassisReason.REQUEST_ID_REUSED


async def test_nothing_is_appended_where_nothing_is_decided(log: Log) -> None:
    assert not await append_decided(log, command(), "s/1", lambda _: ())
    await append_decided(log, command(), "s/1", one_more)
    assert versions(await append_decided(log, command(), "s/1", lambda _: ())) == [1]


async def test_who_is_overtaken_decides_again_and_gives_up_in_the_end(log: Log) -> None:
    def outdated(events: Sequence[Recorded]) -> list[NewEvent]:
        return [appends.event("s/1", max(1, len(events)))]

    await append_decided(log, command(), "s/1", one_more)
    with pytest.raises(Refusal) as refused:
        await append_decided(log, command(), "s/1", outdated)
    assert refused.value.reason is ChassisReason.VERSION_CONFLICT
