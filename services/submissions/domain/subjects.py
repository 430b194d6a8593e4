"""Where a fact is published: under this service, its kind, and the unit it is credited to.

Promises one token per part, whatever letters an opaque unit id has. Must not know the stream.
"""

from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from google.protobuf.message import Message

from services.chassis.decider import Fact


def fact(message: Message, at: datetime, *, unit: str) -> Fact:
    """The fact, addressed to those who listen for this unit."""
    subject = f"motcua.submissions.{message.DESCRIPTOR.name}.{_token(unit)}"
    return Fact(message=message, occurred_at=at, subject=subject)


@lru_cache(maxsize=20_000)
def _token(unit: str) -> str:
    # `quote` leaves these two alone, and to NATS a dot separates tokens.
    escaped = quote(unit.removeprefix("units/"), safe="")
    return escaped.replace(".", "%2E").replace("~", "%7E")
