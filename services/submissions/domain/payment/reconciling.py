"""What a provider states of a day against what its callbacks confirmed here.

Each reference is matched once; what differs, and what somebody should look at, is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from motcua.submissions.v1 import payments_pb2 as api
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
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


class Refunded(NamedTuple):
    """A refund that was ordered, in đồng, and what a callback confirmed of it, if one did."""

    reference: str | None  # None, and `refunded` too: none did
    refund: str
    attempt: str
    dossier: str
    ordered: int
    refunded: int | None
    late: bool  # paid back after the order had expired
    recorded: bool
    failed: bool
    again: bool  # the order had been answered with a refund before


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


def require_each_once(stated: Sequence[api.PaymentStatement], *, field: str = "statements") -> None:
    """Refuse a statement that is too long, or names a reference twice."""
    if len(stated) > MOST:
        values = {"most": str(MOST)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field=field, values=values)
    seen: set[str] = set()
    for n, each in enumerate(stated):
        if each.reference in seen:
            values = {"reference": each.reference}
            path = f"{field}[{n}].reference"
            raise Refusal(PaymentReason.STATEMENT_REPEATED, field=path, values=values)
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


def reconcile_refunds(
    answer: api.ReconcilePaymentsResponse,
    known: Iterable[Refunded],
    stated: Sequence[api.PaymentStatement],
) -> None:
    """Add refunds to an answer: by reference, and those without one at the end."""
    refunds = list(known)
    here = {each.reference: each for each in refunds if each.reference is not None}
    there = {each.reference: each.amount for each in stated}
    for reference in sorted(here.keys() | there.keys()):
        found, amount = here.get(reference), there.get(reference)
        if found is not None and found.refunded == amount:
            answer.matched_refunds += 1
            answer.matched_refund_amount += amount or 0
        answer.differences.extend(
            _of_refund(kind, reference, found, amount) for kind in _refund_kinds(found, amount)
        )
    for each in (each for each in refunds if each.reference is None):
        kind = api.PAYMENT_DIFFERENCE_KIND_REFUND_UNANSWERED
        failed = api.PAYMENT_DIFFERENCE_KIND_REFUND_FAILED
        answer.differences.append(_of_refund(failed if each.failed else kind, "", each, None))


def _refund_kinds(
    found: Refunded | None, stated: int | None
) -> Iterator[api.PaymentDifferenceKind]:
    if found is None:
        yield api.PAYMENT_DIFFERENCE_KIND_MISSING_HERE
        return
    if stated is None:
        yield api.PAYMENT_DIFFERENCE_KIND_MISSING_THERE
    elif stated != found.refunded:
        yield api.PAYMENT_DIFFERENCE_KIND_STATED_OTHERWISE
    if found.refunded != found.ordered:
        yield api.PAYMENT_DIFFERENCE_KIND_PAID_OTHERWISE
    if found.late:
        yield api.PAYMENT_DIFFERENCE_KIND_LATE
    if found.again:
        yield api.PAYMENT_DIFFERENCE_KIND_PAID_AGAIN
    if not found.recorded:
        yield api.PAYMENT_DIFFERENCE_KIND_NOT_RECORDED


def _of_refund(
    kind: api.PaymentDifferenceKind, reference: str, found: Refunded | None, stated: int | None
) -> api.PaymentDifference:
    return api.PaymentDifference(
        kind=kind,
        reference=reference,
        attempt=found.attempt if found else "",
        dossier=found.dossier if found else "",
        refund=found.refund if found else "",
        of_refund=True,
        begun_amount=found.ordered if found else None,
        paid_amount=found.refunded if found else None,
        stated_amount=stated,
    )
