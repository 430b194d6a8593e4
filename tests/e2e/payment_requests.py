"""Requests about payments through providers: sound ones, and what can be wrong with each.

Promises requests that only need the attempt that `owe` begins.
"""

from __future__ import annotations

import hmac
import uuid
from typing import Any

import grpc
from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import payments_pb2 as api
from tests.e2e.gateway import callback, key_of

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
    `$beginning`, and `$callback` is what the provider says of it, `$signed`.
    """
    world.words["owing"] = (await world.office.submit(0)).name
    await world.step("AcceptDossier", "owing")
    await world.step("RequestObligation", "owing", "amount: 500")
    world.words["beginning"] = str(uuid.uuid4())
    request = world.request("payment", "BeginPayment", 'request_id: "$beginning"')
    answer = await world.send("payment", "BeginPayment", request)
    attempt = world.words["attempt"] = api.PaymentAttempt.FromString(answer).name
    content = callback(attempt, "r-1")
    key = key_of(world.stack.keyrings("submissions")["MOTCUA_TEST_PAYMENT_KEYS"])
    world.words["signed"] = hmac.digest(key, content, "sha256").hex()
    world.words["callback"] = content.decode().replace('"', '\\"')


def of_payments(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Complete requests about the payments of a dossier, with a role that may make them."""
    begin = api.BeginPaymentRequest(
        name=dossier,
        purpose=events.PAYMENT_PURPOSE_FEE,
        provider="test",
        request_id=str(uuid.uuid4()),
    )
    return [
        ("payment", "BeginPayment", "officer", begin),
        ("payment", "GetPaymentAttempt", "leader", api.GetPaymentAttemptRequest(name=NONE)),
    ]
