"""What a dossier's facts ask of a working calendar: the dates after a pause, and minutes.

A calendar is named by the dates of the acceptance. Where none is known nothing can be measured: a
pause then moves the due only under the policy *subtract*, and minutes are absent.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import Moment


class Minutes(NamedTuple):
    """Working minutes, and the version of the calendar that they were counted by."""

    worked: int
    calendar_version: int


class Measures(Protocol):
    """What calendars say, each as known at a version that a fact names or as known now."""

    def dates_at(self, dates: events.DeadlineFacts, accepted: Moment) -> events.DeadlineFacts:
        """The dates of an acceptance as they are when it was at another instant: what was computed
        is computed again, what was stated stays.
        """

    def after_pause(
        self, dates: events.DeadlineFacts | None, pause: events.Pause, *, version: int = 0
    ) -> tuple[events.Pause, events.DeadlineFacts | None]:
        """A pause with its working minutes, and the dates that it leaves; `version`: of the
        calendar, 0: as known now.
        """

    def minutes(
        self,
        dates: events.DeadlineFacts | None,
        accepted: Moment | None,
        ended: Moment | None,
        pauses: Iterable[events.Pause],
        *,
        version: int = 0,
    ) -> Minutes | None:
        """Working minutes from an acceptance to an end less pauses; None: not known. `version`: of
        the calendar, 0: as known now.
        """


class NothingMeasured:
    """What is said where no calendar is known."""

    def dates_at(self, dates: events.DeadlineFacts, accepted: Moment) -> events.DeadlineFacts:  # noqa: ARG002
        """Whatever was stated."""
        stated = events.DeadlineFacts()
        stated.CopyFrom(dates)
        stated.ClearField("computed")
        return stated

    def after_pause(
        self,
        dates: events.DeadlineFacts | None,
        pause: events.Pause,
        *,
        version: int = 0,  # noqa: ARG002
    ) -> tuple[events.Pause, events.DeadlineFacts | None]:
        """The pause as it is; it moves nothing."""
        return pause, dates

    def minutes(
        self,
        dates: events.DeadlineFacts | None,  # noqa: ARG002
        accepted: Moment | None,  # noqa: ARG002
        ended: Moment | None,  # noqa: ARG002
        pauses: Iterable[events.Pause],  # noqa: ARG002
        *,
        version: int = 0,  # noqa: ARG002
    ) -> Minutes | None:
        """Not known."""
        return None


def pause_of(cause: events.PauseCause, begins: Moment, ends: Moment) -> events.Pause:
    """A pause from a request to its answer, not measured yet."""
    return events.Pause(start_time=stamp(begins.at), end_time=stamp(ends.at), cause=cause)
