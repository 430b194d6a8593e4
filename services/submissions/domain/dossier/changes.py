"""The fold of a dossier: what each kind of fact changes, the status among other things.

A correction changes what is folded: the facts that hold are folded again, each as it was recorded,
as it should have been, or not at all. No rule is asked: the correction holds what follows of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Decider
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import (
    Change,
    Changes,
    Dossier,
    Entry,
    Handover,
    Link,
    Payment,
    Period,
    Rating,
    first_rated,
    is_of_record,
)
from services.submissions.domain.dossier.status_changes import (
    accepted,
    answered,
    ended,
    handling,
    moved,
    obligation_requested,
    refused,
    returned,
    stopped,
    submitted,
    supplement_requested,
    withdrawn,
)
from services.submissions.domain.moments import local_day
from services.submissions.domain.payment.owed import left


def evolve(dossier: Dossier, message: Message, at: datetime) -> Dossier:
    """The dossier after one more fact; a fact that this version does not know fails loudly."""
    entry = Entry(dossier.version + 1, message, at)
    history = Link(entry, dossier.history)
    if isinstance(message, events.DossierCorrected):
        return _corrected(history, message).but(history=history, version=entry.version)
    return changed(dossier, entry, history=history, version=entry.version)


def changed(dossier: Dossier, entry: Entry, **more: Any) -> Dossier:
    """The dossier after a fact that is no correction; `more`: what becomes of its history."""
    event = entry.message
    known = entry.at if getattr(event, "time_known", True) else None
    changes = CHANGES[type(event)](dossier, event, known)
    if not is_of_record(event) and type(event) not in NOTICES:
        changes["last_live"] = entry.at
    if not _OF_PERIODS.isdisjoint(changes):
        changes["periods"] = _periods(dossier, changes, _start(dossier, entry))
    changes["catalog_position"] = event.catalog_position
    return dossier.after(changes | more)


def _periods(dossier: Dossier, changes: Changes, start: datetime) -> tuple[Period, ...]:
    """Its periods, and the one that begins with these changes, if one does."""
    after = changes.get
    unit = after("handling_unit", dossier.handling_unit)
    period = Period(
        start,
        after("status", dossier.status),
        unit or after("receiving_unit", dossier.receiving_unit),
        after("assignee", dossier.assignee),
        after("accepted", dossier.accepted),
    )
    same = dossier.periods and period[1:] == dossier.periods[-1][1:]
    return dossier.periods if same else (*dossier.periods, period)


def _start(dossier: Dossier, entry: Entry) -> datetime:
    """When a period begins; of a day alone, not before what began on that day."""
    last = dossier.periods[-1].start if dossier.periods else entry.at
    is_day = getattr(entry.message, "day_only", False) and local_day(entry.at) == local_day(last)
    return max(entry.at, last) if is_day else entry.at


def folded(entries: Iterable[Entry]) -> Dossier:
    """The dossier that these facts make, as if nothing else had been said."""
    dossier = Dossier()
    for entry in entries:
        dossier = changed(dossier, entry)
    return dossier


def _corrected(history: Link, event: events.DossierCorrected) -> Dossier:
    entries = history.entries()
    after = folded(effective(entries))
    last = max((each.at for each in entries if not is_of_record(each.message)), default=None)
    return after.but(catalog_position=event.catalog_position, last_live=last)


def _assigned(_: Dossier, event: events.DossierAssigned, __: datetime | None) -> Changes:
    return {"assignee": event.assignee}


def _transferred(_: Dossier, event: events.DossierTransferred, __: datetime | None) -> Changes:
    return {"handling_unit": event.to_unit, "assignee": ""}


def _extended(_: Dossier, event: events.DueExtended, __: datetime | None) -> Changes:
    return moved(event)


def _paid(dossier: Dossier, event: events.PaymentRecorded, _: datetime | None) -> Changes:
    payment = Payment(
        payment=event.payment,
        purpose=event.purpose,
        online=event.online,
        amount=event.amount,
        reference=(event.provider, event.provider_reference),
        obligation=_obligation_of(dossier, event),
        excess=max(0, event.amount - left(dossier, event.purpose)),
    )
    return {"payments": (*dossier.payments, payment)}


def _obligation_of(dossier: Dossier, event: events.PaymentRecorded) -> int:
    """The number of the obligation that a payment is for."""
    waiting = dossier.waiting if dossier.waits_for_obligation else None
    of_obligation = event.purpose == events.PAYMENT_PURPOSE_OBLIGATION
    return waiting.number if waiting and of_obligation else 0


def _refunded(dossier: Dossier, event: events.PaymentRefunded, _: datetime | None) -> Changes:
    after = dossier.refund(event.payment, event.amount, event.provider_reference)
    return {"payments": after.payments}


def _waived(_: Dossier, __: events.FeeWaived, ___: datetime | None) -> Changes:
    return {"fee_waived": True}


def _rated(_: Dossier, event: events.DossierRated, __: datetime | None) -> Changes:
    return {"rating": Rating(event.value, first_rated(event), event.handling_unit)}


def _archived(_: Dossier, event: events.DossierArchived, __: datetime | None) -> Changes:
    return {"archive_code": event.archive_code}


def _handed_over(_: Dossier, event: events.PaperFileHandedOver, at: datetime | None) -> Changes:
    """It left its place; the one in the archive may not be known yet."""
    handover = Handover(event.archive, event.list_code, event.record_code, at)
    return {"archive_code": event.archive_code, "handover": handover}


def _linked(_: Dossier, event: events.DossierLinked, __: datetime | None) -> Changes:
    return {"root": event.root}


def _voided(_: Dossier, __: events.DossierVoided, ___: datetime | None) -> Changes:
    return {"voided": True}


def _erased(_: Dossier, __: events.DossierErased, ___: datetime | None) -> Changes:
    return {"erased": True}


def _noticed(_: Dossier, __: Message, ___: datetime | None) -> Changes:
    return {}


CHANGES: dict[type[Message], Change] = {
    events.DossierSubmitted: submitted,
    events.DossierAccepted: accepted,
    events.DossierRefused: refused,
    events.HandlingStarted: handling,
    events.SupplementRequested: supplement_requested,
    events.SupplementAnswered: answered,
    events.ObligationRequested: obligation_requested,
    events.ObligationMet: answered,
    events.ResultRecorded: ended,
    events.ResultReturned: returned,
    events.DossierWithdrawn: withdrawn,
    events.DossierStopped: stopped,
    events.DossierAssigned: _assigned,
    events.DossierTransferred: _transferred,
    events.DueExtended: _extended,
    events.PaymentRecorded: _paid,
    events.PaymentRefunded: _refunded,
    events.FeeWaived: _waived,
    events.DossierRated: _rated,
    events.DossierArchived: _archived,
    events.PaperFileHandedOver: _handed_over,
    events.DossierLinked: _linked,
    events.DossierVoided: _voided,
    events.DossierErased: _erased,
    events.DueApproached: _noticed,
    events.DuePassed: _noticed,
    events.ExtensionPassed: _noticed,
}
_OF_PERIODS = frozenset({"status", "handling_unit", "receiving_unit", "assignee", "accepted"})
NOTICES = (events.DueApproached, events.DuePassed, events.ExtensionPassed)
EMPTY = Dossier()
DOSSIERS: Decider[Dossier] = Decider(initial=lambda: EMPTY, evolve=evolve)
_KINDS: tuple[type[Message], ...] = (*CHANGES, events.DossierCorrected)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in _KINDS}
