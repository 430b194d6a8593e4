"""Another system's record of a petition as facts: taken in, and grown when it comes again.

A step is known by what it is and its time. Example: Monday's record tells a reception and a
transfer, Tuesday's tells them again and an answer, which is added. Had Tuesday's transfer another
reason, the record would be refused, naming `steps[1].reason_code`. Contradictory times are named,
not refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petitions_pb2 import PetitionRecord, PetitionStep
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.submissions.domain.entries import Entry, is_of_record, moment_of
from services.submissions.domain.moments import Moment, is_before, stated_in
from services.submissions.domain.petition import terms
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.following import followed
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.live import Given, credited
from services.submissions.domain.petition.receiving import require_reception
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import ALLOWED_IN_RECORD, require_room
from services.submissions.domain.refusals import SubmissionsReason

MOST_STEPS = 1000  # of a record: all of them are one append
_RECEIVED = events.PETITION_STATUS_RECEIVED
_STATUSES: dict[int, tuple[type[Message], ...]] = {
    events.PETITION_STATUS_HANDLING: (
        events.PetitionHandlingStarted,
        events.PetitionSupplementAnswered,
    ),
    events.PETITION_STATUS_SUPPLEMENT_REQUESTED: (events.PetitionSupplementRequested,),
    events.PETITION_STATUS_ANSWERED: (events.PetitionAnswered,),
    events.PETITION_STATUS_PUBLISHED: (events.PetitionPublished,),
    events.PETITION_STATUS_REFUSED: (events.PetitionRefused,),
    events.PETITION_STATUS_MERGED: (events.PetitionMerged,),
    events.PETITION_STATUS_WITHDRAWN: (events.PetitionWithdrawn,),
}
_OTHERS: dict[str, tuple[type[Message], ...]] = {
    "assignment": (events.PetitionAssigned,),
    "transfer": (events.PetitionTransferred,),
}
_REPEATED = (
    events.PetitionHandlingStarted,
    events.PetitionSupplementAnswered,
    events.PetitionSupplementRequested,
    events.PetitionAssigned,
    events.PetitionTransferred,
)
_OF_RECORD = ("receiving_unit", "kind", "channel", "reception", "dossier")


@dataclass(frozen=True, slots=True)
class Reading:
    """A record being read. `into`: the names of petitions, by the keys that its steps name."""

    name: str
    record: PetitionRecord
    origin: common.Origin
    dossier: str
    into: dict[str, str]
    given: Given


def facts_of(reading: Reading, before: Petition) -> list[Fact]:
    """What a record adds to a petition, of which nothing may be known; PETITION_RECORD_CHANGED,
    naming the field, where it contradicts a known fact.
    """
    _require_meaning(reading)
    facts: list[Fact] = []
    if before.name:
        require_room(before, for_citizen=False)
        _require_same(reading, before)
    else:
        facts.append(_received(reading))
    known = _facts_of_records(before)
    for index, step in enumerate(reading.record.steps):
        if step.status != _RECEIVED:
            facts += _step(reading, index, known, PETITIONS.fold(before, facts))
    if facts and before.voided:
        raise Refusal(PetitionReason.PETITION_VOIDED, field="key")
    return facts


def units_named(record: PetitionRecord) -> Iterator[tuple[str, str]]:
    """Every unit that the record credits, after the field that names it."""
    named = [("unit", record.unit), ("receiving_unit", record.receiving_unit)]
    named += [(f"steps[{index}].unit", step.unit) for index, step in enumerate(record.steps)]
    return ((field, unit) for field, unit in named if unit)


def _require_meaning(reading: Reading) -> None:
    record = reading.record
    if len(record.steps) > MOST_STEPS:
        values = {"most": str(MOST_STEPS)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="steps", values=values)
    reception = record.reception if record.HasField("reception") else None
    require_reception(record.channel, reception, reading.given.clock)
    for index, step in enumerate(record.steps):
        what = step.WhichOneof("what")
        if what is None or (what == "status" and step.status not in {_RECEIVED, *_STATUSES}):
            raise Refusal(SubmissionsReason.STEP_UNSUPPORTED, field=f"steps[{index}].status")
        if step.status == _RECEIVED and index:
            raise Refusal(SubmissionsReason.STEP_REPEATED, field=f"steps[{index}].status")
        if what == "transfer" and not step.unit:
            raise Refusal(SubmissionsReason.STEP_UNIT_MISSING, field=f"steps[{index}].unit")
        if step.status == events.PETITION_STATUS_MERGED and not step.into_key:
            values = {"field": f"steps[{index}].into_key"}
            raise Refusal(ChassisReason.FIELD_REQUIRED, field=values["field"], values=values)


def _received(reading: Reading) -> Fact:
    record, rule = reading.record, reading.given.rule
    first = next((each for each in record.steps[:1] if each.status == _RECEIVED), None)
    moment = stated_in(first, reading.given.clock) if first else None
    at = moment.at if moment else reading.given.clock
    received = events.PetitionReceived(
        receiving_unit=record.receiving_unit or record.unit,
        holder=record.unit,
        kind=record.kind,
        channel=record.channel,
        reception=record.reception if record.HasField("reception") else None,
        dossier=reading.dossier,
        terms_rule=rule.id,
        retention_years=rule.retention_years,
        officer=first.officer if first else "",
        unit=(first.unit if first else "") or record.receiving_unit or record.unit,
        **terms.three(rule, reading.given.calendars.of_unit(record.unit, at)),
    )
    return _with_origin(reading, Petition(), received, moment)


def _require_same(reading: Reading, before: Petition) -> None:
    """The record's own fields equal the petition's, as they are or were before a correction."""
    stated = _received(reading).message
    versions = [
        each.message for each in _facts_of_records(before) if _is(each, (events.PetitionReceived,))
    ]
    if not any(_same(stated, each, "holder") for each in versions):
        raise Refusal(PetitionReason.PETITION_RECORD_CHANGED, field="unit")
    for name in _OF_RECORD:
        if not any(_same(stated, each, name) for each in versions):
            field = f"{name}_key" if name == "dossier" else name
            raise Refusal(PetitionReason.PETITION_RECORD_CHANGED, field=field)
    moments = [
        moment_of(each)
        for each in _facts_of_records(before)
        if _is(each, (events.PetitionReceived,))
    ]
    first = next((each for each in reading.record.steps[:1] if each.status == _RECEIVED), None)
    if first and stated_in(first, reading.given.clock) not in moments:
        raise Refusal(PetitionReason.PETITION_RECORD_CHANGED, field="steps[0].time")


def _facts_of_records(before: Petition) -> list[Entry]:
    """The facts of records that are effective, and the same facts before corrections."""
    held = CORRECTIONS.effective(before.entries)
    every = [*held, *(each for each in before.entries if each not in held)]
    return [each for each in every if is_of_record(each.message)]


def _step(reading: Reading, index: int, known: Sequence[Entry], petition: Petition) -> list[Fact]:
    """What a step adds to a petition: nothing where it is known, else a fact."""
    step, field = reading.record.steps[index], f"steps[{index}]"
    kinds = _OTHERS.get(str(step.WhichOneof("what"))) or _STATUSES[step.status]
    moment = stated_in(step, reading.given.clock)
    same = [each for each in known if _is(each, kinds)]
    if repeated := [each for each in same if moment_of(each) == moment]:
        _require_same_content(reading, step, repeated, field)
        return []
    if same and kinds[0] not in _REPEATED:
        raise Refusal(PetitionReason.PETITION_RECORD_CHANGED, field=f"{field}.time")
    last = known and petition.last
    if moment and last and is_before(moment, last):
        raise Refusal(PetitionReason.PETITION_RECORD_CHANGED, field=f"{field}.time")
    if petition.status not in ALLOWED_IN_RECORD[kinds[0]]:
        path = f"{field}.{step.WhichOneof('what')}"
        raise Refusal(PetitionReason.PETITION_STEP_IMPOSSIBLE, field=path)
    stated: Any = _stated(reading, step, petition, moment)
    stated.officer = step.officer
    stated.unit = petition.holder if step.WhichOneof("what") == "transfer" else step.unit
    return [_with_origin(reading, petition, stated, moment)]


def _require_same_content(
    reading: Reading, step: PetitionStep, known: Sequence[Entry], field: str
) -> None:
    """One of the known facts has the fields of the step."""
    stated = {"officer": step.officer, "reason_code": step.reason_code}
    if step.WhichOneof("what") == "assignment":
        stated["assignee"] = step.assignment.assignee
    if step.unit:
        stated["holder" if step.WhichOneof("what") == "transfer" else "unit"] = step.unit
    if step.into_key:
        stated["into"] = reading.into[step.into_key]
    for name, value in stated.items():
        fields = known[0].message.DESCRIPTOR.fields_by_name
        if name in fields and all(getattr(each.message, name) != value for each in known):
            paths = {"holder": "unit", "into": "into_key", "assignee": "assignment.assignee"}
            raise Refusal(
                PetitionReason.PETITION_RECORD_CHANGED, field=f"{field}.{paths.get(name, name)}"
            )


def _stated(
    reading: Reading, step: PetitionStep, petition: Petition, moment: Moment | None
) -> Message:
    """The fact that a step states."""
    rule, calendars = reading.given.rule, reading.given.calendars
    at = moment.at if moment else reading.given.clock
    if step.WhichOneof("what") == "transfer":
        return events.PetitionTransferred(
            holder=step.unit,
            cause=common.TRANSFER_CAUSE_RECORD,
            reason_code=step.reason_code,
            terms_rule=rule.id,
            **terms.three(rule, calendars.of_unit(step.unit, at)),
        )
    if step.WhichOneof("what") == "assignment":
        return events.PetitionAssigned(assignee=step.assignment.assignee)
    if step.status == events.PETITION_STATUS_ANSWERED:
        calendar = calendars.of_unit(petition.holder, at)
        publication = terms.stated(rule.publication, calendar)
        return events.PetitionAnswered(terms_rule=rule.id, publication_term=publication)
    if step.status == events.PETITION_STATUS_MERGED:
        return events.PetitionMerged(into=reading.into[step.into_key])
    waits = petition.status == events.PETITION_STATUS_SUPPLEMENT_REQUESTED
    answers = step.status == events.PETITION_STATUS_HANDLING and waits
    stated: Any = _STATUSES[step.status][int(answers)]()
    if "reason_code" in stated.DESCRIPTOR.fields_by_name:
        stated.reason_code = step.reason_code
    message: Message = stated
    return message


def _with_origin(reading: Reading, petition: Petition, stated: Any, moment: Moment | None) -> Fact:
    """At the time that the other system states, as precisely as it does; else at the recording."""
    stated.petition, stated.catalog_position = reading.name, reading.given.catalog_position
    stated.origin.CopyFrom(reading.origin)
    stated.time_known, stated.day_only = moment is not None, bool(moment and moment.day_only)
    stated.unit = stated.unit or petition.holder
    now = reading.given.clock
    at = moment.at if moment else now
    entry = Entry(petition.version + 1, stated, at)
    return credited(followed(petition, entry, reading.given.calendars, now=now), at)


def _is(entry: Entry, kinds: tuple[type[Message], ...]) -> bool:
    return isinstance(entry.message, kinds)


def _same(now: Any, before: Any, name: str) -> bool:
    return bool(getattr(now, name) == getattr(before, name))
