"""Estimates: counted facts of split units, divided by the shares that the catalogue states.

Each fact is classified whole and multiplied by the shares that fall to a scope. Promises exact
fractions, of which those of all successors sum to the whole. Must not be mixed with counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import ValueState
from services.metrics.domain.classes import (
    DENOMINATOR,
    EMPTY,
    EXCLUDED,
    KNOWN,
    NO_DATA,
    NUMERATOR,
    UNKNOWN,
)
from services.metrics.domain.digest import Classified, figure_digest, key_of_counts, leaves
from services.metrics.domain.figures import InconsistentFigureError, Positions, Question
from services.metrics.domain.periods import Period
from services.metrics.domain.succession import Part

NOTHING = Fraction(0)


class Fact(NamedTuple):
    """A counted fact of a unit, with its class and weight."""

    unit: str
    period: Period
    item: Classified
    assisted: bool
    whole: bool  # the question's period holds all of its own

    @property
    def is_assisted(self) -> bool:
        """Whether it counts as keyed in by officers."""
        return self.whole and self.assisted and self.item.membership != EXCLUDED


@dataclass(frozen=True, slots=True)
class Estimate:
    """A question with what falls to its scope, and from which shares."""

    question: Question
    positions: Positions
    parts: tuple[Part, ...]
    weights: Mapping[tuple[int, str], Fraction]  # by membership and reason
    assisted: Fraction
    cut: Fraction  # of facts that the period cuts
    digest: str

    def of(self, *memberships: int) -> Fraction:
        """What stands there, whatever the reason."""
        found = (weight for (where, _), weight in self.weights.items() if where in memberships)
        return sum(found, NOTHING)

    @property
    def numerator(self) -> Fraction:
        """Of a histogram, all that has a value."""
        return self.of(NUMERATOR)

    @property
    def denominator(self) -> Fraction:
        """Whatever belongs to the population."""
        return self.of(NUMERATOR, DENOMINATOR, UNKNOWN)

    @property
    def considered(self) -> Fraction:
        """Everything that was looked at."""
        return self.denominator + self.of(EXCLUDED)

    def by_reason(self, membership: int) -> dict[str, Fraction]:
        """What stands there, by reason, in the order of the reasons' names."""
        return {
            why: weight
            for (where, why), weight in sorted(self.weights.items())
            if where == membership
        }

    @property
    def state(self) -> ValueState:
        """Whether there is a value, and if not, why."""
        bounds = self.question.definition.bounds
        if self.numerator if bounds else self.denominator:
            return KNOWN
        return EMPTY if self.considered or self.cut else NO_DATA


def estimate(
    question: Question, positions: Positions, parts: Sequence[Part], facts: Iterable[Fact]
) -> Estimate:
    """Each fact by the parts of its unit."""
    by_unit: dict[str, list[Part]] = {}
    for part in parts:
        by_unit.setdefault(part.unit, []).append(part)
    counted = list(facts)
    divided = [(fact, part) for fact in counted for part in by_unit.get(fact.unit, ())]
    there = [(fact, part, part.share * fact.item.weight) for fact, part in divided]
    weights: dict[tuple[int, str], Fraction] = {}
    for fact, _, weight in there:
        if fact.whole:
            where = (fact.item.membership, fact.item.reason)
            weights[where] = weights.get(where, NOTHING) + weight
    found = Estimate(
        question,
        positions,
        tuple(parts),
        weights,
        assisted=sum((n for f, _, n in there if f.is_assisted), NOTHING),
        cut=sum((n for f, _, n in there if not f.whole), NOTHING),
        digest=digest((f, part) for f, part, _ in there if f.whole),
    )
    check(found, counted, by_unit)
    return found


def digest(divided: Iterable[tuple[Fact, Part]]) -> str:
    """A line for each part of a fact, in the leaf of the successor; its weight is `n/d`."""
    return figure_digest(
        leaves(
            (
                key_of_counts(part.successor, fact.period),
                fact.item._replace(weight=part.share * fact.item.weight),
            )
            for fact, part in divided
        )
    )


def check(found: Estimate, facts: Iterable[Fact], by_unit: Mapping[str, Sequence[Part]]) -> None:
    """The identities: whatever was looked at, unit by unit, stands in one place of the estimate."""
    looked_at = NOTHING
    for fact in facts:
        share = sum((part.share for part in by_unit.get(fact.unit, ())), NOTHING)
        if share > 1:
            raise InconsistentFigureError(f"{fact.unit} falls to successors {share} times")
        looked_at += share * fact.item.weight
    if found.considered + found.cut != looked_at:
        raise InconsistentFigureError(f"{found} of {looked_at}")
