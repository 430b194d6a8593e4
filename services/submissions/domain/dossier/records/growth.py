"""A record that comes again: the steps that it adds, or the known fact that it contradicts.

A step is known by its status and its time. Example: Monday's record tells an acceptance; Tuesday's
tells it again and a result, which is added. Had Tuesday's acceptance another officer, the record
would be refused, naming `steps[0].officer`. What a record leaves out it does not contradict.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.submissions.domain import refusals
from services.submissions.domain.dossier.records.facts import fact_of
from services.submissions.domain.dossier.records.reading import REPEATABLE, Reading, Taken
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import CLOSED, LIFE
from services.submissions.domain.dossier.steps import LEADS_TO
from services.submissions.domain.moments import Moment, is_before

Told: TypeAlias = dict[int, dict[Moment | None, list[Fact]]]  # by status and moment

# A dossier's facts, one by one.
HISTORIES: Decider[tuple[Fact, ...]] = Decider(
    initial=tuple, evolve=lambda known, message, at: (*known, Fact(message, at, ""))
)
# The status that a step of a record states; a return to an earlier one has facts of its own.
_STATUS = {**LEADS_TO, events.DossierSubmitted: events.STATUS_SUBMITTED}
# What a step states, by the fact's field; all else in a fact was decided when it was recorded.
_OF_STEP = ("officer", "unit", "returning_unit", "reason_code", "electronic_result")
_OF_RECORD = ("receiving_unit", "channel", "assisted", "deadline", "handling_unit")


def grow(reading: Reading, known: Sequence[Fact]) -> list[Fact]:
    """The facts of the steps that were not known; RECORD_CHANGED, naming the field, where the
    record contradicts one of the known facts. `reading.before` is the dossier that these make.
    """
    _require_the_same_dossier(reading, known[0].message)
    told = _told(known)
    new = [taken for taken in reading.steps if not _is_known(taken, reading, told)]
    moments = [moment for moment in map(_moment, known) if moment]
    last = max(moments, default=None, key=lambda moment: moment.at)
    for taken in new:
        _require_addable(taken, reading.before, last)
    return [fact_of(reading, taken) for taken in new]


def _require_the_same_dossier(reading: Reading, submitted: Any) -> None:
    record = reading.record
    stated = {
        "offering": (record.offering, submitted.offering.offering),
        "receiving_unit": (reading.receiving_unit, submitted.receiving_unit),
        "channel": (record.channel, submitted.channel),
        "assisted": (record.assisted, submitted.assisted),
    }
    for field, (now, before) in stated.items():
        if now != before:
            raise _changed(field)


def _told(known: Sequence[Fact]) -> Told:
    """The known facts by what they are looked up by: a record may have many of one kind."""
    told: Told = {}
    for each in known:
        status = _STATUS.get(type(each.message))
        if status is None:
            continue  # such as an assignment, of which no record speaks
        same_kind = told.setdefault(status, {})
        same_kind.setdefault(_moment(each), []).append(each)
    return told


def _is_known(taken: Taken, reading: Reading, told: Told) -> bool:
    """Whether a known fact tells of this step; one that tells it otherwise is contradicted."""
    status = taken.step.status
    same_kind = told.get(status, {})
    same = same_kind.get(taken.moment, [])
    if same_kind and not same and status not in REPEATABLE:
        raise _changed(f"{taken.field}.time")
    if not same:
        return False
    differing = [next(_differences(taken, reading, each.message), "") for each in same]
    if all(differing):
        raise _changed(differing[0])
    return True


def _differences(taken: Taken, reading: Reading, before: Message) -> Iterator[str]:
    """The record's fields that tell a known fact otherwise."""
    now = fact_of(reading, taken).message
    for field in now.DESCRIPTOR.fields_by_name:
        if field in (*_OF_STEP, *_OF_RECORD) and not _same(now, before, field):
            yield _place(taken, field)
    if getattr(now, "ends", False) != getattr(before, "ends", False):
        yield f"{taken.field}.status"


def _same(now: Any, before: Any, field: str) -> bool:
    if field == "deadline":  # of which a record states the due
        return bool(now.deadline.due == before.deadline.due)
    has_presence = now.DESCRIPTOR.fields_by_name[field].has_presence
    presence = not has_presence or now.HasField(field) == before.HasField(field)
    return bool(presence and getattr(now, field) == getattr(before, field))


def _place(taken: Taken, field: str) -> str:
    """Where the record states what a fact has in this field."""
    if field in ("unit", "returning_unit", "handling_unit"):
        return f"{taken.field}.unit" if taken.step.unit else "handling_unit"
    field = "due" if field == "deadline" else field
    return field if field in (*_OF_RECORD, "due") else f"{taken.field}.{field}"


def _require_addable(taken: Taken, before: Dossier, last: Moment | None) -> None:
    """A step that may come more than once is new when it is not before the last known fact. Any
    other is, unless the dossier is closed: then only the return of a result is left.
    """
    status = taken.step.status
    if status in REPEATABLE:
        if last and taken.moment and is_before(taken.moment, last):
            raise _changed(f"{taken.field}.time")
        return
    is_return = status == events.STATUS_RESULT_RETURNED
    returns = is_return and before.status == events.STATUS_RESULT_READY
    if LIFE.get(before.status, 0) >= CLOSED and not returns:
        raise _changed(f"{taken.field}.status")


def _moment(fact: Fact) -> Moment | None:
    message: Any = fact.message
    if "time_known" not in message.DESCRIPTOR.fields_by_name:
        return None  # a correction or a notice
    return Moment(fact.occurred_at, message.day_only) if message.time_known else None


def _changed(field: str) -> Refusal:
    return Refusal(refusals.RECORD_CHANGED, field=field)
