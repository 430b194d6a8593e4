"""How many messages a request's bytes hold, counted before anything is made of them.

Two bytes are enough for an empty item of a list, and each becomes a message of some hundred bytes:
4 MiB of them would be half a gigabyte. Counting reads tags and lengths alone, and stops at a bound.
"""

from google.protobuf.descriptor import Descriptor

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

MOST_PARTS = 100_000
COUNTED_FROM = 64 * 1024  # bytes: what is shorter holds too few to matter

Shape = dict[int, "Shape"]  # the messages within a message, by their fields' numbers

VARINT, FIXED64, BYTES, GROUP, GROUP_END, FIXED32 = range(6)


def shape_of(message: Descriptor, known: dict[str, Shape] | None = None) -> Shape:
    """Of a message type; one that contains itself is found in its own shape."""
    known = {} if known is None else known
    if message.full_name not in known:
        known[message.full_name] = shape = {}
        for field in message.fields:
            if field.message_type is not None:
                shape[field.number] = shape_of(field.message_type, known)
    return known[message.full_name]


def require_few(received: bytes, shape: Shape, *, most: int = MOST_PARTS) -> None:
    """Refuse bytes that hold more messages than a request may have."""
    if len(received) > COUNTED_FROM and counted(received, shape, most=most) > most:
        raise Refusal(ChassisReason.REQUEST_TOO_MANY_PARTS, values={"most": f"{most:,}"})


def counted(received: bytes, shape: Shape, *, most: int) -> int:
    """How many messages are within; those after `most` and one more are not looked for. Where the
    bytes are malformed the count ends, as reading them will.
    """
    try:
        return walked(received, shape, most)
    except (LookupError, ValueError):
        return 0


def walked(received: bytes, shape: Shape, most: int) -> int:
    """The same of bytes that are sound. Each level ends within the one around it."""
    at, end, count = 0, len(received), 0
    around: list[tuple[int, Shape]] = []
    while count <= most:
        while at >= end:
            if not around:
                return count
            end, shape = around.pop()
        tag = received[at]
        tag, at = (tag, at + 1) if tag < 0x80 else varint(received, at)
        kind = tag & 7
        if kind == BYTES:
            length = received[at]
            length, at = (length, at + 1) if length < 0x80 else varint(received, at)
            inner = shape.get(tag >> 3)
            if inner is not None:
                count += 1
            if inner:
                around.append((end, shape))
                end, shape = min(at + length, end), inner
            else:
                at += length
        elif kind == VARINT:
            at = varint(received, at)[1]
        elif kind not in {GROUP, GROUP_END}:
            at += {FIXED64: 8, FIXED32: 4}[kind]
    return count


def varint(received: bytes, at: int) -> tuple[int, int]:
    """A number of up to ten bytes, and where it ends."""
    number = 0
    for place in range(10):
        byte = received[at + place]
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return number, at + place + 1
    raise ValueError
