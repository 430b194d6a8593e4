"""By which changes the offerings of units follow to their successors, and what each hands on.

Promises that a change hands on what was known when it was decided: what is planned later, or
withdrawn, does not change it. Must not say what a successor makes of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_FOLLOW,
    UnitMerged,
    UnitSplit,
)
from services.catalog.domain import names, trace, tree
from services.catalog.domain.lives import DECIDER, Life, Offering
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact

Told: TypeAlias = Sequence[Fact]  # everything that was recorded in a stream, in order


class Following(NamedTuple):
    """That the offerings of a unit follow to another."""

    unit: str
    into: str


class Origin(NamedTuple):
    """A stretch of an offering that is handed on, and how many facts about it were known then."""

    life: Life
    version: int


def heirs_by(fact: Any) -> list[str]:
    """To whom the offerings of a unit follow by a change of it."""
    if not isinstance(fact, UnitMerged | UnitSplit) or fact.offerings != OFFERING_RULE_FOLLOW:
        return []
    return [part for part in trace.parts(fact) if part != fact.unit]


def into(forest: Mapping[str, Unit], heirs: Iterable[str], at: datetime) -> list[Following]:
    """Everything by which offerings follow to these units at an instant."""
    return [
        Following(name, heir)
        for heir in sorted(set(heirs))
        for name in sorted(tree.namers(forest, heir))
        for change in forest[name].changes
        if change.since == at and heir in heirs_by(change.fact)
    ]


def handed_on(
    heir: Life, followings: Iterable[Following], told: Mapping[str, Told]
) -> list[Origin]:
    """What an offering goes on with that followed: of the offerings that its opening names, those
    of units of which one of these changes still hands on what was known then.
    """
    service, unit = names.offering(heir.opening.offering, field="name")
    handing = {names.of_offering(service, each.unit) for each in followings if each.into == unit}
    found: list[Origin] = []
    for each in heir.opening.follows:
        if each.offering in handing:
            known = DECIDER.fold(Offering(), told[each.offering][: each.version])
            found += reaching(known, heir.starts)
    return found


def reaching(offering: Offering, at: datetime) -> list[Origin]:
    """The stretch of an offering that is open until an instant and would go on from then on."""
    going = [life for life in offering.lives if life.starts < at and life.goes_on(at)]
    return [Origin(life, offering.version) for life in going]
