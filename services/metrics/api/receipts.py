"""Receipts over gRPC: the leaves of a digest, and what differs from a receipt that somebody has.

Promises to compute at the receipt's own positions. Must not decide which side is right.
"""

# ruff: noqa: N802 — the contract names the methods

from collections.abc import AsyncIterator, Iterable
from typing import Any

from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.metrics.v1.receipts_pb2_grpc import ReceiptServiceServicer
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason
from services.metrics.api.servicer import Metrics
from services.metrics.domain.digest import LeafKey, leaf_name
from services.metrics.domain.disclosure.small import NOT_PUBLIC
from services.metrics.domain.figures import Figure
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader

DEPENDS_ON_TODAY = "provisional"
NAMED = {  # the fields of a question, where a receipt has them
    "start_date": "period.start",
    "end_date": "period.end",
    "unit": "scope.unit",
    "service": "scope.service",
    "units_time": "scope.units_time",
    "filters": "scope.filters",
    "filters.values": "scope.filters.values",
    "as_known": "positions",
}


class Receipts(ReceiptServiceServicer):
    """What the contract offers."""

    def __init__(self, metrics: Metrics, reader: Reader) -> None:
        self._metrics = metrics
        self._reader = reader

    async def ListLeaves(
        self, request: messages.ListLeavesRequest, _context: Any
    ) -> AsyncIterator[messages.ListLeavesResponse]:
        """The rate, then every leaf, as known at the positions of the receipt."""
        figure = await self._metrics.below(request.rate)
        yield messages.ListLeavesResponse(rate=await self._reader.targets.rate(figure))
        async for leaf in self._reader.leaves(figure):
            found = messages.Leaf(name=leaf_name(leaf.key), digest=leaf.digest)
            yield messages.ListLeavesResponse(leaf=found)

    async def CompareReceipt(
        self, request: messages.CompareReceiptRequest, _context: Any
    ) -> AsyncIterator[messages.CompareReceiptResponse]:
        """What differs in the receipt, then every leaf that does."""
        figure = await self._figure(request.receipt)
        computed = await self._reader.targets.rate(figure)
        differing = differing_fields(request.receipt, computed.receipt)
        comparison = messages.ReceiptComparison(rate=computed, differing=differing)
        yield messages.CompareReceiptResponse(comparison=comparison)
        if request.leaves:
            async for each in self._differing(figure, request.leaves):
                yield messages.CompareReceiptResponse(leaf=each)

    async def _figure(self, receipt: Receipt) -> Figure:
        try:
            refuse_all(unnamed(receipt))
            return await self._metrics.figure(question_of(receipt))
        except Refusal as refusal:
            raise in_receipt(refusal) from None

    async def _differing(
        self, figure: Figure, stated: Iterable[messages.Leaf]
    ) -> AsyncIterator[messages.LeafDifference]:
        """Leaves that differ, and at the end those that only the other side has."""
        theirs = {LeafKey(each.name.unit, each.name.part): each.digest for each in stated}
        async for leaf in self._reader.leaves(figure):
            digest = theirs.pop(leaf.key, "")
            if digest != leaf.digest:
                yield difference(leaf.key, stated=digest, computed=leaf.digest)
        for key, digest in sorted(theirs.items()):
            yield difference(key, stated=digest)


def question_of(receipt: Receipt) -> GetRateRequest:
    """What the receipt is the answer to."""
    asked = GetRateRequest(
        definition=receipt.definition,
        version=receipt.version,
        unit=receipt.scope.unit,
        service=receipt.scope.service,
        alone=receipt.scope.alone,
        start_date=receipt.period.start,
        end_date=receipt.period.end,
        as_known=receipt.positions,
        filters=receipt.scope.filters,
    )
    if receipt.HasField("as_of"):
        asked.as_of.CopyFrom(receipt.as_of)
    if receipt.scope.HasField("units_time"):
        asked.units_time.CopyFrom(receipt.scope.units_time)
    return asked


def unnamed(receipt: Receipt) -> Iterable[Refusal]:
    """What a receipt has to say, and this one does not."""
    named = {each.stream for each in receipt.positions}
    if not receipt.version:
        yield Refusal(ChassisReason.FIELD_REQUIRED, field="version", values={"field": "version"})
    if not named.issuperset(Requested._fields):
        yield Refusal(
            ChassisReason.FIELD_REQUIRED, field="positions", values={"field": "positions"}
        )


def in_receipt(refusal: Refusal) -> Refusal:
    """The same refusal, by the names that a receipt's fields have."""
    if not refusal.field:
        return refusal
    path = NAMED.get(refusal.field, refusal.field)
    values = {**refusal.values, "field": path} if "field" in refusal.values else refusal.values
    found = Refusal(
        refusal.reason,
        field=path,
        values=values,
        retry_after=refusal.retry_after,
        also=refusal.also,
    )
    return found.below("receipt")


def differing_fields(stated: Receipt, computed: Receipt) -> list[str]:
    """The names of the fields that are not the same; of a receipt without a digest, which is the
    public's, those that it has.
    """
    left_out = {DEPENDS_ON_TODAY, *(() if stated.digest else NOT_PUBLIC)}
    fields = (each for each in Receipt.DESCRIPTOR.fields if each.name not in left_out)
    return [each.name for each in fields if value(stated, each) != value(computed, each)]


def value(receipt: Receipt, field: Any) -> Any:
    """Of lists, such as what is excluded, in no order."""
    found = getattr(receipt, field.name)
    return sorted(map(str, found)) if field.is_repeated else found


def difference(key: LeafKey, *, stated: str = "", computed: str = "") -> messages.LeafDifference:
    """One leaf, as both sides have it."""
    return messages.LeafDifference(name=leaf_name(key), stated=stated, computed=computed)
