"""Working calendars as the API shows them.

The whole calendar can be read back out of its resource, so a day is answerable from what was known
at any position.
"""

from motcua.catalog.v1 import calendars_pb2 as api
from services.catalog.domain import names, texts
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
        weeks=[api.UsualWeek(since=each.since, days=each.days) for each in calendar.weeks],
        days=[calendar.days[on] for on in sorted(calendar.days)],
    )


def known(shown: api.Calendar) -> Calendar:
    """The calendar that a resource shows."""
    return Calendar(
        name=shown.name,
        version=shown.version,
        display_name=shown.display_name,
        weeks=tuple(Week(each.since, tuple(each.days)) for each in shown.weeks),
        days={each.date: each for each in shown.days},
    )
