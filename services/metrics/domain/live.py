"""Live figures: which months are told, on which subjects, and what a checkpoint says of them.

A checkpoint's digest lets a consumer see that no figure of a month and definition is missing.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from motcua.metrics.v1.live_pb2 import FiguresCheckpoint, LiveFigure
from services.chassis.subjects import subject
from services.metrics.domain.periods import Period, local_day, month_name, month_of, next_month

STREAM = "figures"
LIVE, CHECKPOINT = f"motcua.{STREAM}.live", f"motcua.{STREAM}.checkpoint"


class Topic(NamedTuple):
    """Whose figures end with one checkpoint: a definition's id, and a local month."""

    definition: str
    month: date

    @property
    def checkpoint(self) -> str:
        """Its subject."""
        return subject(FiguresCheckpoint, month_name(self.month), self.definition)

    def live(self, unit: str) -> str:
        """The subject of a unit's figure, by the unit's token; dots of a definition are levels."""
        return subject(LiveFigure, unit, month_name(self.month), self.definition)


def window(now: datetime, months: int) -> Period:
    """The local months that are told: the present one, and those that ended less than so many
    months ago.
    """
    present = month_of(local_day(now))
    earlier = max(present.year * 12 + present.month - 1 - months, 12)
    return Period(date(earlier // 12, earlier % 12 + 1, 1), next_month(present))


def digest(figures: Mapping[str, str]) -> str:
    """SHA-256 over the sorted lines `subject TAB digest LF`, by subject the receipt's digest."""
    lines = sorted(f"{subject}\t{each}\n".encode() for subject, each in figures.items())
    return hashlib.sha256(b"".join(lines)).hexdigest()
