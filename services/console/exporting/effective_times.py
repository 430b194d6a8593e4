"""What a table says of a resource beside the resource itself: from when a row can say it again.

Promises that whatever a row refers to is there by then, in a catalogue that knows nothing but the
tables. Must not say anything of a time that the tables do not speak of.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.calendars_pb2 import Calendar
from motcua.catalog.v1.events_pb2 import CalendarAssigned, UnitChangeWithdrawn
from motcua.catalog.v1.intake_pb2 import AppointmentRow
from services.console.exporting.columns import last, later, local
from services.console.instants import from_timestamp, to_timestamp
from services.console.outcome import Refused
from services.console.portal import catalogue
from services.console.portal.catalogue import ROLE, When
from services.console.portal.client import Portal

JUST_BEFORE = timedelta(microseconds=1)  # what a time is kept to


class Line(NamedTuple):
    """A resource, the cells that are no field of it, and those that only some exports have."""

    message: Any
    beside: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


async def units(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each after the unit that it lies below, since an import takes them in that order."""
    found = {unit.name: unit async for unit in catalogue.units(portal, at)}
    for unit in from_the_top(found):
        yield Line(unit, (placed(unit, found.get(unit.parent)), merged_into(unit)))


def from_the_top(units: dict[str, api.Unit]) -> Iterator[api.Unit]:
    """Roots first, each unit once."""
    below: dict[str, list[api.Unit]] = {}
    for unit in units.values():
        below.setdefault(unit.parent if unit.parent in units else "", []).append(unit)
    found = below.pop("", [])
    for unit in found:  # which grows meanwhile
        yield unit
        found += below.pop(unit.name, ())


def placed(unit: api.Unit, parent: api.Unit | None) -> str:
    """From when a unit can lie below its parent, where that opened after the unit itself."""
    if parent is None or later(parent.opening_time, unit.opening_time) == unit.opening_time:
        return ""
    return local(parent.opening_time)


def merged_into(unit: api.Unit) -> str:
    """The only unit that took over."""
    is_merged = unit.state == api.Unit.STATE_MERGED
    return unit.successors[0].unit.rpartition("/")[2] if is_merged else ""


async def services(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each with the time of its version: what is retired shows the time of its retirement."""
    async for service in catalogue.services(portal, at):
        yield Line(service, (await version_time(portal, service, at),))


async def version_time(portal: Portal, service: api.Service, at: When) -> str:
    """From when the version that is shown was in force; empty for a draft."""
    if service.state != api.Service.STATE_RETIRED:
        return local(service.effective_time) if service.HasField("effective_time") else ""
    before = from_timestamp(service.effective_time) - JUST_BEFORE
    request = api.GetServiceRequest(name=service.name, as_of=to_timestamp(before), **at.known)
    try:
        found = await portal.call(portal.catalog.GetService, request, role=ROLE)
    except Refused:
        return local(service.effective_time)  # nothing was shown of it before it was retired
    in_force = found.state == api.Service.STATE_PUBLISHED
    return local((found if in_force else service).effective_time)


async def offerings(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each with the time from which it and the version of its service are there."""
    since: dict[str, Timestamp] = {}
    async for service in catalogue.services(portal, at):
        since[service.name] = service.effective_time
    async for offering in catalogue.offerings(portal, at):
        version = since.get(offering.name.partition("/offerings/")[0], Timestamp())
        yield Line(offering, (local(later(offering.effective_time, version)),))


async def targets(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each as it is."""
    async for target in catalogue.targets(portal, at):
        yield Line(target)


async def officers(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each post of each unit, by pseudonymous ids: names are sealed, and in no table."""
    async for unit in catalogue.units(portal, at):
        for each in unit.appointments:
            post = AppointmentRow(unit=unit.name, officer=each.officer, duty=each.duty)
            yield Line(post, (local(each.effective_time),))


async def calendars(portal: Portal, at: When) -> AsyncIterator[Line]:
    """Each calendar, then each unit that has one of its own."""
    async for calendar in catalogue.calendars(portal, at):
        yield Line(calendar, ("", ""))
    async for unit in catalogue.units(portal, at):
        if unit.calendar:
            since = await assigned_time(portal, unit, at)
            yield Line(Calendar(name=unit.calendar), (last(unit.name), since))


async def assigned_time(portal: Portal, unit: api.Unit, at: When) -> str:
    """Since when a unit has had its calendar, without a break."""
    since = None
    for calendar, time in await assigned(portal, unit.name, at):
        since = (since or time) if calendar == unit.calendar else None
    return local(since or unit.opening_time)


async def assigned(portal: Portal, unit: str, at: When) -> list[tuple[str, Timestamp]]:
    """The calendars that a unit was given, and since when each, in order of time."""
    found: dict[int, tuple[str, Timestamp]] = {}
    given, withdrawn = CalendarAssigned(), UnitChangeWithdrawn()
    async for change in catalogue.changes(portal, unit):
        if at.knows(change) and change.fact.Unpack(given):
            found[change.version] = given.calendar, change.effective_time
        elif at.knows(change) and change.fact.Unpack(withdrawn):
            found.pop(withdrawn.version, None)
    begun = (each for each in found.values() if from_timestamp(each[1]) <= at.as_of)
    return sorted(begun, key=lambda each: from_timestamp(each[1]))


LINES: dict[str, Callable[[Portal, When], AsyncIterator[Line]]] = {
    "units": units,
    "services": services,
    "offerings": offerings,
    "targets": targets,
    "officers": officers,
    "calendars": calendars,
}
