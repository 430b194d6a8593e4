"""Working calendars as the API shows them.

The whole calendar can be read back out of its resource, so a day is answerable from what was known
at any position.
"""

from collections.abc import Iterable
from datetime import date

from motcua.catalog.v1 import calendars_pb2 as api
from services.catalog.domain import dates, names, texts
from services.catalog.domain.calendars import Calendar, Week
from services.catalog.domain.dates import BEGINNING
from services.catalog.resources.dated_resources import Columns, ResourcePeriod


def resource_periods(calendar: Calendar) -> list[ResourcePeriod]:
    """One, from the beginning on: a calendar's dates are its own, and only revisions change it."""
    if not calendar.version:
        return []
    title, codes = texts.title(calendar.display_name), (names.last(calendar.name),)
    columns = Columns(state=0, title=title, codes=codes)
    return [ResourcePeriod(BEGINNING, None, message(calendar), columns)]


def message(calendar: Calendar) -> api.Calendar:
    """The resource, without position and etag."""
    return api.Calendar(
        name=calendar.name,
        display_name=calendar.display_name,
        version=calendar.version,
        weeks=[_week(each) for each in calendar.weeks],
        days=[calendar.days[on] for on in sorted(calendar.days)],
    )


def shown_calendar(shown: api.Calendar) -> Calendar:
    """The calendar that a resource shows."""
    return Calendar(
        name=shown.name,
        version=shown.version,
        display_name=shown.display_name,
        weeks=weeks(shown.weeks),
        days={dates.day(each.date): each for each in shown.days},
    )


def weeks(shown: Iterable[api.UsualWeek]) -> tuple[Week, ...]:
    """The usual weeks that the contract's messages show."""
    return tuple(Week(_since(each), tuple(each.days)) for each in shown)


def _week(week: Week) -> api.UsualWeek:
    begins = None if week.since == date.min else dates.message(week.since)
    return api.UsualWeek(start_date=begins, days=week.days)


def _since(week: api.UsualWeek) -> date:
    return dates.day(week.start_date) if week.HasField("start_date") else date.min
