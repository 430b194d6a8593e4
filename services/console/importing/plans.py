"""What a catalogue is to hold: units, services, offerings, officers, desks, a calendar, as plans.

Plans say what; `intake` sends them. Every name in a plan is the last part of a resource name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.catalog.v1 import calendars_pb2 as calendars
from motcua.catalog.v1 import events_pb2 as facts


@dataclass(frozen=True)
class UnitPlan:
    """A unit to open."""

    id: str
    kind: str
    vi: str
    en: str
    parent: str = ""
    code: str = ""


@dataclass(frozen=True)
class ServicePlan:
    """A service to draft and publish."""

    id: str
    vi: str
    en: str
    authority: str
    field: str = ""
    steps: Sequence[facts.Step] = ()
    processing_times: Sequence[facts.ProcessingTime] = ()
    documents: Sequence[facts.RequiredDocument] = ()
    fees: Sequence[facts.FeeLine] = ()
    retention_years: int | None = None


@dataclass(frozen=True)
class CalendarPlan:
    """The versions of a working calendar, one after the other, and the unit that works by it."""

    name: str
    unit: str
    versions: Sequence[calendars.ReviseCalendarRequest]


@dataclass(frozen=True)
class OfferingPlan:
    """A service at a unit; where `sure` is false, what lies above the level is left unrecorded."""

    service: str
    unit: str
    level: int
    sure: bool = True


@dataclass(frozen=True)
class OfficerPlan:
    """An officer, by a pseudonym, on duty at a unit; who leads answers for its results."""

    officer: str
    unit: str
    leads: bool = False


@dataclass(frozen=True)
class TargetPlan:
    """The rate that an indicator is to reach in a unit and below it, by the end of a day."""

    id: str
    indicator: str
    unit: str
    percent: int
    vi: str
    en: str
    by: date | None = None


@dataclass(frozen=True)
class DeskPlan:
    """A unit that lets every desk of a subtree receive for it and for all units below it."""

    unit: str
    desk: str


@dataclass(frozen=True)
class CataloguePlan:
    """A city's catalogue, parents before children, in force from one day on, recorded later for a
    reason.
    """

    units: Sequence[UnitPlan]
    services: Sequence[ServicePlan]
    offerings: Sequence[OfferingPlan]
    effective: date
    reason: str
    officers: Sequence[OfficerPlan] = ()
    desks: Sequence[DeskPlan] = ()
    targets: Sequence[TargetPlan] = ()
    calendar: CalendarPlan | None = None
