"""Refunds of a payment through the test provider: the calls of an officer and of the gateway.

Promises a dossier that was paid under a reference of its own. Must not assert.
"""

from __future__ import annotations

import hmac
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import payments_pb2 as api
from services.submissions.domain.moments import local_day
from tests.submissions.house import OFFICER, PAYMENT_KEY, House
from tests.submissions.test_payments_through_providers import begin, callback, confirm, waiting

ORDERED, REFUNDED, FAILED, EXPIRED = range(1, 5)
PAID = 50_000


@dataclass
class Refunding:
    """A dossier that was paid through the provider, by its reference."""

    house: House
    dossier: str
    reference: str
    officer: dict[str, Any] = field(default_factory=dict)

    async def order(self, amount: int = PAID, **fields: Any) -> api.Refund:
        usual = {
            "provider": "test", "payment_reference": self.reference, "amount": amount,
            "reason_code": "paid-twice", "request_id": str(uuid.uuid4()),
        }  # fmt: skip
        caller = fields.pop("caller", self.officer)
        request = api.OrderRefundRequest(**(usual | fields))
        return await self.house.payments.OrderRefund(request, **caller)

    async def refunds(self) -> list[events.PaymentRefunded]:
        facts = await self.house.events(self.dossier)
        return [each for each in facts if isinstance(each, events.PaymentRefunded)]

    async def get(self, name: str) -> api.Refund:
        request = api.GetRefundRequest(name=name)
        return await self.house.payments.GetRefund(request, **self.officer)

    async def listed(self, *stated: tuple[str, int]) -> list[api.PaymentDifference]:
        """What of this dossier is on today's list of refunds."""
        day = local_day(datetime.now(UTC))
        request = api.ReconcilePaymentsRequest(
            provider="test",
            day={"year": day.year, "month": day.month, "day": day.day},
            refund_statements=[api.PaymentStatement(reference=r, amount=a) for r, a in stated],
        )
        answer = await self.house.payments.ReconcilePayments(
            request, **self.house.caller("inspector")
        )
        names = {reference for reference, _ in stated}
        return [
            each for each in answer.differences
            if each.of_refund and (each.dossier == self.dossier or each.reference in names)
        ]  # fmt: skip


async def paid(house: House) -> Refunding:
    filed = await waiting(house, PAID)
    reference = f"p-{uuid.uuid4().hex}"
    await confirm(house, callback(await begin(house, filed), reference=reference))
    return Refunding(house, filed.dossier.name, reference, house.caller("officer", subject=OFFICER))


def answer(of: api.Refund, **said: Any) -> bytes:
    usual = {
        "refund": of.name.removeprefix("refunds/"),
        "reference": f"f-{uuid.uuid4().hex[:8]}",
        "amount": of.amount,
        "status": "refunded",
        "time": datetime.now(UTC).isoformat(),
    }
    return json.dumps(usual | said).encode()


async def answered(house: House, content: bytes, *, key: bytes = PAYMENT_KEY) -> api.Refund:
    request = api.ConfirmRefundRequest(
        provider="test",
        content=content,
        signature=hmac.digest(key, content, "sha256").hex(),
        request_id=str(uuid.uuid4()),
    )
    return await house.payments.ConfirmRefund(request, **house.caller("portal", "units/other"))


def kinds(differences: list[api.PaymentDifference]) -> list[str]:
    name = api.PaymentDifferenceKind.Name
    return sorted(name(each.kind).removeprefix("PAYMENT_DIFFERENCE_KIND_") for each in differences)
