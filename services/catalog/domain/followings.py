"""By which changes the offerings of units follow to their successors, and what each hands on.

Promises that a change hands on what was known when it was decided: what is planned later, or
withdrawn, does not change it. Must not say what a successor makes of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_FOLLOW,
    OfferingClosed,
    UnitMerged,
    UnitSplit,
)
from services.catalog.domain import effective, names, trace, tree, words
from services.catalog.domain.lives import DECIDER, Life, Offering
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact

Told: TypeAlias = Sequence[Fact]  # everything that was recorded in a stream, in order


class Following(NamedTuple):
    """That the offerings of a unit follow to another, and when that was decided."""

    unit: str
    into: str
    decided_at: datetime


def heirs_by(fact: Any) -> list[str]:
    """To whom the offerings of a unit follow by a change of it."""
    if not isinstance(fact, UnitMerged | UnitSplit) or fact.offerings != OFFERING_RULE_FOLLOW:
        return []
    return [part for part in trace.parts(fact) if part != fact.unit]


def into(forest: Mapping[str, Unit], heirs: Iterable[str], at: datetime) -> list[Following]:
    """Everything by which offerings follow to these units at an instant."""
    return [
        Following(name, heir, change.decided_at)
        for heir in sorted(set(heirs))
        for name in sorted(tree.namers(forest, heir))
        for change in forest[name].changes
        if change.since == at and heir in heirs_by(change.fact)
    ]


def handed_on(heir: Life, followings: Iterable[Following], told: Mapping[str, Told]) -> list[Life]:
    """What an offering goes on with that followed: of the offerings that its opening names, those
    of which one of these changes still hands on what was known then.
    """
    service, unit = names.offering(heir.opening.offering, field="name")
    found: list[Life] = []
    for each in followings:
        name = names.of_offering(service, each.unit)
        if each.into == unit and name in heir.opening.follows:
            known = DECIDER.fold(Offering(), _by(told[name], each.decided_at, heir.starts))
            found += reaching(known, heir.starts)
    return found


def reaching(offering: Offering, at: datetime) -> list[Life]:
    """The stretch of an offering that is open until an instant and would go on from then on."""
    return [life for life in offering.lives if life.starts < at and life.goes_on(at)]


def _by(told: Told, decided_at: datetime, at: datetime) -> Iterator[Fact]:
    """What was known when it was decided that a unit hands its offerings on at an instant."""
    for fact in told:
        if fact.occurred_at == decided_at and _ends_with_unit(fact.message, at):
            return
        if fact.occurred_at <= decided_at:
            yield fact


def _ends_with_unit(said: Any, at: datetime) -> bool:
    return (
        isinstance(said, OfferingClosed)
        and effective.instant(said.effective_time) == at
        and said.cause == words.UNIT_ENDS.cause
    )
