"""A dossier's attributes over time: from which instant each value held, by its facts.

Example: `status` is submitted from 09:00, accepted from 10:15; `handling_unit` is `units/an-lac`
from 10:15 and `units/song-van` from the transfer on.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.display.dossier_facts import status_after
from services.console.exporting.contents import Value, attributes
from services.console.instants import EPOCH, from_timestamp
from services.console.portal.enums import code

# What a handover says of the paper file.
PAPER_FILE = ("archive", "list_code", "record_code")
# By the attribute of the event that sets it.
SET_BY = {
    "channel": "channel",
    "assisted": "assisted",
    "offering.level": "level",
    "offering.service_version": "service_version",
    "deadline.promised": "promised",
    "deadline.due": "due",
    "deadline.extended": "extended",
    "verdict": "verdict",
    "decision": "decision",
    "electronic_result": "electronic_result",
    "working_minutes": "working_minutes",
    "archive_code": "archive_code",
    **{name: name for name in PAPER_FILE},
    "paid_online": "paid_online",
}
DECLARED = {
    "number": "string",
    "source": "string",
    "source_key": "string",
    "root": "string",
    "status": "string",
    "handling_unit": "string",
    "assignee": "string",
    "channel": "string",
    "assisted": "boolean",
    "level": "integer",
    "service_version": "integer",
    "promised": "time",
    "due": "time",
    "extended": "time",
    "verdict": "string",
    "decision": "string",
    "electronic_result": "boolean",
    "working_minutes": "integer",
    "rating": "integer",
    "archive_code": "string",
    **dict.fromkeys(PAPER_FILE, "string"),
    "paid_online": "boolean",
    "fee_waived": "boolean",
}


class Stated(NamedTuple):
    """An event of a dossier's life, as it holds, with its time."""

    name: str
    event: Message
    time: datetime


class Dated(NamedTuple):
    """From when on an attribute has a value."""

    name: str
    time: datetime
    value: Value


def over_time(dossier: Dossier, life: Iterable[Stated]) -> list[Dated]:
    """Each change; of several at one instant the last. What never changes holds from the epoch on,
    as OCEL has it; what the dossier is now and no time tells, from its last event on.
    """
    found = {(name, EPOCH): value for name, value in unchanging(dossier)}
    held: dict[str, Value] = {}
    last = EPOCH
    for stated in life:
        last = stated.time
        found |= changes(held, set_by(stated), last)
    found |= changes(held, now(dossier), last)
    return [Dated(name, time, value) for (name, time), value in found.items()]


def changes(
    held: dict[str, Value], said: Iterable[tuple[str, Value]], at: datetime
) -> dict[tuple[str, datetime], Value]:
    """What is said and did not hold before; it holds from now on. An empty text takes back what
    held, and says nothing where nothing did.
    """
    found = {(name, at): value for name, value in said if held.get(name, "") != value}
    held |= {name: value for (name, _), value in found.items()}
    return found


def unchanging(dossier: Dossier) -> Iterator[tuple[str, Value]]:
    """What a dossier is from its beginning on."""
    found = {
        "number": dossier.number,
        "source": dossier.origin.source,
        "source_key": dossier.origin.key,
    }
    yield from ((name, value) for name, value in found.items() if value)


def now(dossier: Dossier) -> Iterator[tuple[str, Value]]:
    """What a later fact can have changed that was recorded before an earlier one."""
    yield "status", code(facts.Status, dossier.status)
    if dossier.handling_unit:
        yield "handling_unit", dossier.handling_unit
    if dossier.HasField("due") and dossier.due.HasField("time"):
        yield "due", from_timestamp(dossier.due.time)


def set_by(stated: Stated) -> Iterator[tuple[str, Value]]:
    """What one event says of the dossier."""
    if status := status_after(stated.name, stated.event):
        yield "status", code(facts.Status, status)
    said = dict(attributes(stated.event))
    yield from ((name, said[key]) for key, name in SET_BY.items() if key in said)
    yield from by_kind(stated.event)


def by_kind(event: Message) -> Iterator[tuple[str, Value]]:
    """What the kind of the event decides."""
    match event:
        case facts.DossierTransferred():
            yield "handling_unit", event.to_unit
        case facts.DossierAssigned():
            yield "assignee", f"officers/{event.assignee}"
        case facts.DossierRated():
            yield "rating", event.value
        case facts.PaperFileHandedOver():
            for name in ("archive_code", *PAPER_FILE[1:]):  # what it leaves out, nobody knows
                yield name, getattr(event, name)
        case facts.FeeWaived():
            yield "fee_waived", True
        case facts.DossierAccepted():
            yield "handling_unit", event.handling_unit
    if root := getattr(event, "root", ""):
        yield "root", root
