"""Methods of working calendars.

A question about days is answered from what was known at one position: asked again, the same.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1.calendars_pb2_grpc import CalendarServiceServicer
from motcua.catalog.v1.events_pb2 import CalendarRevised
from services.catalog.api import listing
from services.catalog.api.context import Context, event_of, found
from services.catalog.api.time_axes import time_axes
from services.catalog.domain import assignment, calendars, dates, names
from services.catalog.domain.calendars import Calendar
from services.catalog.domain.refusals.calendars import CalendarReason
from services.catalog.domain.units import Unit
from services.catalog.queries import CALENDARS, TimeAxes
from services.catalog.resources import calendars as resources
from services.catalog.resources import dated_resources
from services.chassis.errors import Refusal

MOST_DAYS_LATER = 400


@dataclass(frozen=True)
class Calendars(CalendarServiceServicer):
    """Revise, get, list; days of a calendar or of a unit."""

    context: Context

    async def ReviseCalendar(
        self, request: api.ReviseCalendarRequest, _context: Any
    ) -> api.Calendar:
        """Record a calendar, or its next version."""
        name = names.new("calendars", request.calendar_id, field="calendar_id")
        revised, now = event_of(CalendarRevised, request, calendar=name), self.context.clock()
        executed = await self.context.execute(
            request,
            stream=name,
            decider=calendars.DECIDER,
            decide=lambda calendar: calendars.revise(calendar, proposed=revised, now=now),
        )
        left: api.Calendar = dated_resources.answered(
            executed, resources.resource_periods(executed.state)
        )
        return left

    async def GetCalendar(self, request: api.GetCalendarRequest, _context: Any) -> Any:
        """One calendar, as known."""
        return await listing.one(self.context, CALENDARS, request)

    async def ListCalendars(self, request: api.ListCalendarsRequest, _context: Any) -> Any:
        """A page of calendars."""
        return await listing.page(self.context, CALENDARS, request, api.ListCalendarsResponse)

    async def ListDays(self, request: api.ListDaysRequest, _context: Any) -> api.ListDaysResponse:
        """Each day of a range: whether and when it is worked, why, and who says so."""
        name, days = named(request.name), days_of(request)
        axes = await time_axes(self.context, request)
        by = calendars_of(self.context, name, days, axes)
        calendars = {
            each: await known_calendar(self.context, each, axes)
            for each in dict.fromkeys(by)
            if each
        }
        return api.ListDaysResponse(
            days=[day(calendars.get(of), on) for of, on in zip(by, days, strict=True)]
        )


def calendars_of(context: Context, name: str, days: Sequence[date], axes: TimeAxes) -> list[str]:
    """For each day the calendar that it goes by; "" where a unit has none."""
    if name.startswith("calendars/"):
        return [name] * len(days)
    forest = context.tree.known_at(axes.as_known)
    found(forest.get(name, Unit()).opening, name, axes)
    return assignment.calendars_of(name, days, forest=forest)


async def known_calendar(context: Context, name: str, axes: TimeAxes) -> Calendar:
    """A calendar as known then."""
    row = await context.reader.get(CALENDARS, name, axes)
    return resources.shown_calendar(found(row, name, axes).message)


def named(name: str) -> str:
    """The name of a unit or of a calendar."""
    checks = {"units": names.unit, "calendars": names.calendar}
    check = checks.get(name.partition("/")[0])
    if check is None:
        raise Refusal(CalendarReason.DAYS_OF_WHAT, field="name")
    return check(name, field="name")


def days_of(request: api.ListDaysRequest) -> list[date]:
    """Every day of the range that is asked about, the last among them."""
    first, last = dates.day(request.first_date), dates.day(request.last_date)
    if last < first:
        values = {"first": first.isoformat(), "last": last.isoformat()}
        raise Refusal(CalendarReason.RANGE_REVERSED, field="last_date", values=values)
    later = (last - first).days
    if later > MOST_DAYS_LATER:
        values = {"most": str(MOST_DAYS_LATER)}
        raise Refusal(CalendarReason.RANGE_TOO_LONG, field="last_date", values=values)
    return [first + timedelta(n) for n in range(later + 1)]


def day(calendar: Calendar | None, on: date) -> api.Day:
    """A day as the calendar says it; nobody says anything where there is none."""
    if calendar is None:
        return api.Day(date=dates.message(on))
    stated = calendars.day(calendar, on)
    return api.Day(
        date=dates.message(on),
        hours=stated.hours,
        kind=stated.kind,
        name=stated.name,
        calendar=calendar.name,
        version=stated.version,
    )
