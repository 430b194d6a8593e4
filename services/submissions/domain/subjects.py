"""Where a fact is published: under this service, its kind, and the unit it is credited to.

Promises one token per part, whatever letters an opaque unit id has. Must not know the stream.
"""

from datetime import datetime

from google.protobuf.message import Message

from services.chassis.decider import Fact
from services.chassis.subjects import subject, token


def fact(message: Message, at: datetime, *, unit: str) -> Fact:
    """The fact, addressed to those who listen for this unit."""
    where = subject(message, token(unit.removeprefix("units/")))
    return Fact(message=message, occurred_at=at, subject=where)
