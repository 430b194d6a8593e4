"""Orders to pay back and answers to them, in any order, against a small model.

Promises real calls; the model knows neither tables nor events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.submissions.v1 import payments_pb2 as api
from tests.submissions.house import House, refused
from tests.submissions.refund_client import (
    FAILED,
    ORDERED,
    PAID,
    REFUNDED,
    answer,
    answered,
    paid,
)


@dataclass
class Model:
    """What becomes of orders and answers, read naively off the rules."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    recorded: list[int] = field(default_factory=list)

    def order(self, amount: int) -> str:
        if any(each["open"] for each in self.orders):
            return "REFUND_OPEN"
        if amount > PAID - max(sum(self.recorded), sum(sum(each["paid"]) for each in self.orders)):
            return "REFUND_TOO_HIGH"
        self.orders.append({"open": True, "failed": False, "paid": []})
        return ""

    def answer(self, number: int, amount: int) -> None:
        """0: it failed."""
        order = self.orders[number]
        if amount:
            order["open"] = False
            order["paid"].append(amount)
            if sum(self.recorded) + amount <= PAID:
                self.recorded.append(amount)
        elif not order["paid"]:
            order["open"], order["failed"] = False, True

    def states(self) -> list[int]:
        return [
            REFUNDED if each["paid"] else FAILED if each["failed"] else ORDERED
            for each in self.orders
        ]


STEPS = st.lists(
    st.tuples(st.sampled_from(["order", "answer", "repeat"]), st.integers(0, 3),
              st.sampled_from([0, 10_000, 30_000, 50_000])),
    min_size=4, max_size=9,
)  # fmt: skip


@settings(max_examples=10)
@given(STEPS)
async def test_orders_and_answers_in_any_order_equal_a_model(
    house: House, steps: list[tuple[str, int, int]]
) -> None:
    payment, model, names, sent = await paid(house), Model(), list[api.Refund](), list[bytes]()
    for what, number, amount in steps:
        if what == "order" and amount:
            expected = model.order(amount)
            if expected:
                assert (await refused(payment.order(amount))).reason == expected
            else:
                names.append(await payment.order(amount))
        elif what == "answer" and names:
            of = number % len(names)
            model.answer(of, amount)
            status = {"amount": amount} if amount else {"status": "failed"}
            sent.append(answer(names[of], **status))
            await answered(house, sent[-1])
        elif what == "repeat" and sent and b"failed" not in sent[number % len(sent)]:
            await answered(house, sent[number % len(sent)])
    assert [each.amount for each in await payment.refunds()] == model.recorded
    assert [(await payment.get(each.name)).state for each in names] == model.states()
