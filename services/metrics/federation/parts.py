"""What of federation runs for as long as a process of the service lives.

Must hold wiring only.
"""

from collections.abc import Callable
from typing import NamedTuple

from services.chassis.backbone import Backbone
from services.chassis.limits.rates import Bound
from services.metrics.federation.reading import Reading
from services.metrics.federation.releasing import Releasing
from services.metrics.queries.members import Members
from services.metrics.settings import Settings


class Parts(NamedTuple):
    """What releases published figures to others, and what reads those of members."""

    releasing: Releasing
    reading: Reading


def parts_of(settings: Settings, base: Backbone, leads: Callable[[], bool]) -> Parts:
    """Both; nothing runs yet."""
    reading = Reading(
        pool=base.pool,
        bus=base.bus,
        members=Members(base.pool, base.log),
        leads=leads,
        every=settings.members_every,
        patience=settings.members_patience,
        room=Bound(rate=settings.members_rate * 1024 / 3600, burst=settings.members_burst * 1024),
    )
    return Parts(Releasing(base.log, base.bus, settings.log_keys, leads=leads), reading)
