"""Adoptions of definitions as the log keeps them.

The stream of an id holds one event for each version.
"""

from datetime import datetime

from google.protobuf import json_format

from motcua.metrics.v1.events_pb2 import DefinitionAdopted
from services.chassis.log import NewEvent, Recorded
from services.metrics.queries.events import as_new

KIND = DefinitionAdopted.DESCRIPTOR.full_name
DEFINITIONS = "definitions/"


def stream_of(id: str) -> str:  # noqa: A002 — the contract's word
    """Where the versions of an id are adopted."""
    return f"{DEFINITIONS}{id}"


def adoption_of(record: Recorded) -> DefinitionAdopted:
    """Raises whatever parsing raises where the payload is none of ours."""
    return json_format.Parse(record.payload, DefinitionAdopted())


def adopted_event(event: DefinitionAdopted, *, at: datetime) -> NewEvent:
    """As the log takes it, on `motcua.metrics.DefinitionAdopted.<definition>`."""
    stream, tokens = stream_of(event.definition), (event.definition,)
    return as_new(event, stream=stream, tokens=tokens, version=event.version, at=at)
