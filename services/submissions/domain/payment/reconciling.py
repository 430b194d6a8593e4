"""What a provider states of a day against what its callbacks confirmed here.

Each reference is matched once; what differs, and what somebody should look at, is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from motcua.submissions.v1 import payments_pb2 as api
from services.chassis.errors import Refusal
from services.submissions.domain.payment.refusals import PaymentReason

MOST = 5000  # lines of a statement


class Confirmed(NamedTuple):
    """A payment that a callback confirmed, in đồng."""

    reference: str
    attempt: str
    dossier: str
    begun: int
    paid: int
    late: bool  # paid after the attempt had expired
    recorded: bool
    again: bool  # the attempt had been paid before
    excess: int  # how much of it was not owed any more


def reconcile(
    confirmed: Iterable[Confirmed], stated: Sequence[api.PaymentStatement]
) -> api.ReconcilePaymentsResponse:
    """By reference."""
    here = {each.reference: each for each in confirmed}
    there = {each.reference: each.amount for each in stated}
    answer = api.ReconcilePaymentsResponse()
    for reference in sorted(here.keys() | there.keys()):
        found, amount = here.get(reference), there.get(reference)
        if found is not None and found.paid == amount:
            answer.matched += 1
            answer.matched_amount += amount
        answer.differences.extend(
            _difference(kind, reference, found, amount) for kind in _kinds(found, amount)
        )
    return answer


def require_each_once(stated: Sequence[api.PaymentStatement]) -> None:
    """Refuse a statement that names a reference twice."""
    seen: set[str] = set()
    for n, each in enumerate(stated):
        if each.reference in seen:
            values = {"reference": each.reference}
            field = f"statements[{n}].reference"
            raise Refusal(PaymentReason.STATEMENT_REPEATED, field=field, values=values)
        seen.add(each.reference)


def _kinds(found: Confirmed | None, stated: int | None) -> Iterator[api.PaymentDifferenceKind]:
    if found is None:
        yield api.PAYMENT_DIFFERENCE_KIND_MISSING_HERE
        return
    if stated is None:
        yield api.PAYMENT_DIFFERENCE_KIND_MISSING_THERE
    elif stated != found.paid:
        yield api.PAYMENT_DIFFERENCE_KIND_STATED_OTHERWISE
    if found.paid != found.begun:
        yield api.PAYMENT_DIFFERENCE_KIND_PAID_OTHERWISE
    if found.late:
        yield api.PAYMENT_DIFFERENCE_KIND_LATE
    if found.again:
        yield api.PAYMENT_DIFFERENCE_KIND_PAID_AGAIN
    if found.excess:
        yield api.PAYMENT_DIFFERENCE_KIND_PAID_TOO_MUCH
    if not found.recorded:
        yield api.PAYMENT_DIFFERENCE_KIND_NOT_RECORDED


def _difference(
    kind: api.PaymentDifferenceKind, reference: str, found: Confirmed | None, stated: int | None
) -> api.PaymentDifference:
    return api.PaymentDifference(
        kind=kind,
        reference=reference,
        attempt=found.attempt if found else "",
        dossier=found.dossier if found else "",
        begun_amount=found.begun if found else None,
        paid_amount=found.paid if found else None,
        stated_amount=stated,
        excess_amount=found.excess if found else None,
    )
