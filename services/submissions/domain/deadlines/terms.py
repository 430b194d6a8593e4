"""What a deadline is computed from, and the stages in which it is: plain values.

Example: 3 working days from Monday 18:00, one pause, policy *shift*. Stages: the start moves to
Tuesday 07:30; the period ends on Friday 17:00; the pause is measured; the due moves by it.
"""

from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import PausePolicy, TimeUnit
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.local import LocalTime
from services.submissions.domain.moments import Moment


class Duration(NamedTuple):
    """How long handling may take: at least 1 of a unit of time."""

    amount: int
    unit: TimeUnit


class Pause(NamedTuple):
    """A wait after acceptance, from request to answer. A moment of which only the day is known is
    measured from the midnight that begins it.
    """

    begins: Moment
    ends: Moment | None  # None: not answered yet
    calendar: WorkingCalendar | None = None  # as known at the answer; None: the deadline's own


class Terms(NamedTuple):
    """By what pauses move a due. Unspecified policy: *shift*, and so is *restart* without a
    duration; without a calendar only *subtract* moves anything.
    """

    duration: Duration | None
    policy: PausePolicy
    calendar: WorkingCalendar | None


class Stage(NamedTuple):
    """A part of a deadline's way, in local time."""

    kind: contract.DeadlineStageKind
    begins: LocalTime
    ends: LocalTime
    calendar: WorkingCalendar | None
    due: events.Due | None  # as it stands after the stage; None: not known yet
    duration: Duration | None = None  # of a period
    counted_to: int = 0  # the last counted day (ordinal) of a period of days or months
    effect: contract.PauseEffect | None = None  # of a pause
    minutes: int | None = None  # the working minutes of a pause
