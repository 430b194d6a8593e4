"""Events of the log → the changes that the API tells.

Promises the fact itself, with both of its times. Must not interpret it.
"""

from functools import partial

from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1.catalog_pb2 import Change
from services.catalog.queries.facts import fact_of
from services.chassis.log import Recorded

TYPES = "type.googleapis.com/"
TIMES = ("effective_time", "replaces_from")
REASONS = ("correction_reason", "reason", "withdrawal_reason")
WITHHELD = "…"


def told(event: Recorded, *, actor: str, with_reason: bool = True) -> Change:
    """The change that an event is; `actor` and the reason are for those who may know them."""
    message = fact_of(event).message
    fields = message.DESCRIPTOR.fields_by_name
    times = [getattr(message, name) for name in TIMES if name in fields and message.HasField(name)]
    reason, payload = "", event.payload
    if with_reason:
        reason = next((getattr(message, each) for each in REASONS if _says(message, each)), "")
    else:
        payload = _without_reason(message)
    return Change(
        position=event.position,
        version=event.version,
        name=event.stream,
        effective_time=times[0] if times else None,
        recorded_time=_stamp(event),
        actor=actor,
        reason=reason,
        fact=Packed(type_url=TYPES + event.type, value=payload),
    )


def _says(message: Message, field: str) -> bool:
    return field in message.DESCRIPTOR.fields_by_name and bool(getattr(message, field))


def _without_reason(message: Message) -> bytes:
    """The fact without why it was recorded. An opening with a `withdrawal_reason` takes an end
    back, so something stays there.
    """
    for each in filter(partial(_says, message), REASONS):
        setattr(message, each, WITHHELD if each == "withdrawal_reason" else "")
    return message.SerializeToString(deterministic=True)


def _stamp(event: Recorded) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(event.recorded_at)
    return stamp
