"""The streams of a nation's members as a second reading takes them: message by message, checked by
the public keys of the member.

Promises an error that names the member and the message, whatever its NATS answers: it is not ours.
Must not share code with the service.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google.protobuf import json_format

from motcua.metrics.v1 import federation_pb2 as api
from motcua.metrics.v1.federation_events_pb2 import FigureReleased
from services.console.outcome import Difference, Mistake
from services.console.reading.folding.fold import BrokenStreamError
from services.console.reading.folding.streams import Batches, connected, count

STREAM, ORIGIN, HEAD, SIGNED = "published", "motcua/published", "Motcua-Tree-Head", "— "
AT_ONCE = 500
# What reading raises where a message, a head or an answer is none.
ODD = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
    json_format.ParseError, BrokenStreamError,
)  # fmt: skip
Peaks: TypeAlias = list[tuple[int, bytes]]


class Message(NamedTuple):
    """A published figure of a city, as JSON, and its leaf."""

    sequence: int
    leaf: str
    figure: Any


async def stream_of(
    member: api.Member, addresses: Mapping[str, str], upto: int | None = None
) -> list[Message]:
    """What a city published, up to a message or all, each under a head that one of its keys signed.
    Raises Difference.
    """
    if member.name not in addresses:
        raise Mistake(f"--from {member.name.removeprefix('members/')}=FILE is missing")
    try:
        async with connected(addresses[member.name]) as client:
            total = await count(client, STREAM)
            if upto is not None and total < upto:
                raise Difference(f"{member.name}: message {upto} was read; {total} are there")
            return await messages(client, member, total if upto is None else upto)
    except ODD as failed:
        raise Difference(
            f"{member.name}: its NATS answers with something else: {failed!r}"
        ) from None


async def messages(client: Any, member: api.Member, upto: int) -> list[Message]:
    """The first of a stream, in their order."""
    found, peaks = list[Message](), list[tuple[int, bytes]]()
    async with Batches(client, STREAM) as batches:
        while len(found) < upto:
            for each in await batches.take(len(found) + 1, min(AT_ONCE, upto - len(found))):
                found.append(believed(each, len(found) + 1, peaks, member))
    return found


def believed(raw: Any, sequence: int, peaks: Peaks, member: api.Member) -> Message:
    """One as the city signed it; raises Difference, whatever was sent."""
    try:
        return message(raw, sequence, peaks, member)
    except ODD:
        raise Difference(
            f"{member.name}: message {sequence} is not as the city signed it"
        ) from None


def message(raw: Any, sequence: int, peaks: Peaks, member: api.Member) -> Message:
    """One, whose head has the tree that ends with it; raises Difference, or one of ODD."""
    headers = raw.headers
    content = f"{headers['Nats-Subject']}\n".encode() + raw.data
    leaf = hashlib.sha256(b"\0" + content).digest()
    grow(peaks, leaf)
    size, root = signed(headers.get(HEAD, ""), member.verifier_keys)
    if (size, root) != (sequence, root_of(peaks)) or headers["Nats-Sequence"] != str(sequence):
        raise Difference(f"{member.name}: message {sequence} is not as the city signed it")
    event = json_format.Parse(raw.data, FigureReleased(), ignore_unknown_fields=True)
    return Message(sequence, leaf.hex(), json_format.MessageToDict(event))


def grow(peaks: Peaks, leaf: bytes) -> None:
    """Add a leaf to a tree that is kept as its complete subtrees, with their heights."""
    height, found = 0, leaf
    while peaks and peaks[-1][0] == height:
        found = hashlib.sha256(b"\1" + peaks.pop()[1] + found).digest()
        height += 1
    peaks.append((height, found))


def root_of(peaks: Peaks) -> bytes:
    """The root over all of them."""
    found = peaks[-1][1]
    for _, each in reversed(peaks[:-1]):
        found = hashlib.sha256(b"\1" + each + found).digest()
    return found


def signed(head: str, keys: Sequence[str]) -> tuple[int, bytes]:
    """Size and root of a note that one of the keys signed; (0, b"") where none did."""
    text, _, lines = base64.b64decode(head).decode().partition("\n\n")
    signatures = dict(map(signature_in, lines.splitlines()))  # one for each key, however many come
    for key in keys:
        name, stated, public = key.split("+", 2)
        found = signatures.get((name, stated))
        if found is not None and is_by(public, found, text):
            return stated_by(text)
    return 0, b""


def signature_in(line: str) -> tuple[tuple[str, str], bytes]:
    """A signature by the name and the hash of its key."""
    name, _, encoded = line.removeprefix(SIGNED).partition(" ")
    content = base64.b64decode(encoded)
    return (name, content[:4].hex()), content[4:]


def stated_by(text: str) -> tuple[int, bytes]:
    """Size and root in a note's text, of this stream."""
    origin, size, root = text.split("\n")
    return (int(size), base64.b64decode(root)) if origin == ORIGIN else (0, b"")


def is_by(public: str, signature: bytes, text: str) -> bool:
    """Whether the signature over a note's text is by this key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:])
        key.verify(signature, f"{text}\n".encode())
    except InvalidSignature:
        return False
    return True
