"""The facts that another system's record gives, with its contradictions named.

Contradictory times are taken as they are. What follows of a step (a number, a pause, a verdict) is
filled in by the same table as for live steps; each fact carries the record's source and key.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.anomalies import (
    below_level_3,
    of_acceptance,
    of_submission,
)
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.following import state_following, state_lateness
from services.submissions.domain.dossier.linking import require_linkable
from services.submissions.domain.dossier.live import credited as unit_of
from services.submissions.domain.dossier.records.reading import Reading
from services.submissions.domain.dossier.records.statements import statement
from services.submissions.domain.dossier.records.steps import Taken
from services.submissions.domain.dossier.records.units import Units, units_of
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import CLOSED, RANKS
from services.submissions.domain.entries import fields_of
from services.submissions.domain.moments import Moment
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.domain.subjects import fact

_UNITS = ("receiving_unit", "handling_unit", "returning_unit", "unit", "to_unit")


def take_in(reading: Reading) -> list[Fact]:
    """The facts of a record of which nothing was known; its submission is always the first."""
    require_linkable(leads=reading.leads and reading.root != reading.name, field="root_key")
    submitted, facts = reading.find(events.STATUS_SUBMITTED), [_submitted(reading)]
    later = [each for each in reading.steps if each is not submitted]
    return facts + facts_of(reading, later, DOSSIERS.fold(DOSSIERS.initial(), facts))


def facts_of(reading: Reading, steps: Iterable[Taken], dossier: Dossier) -> list[Fact]:
    """Steps as facts, one after the other, of a dossier that was submitted."""
    facts: list[Fact] = []
    last: list[Fact] = []  # which `dossier` does not have yet: of the very last nobody asks
    for taken in steps:
        dossier, last = DOSSIERS.fold(dossier, last), []
        for each in _stated(reading, taken, dossier):
            dossier = DOSSIERS.fold(dossier, last)
            last = [_fact(reading, taken, dossier, each)]
            facts += last
    return facts


def credited(facts: Iterable[Fact]) -> set[str]:
    """Every unit that facts name, whatever they say of it."""
    messages: list[Any] = [each.message for each in facts]
    named = {getattr(each, field, "") for each in messages for field in _UNITS}
    return {unit for unit in named if unit}


def lacks_calendar(facts: Iterable[Fact]) -> bool:
    """Whether an acceptance has a due by a rule that no calendar counts, so that there is none."""
    accepted = (each.message for each in facts if isinstance(each.message, events.DossierAccepted))
    return any(
        each.time_known and each.deadline.rule_recorded and not each.deadline.HasField("due")
        for each in accepted
    )


def _stated(reading: Reading, taken: Taken, dossier: Dossier) -> list[Message]:
    """What a step states: first the transfer, where another unit took it than has the dossier."""
    _require_possible(taken, dossier)
    units = units_of(reading, taken, dossier)
    stated = [] if taken.kind == "transfer" else [_own(reading, taken, dossier, units)]
    if not units.moves:
        return stated
    moved = events.DossierTransferred(
        to_unit=units.holder,
        cause=events.TRANSFER_CAUSE_RECORD,
        officer=taken.step.officer,
        unit=units.taking,
        task=taken.step.task,
        reason_code=taken.step.reason_code if taken.kind == "transfer" else "",
    )
    return [moved, *stated]


def _own(reading: Reading, taken: Taken, dossier: Dossier, units: Units) -> Message:
    if taken.kind == events.STATUS_ACCEPTED:
        return _accepted(reading, taken, units)
    stated: Any = statement(taken, dossier, reading.now)
    fields = fields_of(type(stated))
    values = {
        "officer": taken.step.officer,
        "unit": units.taking,
        "task": taken.step.task,
        "handling_unit": units.holder,
    }
    for name, value in values.items():
        if value and name in fields:
            setattr(stated, name, value)
    if isinstance(stated, events.ResultReturned):
        stated.returning_unit = units.taking
    if "due" in fields and reading.due and not dossier.accepted:
        stated.due.CopyFrom(reading.due)
    message: Message = stated
    return message


def _submitted(reading: Reading) -> Fact:
    record, moment = reading.record, reading.submission
    taken = reading.find(events.STATUS_SUBMITTED)
    about = reading.offering.about(moment.at) if moment else reading.offering.about_no_instant()
    event = events.DossierSubmitted(
        receiving_unit=reading.receiving_unit,
        channel=record.channel,
        assisted=record.assisted,
        offering=about,
        anomalies=of_submission(stated=taken is not None, submitted=moment)
        + below_level_3(record.channel, about),
        root=reading.root,
        task=taken.step.task if taken else "",
    )
    return _with_origin(reading, moment, event)


def _accepted(reading: Reading, taken: Taken, units: Units) -> events.DossierAccepted:
    record, moment = reading.record, taken.moment
    about = reading.offering.about(moment.at) if moment else reading.offering.about_no_instant()
    contradictions = of_acceptance(
        submitted=reading.submission, accepted=moment, due=reading.due, now=reading.now
    )
    return events.DossierAccepted(
        offering=about,
        channel=record.channel,
        assisted=record.assisted,
        deadline=reading.dates,
        handling_unit=reading.handling_unit,
        officer=taken.step.officer,
        anomalies=contradictions + below_level_3(record.channel, about),
        root=reading.root,
        unit=units.taking,
        task=taken.step.task,
    )


def _fact(reading: Reading, taken: Taken, dossier: Dossier, stated: Any) -> Fact:
    """A statement with what follows of it. Of an acceptance, all is stated: what a record leaves
    out was promised to nobody.
    """
    at = _state_origin(reading, taken.moment, stated)
    if isinstance(stated, events.DossierAccepted):
        state_lateness(stated, dossier)
    else:
        state_following(stated, at, dossier, reading.measures, now=reading.now)
    return fact(stated, at, unit=unit_of(stated))


def _with_origin(reading: Reading, moment: Moment | None, stated: Any) -> Fact:
    """The same of a statement that nothing follows of."""
    at = _state_origin(reading, moment, stated)
    return fact(stated, at, unit=unit_of(stated))


def _state_origin(reading: Reading, moment: Moment | None, stated: Any) -> datetime:
    """Whose record states it; when it happened: at the time that the other system states, as
    precisely as it does, else at the recording.
    """
    stated.dossier, stated.catalog_position = reading.name, reading.catalog_position
    stated.origin.source, stated.origin.key = reading.source, reading.record.key
    stated.time_known = moment is not None
    stated.day_only = moment is not None and moment.day_only
    return moment.at if moment else reading.now


def _require_possible(taken: Taken, dossier: Dossier) -> None:
    """Refuse a transfer of what is closed, a waiver where no obligation is waited for, a payment of
    a known name, and more paid back than is left.
    """
    step, field = taken.step, f"{taken.field}.{taken.kind}"
    if taken.kind == "transfer" and RANKS.get(dossier.status, 0) >= CLOSED:
        raise Refusal(SubmissionsReason.STEP_OF_CLOSED, field=taken.field)
    if taken.kind == "obligation_waiver" and not dossier.waits_for_obligation:
        raise Refusal(DossierReason.OBLIGATION_NOT_PENDING, field=field)
    if taken.kind == "payment" and _paid(dossier, step.payment.payment):
        raise Refusal(SubmissionsReason.STEP_REPEATED, field=f"{field}.payment")
    if taken.kind == "refund":
        left = _paid(dossier, step.refund.payment)
        if not left:
            values = {"payment": step.refund.payment}
            reason = DossierReason.PAYMENT_UNKNOWN
            raise Refusal(reason, field=f"{field}.payment", values=values)
        if left[0] < step.refund.amount:
            values = {"left": str(left[0])}
            raise Refusal(DossierReason.REFUND_TOO_HIGH, field=f"{field}.amount", values=values)


def _paid(dossier: Dossier, payment: str) -> list[int]:
    """What is left of the payment of that name."""
    return [p.amount - p.refunded for p in dossier.payments if p.payment == payment]


def linked(reading: Reading, dossier: Dossier) -> list[Fact]:
    """The link to a root that the record names only now; RECORD_CHANGED where it named another."""
    if reading.root in {reading.name, dossier.root}:
        return []
    if dossier.root != reading.name and not reading.record.correction_reason_code:
        raise Refusal(SubmissionsReason.RECORD_CHANGED, field="root_key")
    require_linkable(leads=reading.leads, field="root_key")
    link = events.DossierLinked(root=reading.root, handling_unit=dossier.holder)
    return [_with_origin(reading, None, link)]
