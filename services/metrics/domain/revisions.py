"""Revisions of published figures: when one is due, and why an item moved.

A figure that moves on and on, as during a backfill, is told when it rests. Example: a figure was
published in April, and 100,000 dossiers of March are imported in June from 23:00 to 01:30. One
revision tells of those that came until midnight, and one of the rest, a minute after the last.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import RevisionCause
from services.metrics.domain.periods import local_day


class Rhythm(NamedTuple):
    """How often revisions are told."""

    pause: timedelta  # at least, between two of one figure, and after its publication
    rest: timedelta  # for which a figure has not moved


class Stale(NamedTuple):
    """A published figure that may have moved since it was looked at."""

    latest_at: datetime  # its last revision or its publication
    since: datetime  # when it moved first
    moved_at: datetime  # when it moved last


def is_due(stale: Stale, *, now: datetime, caught_up: bool, rhythm: Rhythm) -> bool:
    """Whether to look at it now: at rest, or, while it goes on, once on each later local day."""
    if now - stale.latest_at < rhythm.pause:
        return False
    if caught_up and now - stale.moved_at >= rhythm.rest:
        return True
    return local_day(max(stale.since, stale.latest_at)) < local_day(now)


def cause(
    *, happened_at: datetime | None, corrected: bool, published_at: datetime
) -> RevisionCause:
    """Why an item moved, by the event that moved it last; None: no event of its own did."""
    if happened_at is None:
        return RevisionCause.REVISION_CAUSE_CATALOGUE
    if corrected:
        return RevisionCause.REVISION_CAUSE_CORRECTED
    if happened_at > published_at:
        return RevisionCause.REVISION_CAUSE_MATURED
    return RevisionCause.REVISION_CAUSE_LATE
