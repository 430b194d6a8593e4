"""The relabelling of 2022: offerings are designated full or partial, as the rule supports it.

Every offering is named of which the habit "4 is full, 3 is partial" says something else.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Extent, ExtentDesignated
from services.catalog.domain import effective, levels, names
from services.chassis.decider import Fact

SUPPORTED = frozenset({facts.EXTENT_FULL, facts.EXTENT_PARTIAL})


class Labelled(NamedTuple):
    """An offering with a level, as it is when the relabelling takes effect."""

    offering: str
    unit: str
    level: int
    by_rule: Extent
    designated: Extent  # unspecified: never

    @property
    def by_habit(self) -> Extent:
        """What the level alone would make of it: a habit, not the law."""
        return {4: facts.EXTENT_FULL, 3: facts.EXTENT_PARTIAL}.get(self.level, facts.EXTENT_NONE)


class Relabelling(NamedTuple):
    """What becomes of some offerings, in their order."""

    designated: list[Labelled]
    unchanged: int  # already designated so
    not_supported: int  # the rule says neither full nor partial
    differences: list[Labelled]


def relabel(offerings: Iterable[Labelled]) -> Relabelling:
    """What the rule supports for each, and where the habit differs."""
    every = list(offerings)
    supported = [each for each in every if each.by_rule in SUPPORTED]
    changed = [each for each in supported if each.by_rule != each.designated]
    return Relabelling(
        designated=changed,
        unchanged=len(supported) - len(changed),
        not_supported=len(every) - len(supported),
        differences=[each for each in every if each.by_rule != each.by_habit],
    )


def designations(
    relabelling: Relabelling, *, at: datetime, legal_basis: str, reason: str, now: datetime
) -> dict[str, Fact]:
    """The facts, by offering: each is designated what the rule says, from an instant on.

    An instant that has passed needs a reason.
    """
    time = effective.time_of(at, now=now, reason=reason)
    designation = ExtentDesignated(
        effective_time=time,
        extent_rule=levels.VN_EXTENT_1.id,
        legal_basis=legal_basis,
        correction_reason=reason,
    )
    return {each.offering: _designation(each, designation, now) for each in relabelling.designated}


def _designation(each: Labelled, designation: ExtentDesignated, now: datetime) -> Fact:
    """What is said of all, about one."""
    fact = ExtentDesignated(
        offering=each.offering, extent=each.by_rule, level=each.level, by_habit=each.by_habit
    )
    fact.MergeFrom(designation)
    return Fact(fact, now, names.subject(fact, each.unit))
