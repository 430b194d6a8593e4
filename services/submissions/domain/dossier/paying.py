"""What is paid, paid back, or not asked for.

Payments and refunds come in any status, after the end too. A provider's reference is recorded once:
the same again changes nothing, another content under it is refused.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier, Payment
from services.submissions.domain.dossier.steps import require_allowed
from services.submissions.domain.payment.refusals import PaymentReason


def record_payment(dossier: Dossier, given: Given, payment: Payment) -> list[Fact]:
    """Record a payment; one that covers the obligation lets handling go on."""
    provider, reference = payment.reference
    require_amount(payment.amount, field="amount")
    _require_provider(provider, reference)
    require_allowed(dossier, events.PaymentRecorded)
    if _is_known(dossier, payment):
        return []
    recorded = events.PaymentRecorded(
        payment=payment.payment,
        purpose=payment.purpose,
        online=payment.online,
        amount=payment.amount,
        provider=provider,
        provider_reference=reference,
    )
    facts = live_facts(dossier, given, recorded)
    return [*facts, *met_once_paid(DOSSIERS.fold(dossier, facts), given)]


def met_once_paid(dossier: Dossier, given: Given) -> list[Fact]:
    """The obligation that a dossier waits for is met where what was paid for it covers it."""
    return live_facts(dossier, given, events.ObligationMet()) if is_covered(dossier) else []


def is_covered(dossier: Dossier) -> bool:
    """Whether it still waits for an obligation that is paid."""
    waits = dossier.status == events.STATUS_OBLIGATION_PENDING and not dossier.voided
    return waits and dossier.is_obligation_paid


def refund_payment(
    dossier: Dossier,
    given: Given,
    *,
    payment: str,
    amount: int,
    provider_reference: str = "",
    reason_code: str = "",
) -> list[Fact]:
    """Pay back a payment or a part of it, in đồng."""
    require_amount(amount, field="amount")
    require_allowed(dossier, events.PaymentRefunded)
    paid = next((each for each in dossier.payments if each.payment == payment), None)
    if paid is None:
        raise Refusal(DossierReason.PAYMENT_UNKNOWN, field="payment", values={"payment": payment})
    _require_provider(paid.reference[0], provider_reference)
    if provider_reference and _is_refunded(paid, provider_reference, amount):
        return []
    if paid.refunded + amount > paid.amount:
        left = {"left": str(paid.amount - paid.refunded)}
        raise Refusal(DossierReason.REFUND_TOO_HIGH, field="amount", values=left)
    refunded = events.PaymentRefunded(
        payment=payment,
        amount=amount,
        provider_reference=provider_reference,
        reason_code=reason_code,
    )
    return live_facts(dossier, given, refunded)


def require_amount(amount: int, *, field: str) -> None:
    """Refuse what is no amount of đồng."""
    if amount <= 0:
        raise Refusal(DossierReason.AMOUNT_INVALID, field=field)


def _require_provider(provider: str, reference: str) -> None:
    """Refuse a name for a payment that no provider gave: any digits could stand there."""
    if reference and not provider:
        raise Refusal(PaymentReason.REFERENCE_OF_NOBODY, field="provider_reference")


def waive_fee(dossier: Dossier, given: Given, *, reason_code: str) -> list[Fact]:
    """Do not ask for the fee."""
    require_allowed(dossier, events.FeeWaived)
    if dossier.fee_waived:
        raise Refusal(DossierReason.FEE_WAIVED_ALREADY, field="name")
    return live_facts(dossier, given, events.FeeWaived(reason_code=reason_code))


def waive_obligation(dossier: Dossier, given: Given, *, reason_code: str) -> list[Fact]:
    """Do not ask for the obligation any more: it is met, and handling goes on."""
    met = events.ObligationMet(waived=True, reason_code=reason_code)
    return live_facts(dossier, given, met)


def _is_known(dossier: Dossier, payment: Payment) -> bool:
    """Whether the same was recorded before under the provider's reference."""
    if not payment.reference[1]:
        return False
    for each in dossier.payments:
        if each.reference == payment.reference:
            stated = each._replace(payment="", refunded=0, refunds=(), obligation=0, excess=0)
            same = stated == payment._replace(payment="")
            return same or _changed("provider_reference", payment.reference[1])
    return False


def _is_refunded(paid: Payment, reference: str, amount: int) -> bool:
    for known, before in paid.refunds:
        if known == reference:
            return before == amount or _changed("provider_reference", reference)
    return False


def _changed(field: str, reference: str) -> bool:
    raise Refusal(DossierReason.PAYMENT_CHANGED, field=field, values={"reference": reference})
