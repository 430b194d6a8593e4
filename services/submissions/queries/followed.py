"""What a copy of the catalogue asks of the inbox that follows the catalogue's stream.

A protocol, so that a test can stand in for another process's inbox.
"""

from typing import Protocol


class Inbox(Protocol):
    """How far the catalogue's stream was read by this process."""

    @property
    def position(self) -> int:
        """The last position committed."""

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Whether it got there in time."""

    def lacks(self, position: int) -> bool:
        """Whether the catalogue's stream is heard, and ends before that position."""

    @property
    def current(self) -> bool:
        """Whether the stream is heard, and was read nearly to its end."""
