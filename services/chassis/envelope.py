"""An event as a message and back: CloudEvents 1.0, binary mode, and all that refills a log.

`recorded(message(event)) == event`, whatever the payload.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote
from uuid import UUID

from asyncpg.pgproto import pgproto  # its UUIDs are the log's, made in a tenth of the time

from services.chassis.bus import Message
from services.chassis.checkpoint import Diverged
from services.chassis.log import Recorded
from services.chassis.mac import HEADER, Mac
from services.chassis.subjects import schema
from services.chassis.wire import Headers

# As CloudEvents asks: printable ASCII but space, quotation mark and percent sign. It also keeps
# line ends out of headers and subjects, where they would be orders to the server.
PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
SUBJECT = PRINTABLE + "%"  # a subject comes escaped

LARGEST_BYTES = 4 * 1024 * 1024  # of a batch
PROTOBUF = "application/protobuf"

# What an event is read from, in the order in which relays write it between all others. Read by
# place, a block of headers costs a quarter of what it costs by name.
READ = (
    "ce-id", "ce-type", "ce-time", "traceparent", "Motcua-Position", "Motcua-Stream",
    "Motcua-Version", "Motcua-Command", "Motcua-N", "Motcua-Recorded", "Motcua-Actor",
    "Motcua-Fingerprint",
)  # fmt: skip
_BETWEEN = {
    "ce-id": "Nats-Msg-Id Nats-Expected-Stream ce-specversion",
    "ce-type": "ce-source",
    "traceparent": "ce-subject ce-datacontenttype ce-dataschema",
}
_LINE = r"[^\r]*\r\n"
RELAYED = re.compile(
    "".join(
        "".join(f"(?:{between}: {_LINE})?" for between in _BETWEEN.get(name, "").split())
        + f"{name}: ([^\\r]*)\\r\\n"
        for name in READ
    )
    + rf"(?:(?:{HEADER}|Nats-Batch-\w+|Nats-Expected-Last-Sequence): {_LINE})*\r\n"
)


class LogPosition(NamedTuple):
    """The position and id of a message's event in the log."""

    position: int
    event_id: UUID


NOWHERE = LogPosition(0, UUID(int=0))


class Foreign(Diverged):
    """A message of a stream is no event of the service that the stream belongs to."""


def message(event: Recorded, *, mac: Mac, content_type: str = PROTOBUF) -> Message:
    """What is published for an event of the log that the MAC names."""
    return authenticated(event, mac=mac, content_type=content_type)[0]


def fitting(page: list[Recorded]) -> list[Recorded]:
    """The beginning of a page that goes into one batch: one event at least."""
    size = 0
    for n, event in enumerate(page):
        size += len(event.payload)
        if size > LARGEST_BYTES and n:
            return page[:n]
    return page


def batch(
    events: Sequence[Recorded], *, mac: Mac, content_type: str = PROTOBUF
) -> tuple[list[Message], list[bytes]]:
    """The messages of a batch, and what the MAC and the leaf of each event are of."""
    both = [authenticated(each, mac=mac, content_type=content_type) for each in events]
    return [message for message, _ in both], [content for _, content in both]


def content_of(event: Recorded, *, mac: Mac) -> bytes:
    """What the MAC and the leaf of an event are of."""
    return authenticated(event, mac=mac)[1]


def authenticated(
    event: Recorded, *, mac: Mac, content_type: str = PROTOBUF
) -> tuple[Message, bytes]:
    """Both of them."""
    event_id, stream = str(event.event_id), _write(event.stream)
    headers = {
        "Nats-Msg-Id": event_id,
        "Nats-Expected-Stream": mac.log,
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-source": f"motcua/{mac.log}",
        "ce-type": _write(event.type),
        "ce-time": _time(event.occurred_at),
        "ce-subject": stream,
        "ce-datacontenttype": content_type,
        **_schema(event.type),
        "traceparent": _write(event.traceparent),
        "Motcua-Position": str(event.position),
        "Motcua-Stream": stream,
        "Motcua-Version": str(event.version),
        "Motcua-Command": str(event.command_id),
        "Motcua-N": str(event.n),
        "Motcua-Recorded": _time(event.recorded_at),
        "Motcua-Actor": _write(event.actor),
        "Motcua-Fingerprint": event.fingerprint.hex(),
    }
    subject = _subject(event.subject)
    content = mac.content(subject, headers, event.payload)
    headers[HEADER] = mac.of(content)
    return Message(subject, headers, event.payload), content


def belongs(stream: str, subject: str, headers: Mapping[str, str]) -> bool:
    """Whether subject and type are the stream's own."""
    prefix = f"motcua.{stream}."
    return subject.startswith(prefix) and headers.get("ce-type", "").startswith(prefix)


def event_of(stream: str, subject: str, headers: Mapping[str, str], payload: bytes) -> Recorded:
    """The event that a message of a stream stands for; Foreign when it cannot be one of them."""
    found = RELAYED.fullmatch(headers.text) if isinstance(headers, Headers) else None
    with suppress(KeyError, ValueError):
        values = found.groups() if found else [headers[name] for name in READ]
        prefix = f"motcua.{stream}."
        if subject.startswith(prefix) and values[1].startswith(prefix):
            return made_of(subject, values, payload)
    raise Foreign(f"stream {stream} holds a message that is none of its events")


def is_own(mac: Mac, subject: str, headers: Mapping[str, str], payload: bytes) -> bool:
    """Whether a message was published by the relay of this log."""
    return belongs(mac.log, subject, headers) and mac.verifies(subject, headers, payload)


def recorded(subject: str, headers: Mapping[str, str], payload: bytes) -> Recorded:
    """The event that a message was made of."""
    return made_of(subject, [headers[name] for name in READ], payload)


def made_of(subject: str, values: Sequence[str], payload: bytes) -> Recorded:
    """The same, from the values of the headers READ."""
    event_id, kind, occurred, trace, position, stream, *others = values
    version, command, n, recorded_at, actor, fingerprint = others
    return Recorded(
        int(position),
        _read(stream),
        int(version),
        pgproto.UUID(event_id),
        pgproto.UUID(command),
        int(n),
        bytes.fromhex(fingerprint),
        _read(kind),
        subject,
        datetime.fromisoformat(occurred),
        datetime.fromisoformat(recorded_at),
        _read(actor),
        _read(trace),
        payload,
    )


def log_position(headers: Mapping[str, str]) -> LogPosition:
    """The log position in a message's headers; NOWHERE if no relay published it."""
    try:
        return LogPosition(int(headers["Motcua-Position"]), UUID(headers["ce-id"]))
    except (KeyError, ValueError):
        return NOWHERE


@lru_cache(maxsize=10_000)  # types, subjects and actors come again and again
def _write(value: str) -> str:
    return quote(value, safe=PRINTABLE)


@cache
def _schema(type: str) -> dict[str, str]:  # noqa: A002 — the field's name
    """The contract of an event's type; nothing of a type that a later version wrote."""
    found = schema(type)
    return {"ce-dataschema": found} if found else {}


@lru_cache(maxsize=10_000)
def _subject(value: str) -> str:
    return quote(value, safe=SUBJECT)


@lru_cache(maxsize=1000)  # the events of a command, and of a batch, have theirs in common
def _time(value: datetime) -> str:
    return value.isoformat()


def _read(value: str) -> str:
    return unquote(value) if "%" in value else value
