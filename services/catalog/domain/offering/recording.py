"""What an offering can do is recorded, from an instant on at which it is open.

Example: an offering is open from 1 June to 1 July. Capabilities as of 15 June are accepted, those
as of 1 July are refused, whether it was opened itself or follows.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import CapabilitiesRecorded, Capability, RecordedCapability
from services.catalog.domain import effective
from services.catalog.domain.offering.situation import Situation, decided, require_open
from services.catalog.domain.refusals.offerings import OfferingReason
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, refuse_all


def record(
    situation: Situation, *, proposed: CapabilitiesRecorded, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Record at least one capability; `at` None: from now on."""
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    require_open(situation, time)
    if not proposed.capabilities:
        raise Refusal(OfferingReason.CAPABILITIES_MISSING, field="capabilities")
    require_sound(proposed.capabilities, field="capabilities")
    return decided([effective.dated(proposed, time)], now=now)


def require_sound(capabilities: Sequence[RecordedCapability], *, field: str) -> None:
    """Refuse a capability without a name or a state, and one that is named twice."""
    refuse_all(_faults(capabilities, field))


def _faults(capabilities: Sequence[RecordedCapability], field: str) -> Iterator[Refusal]:
    seen: set[Capability] = set()
    for number, recorded in enumerate(capabilities):
        capability, state = recorded.capability, recorded.state
        for part, value in (("capability", capability), ("state", state)):
            if not value:
                yield Refusal(OfferingReason.CAPABILITY_UNNAMED, field=f"{field}[{number}].{part}")
        if capability and capability in seen:
            values = {"capability": Capability.Name(capability)}
            path = f"{field}[{number}].capability"
            yield Refusal(OfferingReason.CAPABILITY_REPEATED, field=path, values=values)
        seen.add(capability)
