"""Figures as messages: numbers, the receipt by which others compute them again, and a value if any.

Promises that a receipt is what all lines of a list have in common, and the figure's own.
"""

from datetime import datetime
from functools import lru_cache

from motcua.metrics.v1 import events_pb2 as messages
from services.metrics.domain import histograms
from services.metrics.domain.classes import KNOWN
from services.metrics.domain.figures import (
    Figure,
    Positions,
    instant_message,
    period_message,
    positions_message,
    scope_message,
)
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.percentages import shares
from services.metrics.domain.periods import Period


def rate(figure: Figure, stated: messages.Receipt | None = None) -> messages.Rate:
    """The message that leaves: numbers, receipt (`stated`, or all of it), and a value if any."""
    reply = messages.Rate(receipt=stated or receipt(figure), state=figure.state)
    if reply.state == KNOWN:
        add_value(reply, figure)
    return reply


def add_value(reply: messages.Rate, figure: Figure) -> None:
    """The percentage with its bounds; of a histogram, percentiles."""
    if figure.buckets:
        ranks = (histograms.percentile(figure.buckets, rank) for rank in histograms.RANKS)
        reply.percentiles.extend(messages.Percentile(**each._asdict()) for each in ranks)
        return
    counts = figure.numerator, figure.denominator, figure.unknown
    low, high = shares(*counts, by=figure.question.definition)
    reply.percent, reply.percent_low, reply.percent_high = low, low, high


def receipt(figure: Figure) -> messages.Receipt:
    """All that is needed to compute the figure again."""
    asked, found = figure.question, own_receipt(figure)
    found.MergeFrom(common_receipt(asked.definition, asked.period, asked.as_of, figure.positions))
    return found


@lru_cache(maxsize=256)  # of thousands of lines it is the same, and makes up most of each
def common_receipt(
    definition: Definition, period: Period, as_of: datetime, positions: Positions
) -> messages.Receipt:
    """What the lines of a list have in common; whoever takes it copies it."""
    return messages.Receipt(
        definition=definition.id,
        version=definition.version,
        definition_digest=definition.digest.hex(),
        period=period_message(period),
        as_of=instant_message(as_of),
        positions=positions_message(positions),
    )


def own_receipt(figure: Figure) -> messages.Receipt:
    """The rest: scope, numbers and digest."""
    return messages.Receipt(
        scope=scope_message(figure.question.scope),
        considered=figure.considered,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unknown=figure.unknown,
        excluded=[messages.ExcludedCount(reason=why, count=n) for why, n in figure.excluded],
        assisted=figure.assisted,
        digest=figure.digest,
        provisional=figure.provisional,
        buckets=[messages.Bucket(up_to=each.up_to, count=each.n) for each in figure.buckets],
        not_attributable=figure.not_attributable,
    )
