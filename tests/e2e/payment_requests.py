"""Requests about payments through providers: sound ones, and what can be wrong with each.

Promises requests that only need the attempt that `owe` begins.
"""

from __future__ import annotations

import hmac
import uuid
from typing import Any

import grpc

from motcua.submissions.v1 import payments_pb2 as api
from tests.e2e.gateway import callback, key_of, refund_callback

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
DENIED = grpc.StatusCode.PERMISSION_DENIED
NONE = "paymentAttempts/018f0000-0000-8000-8000-000000000000"
TEST = 'provider: "test"'
SOUND_PAYMENTS = {
    ("payment", "BeginPayment"): f"""name: "$owing" purpose: PAYMENT_PURPOSE_OBLIGATION {TEST}
        return_address: "https://city.example/back" """,
    ("payment", "ConfirmPayment"): f'{TEST} content: "$callback" signature: "$signed"',
    ("payment", "GetPaymentAttempt"): 'name: "$attempt"',
    ("payment", "OrderRefund"): f'{TEST} payment_reference: "r-0" amount: 500',
    ("payment", "ConfirmRefund"): f'{TEST} content: "$refund_callback" signature: "$refund_signed"',
    ("payment", "GetRefund"): 'name: "$refund"',
    ("payment", "ReconcilePayments"): f"""{TEST} day {{ year: 2026 month: 3 day: 2 }}
        statements {{ reference: "r-1" amount: 500 }}""",
}
NOBODY = ('provider: "bank"', MISSING, "PROVIDER_UNKNOWN", "provider")
BAD_PAYMENTS = {
    ("payment", "BeginPayment"): [
        NOBODY,
        ("purpose: 9", INVALID, "ENUM_UNKNOWN", "purpose"),
        ("purpose: PAYMENT_PURPOSE_FEE name: '$refused'", STATE, "NOTHING_TO_PAY", "purpose"),
        ('return_address: "city"', INVALID, "TEXT_MALFORMED", "return_address"),
        (f'name: "dossiers/{NONE[16:]}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('proof { number: "$number" secret: "0" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "$beginning" return_address: "https://other"', grpc.StatusCode.ALREADY_EXISTS,
            "REQUEST_ID_REUSED", "request_id"),
    ],
    ("payment", "ConfirmPayment"): [
        NOBODY,
        ('signature: "0"', DENIED, "SIGNATURE_WRONG", "signature"),
        ('content: "{}"', DENIED, "SIGNATURE_WRONG", "signature"),
        ('content: ""', INVALID, "FIELD_REQUIRED", "content"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
    ("payment", "OrderRefund"): [
        NOBODY,
        ('payment_reference: "r-9"', MISSING, "PAYMENT_NOT_CONFIRMED", "payment_reference"),
        ('payment_reference: "r-00"', STATE, "REFUND_OPEN", "payment_reference"),
        ("amount: 501", STATE, "REFUND_TOO_HIGH", "amount"),
        ("amount: -1", INVALID, "AMOUNT_INVALID", "amount"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "$ordering" amount: 1', grpc.StatusCode.ALREADY_EXISTS,
            "REQUEST_ID_REUSED", "request_id"),
    ],
    ("payment", "ConfirmRefund"): [
        NOBODY,
        ('signature: "0"', DENIED, "SIGNATURE_WRONG", "signature"),
        ('content: ""', INVALID, "FIELD_REQUIRED", "content"),
    ],
    ("payment", "GetRefund"): [
        ('name: "refunds/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "refunds/{NONE[16:]}"', MISSING, "REFUND_UNKNOWN", "name"),
    ],
    ("payment", "GetPaymentAttempt"): [
        ('name: "paymentAttempts/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NONE}"', MISSING, "ATTEMPT_UNKNOWN", "name"),
    ],
    ("payment", "ReconcilePayments"): [
        NOBODY,
        ("day { month: 13 }", INVALID, "TIME_INVALID", "day"),
        ('statements { reference: "r-1" }', INVALID, "STATEMENT_REPEATED",
            "statements[1].reference"),
    ],
}  # fmt: skip


async def owe(world: Any) -> None:
    """`$owing` waits for an obligation of 500 đồng; `$attempt` to pay it was begun by the request
    `$beginning`, and `$callback` is what the provider says of it, `$signed`. `r-0` and `r-00` were
    paid; the refund `$refund` of the latter was ordered by the request `$ordering`.
    """
    world.words["owing"] = (await world.office.submit(0)).name
    await world.step("AcceptDossier", "owing")
    await world.step("RequestObligation", "owing", "amount: 500")
    world.words["beginning"] = str(uuid.uuid4())
    request = world.request("payment", "BeginPayment", 'request_id: "$beginning"')
    answer = await world.send("payment", "BeginPayment", request)
    attempt = world.words["attempt"] = api.PaymentAttempt.FromString(answer).name
    content = callback(attempt, "r-1")
    say(world, "", "signed", content)
    for word, reference in (("paid", "r-0"), ("repaid", "r-00")):
        await pay(world, word, reference)
    world.words["ordering"] = str(uuid.uuid4())
    again = 'payment_reference: "r-00" request_id: "$ordering"'
    ordered = await world.send(
        "payment", "OrderRefund", world.request("payment", "OrderRefund", again)
    )
    refund = world.words["refund"] = api.Refund.FromString(ordered).name
    say(world, "refund_", "refund_signed", refund_callback(refund, "f-1"))


def say(world: Any, before: str, signed: str, content: bytes) -> None:
    """What the provider says, as a text of a request, and its signature."""
    key = key_of(world.stack.credentials.ring("payments.submissions"))
    world.words[signed] = hmac.digest(key, content, "sha256").hex()
    world.words[f"{before}callback"] = content.decode().replace('"', '\\"')


async def pay(world: Any, word: str, reference: str) -> None:
    """A dossier whose obligation was paid under the provider's reference."""
    world.words[word] = (await world.office.submit(0)).name
    await world.step("AcceptDossier", word)
    await world.step("RequestObligation", word, "amount: 500")
    begin = world.request("payment", "BeginPayment", f'name: "${word}"')
    attempt = api.PaymentAttempt.FromString(await world.send("payment", "BeginPayment", begin))
    say(world, "paying_", "paying_signed", callback(attempt.name, reference))
    more = 'content: "$paying_callback" signature: "$paying_signed"'
    confirm = world.request("payment", "ConfirmPayment", more)
    await world.send("payment", "ConfirmPayment", confirm)
