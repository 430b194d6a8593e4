"""Events of statements as the log keeps them: JSON, in a stream of each, `assertions/…`.

Promises names that follow from the request, so that a repeated one finds its own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from google.protobuf import json_format
from google.protobuf.message import Message

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1.statements_pb2 import Assertion, Inspection
from services.chassis.ids import derived
from services.chassis.log import NewEvent, Recorded
from services.metrics.domain.figures import instant_message
from services.metrics.domain.statements import ASSERTIONS, INSPECTIONS, assertion, inspection
from services.metrics.queries.events import as_new
from services.metrics.queries.figure_names import unit_token

KINDS: dict[str, Any] = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (
        events.FigureAsserted,
        events.AssertionPublished,
        events.AssertionWithdrawn,
        events.InspectionRecorded,
        events.FindingRemedied,
        events.InspectionWithdrawn,
    )
}
Resource = TypeVar("Resource", Assertion, Inspection)


class Stated(NamedTuple):
    """An event of a statement, as it was recorded."""

    event: Any
    position: int
    at: datetime


def stated(record: Recorded) -> Stated:
    """Raises whatever parsing raises where the payload is none of ours."""
    event = KINDS[record.type]()
    json_format.Parse(record.payload, event)
    return Stated(event, record.position, record.recorded_at)


def new_name(collection: str, request_id: UUID) -> str:
    """The name of what a request records."""
    return f"{collection}/{derived(collection, str(request_id))}"


def name_of(event: Any) -> str:
    """The statement's."""
    asserted = "assertion" in event.DESCRIPTOR.fields_by_name
    name: str = event.assertion if asserted else event.inspection
    return name


def unit_of(event: Any) -> str:
    """The unit that it is of."""
    for content in ("figure", "report"):
        if content in event.DESCRIPTOR.fields_by_name:
            event = getattr(event, content)
            break
    unit: str = event.unit
    return unit


def new_event(event: Message, *, version: int, at: datetime) -> NewEvent:
    """As the log takes it, on `motcua.metrics.<event>.<unit or all>`."""
    tokens = (unit_token(unit_of(event)),)
    return as_new(event, stream=name_of(event), tokens=tokens, version=version, at=at)


def shown_assertion(history: Iterable[Stated]) -> Assertion:
    """As the contract writes it; without a name: there is none."""
    events_of = list(history)
    return dated(assertion(each.event for each in events_of), events_of)


def shown_inspection(history: Iterable[Stated]) -> Inspection:
    """The same of an inspection."""
    events_of = list(history)
    return dated(inspection(each.event for each in events_of), events_of)


def dated(found: Resource, history: list[Stated]) -> Resource:
    """With the time of its recording and the position of its last event."""
    if history:
        found.record_time.CopyFrom(instant_message(history[0].at))
        found.position = history[-1].position
    return found


SHOWN: dict[str, Any] = {ASSERTIONS: shown_assertion, INSPECTIONS: shown_inspection}
