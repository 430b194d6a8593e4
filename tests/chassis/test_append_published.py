"""What is appended can be published: an event that NATS would not take is refused before anything
is written, since the relay could never pass it.
"""

import asyncio

import pytest

from services.chassis.errors import Refusal
from services.chassis.log import LARGEST_PAYLOAD, LONGEST_NAME, Log, NewEvent, Status
from tests.chassis.appends import append, begin, event, positions
from tests.chassis.streaming import World, running
from tests.waiting import until

LARGEST = b"\xff" * LARGEST_PAYLOAD


def long(start: str, letter: str, longest: int = LONGEST_NAME) -> str:
    return start + letter * ((longest - len(start)) // len(letter.encode()))


async def test_the_largest_event_with_the_longest_names_is_published(world: World) -> None:
    prefix = f"motcua.{world.service}."
    widest = event(
        long("streams/", "ỷ"),  # nine characters in a header, where others need one
        kind=long(f"{prefix}v1.", "X"),
        subject=long(f"{prefix}X.", "x"),
        payload=LARGEST,
    )
    wanted = append(widest)._replace(actor=long("", "ỷ"), traceparent=long("", "a"))
    async with running(world.relay()):
        assert (await world.log.append(wanted)).status is Status.APPENDED
        await until(world.same)
    stored = await world.bus.message(world.service, 1)
    assert stored is not None
    assert stored.payload == LARGEST


@pytest.mark.parametrize(
    "larger",
    [
        event("a", payload=LARGEST + b"x"),
        event(long("", "ỷ") + "yy"),
        event("a", kind=long("x", "x") + "x"),
        event("a", subject=long("x", "x") + "x"),
    ],
    ids=["payload", "stream", "type", "subject"],
)
async def test_a_larger_one_is_refused_with_all_of_its_command_and_nobody_elses(
    log: Log, larger: NewEvent
) -> None:
    wanted = append(event("b"), larger)
    found = await asyncio.gather(
        log.append(begin()), log.append(wanted), log.append(begin()), return_exceptions=True
    )
    assert isinstance(refusal := found[1], Refusal)
    assert (refusal.reason.code, refusal.values["most"]) == ("EVENT_TOO_LARGE", "1000000")
    assert await positions(log) == [1, 2]
