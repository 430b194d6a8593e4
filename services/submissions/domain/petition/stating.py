"""A fact of a petition as somebody says that it should have been: what is set is put in.

What follows of a fact (a term, a verdict, the unit that has the petition) cannot be stated.
"""

from datetime import datetime
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from services.chassis.errors import Refusal
from services.submissions.domain.entries import Entry, is_of_record
from services.submissions.domain.field_names import values_of
from services.submissions.domain.moments import stated_in
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.receiving import require_reception
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.translations import event_in_words


def require_statable(entry: Entry, instead: PetitionStatement) -> None:
    """Refuse a statement of what the fact has not, or of what follows of it; of some facts nothing
    can be stated.
    """
    if type(entry.message) not in CORRECTIONS.fields:
        raise Refusal(PetitionReason.PETITION_FACT_NOT_CORRECTABLE, field="version")
    for field, _ in instead.ListFields():
        if not _has(entry.message, field.name):
            raise _not_applicable(entry.message, field.name)


def corrected(entry: Entry, instead: PetitionStatement, now: datetime) -> Entry:
    """The fact as it should have been; what follows of it is for the caller."""
    message: Any = type(entry.message)()
    message.CopyFrom(entry.message)
    for field, value in instead.ListFields():
        if field.name == "reception":
            message.reception.CopyFrom(value)
        elif field.name not in {"time", "date"}:
            setattr(message, field.name, value)
    if isinstance(message, events.PetitionReceived):
        _settle_reception(message, instead, now)
    if instead.WhichOneof("when") is None:
        return entry._replace(message=message)
    moment = stated_in(instead, now)
    message.time_known, message.day_only = moment is not None, bool(moment and moment.day_only)
    return entry._replace(message=message, at=moment.at if moment else now)


def _settle_reception(
    event: events.PetitionReceived, instead: PetitionStatement, now: datetime
) -> None:
    """Of another channel than a reception day there is none, unless it is stated just now."""
    if event.channel != events.PETITION_CHANNEL_RECEPTION_DAY and not instead.HasField("reception"):
        event.ClearField("reception")
    reception = event.reception if event.HasField("reception") else None
    try:
        require_reception(event.channel, reception, now)
    except Refusal as refusal:
        raise refusal.below("instead") from None


def _has(message: Any, name: str) -> bool:
    if name in {"time", "date"}:
        return name == "time" or is_of_record(message)
    return name in message.DESCRIPTOR.fields_by_name


def _not_applicable(message: Any, name: str) -> Refusal:
    fields = PetitionStatement.DESCRIPTOR.fields
    values = {
        **values_of(name, (field.name for field in fields if _has(message, field.name))),
        **event_in_words(message.DESCRIPTOR.name),
    }
    reason = PetitionReason.PETITION_STATEMENT_NOT_APPLICABLE
    return Refusal(reason, field=f"instead.{name}", values=values)
