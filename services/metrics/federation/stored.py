"""Stored messages of a member's stream, over the nation's own connection.

Promises all that was asked for and is there, or Unreachable, whatever the member's side answers: it
is not ours. Must not make a consumer: a reader's account may not, and needs none.
"""

from services.chassis import stored as chassis
from services.chassis.bus import Bus, Message
from services.metrics.federation.checking import Stored
from services.metrics.federation.messages import STREAM, Content

WITHIN = 3.0  # seconds for one batch
BATCH, BYTES = 200, 8 << 20
LONGEST_SEQUENCE = 20  # digits of an unsigned number of 64 bits


def account_of(member: str) -> str:
    """The account by which a member is reached; `members/hue` is `member-hue`."""
    return member.replace("members/", "member-", 1)


async def stored(bus: Bus, member: str, *, start: int) -> list[Stored]:
    """Messages from a sequence on, BATCH at most; [] where the stream ends before it."""
    there = bus.imported(account_of(member))
    found = await chassis.stored(
        there, STREAM, start=start, most=BATCH, most_bytes=BYTES, within=WITHIN
    )
    return [as_stored(each) for each in found]


def as_stored(message: Message) -> Stored:
    """A message of an answer; one without a place has the sequence 0."""
    stated = message.headers.get("Nats-Sequence", "")
    is_number = stated.isdecimal() and len(stated) <= LONGEST_SEQUENCE
    content = Content(message.subject, message.payload)
    return Stored(int(stated) if is_number else 0, message.headers, content)
