"""The deadline of a dossier: promised, due after its pauses, and every day of the way.

Example: accepted on Monday 18:00, 3 working days: promised is Friday 17:00, since the start moves
to Tuesday 07:30 and Tuesday is not counted. The promised date never moves; pauses move the due, in
order, each from where it then stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from motcua.catalog.v1.events_pb2 import PAUSE_POLICY_SHIFT, PausePolicy, TimeUnit
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain import due as dues
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.counting import last_opening_before
from services.submissions.domain.deadlines.explanation import Day, days_of
from services.submissions.domain.deadlines.local import local_time, utc
from services.submissions.domain.deadlines.pauses import after_pause
from services.submissions.domain.deadlines.period import period
from services.submissions.domain.deadlines.terms import (
    Duration,
    Pause,
    Stage,
    Terms,
)
from services.submissions.domain.instants import instant


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a dossier is due, and how that came about."""

    promised: events.Due
    due: events.Due
    start: datetime | None  # after moving; None: a stated due of which no duration is known
    stages: tuple[Stage, ...]

    @property
    def days(self) -> Iterator[Day]:
        """Every day of every stage, in order: counted or not, and why."""
        return (day for stage in self.stages for day in days_of(stage))


def deadline(
    start: datetime,
    amount: int,
    unit: TimeUnit,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    *,
    policy: PausePolicy = PAUSE_POLICY_SHIFT,
) -> Deadline:
    """The deadline of what was accepted at `start`: an amount (at least 1) of a unit of time.

    Refused as DEADLINE_TOO_FAR where a search would go on for more than 20 years.
    """
    terms = Terms(Duration(amount, unit), policy, calendar)
    counted = period(start, Duration(amount, unit), calendar)
    due, stages = _paused(counted.due, pauses, terms)
    return Deadline(counted.due, due, utc(counted.start), (*counted.stages, *stages))


def stated_deadline(
    stated: events.Due,
    pauses: Iterable[Pause],
    terms: Terms,
    *,
    promised: events.Due | None = None,
) -> Deadline:
    """The deadline that somebody stated: it is taken as it is, and pauses move it. `promised`:
    where that differs.
    """
    at = local_time(instant(stated.time))
    first = Stage(contract.DEADLINE_STAGE_KIND_STATED, at, at, terms.calendar, stated)
    due, stages = _paused(stated, pauses, terms)
    return Deadline(promised or stated, due, None, (first, *stages))


def remind_time(due: events.Due, calendar: WorkingCalendar | None) -> datetime | None:
    """The opening of the last working day before the due's own day; None: no calendar says."""
    if calendar is None:
        return None
    opening = last_opening_before(calendar, dues.last_day(due).toordinal())
    return None if opening is None else utc(opening)


def _paused(
    due: events.Due, pauses: Iterable[Pause], terms: Terms
) -> tuple[events.Due, list[Stage]]:
    stages: list[Stage] = []
    for pause in pauses:
        moved = after_pause(due, pause, terms)
        due = moved.due
        stages += moved.stages
    return due, stages
