"""Sums that must agree, over gRPC.

Promises that a period or a scope that cannot be asked for is refused before anything is read.
"""

# ruff: noqa: N802 — the contract names the methods

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.metrics.v1 import reconciliation_pb2 as messages
from motcua.metrics.v1.reconciliation_pb2_grpc import ReconciliationServiceServicer
from services.chassis.database import Pool
from services.metrics.api.as_known import AsKnown
from services.metrics.api.reaching import as_of_within_reach
from services.metrics.api.requests import day, ordered
from services.metrics.domain.figures import (
    Scope,
    instant_message,
    period_message,
    positions_message,
    scope_message,
)
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.reconciliation import Identity, Reconciliation
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader
from services.metrics.queries.reconciliation import reconciled


class ReconciliationMethods(ReconciliationServiceServicer):
    """What the contract offers."""

    def __init__(self, pool: Pool, reader: Reader, as_known: AsKnown) -> None:
        self._pool = pool
        self._reader = reader
        self._as_known = as_known

    async def GetReconciliation(
        self, request: messages.GetReconciliationRequest, _context: Any
    ) -> messages.Reconciliation:
        """All sums of a scope and a period."""
        start, end = day(request.start_date, "start_date"), day(request.end_date, "end_date")
        period, of = (
            ordered(start, end),
            Scope(request.unit, alone=request.alone and bool(request.unit)),
        )
        known = await self._as_known.of(request)
        as_of = await self._as_of(of, period, known)
        found = await reconciled(self._pool, of, period, known, as_of)
        at = Requested(*found.positions)
        if as_of != (settled := await self._as_of(of, period, at)):  # a plan became known since
            found = await reconciled(self._pool, of, period, at, settled)
        return message(found)

    async def _as_of(self, scope: Scope, period: Period, asked: Requested) -> datetime:
        end = midnight(period.end)
        as_of, _ = await as_of_within_reach(self._reader, scope, end, asked)
        return as_of


def message(found: Reconciliation) -> messages.Reconciliation:
    """As the contract writes it."""
    return messages.Reconciliation(
        scope=scope_message(found.scope),
        period=period_message(found.period),
        as_of=instant_message(found.as_of),
        positions=positions_message(found.positions),
        identities=map(identity_message, found.identities),
        overdue=found.overdue,
        disordered=found.disordered,
        satisfaction=messages.SatisfactionSum(**found.satisfaction._asdict()),
    )


def identity_message(each: Identity) -> messages.Identity:
    """A sum, line by line."""
    return messages.Identity(
        name=each.name, left=lines(each.left), right=lines(each.right), residual=each.residual
    )


def lines(side: Mapping[str, int]) -> list[messages.IdentityLine]:
    """In their order."""
    return [messages.IdentityLine(name=name, count=count) for name, count in side.items()]
