"""Cursors of lists: after which item a page begins, in which catalogue, and how much it holds.

Every page of a list sees one catalogue, whatever is written meanwhile.
"""

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.catalog.queries import Found, Page, TimeAxes
from services.chassis import call

MOST_BYTES = 3 * 1024 * 1024  # of an answer: a gRPC client takes 4 MiB unless it is told otherwise


class SealedCursor(NamedTuple):
    """A cursor as a page token holds it: `as_of` in ISO 8601, `key` in hexadecimal, `known` the
    position. Another field name ends every token that was given out.
    """

    after: str
    key: str
    as_of: str
    known: int


class Cursor(NamedTuple):
    """After what a page begins, and in which catalogue."""

    after: str
    axes: TimeAxes
    key: bytes = b""  # by which the last item was sorted, in an order that is not that of names

    @classmethod
    def begun(cls, request: Any) -> "Cursor | None":
        """The cursor of the page that a request asks for; None for the first page."""
        sealed = call.current().page_of(SealedCursor, request)
        if sealed is None:
            return None
        axes = TimeAxes(datetime.fromisoformat(sealed.as_of), sealed.known)
        return cls(sealed.after, axes, bytes.fromhex(sealed.key))

    def page(self, size: int, *, by_title: bool = False) -> Page:
        """The page, and the first item of the next one, which tells whether there is a next one."""
        return Page(self.after, size + 1, self.key, by_title)

    def next_token(self, request: Any, size: int, names: Sequence[str]) -> str:
        """The token of the next page, after reading these names; "" at the end."""
        return self._replace(after=names[size - 1]).token(request) if len(names) > size else ""

    def token_after(self, request: Any, size: int, found: Sequence[Found]) -> str:
        """The same after these resources, in whatever order they are."""
        if len(found) <= size:
            return ""
        last = found[size - 1]
        return self._replace(after=last.name, key=last.sort_key).token(request)

    def token(self, request: Any) -> str:
        """The token of a page that begins here."""
        axes = self.axes
        sealed = SealedCursor(self.after, self.key.hex(), axes.as_of.isoformat(), axes.as_known)
        return call.current().page_token(sealed, request)


def fitting(lengths: Iterable[int], size: int) -> int:
    """How many of the items that were found make a page: fewer than asked for when they are large,
    but one at least.
    """
    ends = list(itertools.accumulate(itertools.islice(lengths, size)))
    return sum(1 for n, end in enumerate(ends) if n == 0 or end <= MOST_BYTES)
