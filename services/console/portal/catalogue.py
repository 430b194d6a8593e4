"""Reading the catalogue: whole lists, as of an instant and as known at a position.

Promises one instant for everything that a command reads. Must not change anything.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import click

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.calendars_pb2 import Calendar, ListCalendarsRequest
from motcua.catalog.v1.targets_pb2 import ListTargetsRequest, Target
from services.console.instants import from_timestamp, parse_instant, to_timestamp
from services.console.outcome import Mistake
from services.console.portal import lists
from services.console.portal.client import Portal

PAGE = 1000
SERVICES = 100  # by name at once: each has all its forms, and an answer holds 3 MiB
ROLE = "editor"  # who sees drafts too

POSITION = click.IntRange(min=0, max=2**63 - 2)

Command = TypeVar("Command", bound=Callable[..., Any])


class When(NamedTuple):
    """When it was true, and when it was known: at a position, or, where that is 0, at a moment, so
    that several lists see one catalogue.
    """

    as_of: datetime
    as_known: int
    as_known_time: datetime

    @property
    def asked(self) -> dict[str, Any]:
        """As fields of a request."""
        return {"as_of": to_timestamp(self.as_of), **self.known}

    @property
    def known(self) -> dict[str, Any]:
        """As those that say what is known."""
        if self.as_known:
            return {"as_known": self.as_known}
        return {"as_known_time": to_timestamp(self.as_known_time)}

    def knows(self, change: api.Change) -> bool:
        """Whether a change was known then."""
        if self.as_known:
            return change.position <= self.as_known
        return from_timestamp(change.recorded_time) <= self.as_known_time


def when_options(command: Command) -> Command:
    """The options `--as-of` and `--as-known`, the same everywhere."""
    known = click.option(
        "--as-known",
        type=POSITION,
        default=0,
        help="As it was known at this position of the catalogue [default: now].",
    )
    return click.option("--as-of", metavar="DAY", help="As it was at this instant [default: now].")(
        known(command)
    )


def when(as_of: str | None, as_known: int) -> When:
    """The options' values; now is one instant for the whole command."""
    now = datetime.now(UTC)
    return When(now if as_of is None else instant("--as-of", as_of), as_known, now)


def instant(option: str, text: str) -> datetime:
    """A day, which stands for its beginning, or an instant."""
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        raise Mistake(f"{option} is a day or an instant: 2025-06-30 or 2025-06-30T17:00Z") from None


async def units(portal: Portal, at: When) -> AsyncIterator[api.Unit]:
    """All units, by name."""
    request = api.ListUnitsRequest(**at.asked, page_size=PAGE)
    async for page in pages(portal, portal.catalog.ListUnits, request):
        for each in page.units:
            yield each


async def services(portal: Portal, at: When) -> AsyncIterator[api.Service]:
    """All services, by name."""
    request = api.ListServicesRequest(**at.asked, page_size=PAGE)
    async for page in pages(portal, portal.catalog.ListServices, request):
        for each in page.services:
            yield each


async def offerings(portal: Portal, at: When, *, subtree: str = "") -> AsyncIterator[api.Offering]:
    """The open offerings of all services, by name; of a unit with all below it, or of all."""
    request = api.ListOfferingsRequest(
        parent="services/-", subtree=subtree, **at.asked, page_size=PAGE
    )
    async for page in pages(portal, portal.catalog.ListOfferings, request):
        for each in page.offerings:
            yield each


async def targets(portal: Portal, at: When) -> AsyncIterator[Target]:
    """All targets, also those that were withdrawn, by name."""
    request = ListTargetsRequest(**at.asked, page_size=PAGE)
    async for page in pages(portal, portal.targets.ListTargets, request):
        for each in page.targets:
            yield each


async def calendars(portal: Portal, at: When) -> AsyncIterator[Calendar]:
    """All calendars as they were known, by name; a calendar's days are its own."""
    request = ListCalendarsRequest(**at.known, page_size=PAGE)
    async for page in pages(portal, portal.calendars.ListCalendars, request):
        for each in page.calendars:
            yield each


async def changes(portal: Portal, name: str) -> AsyncIterator[api.Change]:
    """Every change of a resource, in the order in which they were recorded."""
    request = api.ListChangesRequest(name=name, page_size=PAGE)
    async for page in pages(portal, portal.catalog.ListChanges, request):
        for each in page.changes:
            yield each


def pages(portal: Portal, method: Any, request: Any) -> AsyncIterator[Any]:
    """One answer after the other, until there is no more."""
    return lists.pages(portal, method, request, role=ROLE)


async def units_named(portal: Portal, names: Iterable[str], at: When) -> dict[str, api.Unit]:
    """The units of these names, as far as there are such."""
    found: dict[str, api.Unit] = {}
    for some in batches(names, PAGE):
        request = api.BatchGetUnitsRequest(names=some, **at.asked)
        reply = await portal.call(portal.catalog.BatchGetUnits, request, role=ROLE)
        found |= {each.name: each for each in reply.units}
    return found


async def services_named(portal: Portal, names: Iterable[str], at: When) -> dict[str, api.Service]:
    """The services of these names, as far as there are such."""
    found: dict[str, api.Service] = {}
    for some in batches(names, SERVICES):
        request = api.BatchGetServicesRequest(names=some, **at.asked)
        reply = await portal.call(portal.catalog.BatchGetServices, request, role=ROLE)
        found |= {each.name: each for each in reply.services}
    return found


def batches(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """As many names as one request takes, each once."""
    wanted = sorted({name for name in names if name})
    return (wanted[start : start + size] for start in range(0, len(wanted), size))
