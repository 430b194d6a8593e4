"""Payments through a provider: begun, confirmed by signed callbacks, reconciled.

Late, repeated, contradictory and forged callbacks come over gRPC, as a gateway passes them on.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as dossiers
from motcua.submissions.v1.submissions_pb2 import Proof
from services.submissions.domain.moments import local_day
from tests.submissions.house import PAYMENT_KEY, House, refused
from tests.submissions.test_dossiers_served import APPEND, count_statements

OBLIGATION, FEE = events.PAYMENT_PURPOSE_OBLIGATION, events.PAYMENT_PURPOSE_FEE
OPEN, PAID, FAILED, EXPIRED = range(1, 5)


async def waiting(house: House, amount: int = 50_000) -> Any:
    """A dossier that waits for a financial obligation, with its number and secret."""
    filed = await house.submit()
    await house.step("AcceptDossier", filed.dossier.name)
    because = {"reason_code": "land-tax", "amount": amount}
    await house.step("RequestObligation", filed.dossier.name, **because)
    return filed


async def begin(house: House, filed: Any, **fields: Any) -> api.PaymentAttempt:
    usual = {
        "proof": Proof(number=filed.dossier.number, secret=filed.secret),
        "purpose": OBLIGATION,
        "provider": "test",
        "return_address": "https://city.example/back",
        "request_id": str(uuid.uuid4()),
    }
    request = api.BeginPaymentRequest(**(usual | fields))
    return await house.payments.BeginPayment(request, **house.caller("portal"))


def callback(of: api.PaymentAttempt, **said: Any) -> bytes:
    usual = {
        "attempt": of.name.removeprefix("paymentAttempts/"),
        "reference": f"r-{uuid.uuid4().hex[:8]}",
        "amount": of.amount,
        "status": "paid",
        "time": datetime.now(UTC).isoformat(),
    }
    return json.dumps(usual | said).encode()


async def confirm(
    house: House, content: bytes, *, key: bytes = PAYMENT_KEY, provider: str = "test"
) -> api.PaymentAttempt:
    request = api.ConfirmPaymentRequest(
        provider=provider,
        content=content,
        signature=hmac.digest(key, content, "sha256").hex(),
        request_id=str(uuid.uuid4()),
    )
    return await house.payments.ConfirmPayment(request, **house.caller("portal", "units/other"))


async def payments_of(house: House, filed: Any) -> list[Any]:
    facts = await house.events(filed.dossier.name)
    return [each for each in facts if isinstance(each, events.PaymentRecorded)]


async def test_a_payment_is_begun_redirected_confirmed_and_lets_handling_go_on(
    house: House,
) -> None:
    filed = await waiting(house)
    attempt = await begin(house, filed)
    assert (attempt.amount, attempt.state) == (50_000, OPEN)
    asked = parse_qs(urlsplit(attempt.redirect_address).query)
    assert attempt.redirect_address.startswith("https://pay.example/checkout?")
    assert (asked["amount"], asked["return"]) == (["50000"], ["https://city.example/back"])
    assert await confirm(house, callback(attempt, status="failed")) == (
        await house.payments.GetPaymentAttempt(
            api.GetPaymentAttemptRequest(name=attempt.name), **house.caller("portal")
        )
    )
    done = await confirm(house, callback(attempt, reference="r-1"))
    assert (done.state, done.paid_amount, done.recorded) == (PAID, 50_000, True)
    [paid] = await payments_of(house, filed)
    assert (paid.amount, paid.provider, paid.provider_reference) == (50_000, "test", "r-1")
    assert (paid.online, paid.purpose, paid.officer) == (True, OBLIGATION, "")
    found = await house.calls.GetDossier(
        dossiers.GetDossierRequest(name=filed.dossier.name), **house.caller("inspector")
    )
    assert found.status == events.STATUS_PROCESSING
    why = await refused(begin(house, filed))
    assert (why.reason, why.field) == ("NOTHING_TO_PAY", "purpose")


async def test_a_callback_that_comes_again_adds_nothing_and_another_content_is_refused(
    house: House,
) -> None:
    filed = await waiting(house)
    attempt = await begin(house, filed)
    content = callback(attempt)
    answers = await asyncio.gather(*(confirm(house, content) for _ in range(8)))
    assert {each.paid_amount for each in answers} == {50_000}
    reference = json.loads(content)["reference"]
    why = await refused(confirm(house, callback(attempt, reference=reference, amount=1)))
    assert (why.reason, why.languages) == ("CALLBACK_CONTRADICTED", {"vi", "en"})
    assert len(await payments_of(house, filed)) == 1


async def test_less_is_recorded_as_it_was_paid_and_the_rest_is_owed(house: House) -> None:
    filed = await waiting(house)
    first = await begin(house, filed)
    assert (await confirm(house, callback(first, amount=20_000))).paid_amount == 20_000
    rest = await begin(house, filed)
    assert rest.amount == 30_000
    await confirm(house, callback(rest))
    assert [each.amount for each in await payments_of(house, filed)] == [20_000, 30_000]


async def test_a_callback_lost_between_two_writes_is_made_good_by_its_repeat(
    house: House,
) -> None:
    """As if the service had been killed: it was kept, and the dossier was not told; or the other
    way round, it was told, and that was not noted.
    """
    for lost in ("dossier", "note"):
        filed = await waiting(house)
        attempt = await begin(house, filed)
        content = callback(attempt)
        if lost == "dossier":
            await run(house, KEPT, *kept(attempt, content))
        else:
            await confirm(house, content)
            await run(house, "update payment_confirmations set recorded = false")
        assert (await confirm(house, content)).recorded
        assert len(await payments_of(house, filed)) == 1


KEPT = """insert into payment_confirmations
(provider, reference, attempt, amount, paid_at, confirmed_at) values ('test', $1, $2, $3, $4, $4)"""


def kept(attempt: api.PaymentAttempt, content: bytes) -> tuple[Any, ...]:
    said = json.loads(content)
    at = datetime.fromisoformat(said["time"])
    return said["reference"], uuid.UUID(said["attempt"]), said["amount"], at


async def run(house: House, query: str, *arguments: Any) -> None:
    connection = await asyncpg.connect(house.database.owner_dsn)
    await connection.execute(query, *arguments)
    await connection.close()


async def test_what_is_forged_or_malformed_is_refused_and_keeps_nothing(house: House) -> None:
    filed = await waiting(house)
    attempt = await begin(house, filed)
    why = await refused(confirm(house, callback(attempt), key=b"another key"))
    assert (why.reason, why.field) == ("SIGNATURE_WRONG", "signature")
    malformed = [
        b"{",
        b"[" * 5000,
        callback(attempt, amount="50000"),
        callback(attempt, amount=-1),
        callback(attempt, amount=True),
        callback(attempt, reference="x" * 65),
        callback(attempt, reference="r 1"),
        callback(attempt, status="perhaps"),
        callback(attempt, status=["paid"]),
        callback(attempt, attempt=7),
        callback(attempt, attempt={}),
        callback(attempt, time=7),
        b"[]",
        callback(attempt, time="2026-03-02T09:00:00"),
        callback(attempt, time="0001-01-01T00:00:00+14:00"),
        callback(attempt, attempt="7"),
        callback(attempt) + b" " * 20_000,
    ]
    for content in malformed:
        assert (await refused(confirm(house, content))).reason == "CALLBACK_MALFORMED", content
    nobody = callback(attempt, attempt=str(uuid.uuid4()))
    assert (await refused(confirm(house, nobody))).reason == "ATTEMPT_UNKNOWN"
    why = await refused(confirm(house, callback(attempt), provider="bank"))
    assert (why.reason, why.field) == ("PROVIDER_UNKNOWN", "provider")
    assert await payments_of(house, filed) == []
    retired = await confirm(house, callback(attempt), key=b"a retired key of payments")
    assert retired.state == PAID


async def test_an_attempt_is_begun_once_and_shown_to_whom_it_concerns(house: House) -> None:
    filed, again = await waiting(house), str(uuid.uuid4())
    first = await begin(house, filed, request_id=again)
    assert await begin(house, filed, request_id=again) == first
    why = await refused(begin(house, filed, request_id=again, purpose=FEE))
    assert why.reason in {"REQUEST_ID_REUSED", "NOTHING_TO_PAY"}
    request = api.GetPaymentAttemptRequest(name=first.name)
    for role, unit in (("officer", "units/ward"), ("portal", "*")):
        caller = house.caller(role, unit)
        assert (await house.payments.GetPaymentAttempt(request, **caller)).name == first.name
    stranger = house.caller("officer", "units/other", "stranger.test")
    why = await refused(house.payments.GetPaymentAttempt(request, **stranger))
    assert why.reason == "ATTEMPT_UNKNOWN"
    wrong = Proof(number=filed.dossier.number, secret="wrong")
    assert (await refused(begin(house, filed, proof=wrong))).reason == "NUMBER_OR_SECRET_WRONG"


async def test_a_day_is_reconciled_with_the_statement_of_the_provider(house: House) -> None:
    day = datetime(2031, 5, 7, 3, tzinfo=UTC)  # of this test alone
    at = {"time": day.isoformat()}
    one, two, three, voided = [await waiting(house) for _ in range(4)]
    attempts = [await begin(house, each) for each in (one, two, three, voided)]
    later = attempts[0].expire_time.ToDatetime(UTC) < day
    await confirm(house, callback(attempts[0], reference="same", **at))
    await confirm(house, callback(attempts[1], reference="less", amount=40_000, **at))
    await confirm(house, callback(attempts[2], reference="twice-1", **at))
    await confirm(house, callback(attempts[2], reference="twice-2", **at))
    await house.step("VoidDossier", voided.dossier.name, reason_code="filed-twice")
    assert not (await confirm(house, callback(attempts[3], reference="gone", **at))).recorded
    request = api.ReconcilePaymentsRequest(
        provider="test",
        day={"year": 2031, "month": 5, "day": 7},
        statements=[
            api.PaymentStatement(reference="same", amount=50_000),
            api.PaymentStatement(reference="less", amount=50_000),
            api.PaymentStatement(reference="twice-1", amount=50_000),
            api.PaymentStatement(reference="unknown", amount=7),
        ],
    )
    answer = await house.payments.ReconcilePayments(request, **house.caller("inspector"))
    kinds = api.PaymentDifferenceKind.Name
    found = {
        (each.reference, kinds(each.kind).removeprefix("PAYMENT_DIFFERENCE_KIND_"))
        for each in answer.differences
    }
    assert later
    assert found == {
        *((name, "LATE") for name in ("same", "less", "twice-1", "twice-2", "gone")),
        ("less", "STATED_OTHERWISE"),
        ("less", "PAID_OTHERWISE"),
        ("twice-2", "PAID_AGAIN"),
        ("twice-2", "PAID_TOO_MUCH"),
        ("twice-2", "MISSING_THERE"),
        ("gone", "MISSING_THERE"),
        ("gone", "NOT_RECORDED"),
        ("unknown", "MISSING_HERE"),
    }
    assert (answer.matched, answer.matched_amount) == (2, 100_000)
    request.statements.add(reference="same")
    why = await refused(house.payments.ReconcilePayments(request, **house.caller("inspector")))
    assert (why.reason, why.field) == ("STATEMENT_REPEATED", "statements[4].reference")
    why = await refused(
        house.payments.ReconcilePayments(request, **house.caller("inspector", "units/ward"))
    )
    assert why.reason == "NOT_PERMITTED"
    assert local_day(day + timedelta(hours=13)) == local_day(day)


async def test_a_payment_needs_no_more_than_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = await waiting(house)
    counted = count_statements(monkeypatch)
    attempt = await begin(house, filed, proof=None, name=filed.dossier.name)
    await confirm(house, callback(attempt))
    assert len(counted) == 2
    assert max(counted.values()) + APPEND <= 5, counted
    other = await waiting(house)
    counted.clear()
    await begin(house, other)  # by number and secret; it appends nothing
    assert max(counted.values()) <= 5, counted
