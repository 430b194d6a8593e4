"""What a petition's commands come with: the time, the catalogue position, the holders' calendars.

Calendars are those that this service knows at that position.
"""

from datetime import datetime

from services.submissions.api.context import Context
from services.submissions.domain.authority import NOBODY, Accountable
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.petition.live import Given
from services.submissions.queries.catalogue import Catalogue


class CatalogueCalendars:
    """Implements the calendars of `domain.petition` by this service's copy of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._calendars, self._units = catalogue.calendars, catalogue.units
        self._position = catalogue.position

    def version(self, name: str, version: int) -> WorkingCalendar | None:
        """A version of a calendar."""
        return self._calendars.version(name, version)

    def of_unit(self, unit: str, at: datetime) -> WorkingCalendar | None:
        """By which a unit works at an instant: its own calendar, or that of the nearest above."""
        return self._calendars.known(self._units.calendar(unit, at), self._position)


def given(context: Context, at: datetime, by: Accountable = NOBODY) -> Given:
    """Of a command at an instant, in whose name."""
    return Given(
        clock=at,
        catalog_position=context.catalogue.position,
        by=by,
        calendars=CatalogueCalendars(context.catalogue),
        rule=context.petition_rule,
    )
