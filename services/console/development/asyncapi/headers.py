"""The headers of what is published, as JSON Schemas: CloudEvents 1.0, and what a log needs.

Promises each header that the relay, and metrics for figures, write; nothing is required of a
reader to know. Headers that JetStream adds when it hands out a stored message are in them, too.
"""

from typing import Any

from services.chassis.subjects import schema_of
from services.console.development.asyncapi.published import Published
from services.console.development.asyncapi.schemas import AT, NATURAL_TEXT, SECOND

Schema = dict[str, Any]
UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
INSTANT = rf"^{SECOND}(\.[0-9]{{6}})?\+00:00$"
TRACEPARENT = "^(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})?$"
ESCAPED = (
    "Escaped as CloudEvents has it: every character that is not printable ASCII, and space, `%` "
    "and the double quotation mark, as `%XX` of its UTF-8."
)


def text(description: str, **more: Any) -> Schema:
    """A header; all are texts."""
    return {"type": "string", "description": description, **more}


CLOUD_EVENT = {
    "ce-specversion": text("CloudEvents 1.0, binary mode.", const="1.0"),
    "ce-id": text(
        "The event's id. It and `Motcua-Position` are a reader's checkpoint.", pattern=UUID
    ),
    "ce-source": text("The service, `motcua/{service}`.", pattern="^motcua/[a-z]+$"),
    "ce-type": text("The full name of the message in the payload."),
    "ce-time": text(
        "When it happened; in the catalogue, when it was recorded.",
        format="date-time",
        pattern=INSTANT,
    ),
    "ce-datacontenttype": text("How the payload is written."),
    "ce-dataschema": text(
        "The contract: `urn:motcua:`, the file's path in the repository, `#`, the message. It "
        "follows from `ce-type`, is missing in what version 0.1.0 published, and has no part in "
        "the MAC."
    ),
    "traceparent": text(
        "W3C Trace Context of the call that caused it; empty: it was not traced.",
        pattern=TRACEPARENT,
    ),
    "Motcua-Mac": text(
        "A message authentication code, `{key id}:{HMAC-SHA-256}`. For the service itself: nobody "
        "else has the key.",
        pattern="^[^:]+:[0-9a-f]{64}$",
    ),
}
OF_EVENTS = {
    "ce-subject": text(f"What it is about, such as `dossiers/{{dossier}}`. {ESCAPED}"),
    "Motcua-Position": text(
        "Its place in the stream, from 1, without gaps.", pattern="^[1-9][0-9]*$"
    ),
    "Motcua-Stream": text(
        "The same as `ce-subject`: all events about it are one stream of the log."
    ),
    "Motcua-Version": text("Its place among the events about it, from 1.", pattern="^[1-9][0-9]*$"),
    "Motcua-Command": text("The id of the command that decided it.", pattern=UUID),
    "Motcua-N": text("Its place among the events of that command, from 0.", pattern=NATURAL_TEXT),
    "Motcua-Recorded": text(
        "When it was recorded; later than `ce-time` where another system stated it.",
        format="date-time",
        pattern=INSTANT,
    ),
    "Motcua-Actor": text(f"The `sub` of who decided it; never a name of a person. {ESCAPED}"),
    "Motcua-Fingerprint": text(
        "A keyed digest of the command. For the service itself.", pattern="^([0-9a-f]{2})*$"
    ),
    "Nats-Msg-Id": text("The same as `ce-id`.", pattern=UUID),
}
OF_PUBLISHING = {
    "Nats-Expected-Stream": text("The stream that it was published to."),
    "Nats-Expected-Last-Sequence": text(
        "Of the first message of a batch: where the stream had to end.", pattern=NATURAL_TEXT
    ),
    "Nats-Batch-Id": text(
        "The atomic batch in which it was published: all of it is kept, or none."
    ),
    "Nats-Batch-Sequence": text("Its place in that batch, from 1.", pattern="^[1-9][0-9]*$"),
    "Nats-Batch-Commit": text("Of the last message of a batch.", const="1"),
}
OF_STORED = {
    "Nats-Stream": text("The stream; in an answer of DIRECT.GET only, as all that follow."),
    "Nats-Subject": text("The subject under which it was published."),
    "Nats-Sequence": text("Its sequence in the stream.", pattern="^[1-9][0-9]*$"),
    "Nats-Time-Stamp": text("When JetStream took it.", format="date-time"),
    "Nats-Num-Pending": text("How many messages follow it in the stream.", pattern=NATURAL_TEXT),
    "Nats-Last-Sequence": text("The sequence before it in the same answer.", pattern=NATURAL_TEXT),
}
OF_RELEASES = {
    "Motcua-Tree-Head": text(
        "Base64 of a signed note (C2SP) over the tree whose leaves are this message and all before "
        "it.",
        pattern="^[A-Za-z0-9+/]+=*$",
    )
}
FIGURES, PUBLISHED = "figures", "published"
OF_STREAMS = {FIGURES: "FigureHeaders", PUBLISHED: "ReleaseHeaders"}


def headers() -> dict[str, Schema]:
    """What events have in common, what live figures have, and what published ones."""
    common = {**CLOUD_EVENT, **OF_PUBLISHING, **OF_STORED}
    return {
        "EventHeaders": {"type": "object", "properties": {**common, **OF_EVENTS}},
        "FigureHeaders": {"type": "object", "properties": common},
        "ReleaseHeaders": {"type": "object", "properties": {**common, **OF_RELEASES}},
    }


def headers_of(each: Published, content_type: str) -> Schema:
    """Of one message: the same, with what tells it from others."""
    common = OF_STREAMS.get(each.stream, "EventHeaders")
    service = each.message.file.package.split(".")[1]
    constants = {
        "ce-source": f"motcua/{service}",
        "ce-type": each.message.full_name,
        "ce-datacontenttype": content_type,
        "ce-dataschema": schema_of(each.message),
    }
    own = {name: {"type": "string", "const": value} for name, value in constants.items()}
    return {"type": "object", "allOf": [{"$ref": AT + common}], "properties": own}
