"""What a copy of the catalogue asks of the inbox that follows the catalogue's stream.

A protocol, so that a test can stand in for another process's inbox.
"""

from typing import Protocol


class Stream(Protocol):
    """The catalogue's stream itself."""

    async def tip(self) -> int:
        """Its last position now; raises what an outage raises."""


class Followed(Protocol):
    """How far a stream, or this service's own log, was read by this process."""

    @property
    def position(self) -> int:
        """The last position committed."""

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Whether it got there in time."""


class Inbox(Followed, Protocol):
    """How far the catalogue's stream was read by this process."""

    def is_beyond(self, position: int) -> bool:
        """Whether the catalogue's stream is heard, and can have no such position."""

    @property
    def source(self) -> Stream:
        """Where it reads."""
