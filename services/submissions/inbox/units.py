"""Facts of units → rows: places, ends, policies, calendars, desks, officers on duty.

Promises one row for each fact, under the version that a withdrawal names. Must not decide what a
unit is at an instant: that is the domain's.
"""

from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.log import Recorded
from services.submissions.domain.instants import instant
from services.submissions.domain.units import Authorization, Change, Duty
from services.submissions.inbox.learned import Learned, Rows


def _unit_opened(learned: Learned, told: catalog.UnitOpened, event: Recorded) -> None:
    _unit_changed(learned, told, event, parent=told.parent)
    _unit_renamed(learned, told, event)


def _unit_renamed(learned: Learned, told: Any, event: Recorded) -> None:
    """What it is called; a renaming may leave that as it is."""
    if told.HasField("display_name"):
        row = (told.unit, event.version, instant(told.effective_time))
        learned.unit_names[row[:2]] = (*row, told.display_name.SerializeToString())


def _unit_moved(learned: Learned, told: catalog.UnitMoved, event: Recorded) -> None:
    _unit_changed(learned, told, event, parent=told.parent)


def _unit_closed(learned: Learned, told: catalog.UnitClosed, event: Recorded) -> None:
    _unit_changed(learned, told, event, ends=True)


def _unit_merged(learned: Learned, told: catalog.UnitMerged, event: Recorded) -> None:
    if told.into != told.unit:
        merger = {"merger": event.event_id, "successors": (told.into,)}
        _unit_changed(learned, told, event, ends=True, **merger)


def _unit_split(learned: Learned, told: catalog.UnitSplit, event: Recorded) -> None:
    parts = [part.unit for part in told.parts]
    others = tuple(each for each in parts if each != told.unit)
    _unit_changed(learned, told, event, ends=told.unit not in parts, successors=others)


def _filing_policy_set(learned: Learned, told: catalog.FilingPolicySet, event: Recorded) -> None:
    _unit_changed(learned, told, event, refuses_below_3=told.refuse_below_level_3)


def _calendar_assigned(learned: Learned, told: catalog.CalendarAssigned, event: Recorded) -> None:
    _unit_changed(learned, told, event, calendar=told.calendar)


def _unit_changed(learned: Learned, told: Any, event: Recorded, **what: Any) -> None:
    change = Change(event.version, instant(told.effective_time), **what)
    _note(learned.unit_changes, change, learned, told, event)
    learned.successors |= {(told.unit, event.version, each) for each in change.successors}
    if change.ends:
        learned.ending.add(told.unit)


def _desk_authorized(learned: Learned, told: catalog.DeskAuthorized, event: Recorded) -> None:
    given = Authorization(
        event.version,
        instant(told.effective_time),
        told.desk,
        given=True,
        end_time=instant(told.end_time) if told.HasField("end_time") else None,
        desks_below=told.desks_below,
        for_units_below=told.for_units_below,
    )
    _note(learned.authorizations, given, learned, told, event)


def _desk_revoked(learned: Learned, told: catalog.DeskRevoked, event: Recorded) -> None:
    revoked = Authorization(event.version, instant(told.effective_time), told.desk, given=False)
    _note(learned.authorizations, revoked, learned, told, event)


def _officer_appointed(learned: Learned, told: catalog.OfficerAppointed, event: Recorded) -> None:
    _duty_changed(learned, told, event, begins=True)


def _officer_relieved(learned: Learned, told: catalog.OfficerRelieved, event: Recorded) -> None:
    _duty_changed(learned, told, event, begins=False)


def _duty_changed(learned: Learned, told: Any, event: Recorded, *, begins: bool) -> None:
    since = instant(told.effective_time)
    duty = Duty(event.version, since, told.officer, told.duty, begins)
    _note(learned.duties, duty, learned, told, event)


def _note(rows: Rows, fact: Any, learned: Learned, told: Any, event: Recorded) -> None:
    """A dated fact of a unit, as a row and as what this process learns. Successors have rows of
    their own.
    """
    row = fact[:-1] if isinstance(fact, Change) else fact
    rows[told.unit, event.version] = (told.unit, *row, event.position)
    learned.news.changes[told.unit, event.version] = fact


def _change_withdrawn(learned: Learned, told: catalog.UnitChangeWithdrawn, event: Recorded) -> None:
    learned.withdrawn_changes.append((told.unit, told.version, event.position))
    learned.ending.add(told.unit)
    learned.news.changes[told.unit, told.version] = None


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
