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
    write_period,
    write_scope,
)
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.percentages import shares
from services.metrics.domain.periods import Period
from services.metrics.domain.well_known import write_instant


def rate(figure: Figure) -> messages.Rate:
    """The message that leaves: numbers, receipt, and a value if any."""
    found = messages.Rate()
    write_rate(found, figure, common=b"")
    write_common(found.receipt, *common_key(figure))
    return found


def write_rate(found: messages.Rate, figure: Figure, *, common: bytes) -> None:
    """The same into a message of an answer: to copy one costs as much as to write it. `common`:
    what its receipt has in common with those of other lines, as it is sent; b"": left out.
    """
    found.state = state = figure.state
    own = found.receipt
    write_own(own, figure)
    if common:
        own.MergeFromString(common)
    if state == KNOWN:
        add_value(found, figure)


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
    found = messages.Receipt()
    write_own(found, figure)
    write_common(found, *common_key(figure))
    return found


def common_of(figure: Figure) -> messages.Receipt:
    """What its receipt has in common with those of other lines; whoever takes it copies it."""
    return common_receipt(*common_key(figure))


def common_key(figure: Figure) -> tuple[Definition, Period, datetime, Positions]:
    """Of which lines it is the same."""
    asked = figure.question
    return asked.definition, asked.period, asked.as_of, figure.positions


@lru_cache(maxsize=256)  # of thousands of lines it is the same, and makes up most of each
def common_receipt(
    definition: Definition, period: Period, as_of: datetime, positions: Positions
) -> messages.Receipt:
    """What the lines of a list have in common; whoever takes it copies it."""
    found = messages.Receipt()
    write_common(found, definition, period, as_of, positions)
    return found


def write_common(
    found: messages.Receipt,
    definition: Definition,
    period: Period,
    as_of: datetime,
    positions: Positions,
) -> None:
    """The same into the receipt of one figure, which shares it with none."""
    found.definition = definition.id
    found.version = definition.version
    found.definition_digest = definition.digest.hex()
    write_period(found.period, period)
    write_instant(found.as_of, as_of)
    for stream, position in zip(Positions._fields, positions, strict=True):
        found.positions.add(stream=stream, position=position)


def own_receipt(figure: Figure) -> messages.Receipt:
    """The rest: scope, numbers and digest."""
    found = messages.Receipt()
    write_own(found, figure)
    return found


def write_own(found: messages.Receipt, figure: Figure) -> None:
    """The same into a receipt."""
    write_scope(found.scope, figure.question.scope)
    found.considered = figure.considered
    found.numerator = figure.numerator
    found.denominator = figure.denominator
    found.unknown = figure.unknown
    found.assisted = figure.assisted
    found.digest = figure.digest
    found.provisional = figure.provisional
    found.not_attributable = figure.not_attributable
    for why, n in figure.excluded:
        excluded = found.excluded.add()
        excluded.reason, excluded.count = why, n
    for each in figure.buckets:
        found.buckets.add(up_to=each.up_to, count=each.n)
