"""The bytes of a request into its message, compressed or not, up to a bound.

No more is ever inflated than may be sent, and no more messages are made of it than a request may
have; what cannot be read is refused with a reason.
"""

import zlib
from contextlib import suppress
from typing import TypeVar

from google.protobuf.message import DecodeError, Message

from services.chassis.errors import Refusal
from services.chassis.limits.parts import Shape, require_few
from services.chassis.reasons import ChassisReason

LARGEST = 4 * 1024 * 1024  # bytes of one request message, also once it is inflated
LARGEST_PUBLIC = 64 * 1024  # without a token
NO_SHAPE: Shape = {}


M = TypeVar("M", bound=Message)


def decoded(received: bytes, kind: type[M], *, largest: int, shape: Shape = NO_SHAPE) -> M:
    """The message in these bytes, which gRPC leaves compressed: only here its size is known."""
    if len(received) > largest:
        raise too_large(largest)
    require_few(received, shape)
    with suppress(DecodeError):
        return kind.FromString(received)
    try:
        plain = inflated(received, largest)
        require_few(plain, shape)
        return kind.FromString(plain)
    except (DecodeError, zlib.error):
        raise Refusal(ChassisReason.REQUEST_MALFORMED) from None


def inflated(received: bytes, largest: int) -> bytes:
    """The bytes without their compression (gzip or deflate); never more than the largest."""
    inflating = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    message = inflating.decompress(received, largest + 1)
    if len(message) > largest:
        raise too_large(largest)
    if not inflating.eof:
        raise zlib.error
    return message


def too_large(largest: int) -> Refusal:
    """With the bound that this caller has."""
    return Refusal(ChassisReason.REQUEST_TOO_LARGE, values={"most": str(largest // 1024)})
