"""Within which instants a unit can offer a service: while both of them are there.

Example: the unit is open from 1 January to 1 July, the service in force from 1 March on. An
offering that was opened for 1 February is open from 1 March to 1 July, closed by its unit's end.
"""

from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import ClosingCause
from services.catalog.domain import units
from services.catalog.domain.offering.own import LAST
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service


class Bounds(NamedTuple):
    """[begins, ends), and what an offering closes by at the end."""

    begins: datetime
    ends: datetime
    closed_by: ClosingCause


def bounds(unit: Unit, service: Service) -> Bounds | None:
    """The common instants of a unit and a service; None where either never begins."""
    if unit.opening is None or not service.standing:
        return None
    in_force = min(version.effective_time for version in service.standing)
    ends = {
        facts.CLOSING_CAUSE_UNIT_ENDED: units.ends_at(unit) or LAST,
        facts.CLOSING_CAUSE_SERVICE_RETIRED: service.retired_at or LAST,
    }
    cause = min(ends, key=lambda each: ends[each])  # the unit, where both end at one instant
    return Bounds(max(units.opens_at(unit), in_force), ends[cause], cause)
