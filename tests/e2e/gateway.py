"""A payment gateway for tests of faults: it begins payments and refunds and calls back, each until
answered.

Promises to know which were acknowledged, by the provider's reference. Must not give up.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import uuid
from typing import Any

import asyncpg

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as dossiers
from tests.e2e.office import Office

PROVIDER, AMOUNT = "test", 500
KINDS = (facts.PaymentRecorded, facts.PaymentRefunded)


def key_of(ring: str) -> bytes:
    """The first key of a ring as settings write it."""
    return bytes.fromhex(ring.partition(",")[0].partition(":")[2])


def callback(attempt: str, reference: str) -> bytes:
    """What the test provider says of a payment."""
    said = {"attempt": attempt.removeprefix("paymentAttempts/"), "reference": reference}
    paid = {"amount": AMOUNT, "status": "paid", "time": "2026-03-02T09:00:00+07:00"}
    return json.dumps(said | paid).encode()


def refund_callback(refund: str, reference: str) -> bytes:
    """What it says of a refund."""
    said = {"refund": refund.removeprefix("refunds/"), "reference": reference, "amount": AMOUNT}
    done = {"status": "refunded", "time": "2026-03-03T09:00:00+07:00"}
    return json.dumps(said | done).encode()


class Gateway:
    """Pays the obligations of dossiers of its own, and pays each back."""

    def __init__(self, office: Office, ring: str) -> None:
        self.office, self.key = office, key_of(ring)
        self.acknowledged: list[str] = []
        self.refunded: list[str] = []

    async def work(self, stop: asyncio.Event, *, rest: float = 0.0) -> None:
        """Payment after payment until told to stop; each callback is sent twice."""
        while not stop.is_set():
            reference = f"r-{uuid.uuid4().hex}"
            content = callback((await self.begin()).name, reference)
            for _ in range(2):
                assert (await self.confirm(content)).recorded
            self.acknowledged.append(reference)
            content = refund_callback((await self.order_refund(reference)).name, reference)
            for _ in range(2):
                assert (await self.confirm_refund(content)).recorded
            self.refunded.append(reference)
            await asyncio.sleep(rest)

    async def order_refund(self, reference: str) -> api.Refund:
        """Of a whole payment."""
        request = api.OrderRefundRequest(
            provider=PROVIDER,
            payment_reference=reference,
            amount=AMOUNT,
            reason_code="paid-twice",
            request_id=str(uuid.uuid4()),
        )
        portal = self.office.portal
        return await portal.call(portal.payments.OrderRefund, request, role="officer")

    async def begin(self) -> api.PaymentAttempt:
        """Of a dossier that waits for an obligation."""
        dossier = await self.office.submit()
        await self.office.accept(dossier, 4_000_000_000)
        asked = dossiers.RequestObligationRequest(
            name=dossier.name, amount=AMOUNT, reason_code="land-tax"
        )
        method = self.office.portal.submissions.RequestObligation
        await self.office.send(method, asked, role="officer")
        request = api.BeginPaymentRequest(
            name=dossier.name,
            purpose=facts.PAYMENT_PURPOSE_OBLIGATION,
            provider=PROVIDER,
            request_id=str(uuid.uuid4()),
        )
        portal = self.office.portal
        return await portal.call(portal.payments.BeginPayment, request, role="portal")

    async def confirm(self, content: bytes) -> api.PaymentAttempt:
        """As the provider calls back."""
        portal, request = self.office.portal, api.ConfirmPaymentRequest(**self.signed(content))
        return await portal.call(portal.payments.ConfirmPayment, request, role="portal")

    async def confirm_refund(self, content: bytes) -> api.Refund:
        """The same of a refund."""
        portal, request = self.office.portal, api.ConfirmRefundRequest(**self.signed(content))
        return await portal.call(portal.payments.ConfirmRefund, request, role="portal")

    def signed(self, content: bytes) -> dict[str, Any]:
        """The fields of a callback."""
        signature = hmac.digest(self.key, content, "sha256").hex()
        of = {"provider": PROVIDER, "request_id": str(uuid.uuid4())}
        return of | {"content": content, "signature": signature}


async def paid(dsn: str) -> list[list[str]]:
    """The references of all payments that dossiers have, and of all refunds."""
    connection = await asyncpg.connect(dsn)
    try:
        found = []
        for kind in KINDS:
            wanted = "select payload from events where type = $1"
            rows = await connection.fetch(wanted, kind.DESCRIPTOR.full_name)
            told = [kind.FromString(row["payload"]) for row in rows]
            found.append([each.provider_reference for each in told])
    finally:
        await connection.close()
    return found
