"""A dossier as it was at a moment, and its facts as they were recorded, corrected or left out.

Example: version 3 recorded a result on 1 June; on 5 June version 5 corrected it to 2 June. As of
1 June and known on 4 June the dossier is ended; as of 1 June and known on 6 June it is not yet.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as api
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.changes import folded
from services.submissions.domain.dossier.history import (
    FIELDS,
    changed_by,
    effective,
    is_correction,
    restated,
)
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.entries import Recording
from services.submissions.domain.instants import stamp


def as_of(entries: Sequence[Entry], at: datetime | None) -> Dossier:
    """The dossier that these facts make at an instant, what happened at it included; None: all."""
    return folded(entry for entry in effective(entries) if at is None or entry.at <= at)


def history(
    entries: Sequence[Entry], recordings: Sequence[Recording], at: datetime | None
) -> list[api.DossierFact]:
    """The facts that happened until an instant as these entries say, and all corrections."""
    held = {entry.version: entry for entry in effective(entries)}
    changing = changed_by(entries)
    return [
        fact(entry, recording, held=held, changing=changing)
        for entry, recording in zip(entries, recordings, strict=True)
        if at is None or is_correction(entry) or held.get(entry.version, entry).at <= at
    ]


def fact(
    entry: Entry,
    recording: Recording,
    *,
    held: Mapping[int, Entry] | None = None,
    changing: Mapping[int, int] | None = None,
) -> api.DossierFact:
    """A fact as it was recorded, and what corrections made of it; without `held`, as recorded."""
    message: Any = entry.message
    shown = api.DossierFact(
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
    for name in _SHARED:
        setattr(shown, name, getattr(message, name, ""))
    shown.handling_unit = getattr(message, "handling_unit", "") or getattr(message, "to_unit", "")
    if type(message) in FIELDS:
        shown.recorded.CopyFrom(restated(entry))
    if isinstance(message, events.DossierCorrected):
        shown.corrects = message.version
        shown.left_out = bool(shown.corrected_by)
    elif held is not None:
        _add_effective(shown, entry, held.get(entry.version))
    return shown


def _add_effective(shown: api.DossierFact, entry: Entry, holds: Entry | None) -> None:
    if holds is None:
        shown.left_out = True
    elif holds != entry:
        shown.effective.CopyFrom(restated(holds))


_SHARED = ("officer", "unit", "task", "reason_code")
