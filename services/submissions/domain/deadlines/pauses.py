"""What one pause does to the due as it stands at its answer.

Example, policy *shift*: due Friday 17:00, a pause from Tuesday 16:00 to Wednesday 08:30. Its
working time is 1 h on Tuesday and 1 h on Wednesday, so the due becomes Monday 09:30. A pause that
begins when the due has passed, or that holds no whole working minute, moves nothing.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import (
    PAUSE_POLICY_RESTART,
    PAUSE_POLICY_SUBTRACT,
)
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.counting import after_working_time, working_time
from services.submissions.domain.deadlines.local import DAY, MINUTE, LocalTime, local_time
from services.submissions.domain.deadlines.period import due_at, end_of_day, period
from services.submissions.domain.deadlines.terms import (
    Pause,
    Stage,
    Terms,
)
from services.submissions.domain.due import is_past
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import Moment

# Beyond it nothing is a date; only pauses of records that contradict one another come so far.
LATEST = local_time(datetime(9998, 1, 1, tzinfo=UTC))


class Moved(NamedTuple):
    """What a pause came to."""

    due: events.Due  # as it stands afterwards
    minutes: int | None  # whole working minutes of the pause; None: not answered, or no calendar
    effect: contract.PauseEffect
    stages: tuple[Stage, ...]


def after_pause(due: events.Due, pause: Pause, terms: Terms) -> Moved:
    """The due after a pause. Measured by the pause's calendar, else by that of the terms."""
    calendar = pause.calendar or terms.calendar
    if pause.ends is None:
        return _unmoved(due, pause, calendar, contract.PAUSE_EFFECT_UNANSWERED)
    if is_past(due, pause.begins):
        return _unmoved(due, pause, calendar, contract.PAUSE_EFFECT_LATE)
    if terms.policy == PAUSE_POLICY_SUBTRACT:
        return _subtracted(due, pause, calendar)
    if calendar is None:
        return _unmoved(due, pause, calendar, contract.PAUSE_EFFECT_NO_CALENDAR)
    if terms.policy == PAUSE_POLICY_RESTART and terms.duration is not None:
        again = period(pause.ends.at, terms.duration, calendar)
        return _moved(again.due, pause, calendar, again.stages)
    return _shifted(due, pause, calendar)


def working_minutes(begins: Moment, ends: Moment, calendar: WorkingCalendar | None) -> int | None:
    """Whole working minutes between two moments; None where no calendar says."""
    if calendar is None:
        return None
    return working_time(calendar, local_time(begins.at), local_time(ends.at)) // MINUTE


def _shifted(due: events.Due, pause: Pause, calendar: WorkingCalendar) -> Moved:
    """By the pause's working minutes, to the earliest instant that completes them; where the due
    is a day's end, to the end of that instant's day.
    """
    amount = (_minutes(pause, calendar) or 0) * MINUTE
    if not amount:
        return _unmoved(due, pause, calendar, contract.PAUSE_EFFECT_NO_WORKING_MINUTE)
    before = local_time(instant(due.time))
    at = after_working_time(calendar, before, amount)
    until = end_of_day((at - 1) // DAY) if due.end_of_day else at
    after = due_at(until, end_of_day=due.end_of_day)
    return _moved(
        after,
        pause,
        calendar,
        (Stage(contract.DEADLINE_STAGE_KIND_SHIFT, before, at, calendar, after),),
    )


def _subtracted(due: events.Due, pause: Pause, calendar: WorkingCalendar | None) -> Moved:
    """By the pause's length on the clock; it stays where it lands, at night or on a day off."""
    before = local_time(instant(due.time))
    until = max(before, min(before + _length(pause), LATEST))
    after = due_at(until, end_of_day=due.end_of_day)
    stage = Stage(contract.DEADLINE_STAGE_KIND_SUBTRACT, before, until, calendar, after)
    return _moved(after, pause, calendar, (stage,))


def _length(pause: Pause) -> LocalTime:
    """On the clock; of a record that contradicts itself, none."""
    return max(local_time(pause.ends.at) - local_time(pause.begins.at), 0) if pause.ends else 0


def _minutes(pause: Pause, calendar: WorkingCalendar | None) -> int | None:
    return working_minutes(pause.begins, pause.ends, calendar) if pause.ends else None


def _moved(
    after: events.Due,
    pause: Pause,
    calendar: WorkingCalendar | None,
    stages: tuple[Stage, ...],
) -> Moved:
    minutes = _minutes(pause, calendar)
    waited = _waited(pause, calendar, contract.PAUSE_EFFECT_MOVED, minutes)
    return Moved(after, minutes, contract.PAUSE_EFFECT_MOVED, (waited, *stages))


def _unmoved(
    due: events.Due, pause: Pause, calendar: WorkingCalendar | None, effect: contract.PauseEffect
) -> Moved:
    minutes = _minutes(pause, calendar)
    waited = _waited(pause, calendar, effect, minutes)._replace(due=due)
    return Moved(due, minutes, effect, (waited,))


def _waited(
    pause: Pause,
    calendar: WorkingCalendar | None,
    effect: contract.PauseEffect,
    minutes: int | None,
) -> Stage:
    begins = local_time(pause.begins.at)
    ends = max(begins, local_time(pause.ends.at)) if pause.ends else begins
    return Stage(
        contract.DEADLINE_STAGE_KIND_PAUSE,
        begins,
        ends,
        calendar,
        None,
        effect=effect,
        minutes=minutes,
    )
