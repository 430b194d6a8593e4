"""Members' streams over a real NATS, when what answers for a member means harm.

Given what answers at a member's place, when the nation reads, then it keeps what was signed, says
what was wrong, and goes on to the others.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from deploy.embedded.stack import Stack
from motcua.metrics.v1.federation_pb2 import Member
from services.chassis.bus import Bus, Unreachable
from services.chassis.database import Pool
from services.chassis.limits.rates import Bound, Rate
from services.chassis.log import Log
from services.chassis.wire import publication
from services.metrics.federation import stored as stored_batches
from services.metrics.federation.checking import Stored
from services.metrics.federation.reading import AROUND, Reading
from services.metrics.federation.stored import BATCH, BYTES, stored
from services.metrics.queries.members import Members
from tests.metrics.test_members_checked import SIGNER, stream

HUE = "members/hue"
PLACE = "JS.member-hue.API.DIRECT.GET.published"
Answers = Callable[[int], Iterator[tuple[dict[str, str], bytes]]]  # from a sequence on
END = (dict[str, str](), b"")  # is sent as `ended`


@pytest.fixture(autouse=True)
def _however_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine may be; where an answer is not waited for at all, it is another one at once."""
    monkeypatch.setattr(stored_batches, "WITHIN", 60.0)


@pytest.fixture
async def bus(stack: Stack) -> AsyncIterator[Bus]:
    bus = await Bus.connect(stack.nats_url("metrics"))
    yield bus
    await bus.close()


@asynccontextmanager
async def answering(stack: Stack, answers: Answers, *, place: str = PLACE) -> AsyncIterator[None]:
    """Whoever answers for members/hue, in the place where its account offers that."""
    city = await Bus.connect(stack.nats_url("metrics"))

    async def reply(request: Any) -> None:
        for headers, payload in answers(json.loads(request.data)["seq"]):
            wire = publication(request.reply, headers, payload, mark={})
            await city._send(ended(request.reply) if (headers, payload) == END else wire)

    await city.client.subscribe(place, cb=reply)
    await city.client.flush()
    try:
        yield
    finally:
        await city.close()


def ended(subject: str) -> bytes:
    """NATS's own word that there is nothing more."""
    return b"HPUB %b 16 16\r\nNATS/1.0 204\r\n\r\n\r\n" % subject.encode()


def as_sent(message: Stored, sequence: str = "") -> tuple[dict[str, str], bytes]:
    """A stored message as NATS answers with it."""
    place = {
        "Nats-Sequence": sequence or str(message.sequence),
        "Nats-Subject": message.content.subject,
    }
    return {**message.headers, **place}, message.content.payload


@pytest.mark.parametrize("sequence", ["9" * 5000, "-1", "1.0", "x", "\u0663" * 30])
async def test_a_place_that_is_no_number_of_a_message_is_none(
    stack: Stack, bus: Bus, sequence: str
) -> None:
    [first] = stream(10)
    async with answering(stack, lambda _: iter([as_sent(first, sequence), END])):
        [found] = await stored(bus, HUE, start=1)
    assert found.sequence == 0
    assert found.content == first.content


async def test_a_member_s_message_is_not_the_server_s_word(stack: Stack, bus: Bus) -> None:
    """A header that the city stored with it ends no reading: all that follows was unseen then."""
    [first] = stream(10)
    headers, payload = as_sent(first)
    silencing = {**headers, "Status": "204"}
    async with answering(stack, lambda _: iter([(silencing, payload), (headers, payload), END])):
        assert len(await stored(bus, HUE, start=1)) == 2


@pytest.mark.parametrize(
    ("count", "size"), [(BATCH + 50, 10), (2 * BYTES // 500_000, 500_000)], ids=["many", "large"]
)
async def test_more_than_was_asked_for_is_not_waited_for(
    stack: Stack, bus: Bus, count: int, size: int
) -> None:
    async with answering(stack, lambda _: iter([({"Nats-Sequence": "1"}, bytes(size))] * count)):
        with pytest.raises(Unreachable, match="more than was asked for"):
            await stored(bus, HUE, start=1)  # where it waits, it says that there is no answer


async def test_a_stream_that_never_ends_does_not_keep_the_others_waiting(
    stack: Stack, bus: Bus, pool: Pool, log: Log
) -> None:
    messages = stream(*range(10, 400))
    key = str(SIGNER.verifier)
    member = Member(name=HUE, verifier_keys=[key], state=Member.STATE_ACTIVE, etag='"1"')
    reading = Reading(pool, bus, Members(pool, log), every=0.2)

    def one_by_one(start: int) -> Iterator[tuple[dict[str, str], bytes]]:
        time.sleep(0.02)
        yield from (as_sent(each) for each in messages[max(start - 1, 0) : start + 1])
        yield END

    async with answering(stack, one_by_one), asyncio.timeout(60):
        assert await reading.follow(member)
        read, _ = await reading._read(HUE)
        assert 0 < read.sequence < len(messages)
        assert await reading.follow(member)
        assert (await reading._read(HUE))[0].sequence > read.sequence


async def test_of_one_member_no_more_is_kept_than_the_nation_has_room_for(
    stack: Stack, bus: Bus, pool: Pool, log: Log
) -> None:
    """What exceeds is read later, all of it, and in order."""
    messages = stream(*range(10, 10 + 2 * BATCH + 50))
    key = str(SIGNER.verifier)
    member = Member(
        name="members/da-nang", verifier_keys=[key], state=Member.STATE_ACTIVE, etag='"1"'
    )
    batch = sum(len(each.content.payload) + AROUND for each in messages[:BATCH]) / 1024
    reading = Reading(pool, bus, Members(pool, log), room=Bound(rate=1.0, burst=0.99 * batch))
    clock = Clock()
    reading.kept = Rate(reading.room, clock=clock)

    def whole(start: int) -> Iterator[tuple[dict[str, str], bytes]]:
        yield from (as_sent(each) for each in messages[start - 1 :][:BATCH])
        yield END

    place = PLACE.replace("member-hue", "member-da-nang")
    async with answering(stack, whole, place=place), asyncio.timeout(60):
        assert await reading.follow(member)
        assert (await reading._read(member.name))[0].sequence == BATCH
        assert await reading.follow(member)
        assert (await reading._read(member.name))[0].sequence == BATCH
        assert reading.later == {member.name}
        for expected in (2 * BATCH - 1, len(messages)):
            clock.now += 3600.0
            assert await reading.follow(member)
            assert (await reading._read(member.name))[0].sequence == expected
    assert reading.later == set()


class Clock:
    """Stands still until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now
