"""A small model of a dossier's life, from `domain.md` §4: what may come next, and what then.

Statuses are the national numbers. Promises to share no code with the service: it knows commands and
events by their names only. An answer, a payment and a refund are the only ones that look further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


class Impossible(Exception):  # noqa: N818 — said of a step
    """The step cannot come here."""


OPEN, CLOSED = {1, 2, 4, 5, 6}, {3, 7, 8, 9, 10}
ANY = OPEN | CLOSED
# Event: the statuses in which it may come, and the one to which it leads (0: none).
STEPS: dict[str, tuple[set[int], int]] = {
    "DossierAccepted": ({1}, 2),
    "DossierRefused": ({1}, 3),
    "HandlingStarted": ({2}, 4),
    "SupplementRequested": ({1, 2, 4}, 5),
    "SupplementAnswered": ({5}, -1),
    "ObligationRequested": ({2, 4}, 6),
    "ObligationMet": ({6}, 4),
    "DossierWithdrawn": ({1, 2, 4, 5, 6}, 7),
    "DossierStopped": ({2, 4, 5, 6}, 8),
    "ResultRecorded": ({2, 4}, 9),
    "ResultReturned": ({9}, 10),
    "DossierAssigned": (OPEN, 0),
    "DossierTransferred": (OPEN, 0),
    "DueExtended": ({2, 4, 5, 6}, 0),
    "PaymentRecorded": (ANY, 0),
    "PaymentRefunded": (ANY, 0),
    "FeeWaived": (OPEN, 0),
    "DossierRated": (CLOSED, 0),
    "DossierArchived": (CLOSED, 0),
    "PaperFileHandedOver": (CLOSED, 0),
    "DossierLinked": (ANY, 0),
    "DossierVoided": (ANY, 0),
}


@dataclass
class Life:
    """A dossier that was submitted."""

    status: int = 1
    accepted: bool = False
    voided: bool = False
    holder: str = "units/desk"
    paid: dict[str, int] = field(default_factory=dict)  # what is left of each payment
    amount: int = 0  # of the obligation that is waited for
    own: set[str] = field(default_factory=set)  # the payments for it
    extended: Any = None
    archived: bool = False

    def take(self, event: str, said: Any) -> None:
        """The next fact; Impossible where it cannot come."""
        statuses, to = STEPS[event]
        if self.voided or self.status not in statuses:
            raise Impossible(event)
        getattr(self, f"_{event}", lambda _: None)(said)
        if to > 0:
            self.status = to
        if event == "DossierAccepted":
            self.accepted, self.holder = True, said.handling_unit

    def _SupplementAnswered(self, _: Any) -> None:  # noqa: N802
        self.status = 4 if self.accepted else 1

    def _ObligationRequested(self, said: Any) -> None:  # noqa: N802
        self.amount, self.own = said.amount, set()

    def _ObligationMet(self, said: Any) -> None:  # noqa: N802
        if not (said.waived or sum(self.paid[each] for each in self.own) >= self.amount):
            raise Impossible

    def _DossierTransferred(self, said: Any) -> None:  # noqa: N802
        self.holder = said.to_unit

    def _DueExtended(self, said: Any) -> None:  # noqa: N802
        stated = said.deadline.extended.time.seconds
        if not self.accepted or (self.extended and stated <= self.extended):
            raise Impossible
        self.extended = stated

    def _PaymentRecorded(self, said: Any) -> None:  # noqa: N802
        self.paid[said.payment] = said.amount
        if self.status == 6 and said.purpose == 2:
            self.own.add(said.payment)

    def _PaymentRefunded(self, said: Any) -> None:  # noqa: N802
        if self.paid.get(said.payment, -1) < said.amount:
            raise Impossible
        self.paid[said.payment] -= said.amount

    def _DossierArchived(self, _: Any) -> None:  # noqa: N802
        self.archived = True

    def _PaperFileHandedOver(self, _: Any) -> None:  # noqa: N802
        if not self.archived:
            raise Impossible

    def _DossierVoided(self, _: Any) -> None:  # noqa: N802
        self.voided = True


def lived(facts: Iterable[tuple[Any, Any]]) -> Life:
    """Facts (instant and message) one after the other, none before the one that it follows."""
    life, last = Life(), None
    for at, message in facts:
        if last is not None and at < last:
            raise Impossible
        last = at
        if message.DESCRIPTOR.name != "DossierSubmitted":
            life.take(message.DESCRIPTOR.name, message)
    return life
