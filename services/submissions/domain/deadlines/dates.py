"""The dates of a dossier as its events carry them: at acceptance, and after each pause.

`DeadlineFacts` holds the dates and what they were computed from, so that whoever reads an event
needs no calendar. `computed` is there only beside a date that the caller stated.
"""

from motcua.catalog.v1.events_pb2 import PAUSE_POLICY_SHIFT
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.deadline import remind_time
from services.submissions.domain.deadlines.local import utc
from services.submissions.domain.deadlines.pauses import Moved, after_pause
from services.submissions.domain.deadlines.period import period
from services.submissions.domain.deadlines.terms import Duration, Pause, Terms
from services.submissions.domain.due import is_later
from services.submissions.domain.instants import instant, stamp, stamp_known
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import ProcessingTime


def terms_of_acceptance(
    *,
    stated: events.Due | None,
    time: ProcessingTime | None,
    calendar: WorkingCalendar | None,
    recorded_due: events.Due | None = None,
    rule: Duration | None = None,
) -> events.DeadlineFacts:
    """What an acceptance goes by: a date that the caller states, the processing time of the service
    version, the competent unit's calendar. `dates_at` makes dates of it. `recorded_due`: as another
    system has it after its own pauses; `rule`: the duration by which that system computes its due.
    """
    facts = events.DeadlineFacts(
        policy=PAUSE_POLICY_SHIFT if time is None else time.policy,
        policy_recorded=time is not None and time.policy_recorded,
        rule_recorded=rule is not None,
    )
    if duration := rule or (time and time.duration):
        facts.duration.amount, facts.duration.unit = duration
    if calendar is not None:
        facts.calendar, facts.calendar_version = calendar.name, calendar.version
    promised, due = stated or recorded_due, recorded_due or stated
    if promised is not None and due is not None:
        facts.promised.CopyFrom(promised)
        facts.due.CopyFrom(due)
        facts.due_recorded = recorded_due is not None
        facts.computed.SetInParent()  # which `dates_at` fills in
    return facts


def dates_at(
    facts: events.DeadlineFacts, accepted: Moment, calendar: WorkingCalendar | None
) -> events.DeadlineFacts:
    """The dates of an acceptance at a moment: what was stated stays, what is computed is computed
    by this version of the calendar. Without a calendar or a duration there is only what was stated.
    """
    after = _copy(facts)
    duration = duration_of(facts)
    stated = facts.HasField("computed") or duration is None or calendar is None
    for name in ("computed", "start_time", "remind_time"):
        after.ClearField(name)
    if duration is not None and calendar is not None:
        after.calendar_version = calendar.version
        counted = period(accepted.at, duration, calendar)
        after.start_time.CopyFrom(stamp(utc(counted.start)))
        for name in ("computed",) if stated else ("promised", "due"):
            getattr(after, name).CopyFrom(counted.due)
    return _with_reminder(after, calendar)


def dates_of_record(
    facts: events.DeadlineFacts, accepted: Moment | None, calendar: WorkingCalendar | None
) -> events.DeadlineFacts:
    """The dates of an acceptance that another system recorded: what it does not state was promised
    to nobody, so what is computed stands beside. Nothing is, where the search would be too long.
    A due by a rule is stated; DEADLINE_TOO_FAR where the rule gives none.
    """
    facts = _copy(facts)
    if facts.rule_recorded:
        return facts if accepted is None else dates_at(facts, accepted, calendar)
    if facts.HasField("duration"):
        facts.computed.SetInParent()
    try:
        if accepted is not None:
            return dates_at(facts, accepted, calendar)
    except Refusal:
        pass
    facts.ClearField("computed")
    return facts


def dates_after(
    facts: events.DeadlineFacts, pause: events.Pause, calendar: WorkingCalendar | None
) -> tuple[events.Pause, events.DeadlineFacts]:
    """A pause with its working minutes, and the dates that it leaves: due and extended date move
    alike, each from where it stands; the promised date never does.
    """
    measured, after = events.Pause(), _copy(facts)
    measured.CopyFrom(pause)
    if calendar is not None:
        after.calendar_version = calendar.version
    moved = _moved(facts.due, pause, facts, calendar)
    if moved.minutes is not None:
        measured.working_minutes = moved.minutes
    if not facts.HasField("due"):
        return measured, after
    after.due.CopyFrom(moved.due)
    for stage in moved.stages:
        if stage.kind == contract.DEADLINE_STAGE_KIND_PERIOD:
            after.start_time.CopyFrom(stamp(utc(stage.begins)))
    if facts.HasField("extended"):
        extended = _moved(facts.extended, pause, facts, calendar).due
        if is_later(extended, facts.extended):  # a period that starts again takes nothing back
            after.extended.CopyFrom(extended)
    return measured, _with_reminder(after, calendar)


def duration_of(facts: events.DeadlineFacts) -> Duration | None:
    """The duration that dates were computed from."""
    duration = facts.duration
    return Duration(duration.amount, duration.unit) if facts.HasField("duration") else None


def pause_of(pause: events.Pause, calendar: WorkingCalendar | None = None) -> Pause:
    """A pause of an event, to be measured by a calendar."""
    return Pause(
        Moment(instant(pause.start_time)), Moment(instant(pause.end_time)), calendar=calendar
    )


def _moved(
    due: events.Due,
    pause: events.Pause,
    facts: events.DeadlineFacts,
    calendar: WorkingCalendar | None,
) -> Moved:
    return after_pause(due, pause_of(pause), Terms(duration_of(facts), facts.policy, calendar))


def _with_reminder(
    facts: events.DeadlineFacts, calendar: WorkingCalendar | None
) -> events.DeadlineFacts:
    facts.ClearField("remind_time")
    at = remind_time(facts.due, calendar) if facts.HasField("due") else None
    if at is not None:
        facts.remind_time.CopyFrom(stamp_known(at) or facts.remind_time)
    return facts


def _copy(facts: events.DeadlineFacts) -> events.DeadlineFacts:
    copy = events.DeadlineFacts()
    copy.CopyFrom(facts)
    return copy
