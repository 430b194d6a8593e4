"""The facts of a stream as an aggregate keeps them: each with version, message and time.

Corrections, histories and what follows of a fact work on them, whatever the aggregate.
"""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Optional

from services.submissions.domain.moments import Moment


class Entry(NamedTuple):
    """A fact, by its version in the stream."""

    version: int
    message: Any
    at: datetime


class Link(NamedTuple):
    """The facts of a stream, the last one first: adding one copies nothing."""

    entry: Entry
    before: Optional["Link"]

    def entries(self) -> list[Entry]:
        """The facts in order."""
        found: list[Entry] = []
        link: Link | None = self
        while link is not None:
            found.append(link.entry)
            link = link.before
        return found[::-1]


class Recording(NamedTuple):
    """Where, when and by whom a fact was recorded."""

    position: int
    at: datetime
    actor: str


def is_recorded(message: Any) -> bool:
    """Whether another system's record gave a fact."""
    return _may_be_recorded(message.DESCRIPTOR) and message.HasField("origin")


@cache
def _may_be_recorded(kind: Any) -> bool:  # a descriptor
    return "origin" in kind.fields_by_name


def moment_of(entry: Entry) -> Moment | None:
    """When a fact happened, as precisely as it is known; None: not known."""
    said = entry.message
    if not getattr(said, "time_known", True):
        return None
    return Moment(entry.at, day_only=getattr(said, "day_only", False))
