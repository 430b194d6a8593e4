"""Where and when an item stands in figures: by a key, at a unit, at an instant.

The local month that holds the instant is what moves when the item changes.
"""

from datetime import date, datetime
from typing import NamedTuple

from services.metrics.domain.periods import local_month


class Month(NamedTuple):
    """Where items are shown: by a key, of a unit, in a local month."""

    key: int
    unit: str
    month: date


class Shown(NamedTuple):
    """Where and when an item is shown by a key."""

    key: int
    unit: str
    at: datetime

    @property
    def month(self) -> Month:
        """The month that holds it."""
        return Month(self.key, self.unit, local_month(self.at))
