"""What passes to a successor's offering when units are merged or split and offerings follow.

All mergers and splits of one instant are one handover. Example: Q and R are merged into P on 1 July
by two commands. Q files online, of R nobody knows, and R has a ceiling of 2: P begins with "file
online" unknown and a ceiling of 2. On 3 July R is corrected as of June: P changes from 1 July on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, RecordedCapability
from services.catalog.domain.levels import NO, NOT_APPLICABLE, UNKNOWN, YES, States
from services.catalog.domain.offering.periods import Handover, Period
from services.catalog.domain.offering.rules import USUAL

WEAKEST_FIRST = (NO, UNKNOWN, YES, NOT_APPLICABLE)


def handover(at: datetime, predecessors: Mapping[str, Period]) -> Handover:
    """What a successor begins with: the weakest state of each capability and the lowest ceiling, of
    equal ones that of the first unit.

    `predecessors`, at least one: by unit, the period that reaches the instant. What was recorded in
    it counts up to and including the instant, whenever it was recorded.
    """
    units = sorted(predecessors)
    open_before = [predecessors[unit] for unit in units]
    declared = [ceiling for period in open_before if (ceiling := period.ceiling(at))]
    return Handover(
        at=at,
        capabilities=_common(tuple(frozenset(period.states(at).items()) for period in open_before)),
        ceiling=min(declared, key=lambda ceiling: ceiling.level, default=None),
        level_rule=_common_rule(open_before),
        predecessors=tuple(units),
    )


# Most predecessors of a merger can do the same, and so can those of the next one.
@lru_cache(maxsize=4096)
def _common(
    recorded: tuple[frozenset[tuple[Capability, CapabilityState]], ...],
) -> tuple[RecordedCapability, ...]:
    """What holds of all: a capability that one of them did not record is unknown."""
    every = [dict(states) for states in recorded]
    named = sorted({capability for states in every for capability in states})
    return tuple(
        RecordedCapability(capability=capability, state=_weakest(every, capability))
        for capability in named
    )


def _weakest(recorded: Sequence[States], capability: Capability) -> CapabilityState:
    states = {each.get(capability, UNKNOWN) for each in recorded}
    return min(states, key=WEAKEST_FIRST.index)


def _common_rule(periods: Sequence[Period]) -> str:
    rules = {period.level_rule for period in periods}
    return rules.pop() if len(rules) == 1 else USUAL
