"""What follows of a fact from the dossier as it was before it: one function for each kind.

A command fills it in when a fact is recorded, a correction when an earlier fact was another.
Nothing is decided here, and what another system's record states of units stays as it is.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.anomalies import (
    below_level_3,
    of_acceptance,
    of_end,
)
from services.submissions.domain.dossier.measures import Measures, pause_of
from services.submissions.domain.dossier.state import Dossier, Entry, is_of_record, moment
from services.submissions.domain.dossier.status_changes import LEADS_TO, is_late
from services.submissions.domain.due import verdict
from services.submissions.domain.entries import fields_of
from services.submissions.domain.instants import stamp
from services.submissions.domain.moments import Moment

LATEST = datetime.max.replace(tzinfo=UTC)
_IN_FUTURE = (events.ANOMALY_ACCEPTED_IN_FUTURE, events.ANOMALY_ENDED_IN_FUTURE)


class Before(NamedTuple):
    """What a fact follows: the dossier before it, its own moment, calendars, and the time at which
    it was recorded (None: not known any more; what it said of the future then stays).
    """

    dossier: Dossier
    at: datetime
    moment: Moment | None
    measures: Measures
    now: datetime | None


Follow: TypeAlias = Callable[[Any, Before], None]


def followed(
    dossier: Dossier, entry: Entry, measures: Measures, *, now: datetime | None = None
) -> Message:
    """The fact with all that follows of it; the one given stays as it is."""
    message: Message = type(entry.message)()
    message.CopyFrom(entry.message)
    state_following(message, entry.at, dossier, measures, now=now)
    return message


def state_following(
    message: Message, at: datetime, dossier: Dossier, measures: Measures, *, now: datetime | None
) -> None:
    """What follows of a fact, stated in it."""
    known = at if getattr(message, "time_known", True) else None
    own = moment(message, known) if "day_only" in fields_of(type(message)) else None
    follow = FOLLOWS.get(type(message))
    if follow:
        follow(message, Before(dossier, at, own, measures, now))
    state_lateness(message, dossier)


def state_lateness(event: Any, dossier: Dossier) -> None:
    """Of a step that another system states when the dossier is further."""
    if type(event) in STEPS:
        event.late = is_late(dossier, event)


def _submitted(event: events.DossierSubmitted, _: Before) -> None:
    kept = [each for each in event.anomalies if each == events.ANOMALY_SUBMITTED_WITHOUT_TIME]
    unknown = [] if event.time_known else kept
    _name_anomalies(event, unknown + below_level_3(event.channel, event.offering))


def _accepted(event: events.DossierAccepted, before: Before) -> None:
    dossier = before.dossier
    event.channel, event.assisted, event.root = dossier.channel, dossier.assisted, dossier.root
    if event.HasField("deadline") and before.moment and _is_dated(event):
        event.deadline.CopyFrom(before.measures.dates_at(event.deadline, before.moment))
    found = of_acceptance(
        submitted=dossier.submission,
        accepted=before.moment,
        due=event.deadline.due if event.deadline.HasField("due") else None,
        now=before.now or LATEST,
    )
    found = _as_recorded(event, found, before)
    _name_anomalies(event, found + below_level_3(event.channel, event.offering))


def _is_dated(event: events.DossierAccepted) -> bool:
    """Of a record, what it does not state was promised to nobody."""
    dates = event.deadline
    return not is_of_record(event) or dates.HasField("computed") or dates.rule_recorded


def _held(event: Any, before: Before) -> None:
    """The unit that has the dossier; a record names it itself."""
    if not is_of_record(event):
        event.handling_unit = before.dossier.holder


def _closed(event: Any, before: Before) -> None:
    _held(event, before)
    event.after_acceptance = before.dossier.accepted


def _supplement_requested(event: events.SupplementRequested, before: Before) -> None:
    _closed(event, before)
    event.number = before.dossier.supplements + 1


def _supplement_answered(event: events.SupplementAnswered, before: Before) -> None:
    _closed(event, before)
    _answered(event, before)


def _obligation_requested(event: events.ObligationRequested, before: Before) -> None:
    _held(event, before)
    event.number = before.dossier.obligations + 1


def _obligation_met(event: events.ObligationMet, before: Before) -> None:
    _held(event, before)
    _answered(event, before)


def _answered(event: events.SupplementAnswered | events.ObligationMet, before: Before) -> None:
    """The pause after acceptance, and the dates that it leaves; before it, neither."""
    waiting, dates = before.dossier.waiting, before.dossier.deadline
    version = event.deadline.calendar_version
    event.ClearField("pause")
    event.ClearField("deadline")
    if waiting is None:
        return
    event.number = waiting.number
    if not (before.dossier.accepted and waiting.since and before.moment):
        return
    pause = pause_of(waiting.cause, waiting.since, before.moment)
    pause, moved = before.measures.after_pause(dates, pause, version=version)
    event.pause.CopyFrom(pause)
    if moved is not None:
        event.deadline.CopyFrom(moved)
    if dates is not None and dates.due_recorded and is_of_record(event):
        _leave_dates(event.deadline, dates)


def _leave_dates(after: events.DeadlineFacts, before: events.DeadlineFacts) -> None:
    """The dates of a source that states them as they are after its own pauses."""
    version = after.calendar_version
    after.CopyFrom(before)
    after.calendar_version = version


def _ended(event: events.ResultRecorded, before: Before) -> None:
    _held(event, before)
    _judged(event, before)


def _returned(event: events.ResultReturned, before: Before) -> None:
    """Where a result was recorded before, nothing of the end is said again."""
    event.ends = not before.dossier.ready
    if event.ends:
        _held(event, before)
        _judged(event, before)
    else:
        for name in _OF_END:
            event.ClearField(name)


def _judged(event: events.ResultRecorded | events.ResultReturned, before: Before) -> None:
    dossier, ended = before.dossier, before.moment
    if dossier.due is not None:
        event.due.CopyFrom(dossier.due)
    elif dossier.accepted or not is_of_record(event):
        event.ClearField("due")  # a record without an acceptance states its due here
    due = event.due if event.HasField("due") else None
    unknown = events.VERDICT_UNSPECIFIED if due else events.VERDICT_NO_DUE
    event.verdict = verdict(ended, due) if ended else unknown
    _measure(event, before)
    # A record may state no acceptance, or one that is still to come.
    found = of_end(
        is_accepted=dossier.accepted,
        accepted=dossier.acceptance,
        ended=ended,
        now=before.now or LATEST,
    )
    _name_anomalies(event, _as_recorded(event, found, before))


def _measure(event: events.ResultRecorded | events.ResultReturned, before: Before) -> None:
    """The working minutes, by the calendar as it was known when they were measured first."""
    of, version = before.dossier, event.minutes_calendar_version
    minutes = before.measures.minutes(
        of.deadline, of.acceptance, before.moment, of.pauses, version=version
    )
    event.ClearField("working_minutes")
    event.ClearField("minutes_calendar_version")
    if minutes is not None:
        event.working_minutes, event.minutes_calendar_version = minutes


def _transferred(event: events.DossierTransferred, before: Before) -> None:
    event.from_unit = before.dossier.holder
    event.effective_time.CopyFrom(stamp(before.at))


def _extended(event: events.DueExtended, before: Before) -> None:
    """The dates as they stand, with the one that is stated."""
    _held(event, before)
    stated = events.Due()
    stated.CopyFrom(event.deadline.extended)
    event.deadline.CopyFrom(before.dossier.deadline or events.DeadlineFacts())
    event.deadline.extended.CopyFrom(stated)


def _paid(event: events.PaymentRecorded, before: Before) -> None:
    _held(event, before)
    of_fee = event.online and event.purpose == events.PAYMENT_PURPOSE_FEE and event.amount > 0
    event.paid_online = of_fee or before.dossier.paid_online


def _refunded(event: events.PaymentRefunded, before: Before) -> None:
    _held(event, before)
    after = before.dossier.refund(event.payment, event.amount)
    event.whole = any(
        each.payment == event.payment and each.refunded >= each.amount for each in after.payments
    )
    event.paid_online = after.paid_online


def _rated(event: events.DossierRated, before: Before) -> None:
    dossier = before.dossier
    first = dossier.rating.first_rated if dossier.rating else before.at
    event.first_rated_time.CopyFrom(stamp(first))
    event.handling_unit = dossier.handling_unit if dossier.accepted else dossier.receiving_unit


def _as_recorded(event: Any, found: list[events.Anomaly], before: Before) -> list[events.Anomaly]:
    """What lay in the future at a recording that is over, lay there."""
    if before.now is not None:
        return found
    kept = [each for each in event.anomalies if each in _IN_FUTURE]
    return [*(each for each in found if each not in _IN_FUTURE), *kept]


def _name_anomalies(event: Any, found: list[events.Anomaly]) -> None:
    del event.anomalies[:]
    event.anomalies.extend(found)


_OF_END = (
    "handling_unit", "due", "verdict", "decision", "electronic_result", "working_minutes",
    "minutes_calendar_version", "anomalies",
)  # fmt: skip
STEPS = {*LEADS_TO, events.SupplementAnswered}
FOLLOWS: dict[type[Message], Follow] = {
    events.DossierSubmitted: _submitted,
    events.DossierAccepted: _accepted,
    events.DossierRefused: _closed,
    events.HandlingStarted: _held,
    events.SupplementRequested: _supplement_requested,
    events.SupplementAnswered: _supplement_answered,
    events.ObligationRequested: _obligation_requested,
    events.ObligationMet: _obligation_met,
    events.ResultRecorded: _ended,
    events.ResultReturned: _returned,
    events.DossierWithdrawn: _closed,
    events.DossierStopped: _closed,
    events.DossierAssigned: _held,
    events.DossierTransferred: _transferred,
    events.DueExtended: _extended,
    events.PaymentRecorded: _paid,
    events.PaymentRefunded: _refunded,
    events.FeeWaived: _held,
    events.DossierRated: _rated,
    events.DossierArchived: _held,
    events.PaperFileHandedOver: _held,
    events.DossierLinked: _held,
    events.DossierVoided: _held,
}
