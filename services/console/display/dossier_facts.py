"""The facts of a dossier or a petition in words: when, what, who, for which task, and what it
changed.

A row says what the fact's event carries; a correction that changed it stands beside it. Example:
`2026-06-04 09:10 · transferred · cb-an-lac-2 · an-lac · from_unit an-lac, to_unit song-van`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from rich.table import Table

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import petition_events_pb2 as petition_facts
from motcua.submissions.v1 import petitions_pb2 as petitions
from services import formats
from services.console.display.deadlines import dates_of, duration, moment, until
from services.console.display.tables import in_utc
from services.console.display.wording import in_words
from services.console.instants import from_timestamp
from services.console.portal.enums import code, described

# What has a column of its own, or is the same in every fact.
ELSEWHERE = {
    "dossier", "catalog_position", "officer", "unit", "handling_unit", "task", "reason_code",
    "time_known", "day_only", "origin", "petition", "holder", "terms_rule",
}  # fmt: skip
STATUS_AFTER = {
    "DossierSubmitted": facts.STATUS_SUBMITTED,
    "DossierAccepted": facts.STATUS_ACCEPTED,
    "DossierRefused": facts.STATUS_REFUSED,
    "HandlingStarted": facts.STATUS_PROCESSING,
    "SupplementRequested": facts.STATUS_SUPPLEMENT_REQUESTED,
    "ObligationRequested": facts.STATUS_OBLIGATION_PENDING,
    "ObligationMet": facts.STATUS_PROCESSING,
    "DossierWithdrawn": facts.STATUS_WITHDRAWN,
    "DossierStopped": facts.STATUS_STOPPED,
    "ResultRecorded": facts.STATUS_RESULT_READY,
    "ResultReturned": facts.STATUS_RESULT_RETURNED,
}

Fact = api.DossierFact | petitions.PetitionFact


def table(history: Iterable[api.DossierFact]) -> Table:
    """A row for each fact; one that holds no more is dim."""
    found = Table(title_justify="left")
    for name in ("#", "time", "fact", "who", "unit", "task", "changed"):
        found.add_column(in_words(name), overflow="fold")
    for fact in history:
        found.add_row(*cells(fact), style="dim" if fact.left_out else "")
    return found


def cells(fact: api.DossierFact) -> list[str]:
    """One row."""
    who = fact.officer or fact.actor
    unit = fact.unit or fact.handling_unit
    changed = ", ".join([*changes(fact), *corrections(fact)])
    return [
        str(fact.version),
        time_of(fact),
        in_words(fact.event),
        who,
        unit.removeprefix("units/"),
        fact.task,
        changed,
    ]


def time_of(fact: Fact) -> str:
    """As precisely as it is known."""
    if not fact.time_known and fact.recorded.WhichOneof("fact"):
        return in_words("not known")
    day = formats.local(from_timestamp(fact.time))
    return f"{day:%Y-%m-%d}" if fact.day_only else moment(fact.time)


def changes(fact: api.DossierFact) -> Iterator[str]:
    """The status that it led to, then what its event says beside."""
    event = event_of(fact.recorded)
    if status := status_after(fact.event, event):
        yield f"→ {status} {in_words(facts.Status, status)}"
    if fact.reason_code:
        yield f"{in_words('reason')} {fact.reason_code}"
    if event is not None:
        yield from stated(event)


def event_of(
    recorded: facts.CorrectedFact | petition_facts.CorrectedPetitionFact,
) -> Message | None:
    """The event of a fact that a correction can state; notices and corrections have none."""
    which = recorded.WhichOneof("fact")
    event: Message | None = getattr(recorded, which) if which else None
    return event


def status_after(name: str, event: Any) -> int:
    """0: the fact leaves the status as it is."""
    if name == "SupplementAnswered" and event is not None:
        back = facts.STATUS_PROCESSING if event.after_acceptance else facts.STATUS_SUBMITTED
        return int(back)
    return STATUS_AFTER.get(name, 0)


def corrections(fact: Fact) -> Iterator[str]:
    """What became of it, and what it corrects itself."""
    if fact.corrects:
        yield f"{in_words('corrects')} #{fact.corrects}"
    if fact.left_out:
        yield f"{in_words('left out by')} #{fact.corrected_by}"
    elif fact.corrected_by:
        now = event_of(fact.effective)
        said = f": {', '.join(stated(now))}" if now is not None else ""
        yield f"{in_words('corrected by')} #{fact.corrected_by}{said}"


def stated(event: Message) -> Iterator[str]:
    """What an event says, field by field; a date that it computes is told by its name."""
    for field, value in event.ListFields():
        alone = field.name == "root" and value == getattr(event, "dossier", "")
        if field.name not in ELSEWHERE and not alone:
            yield from in_text(field, value)


def in_text(field: FieldDescriptor, value: Any) -> Iterator[str]:
    """A field and its value."""
    if isinstance(value, facts.DeadlineFacts):
        yield from (f"{in_words(name)} {until(due)}" for name, due in dates_of(value))
    elif isinstance(value, facts.OfferingFacts):
        level = f" ({in_words('level')} {value.level})" if value.HasField("level") else ""
        yield f"{value.offering}{level}"
    else:
        yield f"{in_words(field.name)} {one_or_more(field, value)}"


def one_or_more(field: FieldDescriptor, value: Any) -> str:
    """Of a list, each."""
    if field.is_repeated:
        return " ".join(one(field, each) for each in value)
    return one(field, value)


def one(field: FieldDescriptor, value: Any) -> str:
    """A value for people."""
    if field.enum_type:
        return in_words(described(field.enum_type), value)
    if isinstance(value, Message):
        spelled = MESSAGES.get(value.DESCRIPTOR.name)
        return spelled(value) if spelled else str(value).strip()
    if isinstance(value, bool):
        return in_words("yes" if value else "no")
    return f"{value:,}" if isinstance(value, int) else str(value)


def pause(of: facts.Pause) -> str:
    """From the request to the answer, with what of it was working time."""
    minutes = f" ({of.working_minutes:,} min)" if of.HasField("working_minutes") else ""
    return f"{moment(of.start_time)} → {moment(of.end_time)}{minutes}"


def term(of: petition_facts.PetitionTerm) -> str:
    """To the minute, such as "2026-07-03 17:00"; nothing where none is known."""
    at = formats.local(from_timestamp(of.time))
    return f"{at:%Y-%m-%d %H:%M}" if of.HasField("time") else ""


def reception(of: petition_facts.ReceptionDay) -> str:
    """By whom and when."""
    return f"{day(of.date)} {of.leader} ({of.unit})"


def day(of: Any) -> str:
    """Such as "2026-07-03"."""
    return f"{of.year}-{of.month:02}-{of.day:02}"


MESSAGES: dict[str, Callable[[Any], str]] = {
    "Date": day,
    "Due": until,
    "Duration": duration,
    "Pause": pause,
    "PetitionTerm": term,
    "ReceptionDay": reception,
    "Timestamp": moment,
}


def document(fact: api.DossierFact) -> dict[str, Any]:
    """A fact for programs; `recorded` and `effective` are the contract's JSON."""
    status = status_after(fact.event, event_of(fact.recorded))
    return {
        "version": fact.version,
        "event": fact.event,
        "time": in_utc(from_timestamp(fact.time)),
        "time_known": fact.time_known,
        "day_only": fact.day_only,
        "record_time": in_utc(from_timestamp(fact.record_time)),
        "position": fact.position,
        "actor": fact.actor,
        "officer": fact.officer,
        "unit": fact.unit,
        "handling_unit": fact.handling_unit,
        "task": fact.task,
        "reason_code": fact.reason_code,
        "status": code(facts.Status, status) if status else None,
        "recorded": in_json(event_of(fact.recorded)),
        "corrects": fact.corrects,
        "corrected_by": fact.corrected_by,
        "left_out": fact.left_out,
        "effective": in_json(event_of(fact.effective)),
    }


def in_json(event: Message | None) -> dict[str, Any] | None:
    """As the contract's JSON has it, names as in the contract; 64-bit numbers are strings."""
    if event is None:
        return None
    found: dict[str, Any] = MessageToDict(event, preserving_proto_field_name=True)
    return found
