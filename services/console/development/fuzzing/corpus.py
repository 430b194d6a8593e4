"""What callers really sent, and what they were answered: of this the fuzzer makes its own calls.

Promises the bytes as they went over the wire, a few of each method. Must not keep a token.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

KEPT_OF_EACH = 40  # requests of a method
KEPT_TEXTS = 4000
NAMED = re.compile(r"[\w.:~\"/=+-]{1,300}")  # names, codes, etags, tokens of pages
Record = Callable[[str, bytes], None]


@dataclass
class Corpus:
    """Requests by the path of their method, and texts by which something is named."""

    requests: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, None] = field(default_factory=dict)

    def note(self, path: str, request: bytes) -> None:
        """A request that somebody sent; the latest are kept."""
        kept = self.requests[path]
        if request not in kept:
            kept.append(request)
            del kept[:-KEPT_OF_EACH]

    def learn(self, kind: Any, content: bytes) -> None:
        """The names that a message of this type holds."""
        try:
            message = GetMessageClass(kind).FromString(content)
        except DecodeError:
            return
        for text in texts_of(message):
            if NAMED.fullmatch(text) and text not in self.texts:
                self.texts[text] = None
        while len(self.texts) > KEPT_TEXTS:
            del self.texts[next(iter(self.texts))]


def texts_of(message: Message) -> list[str]:
    """Every text in a message."""
    found: list[str] = []
    for described, value in message.ListFields():
        for each in value if described.is_repeated and not hasattr(value, "keys") else [value]:
            if isinstance(each, Message):
                found += texts_of(each)
            elif isinstance(each, str):
                found.append(each)
    return found


class Recording:
    """A channel that notes each request."""

    def __init__(self, channel: Any, note: Record) -> None:
        self._channel, self._note = channel, note

    def __getattr__(self, name: str) -> Any:
        made = getattr(self._channel, name)
        if name not in {"unary_unary", "unary_stream", "stream_unary", "stream_stream"}:
            return made
        return lambda path, request_serializer=None, **options: made(
            path, request_serializer=self._noting(path, request_serializer), **options
        )

    def _noting(self, path: str, serialize: Callable[[Any], bytes] | None) -> Any:
        def noted(message: Any) -> bytes:
            content = serialize(message) if serialize else message
            self._note(path, content)
            return content

        return noted
