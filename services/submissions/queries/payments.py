"""Attempts to pay, and what was confirmed of them.

Rows of this service alone: nothing counts them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from motcua.submissions.v1.events_pb2 import PaymentPurpose
from services.chassis.database import Pool, statements
from services.submissions.domain.payment.providers import Callback
from services.submissions.domain.payment.reconciling import Confirmed
from services.submissions.queries.catalogue import SQL


class Attempt(NamedTuple):
    """An attempt to pay, with what was paid for it so far, in đồng."""

    attempt: UUID
    dossier: str
    provider: str
    purpose: PaymentPurpose
    amount: int
    begun_by: Sequence[str]
    begun_at: datetime
    expires_at: datetime
    failed: bool
    fingerprint: bytes
    paid: int = 0
    recorded: bool = False  # the dossier has all that was paid

    @property
    def name(self) -> str:
        """The resource's."""
        return f"paymentAttempts/{self.attempt}"


class Kept(NamedTuple):
    """What was confirmed under a provider's reference first."""

    attempt: UUID
    amount: int
    recorded: bool
    dossier: str
    purpose: PaymentPurpose


class Payments:
    """The attempts and confirmations of one database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = statements(SQL)

    async def begin(self, attempt: Attempt) -> Attempt | None:
        """Keep an attempt, unless one for the same is open: that one, which may be paid as long as
        this. None: it was paid just now.
        """
        row = (*attempt[:8], attempt.fingerprint)
        if await self._pool.fetchval(self._sql["begin_payment"], *row) is not None:
            return attempt
        other = (*attempt[:6], attempt.expires_at)
        found = await self._pool.fetchrow(self._sql["join_payment"], *other)
        return Attempt(*found) if found else None

    async def get(self, attempt: UUID) -> Attempt | None:
        """One of them."""
        row = await self._pool.fetchrow(self._sql["payment_attempt"], attempt)
        return Attempt(*row) if row else None

    async def confirm(self, provider: str, callback: Callback, now: datetime) -> Kept | None:
        """What is kept under the reference: this, unless another callback came first; None: there
        is no such attempt.
        """
        values = (provider, callback.reference, callback.attempt, callback.amount, callback.at, now)
        sql = self._sql["confirm_payment"]
        row = await self._pool.fetchrow(sql, *values)
        if row is None:  # or another callback came meanwhile, which only a later statement sees
            row = await self._pool.fetchrow(sql, *values)
        return Kept(*row) if row else None

    async def mark_recorded(self, provider: str, reference: str, excess: int) -> None:
        """The dossier has it, and so much of it was not owed."""
        await self._pool.execute(self._sql["payment_recorded"], provider, reference, excess)

    async def failed(self, attempt: UUID) -> None:
        """The provider says so."""
        await self._pool.execute(self._sql["payment_failed"], attempt)

    async def of_day(
        self, provider: str, begins: datetime, ends: datetime, references: Sequence[str]
    ) -> list[Confirmed]:
        """What was paid in a period, or has one of these references."""
        sql = self._sql["confirmations_of_day"]
        rows = await self._pool.fetch(sql, provider, begins, ends, references)
        return [
            Confirmed(
                row["reference"],
                f"paymentAttempts/{row['attempt']}",
                row["dossier"],
                row["begun"],
                row["paid"],
                row["late"],
                row["recorded"],
                row["again"],
                row["excess"],
            )
            for row in rows
        ]
