"""What an event says of its offering, without what no class depends on.

Promises plain values: a message of the contract would be slow to store and to read again.
"""

from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions


class Offered(NamedTuple):
    """An offering as it was for a dossier; None: not known."""

    service: str = ""
    unit: str = ""
    level: int | None = None
    fee: int | None = None
    written_result: bool | None = None
    extent: int = 0  # as the contract numbers it
    field: str = ""


def offered(said: submissions.OfferingFacts) -> Offered:
    """As the event says it."""
    known = {name: stated(said, name) for name in ("level", "fee", "written_result")}
    return Offered(said.service, said.unit, **known, extent=said.extent, field=said.field)


def stated(event: Any, name: str) -> Any:
    """A field's value; None: it says nothing."""
    return getattr(event, name) if event.HasField(name) else None
