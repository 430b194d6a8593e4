"""What others than the house said of a dossier, and that no officer corrects therefore.

A rating is the citizen's; a payment through a provider, and its refund, are the provider's. What an
officer's correction made of them before this rule can be taken back.
"""

from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier, is_of_record
from services.submissions.domain.payment.providers import Providers, require_unconfirmed


def require_own(dossier: Dossier, version: int, providers: Providers) -> None:
    """Refuse to correct the fact of a version where it is somebody else's word."""
    fact = next((each.message for each in dossier.entries if each.version == version), None)
    if isinstance(fact, events.DossierCorrected):
        fact = _instead(fact) if is_of_record(fact) else None
    if isinstance(fact, events.DossierRated):
        raise Refusal(DossierReason.RATING_NOT_YOURS, field="version")
    if fact is not None and not is_of_record(fact):
        require_unconfirmed(providers, _provider(dossier, fact), field="version")


def _instead(correction: events.DossierCorrected) -> Any:
    """The fact as a source corrected it."""
    return getattr(correction.instead, correction.instead.WhichOneof("fact") or "", None)


def _provider(dossier: Dossier, fact: Any) -> str:
    """Through whom something was paid, or paid back; "" where that is nobody."""
    if isinstance(fact, events.PaymentRecorded):
        return fact.provider
    if isinstance(fact, events.PaymentRefunded):
        return next((p.reference[0] for p in dossier.payments if p.payment == fact.payment), "")
    return ""
