"""Events of the log → the changes that the API tells, each with both of its times.

Example: a merger recorded on 3 March for 1 July has the effective time 1 July.
"""

from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message

from motcua.catalog.v1.catalog_pb2 import Change
from services.catalog.domain import effective
from services.catalog.domain.offering.cause import Event
from services.catalog.queries.facts import fact_of
from services.chassis.log import Recorded

TYPES = "type.googleapis.com/"
TIMES = ("effective_time", "replaces_from")
REASONS = ("correction_reason", "reason", "reason_code")


def change_of(
    event: Recorded, *, actor: str, with_reason: bool = True, cause: Event | None = None
) -> Change:
    """The change that an event is; `actor` and the reason are for those who may know them."""
    message = fact_of(event).message
    fields = message.DESCRIPTOR.fields_by_name
    times = [getattr(message, name) for name in TIMES if name in fields and message.HasField(name)]
    reason, payload = _reason(message), event.payload
    if not with_reason:
        reason, payload = "", _without_reason(message)
    return Change(
        position=event.position,
        version=event.version,
        name=event.stream,
        effective_time=times[0] if times else None,
        recorded_time=effective.stamp(event.recorded_at),
        actor=actor,
        reason=reason,
        fact=Packed(type_url=TYPES + event.type, value=payload),
        cause=_cause(cause) if cause else None,
    )


def _cause(event: Event) -> Change.Cause:
    return Change.Cause(
        position=event.position, name=event.stream, version=event.version, type=event.type
    )


def _reason(message: Message) -> str:
    fields = message.DESCRIPTOR.fields_by_name
    every = (getattr(message, each) for each in REASONS if each in fields)
    return next(filter(None, every), "")


def _without_reason(message: Message) -> bytes:
    """The fact without why it was recorded."""
    for each in REASONS:
        if each in message.DESCRIPTOR.fields_by_name:
            message.ClearField(each)
    return message.SerializeToString(deterministic=True)
