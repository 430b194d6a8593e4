"""What the stream of an offering holds: what was decided of it, and what was published of it.

Example: the stream holds an opening, the event that published its level, and a closing. The own
facts are versions 1 and 3, and the published spans know nothing of the closing yet.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import OfferingAssessed, OfferingSpan
from services.catalog.domain.offering.difference import replaced
from services.catalog.domain.offering.own import NOTHING, Own, own
from services.chassis.decider import Decider


@dataclass(frozen=True)
class Offering:
    """The facts in the order of recording, and the spans published last."""

    stream: tuple[Any, ...] = ()
    published: tuple[OfferingSpan, ...] = ()

    @property
    def version(self) -> int:
        """How many facts the stream holds."""
        return len(self.stream)

    @property
    def derivation(self) -> str:
        """By what the spans were derived that were published last; "" where there are none."""
        events = (each for each in reversed(self.stream) if isinstance(each, OfferingAssessed))
        return next((each.derivation for each in events), "")

    @cached_property
    def own(self) -> Own:
        """What was decided and not withdrawn."""
        return own(self.stream) if self.stream else NOTHING


def evolve(offering: Offering, fact: Message, _occurred_at: datetime) -> Offering:
    """The offering after a fact."""
    published = offering.published
    if isinstance(fact, OfferingAssessed):
        published = tuple(replaced(published, fact))
    return Offering((*offering.stream, fact), published)


DECIDER = Decider(initial=Offering, evolve=evolve)
