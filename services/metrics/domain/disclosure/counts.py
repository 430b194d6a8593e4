"""The counts of a figure in a fixed order, and which of them several definitions have in common.

Example: `online_handling` and `online_handling.all` both leave out what is voided, ended without
acceptance, and so on, in the same order; so how many each of these reasons took, and how many were
left after them, is the same count in both.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.indicators.definition import Definition

Reasons: TypeAlias = tuple[str, ...]


def counts_of(reasons: Reasons, receipt: Receipt) -> tuple[int, ...]:
    """Those that must not be small, by a definition of these reasons."""
    numerator, others = receipt.numerator, receipt.denominator - receipt.numerator
    unknown = receipt.unknown
    return (numerator, others, unknown, others - unknown, *by_reason(receipt, reasons))


def counts_in_common(reasons: Reasons, receipt: Receipt) -> tuple[int, ...]:
    """How many were considered, taken by each of the first reasons, and left after them."""
    taken = by_reason(receipt, reasons)
    return (receipt.considered, *taken, receipt.considered - sum(taken))


def is_part(one: Definition, other: Definition) -> bool:
    """Whether the numerator of one may hold just some of what the other's holds, as far as the
    facts tell that they name: `channel == "online"`, and that with an electronic result.
    """
    if one.bounds or other.bounds:
        return False
    return facts_in(other.counted) <= facts_in(one.counted)


def by_reason(receipt: Receipt, reasons: Reasons) -> list[int]:
    """How many each took."""
    counts = {each.reason: each.count for each in receipt.excluded}
    return [counts.get(reason, 0) for reason in reasons]


def reasons_of(definition: Definition) -> Reasons:
    """In their order."""
    return tuple(reason for reason, _ in definition.exclusions)


def in_common(definitions: Collection[Definition]) -> Mapping[Reasons, Sequence[Definition]]:
    """The most first reasons that two or more definitions have, with all that have them."""
    having: defaultdict[Reasons, list[Definition]] = defaultdict(list)
    for each in definitions:
        reasons = reasons_of(each)
        for n in range(len(reasons) + 1):
            having[reasons[:n]].append(each)
    longest: dict[tuple[str, ...], Reasons] = {}
    for reasons, of in sorted(having.items(), key=lambda each: len(each[0])):
        if len(of) > 1:
            longest[tuple(each.name for each in of)] = reasons
    return {reasons: having[reasons] for reasons in longest.values()}
