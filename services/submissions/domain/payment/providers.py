"""The port to providers of payments, and one of them for tests.

A provider sends the citizen to its page, and calls back with what became of it, signed; so it does
of a refund that it was ordered. The test provider signs the bytes of `{"attempt": …, "reference":
"r-1", "amount": 50000, "status": "paid", "time": "2026-03-02T09:00:00+07:00"}` with HMAC-SHA-256,
in hexadecimal; of a refund `refund` stands for `attempt`, and `refunded` for `paid`.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol
from urllib.parse import urlencode
from uuid import UUID

from services.chassis.errors import Refusal
from services.chassis.keyed import keyed_digest
from services.submissions.domain.payment.refusals import PaymentReason

LARGEST = 16 * 1024  # bytes of a callback
LONGEST_REFERENCE = 64
YEARS = (2000, 2200)  # of the time of a callback
LARGEST_AMOUNT = 10**15  # đồng


class Callback(NamedTuple):
    """What a provider says of an attempt, or of a refund: its own name for the payment, or for the
    refund, and how much was paid, or paid back.
    """

    attempt: UUID  # of a refund: the refund
    reference: str
    amount: int
    paid: bool  # False: it failed, and may still be paid
    at: datetime


class RefundOrder(NamedTuple):
    """What a provider is sent to pay a payment back, or a part of it."""

    content: bytes
    signature: str


class Provider(Protocol):
    """A provider of payments."""

    @property
    def patience(self) -> timedelta:
        """For how long an attempt may be paid."""

    def redirect(self, attempt: UUID, amount: int, return_address: str) -> str:
        """Where the citizen pays."""

    def read(self, content: bytes, signature: str) -> Callback:
        """What a callback says; refused where its signature is wrong, or it cannot be read."""

    @property
    def refund_patience(self) -> timedelta:
        """For how long an answer to an order is waited for before another may be given."""

    def refund(self, refund: UUID, payment_reference: str, amount: int) -> RefundOrder:
        """The order to pay back so much of a payment; the same again is the same refund."""

    def read_refund(self, content: bytes, signature: str) -> Callback:
        """What a callback about a refund says; refused as `read`."""


Providers = Mapping[str, Provider]


def require_unconfirmed(providers: Providers, code: str, *, field: str = "provider") -> None:
    """Refuse a caller's word for a payment, or a refund, of which the provider calls back: no
    reconciliation would show it, and under its reference the callback would be contradicted.
    """
    if code in providers:
        values = {"provider": code}
        raise Refusal(PaymentReason.PROVIDER_CONFIRMS, field=field, values=values)


@dataclass(frozen=True, slots=True, repr=False)
class SignedPage:
    """The provider of tests: a page, and callbacks under keys of which any one verifies."""

    page: str
    keys: Callable[[], Sequence[bytes]]  # as of now, the one that signs first
    patience: timedelta = timedelta(minutes=30)
    refund_patience: timedelta = timedelta(days=3)

    def redirect(self, attempt: UUID, amount: int, return_address: str) -> str:
        """With the attempt and the amount, signed so that nobody pays less."""
        asked = {"attempt": str(attempt), "amount": str(amount), "return": return_address}
        return f"{self.page}?{urlencode(asked | {'signature': self.signed(urlencode(asked))})}"

    def signed(self, content: str) -> str:
        """Under the first key."""
        return keyed_digest(self.keys()[0], content.encode()).hex()

    def refund(self, refund: UUID, payment_reference: str, amount: int) -> RefundOrder:
        """JSON, signed as callbacks are."""
        asked = {"refund": str(refund), "payment": payment_reference, "amount": amount}
        content = json.dumps(asked)
        return RefundOrder(content.encode(), self.signed(content))

    def read(self, content: bytes, signature: str) -> Callback:
        """JSON, as above."""
        self._require_signed(content, signature)
        return _callback(content, of="attempt", done="paid")

    def read_refund(self, content: bytes, signature: str) -> Callback:
        """The same of a refund."""
        self._require_signed(content, signature)
        return _callback(content, of="refund", done="refunded")

    def _require_signed(self, content: bytes, signature: str) -> None:
        right = [keyed_digest(key, content).hex() for key in self.keys()]
        given = signature.encode()
        if not any([hmac.compare_digest(each.encode(), given) for each in right]):  # noqa: C419
            raise Refusal(PaymentReason.SIGNATURE_WRONG, field="signature")


def _callback(content: bytes, *, of: str, done: str) -> Callback:
    try:
        event = json.loads(content)
        at = datetime.fromisoformat(event["time"])
        found = Callback(
            UUID(event[of]), event["reference"], event["amount"], event["status"] == done, at
        )
    except (AttributeError, ValueError, TypeError, KeyError, RecursionError):  # no UUID's text
        raise Refusal(PaymentReason.CALLBACK_MALFORMED, field="content") from None
    if not (
        _is_sound(found)
        and isinstance(event["status"], str)
        and event["status"] in {done, "failed"}
    ):
        raise Refusal(PaymentReason.CALLBACK_MALFORMED, field="content")
    return found._replace(at=at.astimezone(UTC))


def _is_sound(event: Callback) -> bool:
    reference, amount = event.reference, event.amount
    return (
        isinstance(reference, str)
        and 0 < len(reference) <= LONGEST_REFERENCE
        and all(each.isascii() and (each.isalnum() or each in "._:-") for each in reference)
        and type(amount) is int
        and 0 < amount <= LARGEST_AMOUNT
        and event.at.tzinfo is not None
        and YEARS[0] <= event.at.year <= YEARS[1]
    )
