"""Estimates of the second reading: counted facts of split units by the shares that were stated.

Written from the contract's EstimatedReceipt and the README of metrics alone. Must not import or
copy the metrics service.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1 import estimates_pb2 as messages
from services.console.reading.definitions.definition import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    UNKNOWN,
)
from services.console.reading.figures import digest
from services.console.reading.figures.contributions import CountedItem, counted_items
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.items import Item
from services.console.reading.figures.questions import Question, Trees, fits
from services.console.reading.folding.fold import Reading

Weights: TypeAlias = dict[str, Fraction]


class Share(NamedTuple):
    """Which part of a unit falls to another one."""

    unit: str
    successor: str
    part: Fraction


class Numbers(NamedTuple):
    """What two readings compare."""

    numerator: Fraction
    denominator: Fraction
    unknown: Fraction
    considered: Fraction
    excluded: Weights
    buckets: Weights  # of a histogram: those that hold anything, by upper bound
    assisted: Fraction
    not_attributable: Fraction
    shares: frozenset[Share]
    digest: str


@dataclass
class Estimate:
    """What falls to a scope, line by line."""

    shares: frozenset[Share]
    classes: dict[tuple[str, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    leaves: dict[Leaf, list[str]] = field(default_factory=lambda: defaultdict(list))
    assisted: Fraction = Fraction()
    cut: Fraction = Fraction()

    def add(self, item: Item, share: Share) -> None:
        """A part of a counted fact that the period holds."""
        weight = share.part * item.weight
        self.classes[item.membership, item.reason] += weight
        if item.assisted and item.membership != EXCLUDED:
            self.assisted += weight
        n, d = weight.as_integer_ratio()
        words = (item.kind, item.id, item.membership, item.reason, f"{n}/{d}")
        self.leaves[Leaf(share.successor, item.part)].append("\t".join(words) + "\n")

    def of(self, membership: str) -> Weights:
        """What stands there, by reason."""
        return {
            why: weight
            for (where, why), weight in self.classes.items()
            if where == membership and weight
        }

    def numbers(self) -> Numbers:
        """Everything that must be equal in another reading."""
        above, below, unknown, out = (
            sum(self.of(each).values(), Fraction())
            for each in (NUMERATOR, DENOMINATOR, UNKNOWN, EXCLUDED)
        )
        return Numbers(
            numerator=above,
            denominator=above + below + unknown,
            unknown=unknown,
            considered=above + below + unknown + out,
            excluded=self.of(EXCLUDED),
            buckets={up_to: weight for up_to, weight in self.of(NUMERATOR).items() if up_to},
            assisted=self.assisted,
            not_attributable=self.cut,
            shares=self.shares,
            digest=digest.figure({leaf: sha256(lines) for leaf, lines in self.leaves.items()}),
        )


def sha256(lines: Iterable[str]) -> str:
    """Over the lines, in the order of their bytes."""
    return hashlib.sha256(b"".join(sorted(line.encode() for line in lines))).hexdigest()


def estimated(reading: Reading, question: Question) -> Numbers:
    """Of a question with units as of an instant."""
    trees = Trees(reading)
    of = {unit: falling(question, unit, trees) for unit in units_of(reading)}
    found = Estimate(frozenset(share for shares in of.values() for share in shares))
    for each in counted_items(reading, [question.definition]):
        said, counted = each.counted.said, each.counted
        if not fits(question, said.service, each.values):
            continue
        for share in of.get(said.unit, ()):
            if inside(question, each):
                found.add(each.item, share)
            elif question.since < counted.end and counted.start < question.until:
                found.cut += share.part * each.item.weight
    return found.numbers()


def units_of(reading: Reading) -> list[str]:
    """Those that handed over."""
    return [unit for unit, versions in reading.handovers.items() if versions]


def inside(question: Question, each: CountedItem) -> bool:
    """Whether the question's period holds all of the fact's."""
    return question.since <= each.counted.start and each.counted.end <= question.until


def falling(question: Question, unit: str, trees: Trees) -> list[Share]:
    """The shares of a divided unit that fall to the scope."""
    at = question.units_at
    if at is None:
        raise ValueError("an estimate is of units as of an instant")
    presents = trees.presents(at)
    parts = presents.shares(unit)
    return [
        Share(unit, successor, part)
        for successor, part in parts.items()
        if len(parts) > 1
        and (
            successor == question.unit
            or all(question.covers(each, at, trees) for each in presents.rest(successor))
        )
    ]


def stated(receipt: messages.EstimatedReceipt) -> Numbers:
    """The numbers of a receipt."""
    return Numbers(
        numerator=fraction(receipt.numerator),
        denominator=fraction(receipt.denominator),
        unknown=fraction(receipt.unknown),
        considered=fraction(receipt.considered),
        excluded={each.reason: fraction(each.weight) for each in receipt.excluded},
        buckets=dict(stated_buckets(receipt)),
        assisted=fraction(receipt.assisted),
        not_attributable=fraction(receipt.not_attributable),
        shares=frozenset(
            Share(each.unit, each.successor, fraction(each.share)) for each in receipt.shares
        ),
        digest=receipt.digest,
    )


def stated_buckets(receipt: messages.EstimatedReceipt) -> Iterator[tuple[str, Fraction]]:
    """Those that hold anything."""
    for each in receipt.buckets:
        if weight := fraction(each.weight):
            yield (str(each.up_to) if each.HasField("up_to") else "inf"), weight


def fraction(stated: messages.Fraction) -> Fraction:
    """As a number; one that was not stated is 0."""
    return Fraction(stated.numerator, stated.denominator or 1)
