"""A fact of a dossier should have been another, or should not have been.

The facts that hold are walked again as if the corrected one had been said at once. Where one of
them is no longer possible, the correction is refused; what follows otherwise now is restated.
Example: version 2, an acceptance on 1 June, should have been on 2 June; the due moves by a day, and
the end of version 3 is on time instead of overdue.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.archiving import is_archived
from services.submissions.domain.dossier.changes import DOSSIERS, changed
from services.submissions.domain.dossier.following import followed
from services.submissions.domain.dossier.history import (
    FIELDS,
    effective,
    find,
    restated,
    state,
)
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.measures import Measures
from services.submissions.domain.dossier.paying import is_covered, met_once_paid
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier, Entry, is_of_record
from services.submissions.domain.dossier.stating import About, corrected, require_statable
from services.submissions.domain.dossier.steps import ALLOWED_IN, live_time, require_allowed
from services.submissions.domain.dossier.summary import summary
from services.submissions.domain.dossier.translations import event_in_words
from services.submissions.domain.due import is_later
from services.submissions.domain.subjects import fact

MOST_BYTES = 600_000  # of a correction: NATS takes no message above 1 MiB


class Walked(NamedTuple):
    """The facts that hold with what follows of them, and the dossier that they make."""

    entries: list[Entry]
    dossier: Dossier


def correct(
    dossier: Dossier,
    given: Given,
    *,
    version: int,
    instead: Statement | None,
    about: About,
    reason_code: str,
    origin: events.Origin | None = None,
) -> list[Fact]:
    """Correct the fact of a version; `instead` None: leave it out; `origin`: the record that says
    so, where it is another system's.
    """
    at, entries = live_time(dossier, given.clock), dossier.entries
    event = events.DossierCorrected(
        dossier=dossier.name,
        catalog_position=given.catalog_position,
        version=version,
        reason_code=reason_code,
        officer=given.by.officer,
        unit=given.by.unit,
        origin=origin,
    )
    before = effective(entries)
    target = find(version, before, entries)
    if instead is not None:
        require_statable(target, instead)
        event.instead.CopyFrom(restated(corrected(target, instead, about=about, now=at)))
    elif isinstance(target.message, events.DossierSubmitted):
        raise Refusal(DossierReason.FACT_NOT_CORRECTABLE, field="version")
    held = effective([*entries, Entry(dossier.version + 1, event, at)])
    if held == before:
        raise Refusal(DossierReason.CORRECTION_CHANGES_NOTHING, field="version")
    walked = walk(held, given.measures, corrected=version, now=at)
    state(event, held, walked.entries)
    event.facts.CopyFrom(summary(walked.dossier, walked.entries))
    if event.ByteSize() > MOST_BYTES:
        raise Refusal(DossierReason.CORRECTION_TOO_LARGE, field="version")
    facts = [fact(event, at, unit=dossier.holder)]
    return facts if origin is not None else [*facts, *_met(dossier, given, facts, target)]


def _met(dossier: Dossier, given: Given, facts: Sequence[Fact], target: Entry) -> Sequence[Fact]:
    """The obligation is met where a correction, of whichever fact, makes it a covered one; not
    where somebody says just now, or said before, that it was not met.
    """
    event = target.message
    says_unmet = isinstance(event, events.ObligationMet) and not event.waived
    if says_unmet or is_covered(dossier):
        return []
    return met_once_paid(DOSSIERS.fold(dossier, facts), given)


def walk(
    entries: Iterable[Entry], measures: Measures, *, corrected: int = 0, now: datetime | None = None
) -> Walked:
    """The facts one after the other, each with what follows of it from those before it."""
    dossier, walked = Dossier(), list[Entry]()
    last: datetime | None = None  # of the live facts
    for entry in entries:
        own = now if entry.version == corrected else None
        if not is_of_record(entry.message):
            _require_possible(dossier, entry, last, now)
            last = entry.at if type(entry.message) in FIELDS else last
        message = followed(dossier, entry, measures, now=own)
        walked.append(entry._replace(message=message))
        dossier = changed(dossier, walked[-1])
    return Walked(walked, dossier)


def _require_possible(
    dossier: Dossier, entry: Entry, last: datetime | None, now: datetime | None
) -> None:
    """Refuse a live fact that could not have been recorded there, or then."""
    kind = type(entry.message)
    try:
        if kind in ALLOWED_IN and kind is not events.DossierRated:  # it was closed then
            require_allowed(dossier, kind)
    except Refusal:
        raise _contradicted(entry) from None
    if kind in FIELDS and ((last and entry.at < last) or (now and entry.at > now)):
        raise _contradicted(entry)
    if not _has_what_it_names(dossier, entry.message):
        raise _contradicted(entry)


def _has_what_it_names(dossier: Dossier, event: object) -> bool:
    if isinstance(event, events.DueExtended):
        due = dossier.extended or dossier.due
        return due is not None and is_later(event.deadline.extended, due)
    if isinstance(event, events.PaymentRefunded):
        left = (p.amount - p.refunded for p in dossier.payments if p.payment == event.payment)
        return next(left, -1) >= event.amount
    if isinstance(event, events.ObligationMet):
        return event.waived or dossier.is_obligation_paid
    if isinstance(event, events.PaperFileHandedOver):
        return is_archived(dossier)
    return True


def _contradicted(entry: Entry) -> Refusal:
    event = event_in_words(type(entry.message).DESCRIPTOR.name)
    values = {"version": str(entry.version), **event}
    return Refusal(DossierReason.CORRECTION_CONTRADICTED, field="version", values=values)
