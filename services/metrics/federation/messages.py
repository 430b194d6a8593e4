"""Messages of a stream `published`: a release each, under the signed head of the tree over all
messages so far.

Promises the same subject and payload for a publication whenever they are made: a stream that is
made anew has the same tree. What a member sends may be anything, and is read with that in mind.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from typing import Any, NamedTuple

from google.protobuf import json_format

from motcua.metrics.v1.events_pb2 import FigurePublished
from motcua.metrics.v1.federation_events_pb2 import FigureReleased
from services.chassis.bus import Message
from services.chassis.ids import derived
from services.chassis.subjects import schema_of, subject
from services.evidence.merkle import Tree, leaf_hash
from services.evidence.signed_notes import Malformed, Note, Root, Signer, origin, read
from services.metrics.domain.disclosure.small import public
from services.metrics.domain.figures import instant_message, period_of, scope_of
from services.metrics.queries.figure_events import FigureEvent
from services.metrics.queries.figure_names import unit_token

STREAM = "published"
ORIGIN = origin(STREAM)
HEAD = "Motcua-Tree-Head"
LONGEST = 300  # characters of a name
LARGEST = 1 << 16  # bytes of a whole city's figure, which has no filters: some 2,000 are usual


class Content(NamedTuple):
    """What a leaf of the tree is of."""

    subject: str
    payload: bytes

    @property
    def leaf(self) -> bytes:
        """Its hash."""
        return leaf_hash(self.subject.encode() + b"\n" + self.payload)


def release(told: FigureEvent) -> FigureReleased:
    """A publication as the public may read it."""
    event = told.event
    if not isinstance(event, FigurePublished):
        raise TypeError("a revision is not released")
    return FigureReleased(
        publication=event.publication,
        figure=event.figure,
        rate=public(event.rate, event.disclosure),
        reason=event.reason,
        supersedes=event.supersedes,
        publish_time=instant_message(told.at),
        position=told.position,
    )


def content(event: FigureReleased) -> Content:
    """Sorted and without white space; what has its default is left out, so that a field which a
    later version adds changes no message of before.
    """
    receipt = event.rate.receipt
    text = json.dumps(
        json_format.MessageToDict(event),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    on = subject(event, unit_token(receipt.scope.unit), receipt.definition)
    return Content(on, text.encode())


def message(
    event: FigureReleased, content: Content, tree: Tree, signers: Sequence[Signer]
) -> Message:
    """As CloudEvents has it; the tree ends with this message."""
    note = note_of(Root(ORIGIN, tree.size, tree.root), signers)
    headers = {
        "Nats-Expected-Stream": STREAM,
        "ce-specversion": "1.0",
        "ce-id": str(derived("release", event.publication)),
        "ce-source": "motcua/metrics",
        "ce-type": event.DESCRIPTOR.full_name,
        "ce-time": event.publish_time.ToDatetime(UTC).isoformat(timespec="microseconds"),
        "ce-datacontenttype": "application/json",
        "ce-dataschema": schema_of(event.DESCRIPTOR),
        "traceparent": "",
        HEAD: base64.b64encode(note.encode()).decode(),
    }
    return Message(content.subject, headers, content.payload)


def note_of(root: Root, signers: Sequence[Signer]) -> str:
    """Signed by all keys of the ring: who knows one of them goes on while they are exchanged."""
    first, *others = (each.note(root) for each in signers)
    return first + "".join(each.partition("\n\n")[2] for each in others)


def head_of(headers: Any) -> Note | None:
    """The note in a message's headers; None where there is none that can be read."""
    with suppress(Malformed, binascii.Error, ValueError):
        return read(base64.b64decode(headers.get(HEAD, ""), validate=True).decode())
    return None


def event_of(content: Content) -> FigureReleased | None:
    """The release in a message; None where it is none, or cannot be kept."""
    try:
        event = json_format.Parse(content.payload, FigureReleased(), ignore_unknown_fields=True)
        receipt, names = event.rate.receipt, texts(event)
        dated = period_of(receipt.period) and scope_of(receipt.scope)
        small = bool(receipt.scope.filters) or len(content.payload) <= LARGEST
    except (json_format.ParseError, ValueError, TypeError, RecursionError):  # no days, say
        return None
    right = content.subject.startswith(f"motcua.{STREAM}.{FigureReleased.DESCRIPTOR.name}.")
    sound = small and all(len(each) <= LONGEST and each.isprintable() for each in names)
    return event if right and sound and dated and event.publication and event.figure else None


def texts(event: FigureReleased) -> Sequence[str]:
    """The names in a release."""
    receipt = event.rate.receipt
    scope = (receipt.scope.unit, receipt.scope.service)
    return (event.publication, event.figure, receipt.definition, receipt.definition_digest, *scope)
