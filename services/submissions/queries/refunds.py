"""Orders to pay payments back, and what a provider's callbacks confirmed of them.

Rows of this service alone: nothing counts them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.chassis.database import Pool, statements
from services.submissions.domain.payment.providers import Callback
from services.submissions.domain.payment.reconciling import Refunded
from services.submissions.queries.catalogue import SQL


class Paid(NamedTuple):
    """A payment that a provider confirmed, and how much of it was paid back, in đồng."""

    attempt: UUID
    dossier: str
    amount: int
    refunded: int
    open: UUID | None  # the order that is not answered yet


class Order(NamedTuple):
    """An order to pay back, with what was paid back by it so far, in đồng."""

    refund: UUID
    provider: str
    payment_reference: str
    amount: int
    reason_code: str
    officer: str
    unit: str
    ordered_at: datetime
    expires_at: datetime
    fingerprint: bytes
    dossier: str = ""
    failed: bool = False
    refunded: int = 0
    recorded: bool = False  # the dossier has all that was paid back

    @property
    def name(self) -> str:
        """The resource's."""
        return f"refunds/{self.refund}"


class Kept(NamedTuple):
    """What was confirmed under a provider's reference first."""

    refund: UUID
    amount: int
    recorded: bool


class Refunds:
    """The orders and confirmations of one database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = statements(SQL)

    async def paid(self, provider: str, reference: str, now: datetime) -> Paid | None:
        """What was confirmed under a provider's name for a payment."""
        row = await self._pool.fetchrow(self._sql["confirmed_payment"], provider, reference, now)
        return Paid(*row) if row else None

    async def order(self, ordered: Order, *, known: int) -> bool:
        """Whether it is ordered: not where another one of the payment is open, or more is paid back
        by now than was known when it was decided.
        """
        row = (*ordered[:10], known)
        return await self._pool.fetchval(self._sql["order_refund"], *row) is not None

    async def get(self, refund: UUID) -> Order | None:
        """One of them."""
        row = await self._pool.fetchrow(self._sql["refund"], refund)
        return Order(*row) if row else None

    async def confirm(self, provider: str, callback: Callback, now: datetime) -> Kept | None:
        """What is kept under the reference: this, unless another callback came first; None: there
        is no such order.
        """
        values = (provider, callback.reference, callback.attempt, callback.amount, callback.at, now)
        sql = self._sql["confirm_refund"]
        row = await self._pool.fetchrow(sql, *values)
        if row is None:  # or another callback came meanwhile, which only a later statement sees
            row = await self._pool.fetchrow(sql, *values)
        return Kept(*row) if row else None

    async def mark_recorded(self, provider: str, reference: str) -> None:
        """The dossier has it."""
        await self._pool.execute(self._sql["refund_recorded"], provider, reference)

    async def failed(self, refund: UUID) -> None:
        """The provider says so; another one may be ordered."""
        await self._pool.execute(self._sql["refund_failed"], refund)

    async def of_day(
        self, provider: str, begins: datetime, ends: datetime, references: Sequence[str]
    ) -> list[Refunded]:
        """What was paid back in a period, or has one of these references, or was ordered then and
        is not confirmed.
        """
        sql = self._sql["refunds_of_day"]
        rows = await self._pool.fetch(sql, provider, begins, ends, references)
        return [
            Refunded(
                row["reference"],
                f"refunds/{row['refund']}",
                f"paymentAttempts/{row['attempt']}",
                row["dossier"],
                row["ordered"],
                row["refunded"],
                bool(row["late"]),
                bool(row["recorded"]),
                row["failed"],
                row["again"],
            )
            for row in rows
        ]
