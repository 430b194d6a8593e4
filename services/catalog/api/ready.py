"""Answers whose bytes are there already: what the tables hold as messages need not be taken apart.

Not for an answer that is looked into.
"""

from collections.abc import Iterable
from typing import Any

from google.protobuf.message import Message

VARINT, LENGTH_DELIMITED = 0, 2


class Ready:
    """Stands for a message where only its bytes and the number of its rows are wanted."""

    __slots__ = ("content", "rows")

    def __init__(self, content: bytes, rows: int = 0) -> None:
        self.content = content
        self.rows = rows

    def SerializeToString(self) -> bytes:  # noqa: N802 — as of a message
        """The bytes."""
        return self.content


def page(response: type[Message], contents: Iterable[bytes], token: str, as_known: int) -> Any:
    """A page of a list: its first field has the resources, its second the token of the next, its
    third the position at which they are known.
    """
    resources, next_token, position = response.DESCRIPTOR.fields
    parts = [_field(resources.number, content) for content in contents]
    rows = len(parts)
    if token:
        parts.append(_field(next_token.number, token.encode()))
    if as_known:
        parts.append(_varint(position.number << 3 | VARINT) + _varint(as_known))
    return Ready(b"".join(parts), rows)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | LENGTH_DELIMITED) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Seven bits in each byte, the lowest first; all bytes but the last have their highest bit."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
