"""Events of members as the log keeps them; a member's stream is `members/{member}`.

The payload is JSON, so that any client can read it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from google.protobuf import json_format

from motcua.metrics.v1.federation_events_pb2 import (
    MemberAdmitted,
    MemberEnded,
    MemberReinstated,
    MemberRevised,
    MemberSuspended,
)
from motcua.metrics.v1.federation_pb2 import Member
from services.chassis.log import NewEvent, Recorded
from services.metrics.domain.federation.members import MEMBERS, Event, member
from services.metrics.queries.events import as_new

KINDS: Mapping[str, Any] = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (MemberAdmitted, MemberRevised, MemberEnded, MemberSuspended, MemberReinstated)
}


def event_of(kind: str, payload: bytes) -> Event:
    """Raises whatever parsing raises where the payload is none of ours."""
    event: Event = json_format.Parse(payload, KINDS[kind]())
    return event


def new_event(event: Event, *, version: int, at: datetime) -> NewEvent:
    """As the log takes it, on `motcua.metrics.<event>.<member>`."""
    tokens = (event.member.removeprefix(MEMBERS),)
    return as_new(event, stream=event.member, tokens=tokens, version=version, at=at)


def shown(records: Iterable[Recorded]) -> Member:
    """A member after the events of its stream; without a name: there is none."""
    events = list(records)
    found = member(event_of(each.type, each.payload) for each in events)
    found.position = events[-1].position if events else 0
    return found
