"""No fee is paid twice unseen: one attempt while it is open, and what was too much is on the list.

Nor does a caller's word stand for what a provider confirms.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as dossiers
from tests.submissions.house import House, refused
from tests.submissions.test_payments_through_providers import (
    OBLIGATION,
    OPEN,
    begin,
    callback,
    confirm,
    payments_of,
    run,
    waiting,
)

EXPIRE = "update payment_attempts set expires_at = begun_at where attempt = $1"


async def expire(house: House, attempt: api.PaymentAttempt) -> None:
    await run(house, EXPIRE, uuid.UUID(attempt.name.removeprefix("paymentAttempts/")))


async def test_who_begins_the_same_again_gets_the_attempt_that_is_open(house: House) -> None:
    filed = await waiting(house)
    begun = await asyncio.gather(*(begin(house, filed) for _ in range(6)))
    [name] = {each.name for each in begun}
    back = "https://other.example/back"
    again = await begin(house, filed, return_address=back)
    assert (again.name, again.state) == (name, OPEN)
    assert "other.example" in again.redirect_address
    assert again.expire_time.ToDatetime(UTC) >= begun[0].expire_time.ToDatetime(UTC)
    await confirm(house, callback(again, status="failed"))
    assert (await begin(house, filed)).name == name  # it may still be paid
    await confirm(house, callback(again, amount=20_000))
    assert (await begin(house, filed)).name != name
    assert (await begin(house, await waiting(house))).name != name


async def test_whoever_was_answered_with_an_attempt_may_look_at_it(house: House) -> None:
    filed = await waiting(house)
    first = await begin(house, filed)
    other = house.caller("portal", "units/other", "another.portal")
    look = api.GetPaymentAttemptRequest(name=first.name)
    assert (await refused(house.payments.GetPaymentAttempt(look, **other))).reason == (
        "ATTEMPT_UNKNOWN"
    )
    request = api.BeginPaymentRequest(
        proof=dossiers.Proof(number=filed.dossier.number, secret=filed.secret),
        purpose=OBLIGATION,
        provider="test",
        request_id=str(uuid.uuid4()),
    )
    assert (await house.payments.BeginPayment(request, **other)).name == first.name
    assert (await house.payments.GetPaymentAttempt(look, **other)).name == first.name


async def test_what_was_paid_above_what_was_owed_is_on_the_list(house: House) -> None:
    """Through an attempt that had expired and the next one; and after the desk was paid."""
    at = {"time": datetime(2032, 5, 7, 3, tzinfo=UTC).isoformat()}  # of this test alone
    twice, desk = await waiting(house), await waiting(house)
    first = await begin(house, twice)
    await expire(house, first)
    second = await begin(house, twice)
    assert second.name != first.name
    await confirm(house, callback(first, reference="first", **at))
    content = callback(second, reference="second", **at)
    await confirm(house, content)
    open_one = await begin(house, desk)
    await house.step("RecordPayment", desk.dossier.name, purpose=OBLIGATION, amount=20_000)
    await confirm(house, callback(open_one, reference="desk", **at))
    # As after a kill before it was noted: what was too much follows from the dossier again.
    await run(house, "update payment_confirmations set recorded = false, excess = 0")
    await confirm(house, content)
    await confirm(house, callback(open_one, reference="desk", **at))
    day = {"year": 2032, "month": 5, "day": 7}
    request = api.ReconcilePaymentsRequest(provider="test", day=day)
    answer = await house.payments.ReconcilePayments(request, **house.caller("inspector"))
    too_much = api.PAYMENT_DIFFERENCE_KIND_PAID_TOO_MUCH
    found = {x.reference: x.excess_amount for x in answer.differences if x.kind == too_much}
    assert found == {"second": 50_000, "desk": 20_000}


@pytest.mark.parametrize("role", ["portal", "officer"])
async def test_what_a_provider_confirms_no_caller_records(house: House, role: str) -> None:
    filed = await waiting(house)
    attempt = await begin(house, filed)
    fields: dict[str, Any] = {"purpose": OBLIGATION, "amount": 50_000, "provider_reference": role}

    async def record(**more: str) -> Any:
        request = dossiers.RecordPaymentRequest(
            name=filed.dossier.name, request_id=str(uuid.uuid4()), **fields, **more
        )
        return await house.calls.RecordPayment(request, **house.caller(role))

    why = await refused(record(provider="test"))
    assert (why.reason, why.field) == ("PROVIDER_CONFIRMS", "provider")
    why = await refused(record())
    assert (why.reason, why.field) == ("REFERENCE_OF_NOBODY", "provider_reference")
    assert (await confirm(house, callback(attempt, reference=role))).recorded
    assert len(await payments_of(house, filed)) == 1
    assert len((await record(provider="bank")).payments) == 2
