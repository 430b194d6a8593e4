"""Events of the log → the changes that the API tells.

Promises the fact itself, with both of its times. Must not interpret it.
"""

from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1.catalog_pb2 import Change
from services.catalog.queries.facts import fact_of
from services.chassis.log import Recorded

TYPES = "type.googleapis.com/"
TIMES = ("effective_time", "replaces_from")
REASONS = ("correction_reason", "reason", "withdrawal_reason")


def told(event: Recorded, *, actor: str) -> Change:
    """The change that an event is; `actor` is for those who may know who recorded it."""
    message = fact_of(event).message
    fields = message.DESCRIPTOR.fields_by_name
    times = [getattr(message, name) for name in TIMES if name in fields and message.HasField(name)]
    reasons = [getattr(message, name) for name in REASONS if name in fields]
    return Change(
        position=event.position,
        version=event.version,
        name=event.stream,
        effective_time=times[0] if times else None,
        recorded_time=_stamp(event),
        actor=actor,
        reason=next(filter(None, reasons), ""),
        fact=Packed(type_url=TYPES + event.type, value=event.payload),
    )


def _stamp(event: Recorded) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(event.recorded_at)
    return stamp
