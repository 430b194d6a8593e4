"""Estimates over gRPC: what of split units' counted facts falls to a scope, in fractions.

Promises to refuse a fraction that a message cannot say. Must not be mixed with rates.
"""

# ruff: noqa: N802 — the contract names the methods

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any

from motcua.metrics.v1 import estimates_pb2 as messages
from motcua.metrics.v1.estimates_pb2_grpc import EstimateServiceServicer
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import must_reach
from services.metrics.api.requests import question
from services.metrics.domain.classes import EXCLUDED, KNOWN, NUMERATOR, UNKNOWN
from services.metrics.domain.estimates import Estimate
from services.metrics.domain.figures import MOST_SHOWN, write_scope
from services.metrics.domain.histograms import bounds_of
from services.metrics.domain.percentages import shares
from services.metrics.domain.receipts import common_receipt
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.estimates import must_count_facts
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader

SAME = ("definition", "version", "definition_digest")


class EstimateMethods(EstimateServiceServicer):
    """What the contract offers."""

    def __init__(self, reader: Reader, as_known: AsKnown) -> None:
        self._reader = reader
        self._as_known = as_known

    async def EstimateRate(
        self, request: messages.EstimateRateRequest, _context: Any
    ) -> messages.EstimatedRate:
        """One estimate."""
        try:
            return rate(await self._estimate(request))
        except Refusal as refusal:
            raise refusal.below("rate") if refusal.field else refusal from None

    async def _estimate(self, request: messages.EstimateRateRequest) -> Estimate:
        wanted = question(request.rate, self._reader.definitions)
        must_count_facts(wanted.definition)
        if wanted.scope.units_at is None:
            values = {"field": "units_time"}
            raise Refusal(ChassisReason.FIELD_REQUIRED, field="units_time", values=values)
        known = await self._as_known.of(request.rate)
        positions = await self._reader.current_positions(wanted.scope, known)
        await must_reach(self._reader, wanted.scope, wanted.as_of, positions)
        return await self._reader.estimates.of(wanted, Requested(*positions))


def rate(found: Estimate) -> messages.EstimatedRate:
    """With its receipt, divided once."""
    answer = messages.EstimatedRate(receipt=receipt(found), state=found.state)
    definition = found.question.definition
    if answer.state == KNOWN and not definition.bounds:
        low, high = shares(*whole_numbers(found), by=definition)
        answer.percent, answer.percent_low, answer.percent_high = low, low, high
    return answer


def whole_numbers(found: Estimate) -> tuple[int, int, int]:
    """Numerator, denominator and unknown in the same proportion."""
    fractions = (found.numerator, found.denominator, found.of(UNKNOWN))
    common = lcm(*(each.denominator for each in fractions))
    numerator, denominator, unknown = (int(each * common) for each in fractions)
    return numerator, denominator, unknown


def receipt(found: Estimate) -> messages.EstimatedReceipt:
    """All that is needed to compute it again."""
    asked = found.question
    common = common_receipt(asked.definition, asked.period, asked.as_of, found.positions)
    told = messages.EstimatedReceipt(
        **{name: getattr(common, name) for name in SAME},
        period=common.period,
        as_of=common.as_of,
        positions=common.positions,
        considered=fraction(found.considered),
        numerator=fraction(found.numerator),
        denominator=fraction(found.denominator),
        unknown=fraction(found.of(UNKNOWN)),
        assisted=fraction(found.assisted),
        not_attributable=fraction(found.cut),
        digest=found.digest,
        excluded=excluded(found),
        buckets=buckets(found),
        shares=attributed(found),
    )
    write_scope(told.scope, asked.scope)
    return told


def excluded(found: Estimate) -> Iterable[messages.EstimatedExclusion]:
    """By reason."""
    for why, weight in found.by_reason(EXCLUDED).items():
        yield messages.EstimatedExclusion(reason=why, weight=fraction(weight))


def buckets(found: Estimate) -> Iterable[messages.EstimatedBucket]:
    """Of a histogram, all of them."""
    bounds = found.question.definition.bounds
    weights = found.by_reason(NUMERATOR)
    for up_to, name in zip((*bounds, None), bounds_of(bounds), strict=True) if bounds else ():
        weight = fraction(weights.get(name, Fraction(0)))
        yield messages.EstimatedBucket(up_to=up_to, weight=weight)


def attributed(found: Estimate) -> Iterable[messages.AttributedShare]:
    """Which shares fall to the scope."""
    for unit, successor, share in found.parts:
        yield messages.AttributedShare(unit=unit, successor=successor, share=fraction(share))


def fraction(number: Fraction) -> messages.Fraction:
    """In lowest terms. Raises Refusal where 63 bits do not hold it."""
    if max(number.numerator, number.denominator) > MOST_SHOWN:
        values = {"most": f"{MOST_SHOWN:,}"}
        raise Refusal(MetricsReason.ESTIMATE_TOO_FINE, values=values)
    return messages.Fraction(numerator=number.numerator, denominator=number.denominator)
