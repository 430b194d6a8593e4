"""A fact as somebody says that it should have been: what is set replaces what it states.

What follows of a fact (a verdict, a number, the unit that has the dossier) cannot be stated.
Example: of an end, its time and decision can be stated; its verdict follows.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DueRule, Statement
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.rule import require_rule
from services.submissions.domain.dossier.history import FIELDS
from services.submissions.domain.dossier.paying import require_amount
from services.submissions.domain.dossier.rating import require_value
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Entry, is_of_record
from services.submissions.domain.dossier.translations import event_in_words
from services.submissions.domain.due import stated
from services.submissions.domain.field_names import values_of
from services.submissions.domain.moments import Moment, stated_in

# What the catalogue says of the offering about a moment, None: of which nobody knows when it was.
About: TypeAlias = Callable[[Moment | None], events.OfferingFacts]
_SPECIAL = {"time", "date", "due", "due_rule", "extended", "offering_as_known_now"}
_OF_AN_END = {"decision", "reason_code", "electronic_result"}  # of a return that ends the dossier
_FOLLOWING = {"channel", "assisted"}  # of an acceptance: those of the submission


def require_statable(entry: Entry, instead: Statement) -> None:
    """Refuse a statement of what the fact has not, or of what follows of it; of some facts nothing
    can be stated.
    """
    if type(entry.message) not in FIELDS:
        raise Refusal(DossierReason.FACT_NOT_CORRECTABLE, field="version")
    if instead.HasField("amount"):
        require_amount(instead.amount, field="instead.amount")
    if instead.HasField("value"):
        require_value(instead.value, field="instead.value")
    if instead.HasField("due_rule"):
        require_rule(instead.due_rule, field="instead.due_rule", other=instead.HasField("due"))
    for field, _ in instead.ListFields():
        if not _has(entry.message, field.name):
            raise _not_applicable(entry.message, field.name)


def _not_applicable(message: Any, name: str) -> Refusal:
    values = {
        **values_of(name, (f.name for f in Statement.DESCRIPTOR.fields if _has(message, f.name))),
        **event_in_words(message.DESCRIPTOR.name),
    }
    place = f"instead.{name}"
    return Refusal(DossierReason.STATEMENT_NOT_APPLICABLE, field=place, values=values)


def corrected(entry: Entry, instead: Statement, *, about: About, now: datetime) -> Entry:
    """The fact as it should have been; what follows of it is for the caller."""
    message = type(entry.message)()
    message.CopyFrom(entry.message)
    for field, value in instead.ListFields():
        if field.name not in _SPECIAL:
            setattr(message, field.name, value)
    _state_dues(message, instead, now)
    entry = entry._replace(message=message)
    if timed := instead.WhichOneof("when"):
        entry = _at(entry, stated_in(instead, now), now)
    if "offering" in message.DESCRIPTOR.fields_by_name and (timed or instead.offering_as_known_now):
        known = Moment(entry.at, message.day_only) if message.time_known else None
        message.offering.CopyFrom(about(known))
    return entry


def _has(message: Any, name: str) -> bool:
    accepted = isinstance(message, events.DossierAccepted)
    if name == "due_rule":
        return accepted and is_of_record(message)
    if name in {"due", "extended"}:
        return isinstance(message, events.DossierAccepted if name == "due" else events.DueExtended)
    if name == "offering_as_known_now":
        return "offering" in message.DESCRIPTOR.fields_by_name
    if name in {"time", "date"}:
        return type(message) in FIELDS and (name == "time" or is_of_record(message))
    if name == "handling_unit":
        return accepted or is_of_record(message)
    return name in message.DESCRIPTOR.fields_by_name and not _is_of_another_case(message, name)


def _is_of_another_case(message: Any, name: str) -> bool:
    """Whether a fact of its kind has the field only in another case, or from another fact."""
    match message:
        case events.ResultReturned():
            return name in _OF_AN_END and not message.ends
        case events.ObligationMet():
            return name == "reason_code" and not message.waived
    return isinstance(message, events.DossierAccepted) and name in _FOLLOWING


def _state_dues(message: Any, instead: Statement, now: datetime) -> None:
    if instead.HasField("extended"):
        if (extended := stated(instead.extended, now=now)) is None:
            raise Refusal(DossierReason.EXTENSION_NOT_LATER, field="instead.extended")
        message.deadline.extended.CopyFrom(extended)
    if instead.HasField("due"):
        _state_due(message.deadline, stated(instead.due, now=now))
    if instead.HasField("due_rule"):
        _state_rule(message.deadline, instead.due_rule)


def _state_rule(dates: events.DeadlineFacts, rule: DueRule) -> None:
    """By the calendar as it is known now; the dates follow from the acceptance."""
    for name in ("promised", "due", "computed"):
        dates.ClearField(name)
    dates.due_recorded, dates.rule_recorded = False, True
    dates.duration.amount, dates.duration.unit = rule.amount, rule.unit
    dates.calendar = rule.calendar or dates.calendar
    dates.calendar_version = 0


def _state_due(dates: events.DeadlineFacts, due: events.Due | None) -> None:
    """A date on the slip that a record has apart from its due stays."""
    apart = dates.due_recorded and dates.promised != dates.due
    dates.rule_recorded = False
    for name in ("due", "computed") if apart else ("promised", "due", "computed"):
        dates.ClearField(name)
    if due is not None:
        if not apart:
            dates.promised.CopyFrom(due)
        dates.due.CopyFrom(due)
        dates.computed.SetInParent()  # beside a stated date


def _at(entry: Entry, moment: Moment | None, now: datetime) -> Entry:
    entry.message.time_known = moment is not None
    entry.message.day_only = moment is not None and moment.day_only
    return entry._replace(at=moment.at if moment else now)
