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
from services.submissions.domain.entries import Entry, is_recorded, moment_of
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
    if "anomalies" in message.DESCRIPTOR.fields_by_name and is_recorded(message):
        _name_anomalies(message, before)
    followed_: Message = message
    return followed_


def _taken(said: events.PetitionReceived | events.PetitionTransferred, before: Before) -> None:
    """The three terms run from here."""
    for name in TERMS:
        _count(said, name, before)


def _transferred(said: events.PetitionTransferred, before: Before) -> None:
    said.from_unit = before.petition.holder
    _taken(said, before)


def _requested(said: events.PetitionSupplementRequested, before: Before) -> None:
    petition = before.petition
    said.number, said.first = petition.requests + 1, not petition.requested
    said.verdict = common.VERDICT_UNSPECIFIED
    said.ClearField("term")
    if said.first:
        _judge(said, petition.first_request_term, before)


def _supplement_answered(said: events.PetitionSupplementAnswered, before: Before) -> None:
    said.number = before.petition.requests


def _answered(said: events.PetitionAnswered, before: Before) -> None:
    _judge(said, before.petition.answer_term, before)
    _count(said, "publication_term", before)


def _go_by_the_holder(said: events.PetitionAnswered, before: Before) -> None:
    """Where another unit had the petition than was recorded, its calendar counts."""
    moment, holder = before.moment, before.petition.holder
    if said.holder in {"", holder} or moment is None or not said.HasField("publication_term"):
        return
    calendar = before.calendars.of_unit(holder, moment.at)
    term = stated(said.publication_term.working_days, calendar)
    said.ClearField("publication_term")
    if term is not None:
        said.publication_term.CopyFrom(term)


def _refused(said: events.PetitionRefused, before: Before) -> None:
    _judge(said, before.petition.refusal_term, before)


def _published(said: events.PetitionPublished, before: Before) -> None:
    _judge(said, before.petition.publication_term, before)


def _judge(said: Any, term: events.PetitionTerm | None, before: Before) -> None:
    said.ClearField("term")
    if term is not None:
        said.term.CopyFrom(term)
    said.verdict = verdict(before.moment, term)


def _count(said: Any, name: str, before: Before) -> None:
    term = term_of(said, name)
    found = counted(term, before.moment, before.calendars) if term else None
    if found is None:
        said.ClearField(name)
    else:
        getattr(said, name).CopyFrom(found)


def _name_anomalies(said: Any, before: Before) -> None:
    """What lay in the future at a recording that is over, lay there."""
    moment, last = before.moment, before.petition.last
    found = []
    if moment is None:
        found.append(events.PETITION_ANOMALY_WITHOUT_TIME)
    elif last is not None and is_before(moment, last):
        found.append(events.PETITION_ANOMALY_BEFORE_PREVIOUS)
    if _IN_FUTURE in said.anomalies if before.now is None else _is_after(moment, before.now):
        found.append(_IN_FUTURE)
    del said.anomalies[:]
    said.anomalies.extend(found)


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
