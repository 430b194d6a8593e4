"""Events of dossiers that only some indicators read: payments, waivers, ratings, withdrawals.

Everything that a test does not care about is filled in.
"""

from motcua.submissions.v1.events_pb2 import (
    DossierRated,
    DossierWithdrawn,
    FeeWaived,
    PaymentRecorded,
    PaymentRefunded,
    SupplementRequested,
)
from tests.metrics.given import dossier


def paid(number: int = 1, *, online: bool = True) -> PaymentRecorded:
    """Whether, after it, an online payment of the fee stands."""
    return PaymentRecorded(dossier=dossier(number), payment="p1", paid_online=online)


def refunded(number: int = 1) -> PaymentRefunded:
    """Wholly."""
    return PaymentRefunded(dossier=dossier(number), payment="p1", whole=True, paid_online=False)


def waived(number: int = 1) -> FeeWaived:
    """The fee is not asked for."""
    return FeeWaived(dossier=dossier(number))


def rated(number: int = 1, value: int = 5) -> DossierRated:
    """From 1 to 5."""
    return DossierRated(dossier=dossier(number), value=value)


def withdrawn(
    number: int = 1, *, after_acceptance: bool = True, officer: str = ""
) -> DossierWithdrawn:
    """By the citizen, or by an officer for him."""
    return DossierWithdrawn(
        dossier=dossier(number), after_acceptance=after_acceptance, officer=officer
    )


def requested(number: int = 1, *, times: int = 1) -> SupplementRequested:
    """A supplement."""
    return SupplementRequested(dossier=dossier(number), number=times)
