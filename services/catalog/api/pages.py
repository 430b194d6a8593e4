"""Page tokens: where a list goes on, in which catalogue, for which question.

Promises that every page of a list sees one catalogue, whatever is written meanwhile. Must not trust
a token beyond what a caller may ask anyway.
"""

import base64
import hashlib
import itertools
import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from services.catalog.domain.refusals.reading import PAGE_SIZE_INVALID, PAGE_TOKEN_INVALID
from services.catalog.queries import Found, Page, When
from services.chassis.errors import Refusal

SIZE, LARGEST = 100, 1000
SEAL = 8  # bytes
MOST_BYTES = 3 * 1024 * 1024  # of an answer: a gRPC client takes 4 MiB unless it is told otherwise
_HEAD = struct.Struct(">qqH")  # as of, in microseconds; as known; the length of the key
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Cursor(NamedTuple):
    """What a token holds, and the rest of the question, which it does not repeat."""

    after: str
    when: When
    question: bytes
    key: bytes = b""  # by which the last item was sorted, in an order that is not that of names

    def page(self, size: int, *, by_title: bool = False) -> Page:
        """The page, and the first item of the next one, which tells whether there is a next one."""
        return Page(self.after, size + 1, self.key, by_title)

    def next_token(self, size: int, names: Sequence[str]) -> str:
        """The token of the next page, after reading these names; "" at the end."""
        return self._replace(after=names[size - 1]).encoded() if len(names) > size else ""

    def token_after(self, size: int, found: Sequence[Found]) -> str:
        """The same after these resources, in whatever order they are."""
        if len(found) <= size:
            return ""
        last = found[size - 1]
        return self._replace(after=last.name, key=last.sort_key).encoded()

    def encoded(self) -> str:
        """The token; opaque, and not secret."""
        since = (self.when.as_of - _EPOCH) // _MICROSECOND
        said = _HEAD.pack(since, self.when.known, len(self.key)) + self.key + self.after.encode()
        return base64.urlsafe_b64encode(_seal(said, self.question) + said).decode()

    @classmethod
    def decoded(cls, token: str, question: bytes) -> "Cursor":
        """The cursor of this question's token, whole, or a refusal."""
        try:
            whole = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
            seal, said = whole[:SEAL], whole[SEAL:]
            if seal == _seal(said, question):
                return cls._read(said, question)
        except (ValueError, OverflowError, struct.error):
            pass
        raise Refusal(PAGE_TOKEN_INVALID, field="page_token")

    @classmethod
    def _read(cls, said: bytes, question: bytes) -> "Cursor":
        since, known, length = _HEAD.unpack_from(said)
        key, after = said[_HEAD.size : _HEAD.size + length], said[_HEAD.size + length :].decode()
        if "\0" in after:
            raise ValueError("a name without end")
        return cls(after, When(_EPOCH + since * _MICROSECOND, known), question, key)


def size_of(asked: int) -> int:
    """How many items a page holds."""
    if asked < 0:
        raise Refusal(PAGE_SIZE_INVALID, field="page_size")
    return min(asked or SIZE, LARGEST)


def fitting(lengths: Iterable[int], size: int) -> int:
    """How many of the items that were found make a page: fewer than asked for when they are large,
    but one at least.
    """
    ends = list(itertools.accumulate(itertools.islice(lengths, size)))
    return sum(1 for n, end in enumerate(ends) if n == 0 or end <= MOST_BYTES)


def question_of(request: Any) -> bytes:
    """What a list asks, without the page: a token belongs to one question."""
    question = type(request)()
    question.CopyFrom(request)
    question.ClearField("page_token")
    question.ClearField("page_size")
    said: bytes = question.SerializeToString(deterministic=True)
    return said


def _seal(said: bytes, question: bytes) -> bytes:
    """Shows a token that was cut or belongs elsewhere; whoever forges one learns nothing by it."""
    return hashlib.sha256(question + b"\0" + said).digest()[:SEAL]
