"""What follows of a petition's fact from the petition as it was before it.

A command fills it in when a fact is recorded, a correction when an earlier fact was another.
Nothing is decided here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.entries import Entry, is_of_record, moment_of
from services.submissions.domain.moments import Moment, is_before
from services.submissions.domain.petition.state import TERMS, Petition, term_of
from services.submissions.domain.petition.terms import Calendars, counted, stated, verdict

_IN_FUTURE = events.PETITION_ANOMALY_IN_FUTURE


class Before(NamedTuple):
    """What a fact follows: the petition before it, its own moment, calendars, and the time at which
    it was recorded (None: not known any more; what it said of the future then stays).
    """

    petition: Petition
    moment: Moment | None
    calendars: Calendars
    now: datetime | None


Follow: TypeAlias = Callable[[Any, Before], None]


def followed(
    petition: Petition, entry: Entry, calendars: Calendars, *, now: datetime | None = None
) -> Message:
    """The fact with all that follows of it; the one given stays as it is."""
    message: Any = type(entry.message)()
    message.CopyFrom(entry.message)
    before = Before(petition, moment_of(entry), calendars, now)
    if isinstance(message, events.PetitionAnswered):
        _go_by_the_holder(message, before)
    if "holder" in message.DESCRIPTOR.fields_by_name and not isinstance(message, _MOVING):
        message.holder = petition.holder
    if follow := FOLLOWS.get(type(message)):
        follow(message, before)
    if "anomalies" in message.DESCRIPTOR.fields_by_name and is_of_record(message):
        _name_anomalies(message, before)
    followed_: Message = message
    return followed_


def _taken(event: events.PetitionReceived | events.PetitionTransferred, before: Before) -> None:
    """The three terms run from here."""
    for name in TERMS:
        _count(event, name, before)


def _transferred(event: events.PetitionTransferred, before: Before) -> None:
    event.from_unit = before.petition.holder
    _taken(event, before)


def _requested(event: events.PetitionSupplementRequested, before: Before) -> None:
    petition = before.petition
    event.number, event.first = petition.requests + 1, not petition.requested
    event.verdict = common.VERDICT_UNSPECIFIED
    event.ClearField("term")
    if event.first:
        _judge(event, petition.first_request_term, before)


def _supplement_answered(event: events.PetitionSupplementAnswered, before: Before) -> None:
    event.number = before.petition.requests


def _answered(event: events.PetitionAnswered, before: Before) -> None:
    _judge(event, before.petition.answer_term, before)
    _count(event, "publication_term", before)


def _go_by_the_holder(event: events.PetitionAnswered, before: Before) -> None:
    """Where another unit had the petition than was recorded, its calendar counts."""
    moment, holder = before.moment, before.petition.holder
    if event.holder in {"", holder} or moment is None or not event.HasField("publication_term"):
        return
    calendar = before.calendars.of_unit(holder, moment.at)
    term = stated(event.publication_term.working_days, calendar)
    event.ClearField("publication_term")
    if term is not None:
        event.publication_term.CopyFrom(term)


def _refused(event: events.PetitionRefused, before: Before) -> None:
    _judge(event, before.petition.refusal_term, before)


def _published(event: events.PetitionPublished, before: Before) -> None:
    _judge(event, before.petition.publication_term, before)


def _judge(event: Any, term: events.PetitionTerm | None, before: Before) -> None:
    event.ClearField("term")
    if term is not None:
        event.term.CopyFrom(term)
    event.verdict = verdict(before.moment, term)


def _count(event: Any, name: str, before: Before) -> None:
    term = term_of(event, name)
    found = counted(term, before.moment, before.calendars) if term else None
    if found is None:
        event.ClearField(name)
    else:
        getattr(event, name).CopyFrom(found)


def _name_anomalies(event: Any, before: Before) -> None:
    """What lay in the future at a recording that is over, lay there."""
    moment, last = before.moment, before.petition.last
    found = []
    if moment is None:
        found.append(events.PETITION_ANOMALY_WITHOUT_TIME)
    elif last is not None and is_before(moment, last):
        found.append(events.PETITION_ANOMALY_BEFORE_PREVIOUS)
    if _IN_FUTURE in event.anomalies if before.now is None else _is_after(moment, before.now):
        found.append(_IN_FUTURE)
    del event.anomalies[:]
    event.anomalies.extend(found)


def _is_after(moment: Moment | None, now: datetime) -> bool:
    return moment is not None and is_before(Moment(now), moment)


_MOVING = (events.PetitionReceived, events.PetitionTransferred)
FOLLOWS: dict[type[Message], Follow] = {
    events.PetitionReceived: _taken,
    events.PetitionTransferred: _transferred,
    events.PetitionSupplementRequested: _requested,
    events.PetitionSupplementAnswered: _supplement_answered,
    events.PetitionAnswered: _answered,
    events.PetitionRefused: _refused,
    events.PetitionPublished: _published,
}
