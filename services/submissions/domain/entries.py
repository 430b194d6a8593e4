"""The facts of a stream as an aggregate keeps them: each with version, message and time.

Corrections, histories and what follows of a fact work on them, whatever the aggregate.
"""

from collections.abc import Callable
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


def is_of_record(message: Any) -> bool:
    """Whether a fact comes from another system's record."""
    return "origin" in fields_of(type(message)) and message.HasField("origin")


def _field_names(kind: Any) -> frozenset[str]:
    return frozenset(kind.DESCRIPTOR.fields_by_name)


# The names of the fields of a kind of fact: its contract takes longer to tell them.
fields_of: Callable[[Any], frozenset[str]] = cache(_field_names)


def moment_of(entry: Entry) -> Moment | None:
    """When a fact happened, as precisely as it is known; None: not known."""
    event = entry.message
    if not getattr(event, "time_known", True):
        return None
    return Moment(entry.at, day_only=getattr(event, "day_only", False))
