"""What was decided for later than the instant of an export: a line for each resource and instant,
which an import takes as a row of that kind.

Promises nothing that was withdrawn or replaced, and lines in an order in which they come in again.
Must not show what follows from a decision, such as an offering that ends with its unit.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any, NamedTuple

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.targets_pb2 import Target
from services.console import terminal
from services.console.exporting.columns import ADDED, COLUMNS, last, listed, local, short
from services.console.exporting.effective_times import Line
from services.console.instants import from_timestamp
from services.console.outcome import Mistake
from services.console.portal.catalogue import ROLE, When
from services.console.portal.client import Portal

AT_ONCE = 16
Cells = Mapping[str, str]
# The kinds of rows that an import takes them as, in their order at one instant.
KINDS: dict[type[Message], str] = {
    facts.UnitOpened: "unit",
    facts.UnitRenamed: "unit",
    facts.UnitMoved: "unit",
    facts.ServicePublished: "service",
    facts.OfferingOpened: "offering",
    facts.CapabilitiesRecorded: "offering",
    facts.CeilingDeclared: "offering",
    facts.TargetSet: "target",
    facts.OfficerRelieved: "relief",
    facts.OfficerAppointed: "appointment",
    facts.CalendarAssigned: "assignment",
    facts.OfferingClosed: "offering_closing",
    facts.ServiceRetired: "retirement",
    facts.UnitClosed: "closing",
    facts.UnitMerged: "merger",
    facts.UnitSplit: "split",
}
ORDER = list(dict.fromkeys(KINDS.values()))
ENDS_OF_UNITS = {"closing", "merger", "split"}
NO_ROW_STATES: tuple[type[Message], ...] = (
    facts.FilingPolicySet, facts.DeskAuthorized, facts.DeskRevoked, facts.ExtentDesignated,
    facts.TargetWithdrawn,
)  # fmt: skip
WITHDRAWALS: tuple[type[Message], ...] = (
    facts.UnitChangeWithdrawn, facts.OfferingChangeWithdrawn, facts.ServiceVersionWithdrawn,
    facts.ServiceRetirementWithdrawn,
)  # fmt: skip
# By the kind of row: the table and the call that show the resource, and its state.
READ: dict[str, tuple[str, str, Any, int]] = {
    "unit": ("units", "BatchGetUnits", api.BatchGetUnitsRequest, api.Unit.STATE_OPEN),
    "service": (
        "services",
        "BatchGetServices",
        api.BatchGetServicesRequest,
        api.Service.STATE_PUBLISHED,
    ),
    "offering": (
        "offerings",
        "BatchGetOfferings",
        api.BatchGetOfferingsRequest,
        api.Offering.STATE_OPEN,
    ),
}
LEFT_OUT = {"state", "effective_time"}  # which a line says otherwise, or not at all
TYPES: dict[str, type[Message]] = {
    each.DESCRIPTOR.full_name: each for each in (*KINDS, *NO_ROW_STATES, *WITHDRAWALS)
}


class Planned(NamedTuple):
    """A fact that takes effect later, and where it stands in the history of its resource."""

    name: str
    version: int
    position: int
    time: Timestamp
    fact: Any

    @property
    def kind(self) -> str:
        """Of the row; empty where no row states it."""
        return KINDS.get(type(self.fact), "")

    @property
    def line(self) -> tuple[Any, ...]:
        """What tells its line from others: a resource and an instant; of posts also whose it is."""
        post = (self.fact.officer, self.fact.duty) if self.kind in {"appointment", "relief"} else ()
        return (self.name, self.kind, self.time.seconds, self.time.nanos, *post)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """By time and kind, as recorded. Ends of one instant are imported from the last line up."""
        place = -self.position if self.kind in ENDS_OF_UNITS else self.position
        return self.time.seconds, self.time.nanos, ORDER.index(self.kind), place


async def plans(portal: Portal, at: When) -> AsyncIterator[Line]:
    """A line for each; what no row states is counted on standard error."""
    found = await decided(portal, at)
    apart = Counter(type(each.fact).DESCRIPTOR.name for each in found if not each.kind)
    for name, count in apart.items():
        terminal.say(f"{count:,} of {name} are left out: no row states them", err=True)
    stated = {each.line: each for each in found if each.kind}
    ordered = sorted(stated.values(), key=lambda each: each.order)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        cells = await asyncio.gather(*(cells_of(portal, at, each) for each in some))
        for each, found_cells in zip(some, cells, strict=True):
            if found_cells:
                begins = {"plan": each.kind, "effective_time": local(each.time)}
                yield Line({**begins, **found_cells})


async def decided(portal: Portal, at: When) -> list[Planned]:
    """The facts of the feed that take effect after the export's instant, in their order."""
    counted = await portal.call(
        portal.catalog.CountOfferings, api.CountOfferingsRequest(), role=ROLE
    )
    head = counted.catalog_position
    if at.as_known > head:
        raise Mistake(f"--as-known {at.as_known}: the catalogue ends at {head}")
    found: dict[str, list[Planned]] = {}
    if not (until := at.as_known or head):
        return []
    feed: Any = portal.stream(portal.catalog.WatchCatalog, api.WatchCatalogRequest(), role=ROLE)
    async with aclosing(feed):
        async for reply in feed:
            if reply.position <= until and at.knows(reply.change):
                follow(found, reply.change, at)
            if reply.position >= until:
                break
    return [each for planned in found.values() for each in planned]


def follow(found: dict[str, list[Planned]], change: api.Change, at: When) -> None:
    """What is planned of a resource after one more change; an answer may be without one."""
    kind = TYPES.get(change.fact.type_url.rpartition("/")[2])
    if kind is None:
        return
    fact, time = kind.FromString(change.fact.value), change.effective_time
    if replaces(fact) and change.name in found:
        known = found[change.name]
        found[change.name] = [each for each in known if not is_replaced(each, fact)]
    is_later = change.HasField("effective_time") and from_timestamp(time) > at.as_of
    if is_later and kind not in WITHDRAWALS:
        planned = Planned(change.name, change.version, change.position, time, fact)
        found.setdefault(change.name, []).append(planned)


def replaces(fact: Any) -> bool:
    """Whether a fact can stand in place of one before it, or withdraw it."""
    return isinstance(fact, (*WITHDRAWALS, facts.UnitOpened, facts.ServicePublished))


def is_replaced(planned: Planned, by: Any) -> bool:
    """Whether a later fact of the same resource withdraws it, or says it again."""
    match by:
        case facts.UnitChangeWithdrawn() | facts.OfferingChangeWithdrawn():
            return planned.version == by.version
        case facts.ServiceRetirementWithdrawn():
            return isinstance(planned.fact, facts.ServiceRetired)
        case facts.UnitOpened():
            return isinstance(planned.fact, facts.UnitOpened)
        case _:
            is_version = isinstance(planned.fact, facts.ServicePublished)
            return is_version and planned.fact.version == by.version


async def cells_of(portal: Portal, at: When, planned: Planned) -> Cells:
    """The cells of a line: what the resource is from then on, or the fact itself. None where
    something else was decided of it, such as an earlier end.
    """
    if planned.kind not in READ:
        return stated(planned)
    kind, method, request, state = READ[planned.kind]
    asked = request(names=[planned.name], as_of=planned.time, **at.known)
    reply = await portal.call(getattr(portal.catalog, method), asked, role=ROLE)
    there = (each for each in getattr(reply, kind) if each.state == state)
    return next((shown(kind, each) for each in there), {})


def shown(kind: str, message: Any) -> Cells:
    """The cells of a resource by their columns in the table of its kind."""
    columns = {**COLUMNS[kind], **ADDED[kind]}
    return {name: told(message) for name, told in columns.items() if name not in LEFT_OUT}


def stated(planned: Planned) -> Cells:
    """What a fact says by itself."""
    fact = planned.fact
    if isinstance(fact, facts.TargetSet):
        names = Target.DESCRIPTOR.fields_by_name
        said = {field.name: value for field, value in fact.ListFields() if field.name in names}
        return shown("targets", Target(name=fact.target, **said))
    if isinstance(fact, facts.OfferingClosed):
        return {"service": last(fact.service), "unit": last(fact.unit), "reason": fact.reason}
    if isinstance(fact, (facts.OfficerAppointed, facts.OfficerRelieved)):
        return {"unit": last(fact.unit), "officer": fact.officer, "duty": short(fact, "duty")}
    if isinstance(fact, facts.CalendarAssigned):
        return {"unit": last(fact.unit), "calendar": last(fact.calendar)}
    return {"id": last(planned.name), "legal_basis": fact.legal_basis, **succession(fact)}


def succession(fact: Any) -> Cells:
    """Who takes over from a unit that ends, and what becomes of its offerings."""
    match fact:
        case facts.UnitMerged():
            return {"into": last(fact.into), "offerings": short(fact, "offerings")}
        case facts.UnitSplit():
            return {"parts": listed(fact, "parts"), "offerings": short(fact, "offerings")}
    return {}
