"""What the relay publishes, for whoever in this process observes it.

An observer gets every page in the order of the log, of the process that leads.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from services.chassis.log import Recorded


class Published(NamedTuple):
    """A page of events that the stream has, and the bytes that its messages state of each."""

    events: Sequence[Recorded]
    contents: Sequence[bytes]


class Observer(Protocol):
    """Gets every page in the order of the log. Neither call may take long: the relay waits."""

    def begin(self, position: int) -> None:
        """The relay leads from now on, and published up to there."""

    def published(self, page: Published) -> None:
        """What the stream has now."""

    async def run(self) -> None:
        """Its own work, until cancelled."""
