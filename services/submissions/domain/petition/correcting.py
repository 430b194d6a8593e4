"""A fact of a petition should have been another, or should not have been.

The facts that hold are walked again as if the corrected one had been said at once, as with
dossiers. Example: version 2, a transfer on 1 June, should have been on 2 June: the three terms are
a day later, and the answer of version 4 is on time instead of overdue.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.entries import Entry, is_of_record
from services.submissions.domain.petition.changes import changed
from services.submissions.domain.petition.following import followed
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.live import Given
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.stating import corrected, require_statable
from services.submissions.domain.petition.steps import ALLOWED_IN, live_time, require_allowed
from services.submissions.domain.petition.summary import summary
from services.submissions.domain.petition.terms import Calendars
from services.submissions.domain.petition.translations import event_in_words
from services.submissions.domain.subjects import fact


class Walked(NamedTuple):
    """The facts that hold with what follows of them, and the petition that they make."""

    entries: list[Entry]
    petition: Petition


def correct(
    petition: Petition,
    given: Given,
    *,
    version: int,
    instead: PetitionStatement | None,
    reason_code: str,
    origin: common.Origin | None = None,
) -> list[Fact]:
    """Correct the fact of a version; `instead` None: leave it out."""
    at, entries = live_time(petition, given.clock), petition.entries
    event = events.PetitionCorrected(
        petition=petition.name,
        catalog_position=given.catalog_position,
        version=version,
        reason_code=reason_code,
        officer=given.by.officer,
        unit=given.by.unit,
        origin=origin,
    )
    before = CORRECTIONS.effective(entries)
    target = CORRECTIONS.find(version, before, entries)
    if instead is not None:
        require_statable(target, instead)
        event.instead.CopyFrom(CORRECTIONS.restated(corrected(target, instead, at)))
    elif isinstance(target.message, events.PetitionReceived):
        raise Refusal(PetitionReason.PETITION_FACT_NOT_CORRECTABLE, field="version")
    held = CORRECTIONS.effective([*entries, Entry(petition.version + 1, event, at)])
    if held == before:
        raise Refusal(PetitionReason.PETITION_CORRECTION_CHANGES_NOTHING, field="version")
    walked = walk(held, given.calendars, corrected=version, now=at)
    CORRECTIONS.state(event, held, walked.entries)
    event.facts.CopyFrom(summary(walked.petition))
    return [fact(event, at, unit=petition.holder)]


def moved(before: Petition, after: Petition) -> list[str]:
    """The units from which and to which the petition, or a fact of it, goes by a correction."""
    pairs = [(before.holder, after.holder)]
    known = {each.version: each.message for each in CORRECTIONS.effective(before.entries)}
    pairs += (
        (known[each.version].holder, each.message.holder)
        for each in CORRECTIONS.effective(after.entries)
        if each.version in known and type(each.message) in CORRECTIONS.fields
    )
    return sorted({unit for pair in pairs if pair[0] != pair[1] for unit in pair if unit})


def walk(
    entries: Iterable[Entry],
    calendars: Calendars,
    *,
    corrected: int = 0,
    now: datetime | None = None,
) -> Walked:
    """The facts one after the other, each with what follows of it from those before it."""
    petition, walked = Petition(), list[Entry]()
    last: datetime | None = None  # of the live facts
    for entry in entries:
        if not is_of_record(entry.message):
            _require_possible(petition, entry, last, now)
            last = entry.at if type(entry.message) in CORRECTIONS.fields else last
        own = now if entry.version == corrected else None
        message = followed(petition, entry, calendars, now=own)
        walked.append(entry._replace(message=message))
        petition = changed(petition, walked[-1])
    return Walked(walked, petition)


def _require_possible(
    petition: Petition, entry: Entry, last: datetime | None, now: datetime | None
) -> None:
    """Refuse a live fact that could not have been recorded there, or then."""
    kind = type(entry.message)
    possible = True
    if kind in ALLOWED_IN:
        try:
            require_allowed(petition, kind)
        except Refusal:
            possible = False
    if kind in CORRECTIONS.fields and ((last and entry.at < last) or (now and entry.at > now)):
        possible = False
    if isinstance(entry.message, events.PetitionTransferred):
        possible = possible and entry.message.holder != petition.holder
    if not possible:
        values = {"version": str(entry.version), **event_in_words(kind.DESCRIPTOR.name)}
        raise Refusal(
            PetitionReason.PETITION_CORRECTION_CONTRADICTED, field="version", values=values
        )
