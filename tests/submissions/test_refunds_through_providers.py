"""Refunds through a provider: ordered, confirmed by signed callbacks, reconciled.

Late, repeated, failed, differing and forged answers come over gRPC, as a gateway passes them on.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import uuid
from datetime import UTC, datetime, timedelta

import grpc
import pytest

from motcua.submissions.v1 import payments_pb2 as api
from motcua.submissions.v1.submissions_pb2 import GetDossierRequest
from services.chassis.database import open_pool
from services.submissions.queries.refunds import Order, Refunds
from tests.submissions.house import OFFICER, PAYMENT_KEY, House, read_error, refused
from tests.submissions.persons import run
from tests.submissions.refund_client import (
    EXPIRED,
    FAILED,
    ORDERED,
    PAID,
    REFUNDED,
    answer,
    answered,
    kinds,
    paid,
)
from tests.submissions.test_payments_through_providers import confirm

DAY = timedelta(days=1)


async def test_a_refund_is_a_fact_once_the_provider_confirms_it_and_only_once(house: House) -> None:
    payment = await paid(house)
    request = GetDossierRequest(name=payment.dossier)
    shown = await house.calls.GetDossier(request, **house.caller("officer"))
    named = {"request_id": str(uuid.uuid4())}
    assert [(each.provider, each.provider_reference) for each in shown.payments] == [
        ("test", payment.reference)
    ]
    order = await payment.order(20_000, **named)
    assert await payment.order(20_000, **named) == order
    assert (order.state, order.amount, order.dossier) == (ORDERED, 20_000, payment.dossier)
    signature = hmac.digest(PAYMENT_KEY, order.order_content, "sha256").hex()
    assert order.order_signature == signature
    sent = json.loads(order.order_content)
    assert (sent["payment"], sent["amount"]) == (payment.reference, 20_000)
    assert await payment.refunds() == []
    assert kinds(await payment.listed()) == ["REFUND_UNANSWERED"]
    content = answer(order, reference="f-1")
    answers = await asyncio.gather(*(answered(house, content) for _ in range(8)))
    assert {(each.state, each.refunded_amount, each.recorded) for each in answers} == {
        (REFUNDED, 20_000, True)
    }
    [refund] = await payment.refunds()
    assert (refund.amount, refund.whole, refund.provider_reference) == (20_000, False, "f-1")
    assert (refund.officer, refund.reason_code) == (OFFICER, "paid-twice")
    assert kinds(await payment.listed(("f-1", 20_000))) == []
    assert kinds(await payment.listed(("f-1", 19_000))) == ["STATED_OTHERWISE"]
    assert kinds(await payment.listed()) == ["MISSING_THERE"]
    missing = f"f-{uuid.uuid4().hex}"
    assert kinds(await payment.listed(("f-1", 20_000), (missing, 1))) == ["MISSING_HERE"]


async def test_a_failure_is_not_final_and_what_comes_late_counts(house: House) -> None:
    payment = await paid(house)
    first = await payment.order()
    assert (await answered(house, answer(first, status="failed"))).state == FAILED
    assert (await payment.get(first.name)).order_content == b""
    assert kinds(await payment.listed()) == ["REFUND_FAILED"]
    second = await payment.order()  # anew
    late = (await answered(house, answer(first))).state, len(await payment.refunds())
    assert late == (REFUNDED, 1)
    # The provider paid back twice: the dossier has it once, the list has both.
    again = await answered(house, answer(second))
    assert (again.state, again.recorded) == (REFUNDED, False)
    assert sum(each.amount for each in await payment.refunds()) == PAID
    assert kinds(await payment.listed()) == ["MISSING_THERE", "MISSING_THERE", "NOT_RECORDED"]
    assert (await refused(payment.order(1))).reason == "REFUND_TOO_HIGH"


async def test_an_order_that_knew_less_than_was_paid_back_is_none(house: House) -> None:
    payment = await paid(house)
    order = await payment.order(20_000)
    async with await open_pool(house.database.dsn) as pool:
        refunds = Refunds(pool)
        now = datetime.now(UTC)
        before = await refunds.paid("test", payment.reference, now)
        assert before is not None
        await answered(house, answer(order, reference=f"f-{uuid.uuid4().hex}"))
        late = Order(
            uuid.uuid4(), "test", payment.reference, PAID, "r", "o", "u", now, now + DAY, b""
        )  # fmt: skip
        assert not await refunds.order(late, known=before.refunded)
        assert await refunds.order(late, known=20_000)


async def test_another_amount_than_ordered_is_recorded_as_it_was_paid_back(house: House) -> None:
    payment = await paid(house)
    order = await payment.order(20_000)
    content = answer(order, amount=15_000, reference=f"f-{uuid.uuid4().hex}")
    assert (await answered(house, content)).refunded_amount == 15_000
    assert "PAID_OTHERWISE" in kinds(await payment.listed())
    reference = json.loads(content)["reference"]
    why = await refused(answered(house, answer(order, reference=reference, amount=1)))
    assert (why.reason, why.languages) == ("CALLBACK_CONTRADICTED", {"vi", "en"})
    assert [each.amount for each in await payment.refunds()] == [15_000]
    assert (await payment.order(35_000)).state == ORDERED


async def test_one_order_is_open_at_a_time_until_its_time_is_over(house: House) -> None:
    payment = await paid(house)
    orders = await asyncio.gather(
        *(payment.order(10_000) for _ in range(5)), return_exceptions=True
    )
    made = [each for each in orders if isinstance(each, api.Refund)]
    assert len(made) == 1
    reasons = {read_error(e).reason for e in orders if isinstance(e, grpc.aio.AioRpcError)}
    assert reasons <= {"REFUND_OPEN", "VERSION_CONFLICT"}
    assert (await refused(payment.order(10_000))).reason == "REFUND_OPEN"
    over = "update refund_orders set expires_at = now() where refund = $1::uuid"
    await run(house, over, uuid.UUID(made[0].name[-36:]))
    assert (await payment.get(made[0].name)).state == EXPIRED
    assert (await payment.order(10_000)).state == ORDERED
    assert (await answered(house, answer(made[0]))).recorded
    assert "LATE" in kinds(await payment.listed())


async def test_what_is_no_order_is_refused(house: House) -> None:
    payment = await paid(house)
    for amount, reason in (
        (0, "FIELD_REQUIRED"),
        (-1, "AMOUNT_INVALID"),
        (PAID + 1, "REFUND_TOO_HIGH"),
    ):
        why = await refused(payment.order(amount))
        assert (why.reason, why.field) == (reason, "amount")
    nobody = payment.order(payment_reference="p-0")
    elsewhere = payment.order(caller=house.caller("officer", "units/other", OFFICER))
    for call in (nobody, elsewhere):
        why = await refused(call)
        assert (why.reason, why.field) == ("PAYMENT_NOT_CONFIRMED", "payment_reference")
    named = str(uuid.uuid4())
    order = await payment.order(10_000, request_id=named)
    assert (await refused(payment.order(9_000, request_id=named))).reason == "REQUEST_ID_REUSED"
    stranger = house.payments.GetRefund(
        api.GetRefundRequest(name=order.name), **house.caller("portal", subject="another")
    )
    assert (await refused(stranger)).reason == "REFUND_UNKNOWN"
    for role in ("portal", "leader", "inspector"):  # whose role orders none is not given the order
        seen = house.payments.GetRefund(api.GetRefundRequest(name=order.name), **house.caller(role))
        assert (await seen).order_signature == ""
    assert (await payment.get(order.name)).order_signature == order.order_signature
    # What a provider confirms is nobody else's to say.
    dossier = GetDossierRequest(name=payment.dossier)
    shown = (await house.calls.GetDossier(dossier, **payment.officer)).payments
    by_hand = house.step("RefundPayment", payment.dossier, payment=shown[0].payment, amount=1)
    why = await refused(by_hand)
    assert (why.reason, why.field) == ("PROVIDER_CONFIRMS", "payment")


async def test_what_is_no_answer_to_an_order_changes_nothing(house: House) -> None:
    payment = await paid(house)
    order = await payment.order()
    forged = answered(house, answer(order), key=b"another key")
    assert (await refused(forged)).reason == "SIGNATURE_WRONG"
    for content in (b"{}", answer(order, status="paid"), answer(order, amount=0), b"\xff" * 9):
        assert (await refused(answered(house, content))).reason == "CALLBACK_MALFORMED"
    assert (await refused(confirm(house, answer(order)))).reason == "CALLBACK_MALFORMED"
    unknown = answer(order, refund=str(uuid.uuid4()))
    assert (await refused(answered(house, unknown))).reason == "REFUND_UNKNOWN"
    assert (await payment.get(order.name)).state == ORDERED
    assert await payment.refunds() == []


async def test_of_a_dossier_that_takes_no_refund_it_is_on_the_list(house: House) -> None:
    payment = await paid(house)
    await house.step("VoidDossier", payment.dossier, reason_code="filed-twice")
    done = await answered(house, answer(await payment.order()))
    assert (done.state, done.recorded) == (REFUNDED, False)
    assert "NOT_RECORDED" in kinds(await payment.listed())


@pytest.mark.parametrize("crashed", ["kept", "told"])
async def test_a_callback_that_comes_again_does_what_a_crash_left_undone(
    house: House, crashed: str
) -> None:
    payment = await paid(house)
    order = await payment.order()
    content = answer(order)
    if crashed == "kept":  # and the dossier was not told
        said = json.loads(content)
        keep = """insert into refund_confirmations
            (provider, reference, refund, amount, refunded_at, confirmed_at)
            values ('test', $1, $2::uuid, $3, now(), now())"""
        await run(house, keep, said["reference"], uuid.UUID(said["refund"]), said["amount"])
    else:  # and it was not noted
        await answered(house, content)
        forget = "update refund_confirmations set recorded = false where refund = $1::uuid"
        await run(house, forget, uuid.UUID(order.name[-36:]))
    assert (await answered(house, content)).recorded
    assert [each.amount for each in await payment.refunds()] == [PAID]
