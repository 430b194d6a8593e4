"""What a dossier's facts ask of working calendars, answered by those that the catalogue published.

A calendar is named by the dates of the acceptance. A transfer changes neither dates nor calendar.
"""

from collections.abc import Iterable

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.dates import dates_after, dates_at
from services.submissions.domain.deadlines.pauses import working_minutes
from services.submissions.domain.dossier.measures import Minutes
from services.submissions.domain.moments import Moment


class CalendarMeasures:
    """Implements the measures of `domain.dossier`."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def dates_at(self, dates: events.DeadlineFacts, accepted: Moment) -> events.DeadlineFacts:
        """The dates by the version that they name, 0: by the calendar as known now; by one that is
        not known, as they are.
        """
        calendar = self._of(dates, dates.calendar_version)
        if dates.calendar and calendar is None:
            return dates
        return dates_at(dates, accepted, calendar)

    def after_pause(
        self, dates: events.DeadlineFacts | None, pause: events.Pause, *, version: int = 0
    ) -> tuple[events.Pause, events.DeadlineFacts | None]:
        """A pause with its working minutes, and the dates that it leaves; version 0: by the
        calendar as known now.
        """
        return (
            (pause, None) if dates is None else dates_after(dates, pause, self._of(dates, version))
        )

    def minutes(
        self,
        dates: events.DeadlineFacts | None,
        accepted: Moment | None,
        ended: Moment | None,
        pauses: Iterable[events.Pause],
        *,
        version: int = 0,
    ) -> Minutes | None:
        """Working minutes from an acceptance to an end less those of its pauses, by a version of
        the calendar, 0: as known now; None: no calendar, or a time of day that is not known.
        """
        calendar = self._of(dates, version) if dates is not None else None
        if calendar is None or not (accepted and ended) or accepted.day_only or ended.day_only:
            return None
        waited = [each.working_minutes for each in pauses if each.HasField("working_minutes")]
        worked = max((working_minutes(accepted, ended, calendar) or 0) - sum(waited), 0)
        return Minutes(worked, calendar.version)

    def _of(self, dates: events.DeadlineFacts, version: int = 0) -> WorkingCalendar | None:
        if version:
            return self._calendars.version(dates.calendar, version)
        return self._calendars.known(dates.calendar)
