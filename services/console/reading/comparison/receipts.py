"""What a receipt says, in the words in which the second reading compares it.

Must not compute a figure.
"""

from typing import NamedTuple

from motcua.metrics.v1 import events_pb2 as metrics
from services.console.instants import next_month
from services.console.portal.questions import period_of
from services.console.reading.comparison.differences import differing
from services.console.reading.definitions.definition import LAST
from services.console.reading.figures.sums import FigureKey, Numbers

# What the public's receipts lack; the contract of PublishedFigure names it.
NOT_PUBLIC = ("assisted", "buckets", "not_attributable", "digest")


class Qualifiers(NamedTuple):
    """The fields of a receipt that are compared and count no items."""

    provisional: bool
    definition: str  # the digest of its text

    @classmethod
    def of(cls, receipt: metrics.Receipt) -> "Qualifiers":
        """As the service says it."""
        return cls(receipt.provisional, receipt.definition_digest)


def key_of(rate: metrics.Rate) -> FigureKey:
    """Which figure that is."""
    scope, (start, end) = rate.receipt.scope, period_of(rate)
    later = None if end == next_month(start) else end
    return FigureKey(rate.receipt.definition, scope.unit, scope.service, start, later, scope.alone)


def differing_numbers(one: Numbers, other: Numbers) -> dict[str, tuple[object, object]]:
    """The fields that differ; of the public's receipt, which has no digest, those that it has."""
    left_out = () if one.digest and other.digest else NOT_PUBLIC
    return {each: sides for each, sides in differing(one, other).items() if each not in left_out}


def service_numbers(receipt: metrics.Receipt) -> Numbers:
    """The service's numbers."""
    return Numbers(
        numerator=receipt.numerator,
        denominator=receipt.denominator,
        unknown=receipt.unknown,
        considered=receipt.considered,
        excluded={each.reason: each.count for each in receipt.excluded if each.count},
        assisted=receipt.assisted,
        digest=receipt.digest,
        buckets={
            str(each.up_to) if each.HasField("up_to") else LAST: each.count
            for each in receipt.buckets
            if each.count
        },
        not_attributable=receipt.not_attributable,
    )
