"""What the catalogue's log holds: which message each event is, and which resource it is about.

Every type that the log can hold is in the registry.
"""

from motcua.catalog.v1 import events_pb2
from services.catalog.queries.questions import OFFERINGS, OFFICERS
from services.chassis.decider import Fact
from services.chassis.log import Recorded
from services.chassis.store import message_types

REGISTRY = message_types(events_pb2.DESCRIPTOR)


def fact_of(event: Recorded) -> Fact:
    """The fact that an event holds."""
    message = REGISTRY[event.type].FromString(event.payload)
    return Fact(message, event.occurred_at, event.subject)


def kind_of(name: str) -> str:
    """The kind of resource that a name, which is also its stream's, stands for."""
    nested = next((each for each in (OFFERINGS, OFFICERS) if f"/{each}/" in name), "")
    return nested or name.partition("/")[0]
