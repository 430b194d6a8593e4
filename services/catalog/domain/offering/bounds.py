"""Within which instants a unit can offer a service: while both of them are there.

Example: the unit is open from 1 January to 1 July, the service in force from 1 March on. An
offering that was opened for 1 February is open from 1 March to 1 July, closed by its unit's end.
"""

from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import (
    CLOSING_CAUSE_SERVICE_RETIRED,
    CLOSING_CAUSE_UNIT_ENDED,
    ClosingCause,
)
from services.catalog.domain import units
from services.catalog.domain.offering.own import LAST
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service


class Bounds(NamedTuple):
    """[begins, ends), and what an offering closes by at the end."""

    begins: datetime
    ends: datetime
    closed_by: ClosingCause


def bounds(unit: Unit, service: tuple[datetime, datetime]) -> Bounds | None:
    """The common instants of a unit and a service, which is `in_force` so; None where either never
    begins.
    """
    begins, retired = service
    if unit.opening is None or begins == LAST:
        return None
    ends = units.ends_at(unit) or LAST
    by_unit = ends <= retired  # also where both end at one instant
    return Bounds(
        max(units.opens_at(unit), begins),
        min(ends, retired),
        CLOSING_CAUSE_UNIT_ENDED if by_unit else CLOSING_CAUSE_SERVICE_RETIRED,
    )


def in_force(service: Service) -> tuple[datetime, datetime]:
    """From its first version until it is retired; from `LAST` on: never."""
    begins = min((version.effective_time for version in service.valid), default=LAST)
    return begins, service.retired_at or LAST
