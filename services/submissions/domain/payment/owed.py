"""What a dossier owes: its fee, or the obligation that it waits for, less what was paid.

Example: a fee of 50,000 đồng of which 20,000 were paid, and 5,000 of these paid back: 35,000.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.payment.refusals import PaymentReason


def owed(dossier: Dossier, purpose: events.PaymentPurpose) -> int:
    """In đồng, more than 0; refused where nothing is owed."""
    if dossier.voided:
        raise Refusal(DossierReason.DOSSIER_VOIDED, field="name")
    amount = left(dossier, purpose)
    if amount <= 0:
        raise Refusal(PaymentReason.NOTHING_TO_PAY, field="purpose")
    return amount


def left(dossier: Dossier, purpose: events.PaymentPurpose) -> int:
    """In đồng; 0: nothing is owed."""
    fee = purpose == events.PAYMENT_PURPOSE_FEE
    return max(0, _fee(dossier) if fee else _obligation(dossier))


def _fee(dossier: Dossier) -> int:
    if dossier.fee_waived or dossier.offering is None:
        return 0
    paid = (p for p in dossier.payments if p.purpose == events.PAYMENT_PURPOSE_FEE)
    return int(dossier.offering.fee) - sum(each.amount - each.refunded for each in paid)


def _obligation(dossier: Dossier) -> int:
    if dossier.waiting is None or not dossier.waits_for_obligation:
        return 0
    own = [each for each in dossier.payments if each.obligation == dossier.waiting.number]
    return dossier.waiting.amount - sum(each.amount - each.refunded for each in own)
