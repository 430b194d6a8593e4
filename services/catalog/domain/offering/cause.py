"""Which change a derived event follows from, of those that were decided in the same command.

Example: ward Q is merged into ward P by one command. It records the merger of Q, and derived from
it an event of Q's offering and one of P's. The cause of both is Q's merger.
"""

from collections.abc import Iterable
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import OfferingAssessed
from services.catalog.domain.offering.own import OWN

DERIVED = OfferingAssessed.DESCRIPTOR.full_name
# What can have consequences for offerings.
DECIDED = frozenset(
    each.DESCRIPTOR.full_name
    for each in (
        *OWN,
        facts.OfferingChangeWithdrawn,
        facts.UnitOpened,
        facts.UnitClosed,
        facts.UnitMerged,
        facts.UnitSplit,
        facts.UnitChangeWithdrawn,
        facts.ServicePublished,
        facts.ServiceVersionWithdrawn,
        facts.ServiceRetired,
        facts.ServiceRetirementWithdrawn,
    )
)
OTHERS = 4  # streams that are nothing to an offering by themselves


class Event(NamedTuple):
    """An event of a command: where it is recorded, and what it is."""

    position: int
    stream: str
    version: int
    type: str


def cause(derived: Event, assessed: OfferingAssessed, command: Iterable[Event]) -> Event | None:
    """The nearest decided change before a derived event, recorded since the offering's last one.

    Nearest: of the offering itself, else of its unit, of its service, of those that it follows
    from, of others; of several the last. A command of imported rows decides hundreds of changes.
    """
    before = [each for each in command if each.position < derived.position]
    last = max((each.position for each in before if _is_again(each, derived)), default=0)
    decided = [each for each in before if each.type in DECIDED and last < each.position]
    near = _nearest_first(assessed)
    return min(
        decided,
        key=lambda each: (near.get(each.stream, OTHERS), -each.position),
        default=None,
    )


def _is_again(event: Event, derived: Event) -> bool:
    return event.type == DERIVED and event.stream == derived.stream


def _nearest_first(assessed: OfferingAssessed) -> dict[str, int]:
    """How near streams are to an offering: the lower, the nearer."""
    follows = {name for span in assessed.spans for name in span.follows}
    units = {f"units/{name.rpartition('/')[2]}" for name in follows}
    return {
        **dict.fromkeys(follows | units, 3),
        assessed.service: 2,
        assessed.unit: 1,
        assessed.offering: 0,
    }
