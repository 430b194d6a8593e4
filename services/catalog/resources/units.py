"""A unit → the resource, from each instant on at which something about it changes.

A unit that has ended is still shown, as it was last.
"""

from datetime import datetime

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import UnitMerged, UnitSplit
from services.catalog.domain import descriptions, lineage, names, texts, units
from services.catalog.domain.descriptions import Appointment, Authorization, Description
from services.catalog.domain.units import Change, Unit
from services.catalog.resources.dated_resources import Columns, ResourcePeriod


def resource_periods(unit: Unit) -> list[ResourcePeriod]:
    """What a unit is shown as, from its opening on; empty when it never opened."""
    if unit.opening is None:
        return []
    every = [
        (since, description, _ending(unit, since))
        for since, description in descriptions.descriptions(unit)
    ]
    distinct = [each for n, each in enumerate(every) if n == 0 or each[1:] != every[n - 1][1:]]
    untils = [*(since for since, _, _ in distinct[1:]), None]
    return [
        _period(unit, description, ending, since=since, until=until)
        for (since, description, ending), until in zip(distinct, untils, strict=True)
    ]


def _ending(unit: Unit, at: datetime) -> Change | None:
    """What has ended a unit by an instant."""
    return unit.end if unit.end and unit.end.since <= at else None


def _period(
    unit: Unit,
    description: Description,
    ending: Change | None,
    *,
    since: datetime,
    until: datetime | None,
) -> ResourcePeriod:
    message = _message(unit, description, since)
    if ending:
        message.state = _state(ending)
        message.successors.extend(lineage.successors(unit))
    columns = Columns(
        state=message.state,
        unit=message.name,
        parent=message.parent,
        title=texts.title(message.display_name),
        codes=(names.last(message.name), *filter(None, [message.code])),
    )
    return ResourcePeriod(since, until, message, columns)


def _message(unit: Unit, description: Description, since: datetime) -> api.Unit:
    """An open unit."""
    opening = units.opening_of(unit)
    return api.Unit(
        name=opening.unit,
        parent=description.parent,
        code=description.code,
        kind=description.kind,
        display_name=description.display_name,
        effective_time=since,
        state=api.Unit.STATE_OPEN,
        appointments=[_appointment(each) for each in sorted(description.appointments, key=_rank)],
        refuse_below_level_3=description.refuse_below_level_3,
        calendar=description.calendar,
        opening_time=opening.effective_time,
        ending_time=units.ends_at(unit),
        desk_authorizations=[
            authorization(opening.unit, each) for each in sorted(description.authorizations)
        ],
    )


def authorization(unit: str, each: Authorization) -> api.DeskAuthorization:
    """An authorization, with the unit that gave it."""
    return api.DeskAuthorization(
        unit=unit,
        desk=each.desk,
        desks_below=each.desks_below,
        for_units_below=each.for_units_below,
        effective_time=each.since,
        end_time=each.until,
    )


def _rank(appointment: Appointment) -> tuple[int, datetime, str]:
    """Leaders first, then who came first."""
    return appointment.duty, appointment.since, appointment.officer


def _appointment(each: Appointment) -> api.Appointment:
    return api.Appointment(officer=each.officer, duty=each.duty, effective_time=each.since)


def _state(ending: Change) -> api.Unit.State:
    match ending.fact:
        case UnitMerged():
            return api.Unit.STATE_MERGED
        case UnitSplit():
            return api.Unit.STATE_SPLIT
    return api.Unit.STATE_CLOSED
