"""Events of the own log as they are appended: JSON, so that any client can read it.

Example: on `motcua.metrics.FigurePublished.<unit or all>.<definition>`, in the figure's stream.
"""

from collections.abc import Sequence
from datetime import datetime

from google.protobuf import json_format
from google.protobuf.message import Message

from services.chassis.ids import uuid7
from services.chassis.log import NewEvent
from services.chassis.subjects import subject


def to_json(message: Message) -> bytes:
    """In protobuf's mapping: 64-bit integers are strings there."""
    return json_format.MessageToJson(
        message, indent=None, ensure_ascii=False, always_print_fields_with_no_presence=True
    ).encode()


def as_new(
    event: Message, *, stream: str, tokens: Sequence[str], version: int, at: datetime
) -> NewEvent:
    """As the log takes it; `tokens` are the parameters of its subject."""
    kind = event.DESCRIPTOR
    return NewEvent(
        stream=stream,
        version=version,
        event_id=uuid7(),
        type=kind.full_name,
        subject=subject(event, *tokens),
        occurred_at=at,
        payload=to_json(event),
    )
