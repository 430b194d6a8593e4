"""A payment gateway for tests of faults: it begins payments and calls back, each until answered.

Promises to know which payments were acknowledged, by the provider's reference. Must not give up.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import uuid

import asyncpg

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as dossiers
from tests.e2e.office import Office

PROVIDER, AMOUNT = "test", 500
RECORDED = facts.PaymentRecorded.DESCRIPTOR.full_name


def key_of(ring: str) -> bytes:
    """The first key of a ring as settings write it."""
    return bytes.fromhex(ring.partition(",")[0].partition(":")[2])


def callback(attempt: str, reference: str) -> bytes:
    """What the test provider says of a payment."""
    said = {"attempt": attempt.removeprefix("paymentAttempts/"), "reference": reference}
    paid = {"amount": AMOUNT, "status": "paid", "time": "2026-03-02T09:00:00+07:00"}
    return json.dumps(said | paid).encode()


class Gateway:
    """Pays the obligations of dossiers of its own."""

    def __init__(self, office: Office, ring: str) -> None:
        self.office, self.key = office, key_of(ring)
        self.acknowledged: list[str] = []

    async def work(self, stop: asyncio.Event) -> None:
        """Payment after payment until told to stop; each callback is sent twice."""
        while not stop.is_set():
            reference = f"r-{uuid.uuid4().hex}"
            content = callback((await self.begin()).name, reference)
            for _ in range(2):
                assert (await self.confirm(content)).recorded
            self.acknowledged.append(reference)

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
        request = api.ConfirmPaymentRequest(
            provider=PROVIDER,
            content=content,
            signature=hmac.digest(self.key, content, "sha256").hex(),
            request_id=str(uuid.uuid4()),
        )
        portal = self.office.portal
        return await portal.call(portal.payments.ConfirmPayment, request, role="portal")


async def paid(dsn: str) -> list[str]:
    """The references of all payments that dossiers have."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("select payload from events where type = $1", RECORDED)
    finally:
        await connection.close()
    said = [facts.PaymentRecorded.FromString(row["payload"]) for row in rows]
    return [each.provider_reference for each in said]
