"""What a deadline is computed from, and the stages in which it is: plain values.

Example: 3 working days from Monday 18:00, one pause, policy *shift*. Stages: the start moves to
Tuesday 07:30; the period ends on Friday 17:00; the pause is measured; the due moves by it.
"""

from enum import IntEnum
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import PausePolicy, TimeUnit
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


class Effect(IntEnum):
    """What became of a pause."""

    MOVED = 1
    UNANSWERED = 2  # it moves nothing yet
    LATE = 3  # it begins when the due has passed
    NO_WORKING_MINUTE = 4
    NO_CALENDAR = 5  # nobody can say what of it was working time


class StageKind(IntEnum):
    """What is counted, or waited for, in a stage."""

    START = 1  # from an acceptance or answer outside working hours to the next working instant
    PERIOD = 2  # the duration, from the start to the due
    PAUSE = 3  # from request to answer
    SHIFT = 4  # from the due as it stood to the instant that completes the pause's minutes
    SUBTRACT = 5  # the same on the clock
    STATED = 6  # a due that nobody computed


class Stage(NamedTuple):
    """A part of a deadline's way, in local time."""

    kind: StageKind
    begins: LocalTime
    ends: LocalTime
    calendar: WorkingCalendar | None
    due: events.Due | None  # as it stands after the stage; None: not known yet
    duration: Duration | None = None  # of a period
    counted_to: int = 0  # the last counted day (ordinal) of a period of days or months
    effect: Effect | None = None  # of a pause
    minutes: int | None = None  # the working minutes of a pause
