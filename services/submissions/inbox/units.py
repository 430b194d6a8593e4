"""Facts of units → rows: places, ends, policies, calendars, desks, officers on duty.

Promises one row for each fact, under the version that a withdrawal names. Must not decide what a
unit is at an instant: that is the domain's.
"""

from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.log import Recorded
from services.submissions.domain.instants import instant
from services.submissions.domain.units import Authorization, Change, Duty
from services.submissions.inbox.batch import FoldedBatch, Rows


def _unit_opened(folded: FoldedBatch, payload: catalog.UnitOpened, event: Recorded) -> None:
    _unit_changed(folded, payload, event, parent=payload.parent)
    _unit_renamed(folded, payload, event)


def _unit_renamed(folded: FoldedBatch, payload: Any, event: Recorded) -> None:
    """What it is called; a renaming may leave that as it is."""
    if payload.HasField("display_name"):
        row = (payload.unit, event.version, instant(payload.effective_time))
        folded.unit_names[row[:2]] = (*row, payload.display_name.SerializeToString())


def _unit_moved(folded: FoldedBatch, payload: catalog.UnitMoved, event: Recorded) -> None:
    _unit_changed(folded, payload, event, parent=payload.parent)


def _unit_closed(folded: FoldedBatch, payload: catalog.UnitClosed, event: Recorded) -> None:
    _unit_changed(folded, payload, event, ends=True)


def _unit_merged(folded: FoldedBatch, payload: catalog.UnitMerged, event: Recorded) -> None:
    if payload.into != payload.unit:
        merger = {"merger": event.event_id, "successors": (payload.into,)}
        _unit_changed(folded, payload, event, ends=True, **merger)


def _unit_split(folded: FoldedBatch, payload: catalog.UnitSplit, event: Recorded) -> None:
    parts = [part.unit for part in payload.parts]
    others = tuple(each for each in parts if each != payload.unit)
    _unit_changed(folded, payload, event, ends=payload.unit not in parts, successors=others)


def _filing_policy_set(
    folded: FoldedBatch, payload: catalog.FilingPolicySet, event: Recorded
) -> None:
    _unit_changed(folded, payload, event, refuses_below_3=payload.refuse_below_level_3)


def _calendar_assigned(
    folded: FoldedBatch, payload: catalog.CalendarAssigned, event: Recorded
) -> None:
    _unit_changed(folded, payload, event, calendar=payload.calendar)


def _unit_changed(folded: FoldedBatch, payload: Any, event: Recorded, **what: Any) -> None:
    change = Change(event.version, instant(payload.effective_time), **what)
    _note(folded.unit_changes, change, folded, payload, event)
    folded.successors |= {(payload.unit, event.version, each) for each in change.successors}
    if change.ends:
        folded.ending.add(payload.unit)


def _desk_authorized(folded: FoldedBatch, payload: catalog.DeskAuthorized, event: Recorded) -> None:
    given = Authorization(
        event.version,
        instant(payload.effective_time),
        payload.desk,
        given=True,
        end_time=instant(payload.end_time) if payload.HasField("end_time") else None,
        desks_below=payload.desks_below,
        for_units_below=payload.for_units_below,
    )
    _note(folded.authorizations, given, folded, payload, event)


def _desk_revoked(folded: FoldedBatch, payload: catalog.DeskRevoked, event: Recorded) -> None:
    revoked = Authorization(
        event.version, instant(payload.effective_time), payload.desk, given=False
    )
    _note(folded.authorizations, revoked, folded, payload, event)


def _officer_appointed(
    folded: FoldedBatch, payload: catalog.OfficerAppointed, event: Recorded
) -> None:
    _duty_changed(folded, payload, event, begins=True)


def _officer_relieved(
    folded: FoldedBatch, payload: catalog.OfficerRelieved, event: Recorded
) -> None:
    _duty_changed(folded, payload, event, begins=False)


def _duty_changed(folded: FoldedBatch, payload: Any, event: Recorded, *, begins: bool) -> None:
    since = instant(payload.effective_time)
    duty = Duty(event.version, since, payload.officer, payload.duty, begins)
    _note(folded.duties, duty, folded, payload, event)


def _note(rows: Rows, fact: Any, folded: FoldedBatch, payload: Any, event: Recorded) -> None:
    """A dated fact of a unit, as a row and as what this process learns. Successors have rows of
    their own.
    """
    row = fact[:-1] if isinstance(fact, Change) else fact
    rows[payload.unit, event.version] = (payload.unit, *row, event.position)
    folded.update.changes[payload.unit, event.version] = fact


def _change_withdrawn(
    folded: FoldedBatch, payload: catalog.UnitChangeWithdrawn, event: Recorded
) -> None:
    folded.withdrawn_changes.append((payload.unit, payload.version, event.position))
    folded.ending.add(payload.unit)
    folded.update.changes[payload.unit, payload.version] = None


UNIT_FACTS: tuple[tuple[Any, Any], ...] = (
    (catalog.UnitOpened, _unit_opened),
    (catalog.UnitRenamed, _unit_renamed),
    (catalog.UnitMoved, _unit_moved),
    (catalog.UnitClosed, _unit_closed),
    (catalog.UnitMerged, _unit_merged),
    (catalog.UnitSplit, _unit_split),
    (catalog.UnitChangeWithdrawn, _change_withdrawn),
    (catalog.FilingPolicySet, _filing_policy_set),
    (catalog.CalendarAssigned, _calendar_assigned),
    (catalog.DeskAuthorized, _desk_authorized),
    (catalog.DeskRevoked, _desk_revoked),
    (catalog.OfficerAppointed, _officer_appointed),
    (catalog.OfficerRelieved, _officer_relieved),
)
