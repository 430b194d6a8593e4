"""A petition as it was at a moment, and its facts as they were recorded, corrected or left out.

As with dossiers: what happened by one instant, by what was recorded until another.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.submissions.domain.entries import Entry, Recording
from services.submissions.domain.instants import stamp
from services.submissions.domain.petition.changes import folded
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.state import Petition


def as_of(entries: Sequence[Entry], at: datetime | None) -> Petition:
    """The petition that these facts make at an instant, what happened at it included; None: all."""
    held = CORRECTIONS.effective(entries)
    return folded(entry for entry in held if at is None or entry.at <= at)


def history(
    entries: Sequence[Entry], recordings: Sequence[Recording], at: datetime | None
) -> list[api.PetitionFact]:
    """The facts that happened until an instant as these entries say, and all corrections."""
    held = {entry.version: entry for entry in CORRECTIONS.effective(entries)}
    changing = CORRECTIONS.changed_by(entries)
    return [
        fact(entry, recording, held, changing)
        for entry, recording in zip(entries, recordings, strict=True)
        if at is None or CORRECTIONS.is_correction(entry) or held.get(entry.version, entry).at <= at
    ]


def fact(
    entry: Entry,
    recording: Recording,
    held: Mapping[int, Entry] | None = None,
    changing: Mapping[int, int] | None = None,
) -> api.PetitionFact:
    """A fact as it was recorded; `held` and `changing`: with what corrections made of it."""
    message: Any = entry.message
    shown = api.PetitionFact(
        version=entry.version,
        event=message.DESCRIPTOR.name,
        time=stamp(entry.at),
        time_known=getattr(message, "time_known", True),
        day_only=getattr(message, "day_only", False),
        record_time=stamp(recording.at),
        position=recording.position,
        actor=recording.actor,
        corrected_by=(changing or {}).get(entry.version, 0),
    )
    for name in ("officer", "unit", "holder", "reason_code"):
        setattr(shown, name, getattr(message, name, ""))
    if type(message) in CORRECTIONS.fields:
        shown.recorded.CopyFrom(CORRECTIONS.restated(entry))
    if isinstance(message, events.PetitionCorrected):
        shown.corrects, shown.left_out = message.version, bool(shown.corrected_by)
    elif held is not None:
        _add_effective(shown, entry, held.get(entry.version))
    return shown


def _add_effective(shown: api.PetitionFact, entry: Entry, holds: Entry | None) -> None:
    if holds is None:
        shown.left_out = True
    elif holds != entry:
        shown.effective.CopyFrom(CORRECTIONS.restated(holds))
