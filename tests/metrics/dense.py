"""Histories in which many dossiers are accepted and ended, so that every group of a list has some.

Promises the same events for the same seed. Drawn histories are odder, and mostly nearly empty.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from motcua.catalog.v1.events_pb2 import Extent
from motcua.submissions.v1.events_pb2 import Channel, Verdict
from services.chassis.log import Recorded
from tests.metrics import corrections, given
from tests.metrics.given import BIRTH, CITY, DISTRICT, LAND, OTHER, WARD

FIRST = datetime(2025, 11, 20, tzinfo=UTC)
FIELDS = ("", "Hộ tịch", "Đất đai")


def dense(seed: int, dossiers: int = 40) -> list[Recorded]:
    """Submitted and accepted, most of them ended, some corrected."""
    by, events = Random(seed), []

    def at() -> datetime:
        return FIRST + timedelta(hours=by.randrange(24 * 90))

    for number in range(1, dossiers + 1):
        accepted = {
            "service": by.choice((BIRTH, LAND)),
            "unit": by.choice((WARD, WARD, DISTRICT, OTHER, CITY)),
            "level": by.choice((None, 2, 3, 3, 4, 4)),
            "channel": by.choice(Channel.values()),
            "extent": by.choice(Extent.values()),
            "field": by.choice(FIELDS),
            "assisted": by.random() < 0.3,
            "fee": by.choice((None, 0, 20_000)),
            "written_result": by.choice((None, True, False)),
        }
        steps = [
            (given.submitted(number, service=LAND), 1),
            (given.accepted(number, **accepted), 2),
        ]
        if by.random() < 0.7:
            verdict = by.choice(Verdict.values())
            unit, minutes = by.choice((WARD, OTHER)), by.choice((None, 30, 400))
            end = given.ended(number, unit=unit, verdict=verdict, working_minutes=minutes)
            steps.append((end, 2))
        if by.random() < 0.2:
            accepted |= {"channel": by.choice(Channel.values()), "accepted_at": at()}
            steps.append((corrections.corrected(number, **accepted), 2))
        events += [(message, at(), version) for message, version in steps]
    return [
        given.recorded(position, message, moment, version=version)
        for position, (message, moment, version) in enumerate(events, 1)
    ]
