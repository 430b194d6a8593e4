"""Another system's record, read: its steps in the order of a life, each with its moment.

Promises to refuse what has no meaning at all, and nothing else: a contradiction or an impossible
time is for `records.py` to name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DossierRecord, Step
from services.chassis.errors import LIST_TOO_LONG, Refusal
from services.submissions.domain import refusals
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.dates import dates_of_record, terms_of_acceptance
from services.submissions.domain.dossier.measures import Measures, NothingMeasured
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import LIFE
from services.submissions.domain.due import stated
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import Moment, day, is_possible, of_day
from services.submissions.domain.offerings import Offering

_ENDS = (events.STATUS_RESULT_READY, events.STATUS_RESULT_RETURNED)
_CLOSES = (events.STATUS_REFUSED, events.STATUS_WITHDRAWN, events.STATUS_STOPPED)
_TIMELESS = (events.STATUS_SUBMITTED, events.STATUS_ACCEPTED, *_ENDS)
_WAITS = (events.STATUS_SUPPLEMENT_REQUESTED, events.STATUS_OBLIGATION_PENDING)
_SUPPORTED = LIFE.keys() - _WAITS
REPEATABLE = (events.STATUS_PROCESSING,)
MOST_STEPS = 1000  # of a record: all of them are one append
# The competent unit's calendar at an instant, as known now; None: it has none.
CalendarAt: TypeAlias = Callable[[datetime], WorkingCalendar | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that passed, with its moment where it has a possible one."""

    step: Step
    moment: Moment | None
    field: str  # where the record has it, such as `steps[2]`


@dataclass(frozen=True, slots=True)
class Reading:
    """A record being read: all that its facts need to know of one another, and of what was known
    before it.
    """

    name: str
    source: str
    record: DossierRecord
    offering: Offering
    steps: tuple[Taken, ...]
    first: Mapping[int, Taken]  # step of each status
    stated_due: events.Due | None
    now: datetime
    catalog_position: int
    before: Dossier
    measures: Measures
    dates: events.DeadlineFacts | None = None  # of the acceptance that is told, or else known

    def find(self, status: events.Status) -> Taken | None:
        """The first step of that status."""
        return self.first.get(status)

    @property
    def submission(self) -> Moment | None:
        """When the record says it was submitted."""
        taken = self.find(events.STATUS_SUBMITTED)
        return taken.moment if taken else self.before.submission

    @property
    def accepted(self) -> bool:
        """Whether an acceptance is told, or known."""
        return self.before.accepted or self.find(events.STATUS_ACCEPTED) is not None

    @property
    def acceptance(self) -> Moment | None:
        """When it was accepted, where that is known."""
        taken = self.find(events.STATUS_ACCEPTED)
        return taken.moment if taken else self.before.acceptance

    @property
    def due(self) -> events.Due | None:
        """The due that the record states, or that is known where it does not tell the acceptance
        again.
        """
        known = self.before.accepted and self.find(events.STATUS_ACCEPTED) is None
        return self.stated_due or (self.before.due if known else None)

    @property
    def ready(self) -> bool:
        """Whether a result is told, or known."""
        return self.before.ready or self.find(events.STATUS_RESULT_READY) is not None

    @property
    def handling_unit(self) -> str:
        """The unit that handled it: by the record; where that does not tell the acceptance again,
        as it is known; else the competent one.
        """
        again = self.find(events.STATUS_ACCEPTED) is not None
        known = "" if again else self.before.handling_unit
        return self.record.handling_unit or known or self.offering.unit

    @property
    def receiving_unit(self) -> str:
        """The unit that received it, by the record or else the competent one."""
        return self.record.receiving_unit or self.offering.unit


def no_calendar(_: datetime) -> None:
    """What is said where no calendar is known."""


def read(
    record: DossierRecord,
    *,
    name: str,
    source: str,
    offering: Offering,
    now: datetime,
    catalog_position: int,
    before: Dossier = Dossier(),  # noqa: B008 - frozen
    calendar: CalendarAt = no_calendar,
    measures: Measures = NothingMeasured(),  # noqa: B008 - has no state
) -> Reading:
    """The record with its steps in the order of a life, or a refusal of what has no meaning."""
    steps = _steps(record, now)
    reading = Reading(
        name=name,
        source=source,
        record=record,
        offering=offering,
        steps=steps,
        first={each.step.status: each for each in reversed(steps)},
        stated_due=stated(record.due, now=now),
        now=now,
        catalog_position=catalog_position,
        before=before,
        measures=measures,
    )
    return replace(reading, dates=_dates(reading, calendar))


def units_named(record: DossierRecord) -> Iterable[tuple[str, str]]:
    """Every unit that the record names, after the field that names it."""
    named = [("receiving_unit", record.receiving_unit), ("handling_unit", record.handling_unit)]
    named += [(f"steps[{index}].unit", step.unit) for index, step in enumerate(record.steps)]
    return [(field, unit) for field, unit in named if unit]


def _dates(reading: Reading, calendar_at: CalendarAt) -> events.DeadlineFacts | None:
    if reading.find(events.STATUS_ACCEPTED) is None:
        return reading.before.deadline
    moment, channel = reading.acceptance, reading.record.channel
    time = reading.offering.processing_time(moment.at, channel) if moment else None
    calendar = calendar_at(moment.at) if moment else None
    terms = terms_of_acceptance(stated=reading.stated_due, time=time, calendar=calendar)
    return dates_of_record(terms, moment, calendar)


def _steps(record: DossierRecord, now: datetime) -> tuple[Taken, ...]:
    if not record.steps:
        raise Refusal(refusals.STEPS_MISSING, field="steps")
    if len(record.steps) > MOST_STEPS:
        raise Refusal(LIST_TOO_LONG, field="steps", values={"most": str(MOST_STEPS)})
    taken = [_step(step, f"steps[{index}]", now) for index, step in enumerate(record.steps)]
    _must_occur_once(record.steps)
    return tuple(sorted(taken, key=lambda each: LIFE[each.step.status]))


def _step(step: Step, field: str, now: datetime) -> Taken:
    if step.status not in _SUPPORTED:
        raise Refusal(refusals.STEP_UNSUPPORTED, field=f"{field}.status")
    if step.WhichOneof("when") is None and step.status not in _TIMELESS:
        raise Refusal(refusals.STEP_TIME_MISSING, field=f"{field}.time")
    return Taken(step, _moment(step, now), field)


def _moment(step: Step, now: datetime) -> Moment | None:
    match step.WhichOneof("when"):
        case "time":
            at = instant(step.time)
            return Moment(at) if is_possible(at, now) else None
        case "date":
            return of_day(day(step.date), now)
    return None


def _must_occur_once(steps: Iterable[Step]) -> None:
    seen: set[int] = set()
    for index, step in enumerate(steps):
        if step.status in seen and step.status not in REPEATABLE:
            raise Refusal(refusals.STEP_REPEATED, field=f"steps[{index}].status")
        seen.add(step.status)
    ways = len(seen.intersection(_CLOSES)) + bool(seen.intersection(_ENDS))
    if ways > 1:
        raise Refusal(refusals.STEPS_CONTRADICT, field="steps")
