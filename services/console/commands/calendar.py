"""`./motcua calendar`: seed a working calendar, correct it with a reason, assign it, show its days.

Promises that seeding again changes nothing, least of all what was corrected by hand. Must not
decide whether a day is worked: that is the catalogue's own.
"""

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console import terminal
from services.console.commands.calendar_assign import assign
from services.console.display import languages
from services.console.display.clock import WEEKDAYS, clock
from services.console.display.names import names_of
from services.console.display.screen import screen
from services.console.instants import from_date, to_date
from services.console.outcome import Mistake, Refused, language, spoken
from services.console.portal import workdays
from services.console.portal.catalogue import POSITION
from services.console.portal.client import Portal
from services.console.portal.connection import ROOT, installation, reading, run
from services.console.portal.enums import capital
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

SWAPPED = ROOT / "deploy" / "mappings" / "working_saturdays.toml"
EDITOR, READER = "editor", "inspector"
WORDS: dict[str, dict[Any, str]] = {
    "vi": {
        "date": "ngày",
        "weekday": "thứ",
        "hours": "giờ làm việc",
        "kind": "loại ngày",
        "reason": "lý do",
        "calendar": "lịch",
        "off": "nghỉ",
        facts.DAY_KIND_UNSPECIFIED: "",
        facts.DAY_KIND_HOLIDAY: "nghỉ lễ",
        facts.DAY_KIND_COMPENSATION: "nghỉ bù",
        facts.DAY_KIND_SWAPPED_WORKING: "làm bù",
        facts.DAY_KIND_SWAPPED_OFF: "nghỉ hoán đổi",
        facts.DAY_KIND_CLOSURE: "đóng cửa",
    },
    "en": {
        facts.DAY_KIND_UNSPECIFIED: "",
        facts.DAY_KIND_HOLIDAY: "holiday",
        facts.DAY_KIND_COMPENSATION: "compensation",
        facts.DAY_KIND_SWAPPED_WORKING: "swapped working day",
        facts.DAY_KIND_SWAPPED_OFF: "swapped day off",
        facts.DAY_KIND_CLOSURE: "closed",
    },
}


@click.group()
def calendar() -> None:
    """Working calendars: which days and hours count, and why."""


calendar.add_command(assign)

calendar_option = click.option(
    "--calendar", "name", default="vn", show_default=True, help="ID of the calendar."
)


@calendar.command(short_help="Record Vietnam's public holidays, year by year.")
@calendar_option
@click.option("--years", required=True, metavar="YEAR[-YEAR]", help="Such as 2018-2026.")
@click.option(
    "--hours",
    default="07:30-11:30,13:00-17:00",
    show_default=True,
    metavar="SPANS",
    help="Of a working day.",
)
@click.option("--weekdays", default="1-5", show_default=True, help="1 is Monday, 7 is Sunday.")
@click.option(
    "--swapped",
    type=click.Path(path_type=Path, dir_okay=False),
    default=SWAPPED,
    metavar="FILE.toml",
    help="Swapped working days [default: those that are shipped].",
)
@location_options
def seed(
    *, name: str, years: str, hours: str, weekdays: str, swapped: Path, location: Location
) -> None:
    """Record Vietnam's public holidays, year by year; a year is seeded once."""
    swaps = workdays.read_swaps(swapped)
    first = workdays.founding(name, weekdays=workdays.parse_weekdays(weekdays), hours=hours)
    later = [workdays.year_of(name, year, swaps) for year in workdays.parse_years(years)]

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            await seed_all(portal, first, later)

    run(work())


@calendar.command(short_help="Revise single days of a calendar.")
@calendar_option
@click.option("--reason", required=True, help="Why what was known before is not right.")
@click.option("--source", required=True, help="The document that says so.")
@click.option("--working", multiple=True, metavar="D[:HOURS]", help="A day off that is worked.")
@click.option("--off", multiple=True, metavar="D:NAME", help="Off in exchange for a day worked.")
@click.option("--holiday", multiple=True, metavar="D:NAME", help="A holiday.")
@click.option("--compensation", multiple=True, metavar="D:NAME", help="Off for a holiday.")
@click.option("--closure", multiple=True, metavar="D:NAME", help="Closed for a local reason.")
@click.option("--clear", multiple=True, metavar="D", help="As usual after all.")
@location_options
def correct(
    *, name: str, reason: str, source: str, clear: tuple[str, ...], location: Location, **days: Any
) -> None:
    """Revise single days of a calendar, with a reason; NAME may be VIETNAMESE|ENGLISH."""
    request = api.ReviseCalendarRequest(
        calendar_id=name,
        days=corrections(**days),
        cleared_dates=[to_date(workdays.parse_date(each)) for each in clear],
        source=source,
        reason=reason,
        request_id=str(uuid.uuid4()),
    )

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            if not await exists(portal, name):
                raise Mistake(f"there is no calendars/{name} yet: seed it first")
            await revise(portal, request)

    run(work())


@calendar.command(short_help="Show the days of a unit or a calendar.")
@click.option("--unit", default="", help="units/ID: by the calendar that is assigned to it.")
@click.option("--calendar", "name", default="", help="ID of a calendar.")
@click.option("--from", "first", required=True, metavar="DAY", help="First local day.")
@click.option("--to", "last", required=True, metavar="DAY", help="Last local day.")
@click.option(
    "--as-known", type=POSITION, default=0, help="At which catalogue position it was known."
)
@terminal.table_options
@location_options
def show(
    *,
    unit: str,
    name: str,
    first: str,
    last: str,
    as_known: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show the days of a unit or a calendar: whether and when they are worked, and why."""
    if bool(unit) == bool(name):
        raise Mistake("name one of --unit and --calendar")
    request = api.ListDaysRequest(
        name=named("units", unit) if unit else named("calendars", name),
        first_date=to_date(workdays.parse_date(first)),
        last_date=to_date(workdays.parse_date(last)),
        as_known=as_known,
    )

    async def work() -> None:
        async with reading(location, "catalog") as site, Portal(site) as portal:
            answer = await portal.call(portal.calendars.ListDays, request, role=READER)
            if as_json:
                terminal.print_document({"days": [document(day) for day in answer.days]})
            else:
                called = (await names_of(portal, [unit and request.name])).of(request.name)
                screen().print(table_of(called, answer.days))

    run(work())


async def exists(portal: Portal, name: str, *, year: int = 0) -> bool:
    """Whether the calendar was recorded; with a `year`, whether a special day of it was."""
    request = api.GetCalendarRequest(name=f"calendars/{name}")
    try:
        found = await portal.call(portal.calendars.GetCalendar, request, role=READER)
    except Refused as refused:
        if refused.code != "NOT_FOUND":
            raise
        return False
    return not year or any(day.date.year == year for day in found.days)


async def revise(portal: Portal, request: api.ReviseCalendarRequest) -> None:
    """Record a version, and say so."""
    found = await portal.call(portal.calendars.ReviseCalendar, request, role=EDITOR)
    said = request.reason or request.source
    at = (found.name, found.version, found.position)
    vi, en = "{} phiên bản {}, vị trí {}: {}", "{} version {} at position {}: {}"
    terminal.say(spoken(vi, en).format(*at, said))


async def seed_all(
    portal: Portal, first: api.ReviseCalendarRequest, years: Iterable[api.ReviseCalendarRequest]
) -> None:
    """Record a calendar that does not exist yet, and the years that were not seeded yet."""
    if await exists(portal, first.calendar_id):
        said = f"calendars/{first.calendar_id} exists: its usual week is left as it is"
        terminal.say(said, err=True)
    else:
        await seed_once(portal, first)
    for request in years:
        await seed_once(portal, request)


async def seed_once(portal: Portal, request: api.ReviseCalendarRequest) -> None:
    """Record the week, or a year; one that was seeded with other content is left as it is."""
    try:
        await revise(portal, request)
    except Refused as refused:
        if refused.reason != "REQUEST_ID_REUSED":
            raise
        year = next((day.date.year for day in request.days), 0)
        if not await exists(portal, request.calendar_id, year=year):  # the id was used for others
            request.request_id = str(uuid.uuid4())
            await revise(portal, request)
            return
        hint = "seeded before, from another source: left as it is; see motcua calendar correct"
        terminal.say(f"calendars/{request.calendar_id}: {request.reason}: {hint}", err=True)


def corrections(
    *,
    working: Iterable[str],
    off: Iterable[str],
    holiday: Iterable[str],
    compensation: Iterable[str],
    closure: Iterable[str],
) -> list[facts.SpecialDay]:
    """The days that were typed."""
    every = {
        facts.DAY_KIND_SWAPPED_OFF: off,
        facts.DAY_KIND_HOLIDAY: holiday,
        facts.DAY_KIND_COMPENSATION: compensation,
        facts.DAY_KIND_CLOSURE: closure,
    }
    found = [workdays.parse_worked(each) for each in working]
    return found + [
        workdays.parse_named(each, kind) for kind, typed in every.items() for each in typed
    ]


def table_of(name: str, days: Iterable[api.Day]) -> Table:
    """A row for each day."""
    table = Table(title=name, title_justify="left")
    for column in ("date", "weekday", "hours", "kind", "reason", "calendar"):
        table.add_column(word(column), overflow="fold")
    for day in days:
        table.add_row(*cells(day), style="" if day.hours else "dim")
    return table


def cells(day: api.Day) -> list[str]:
    """One row."""
    on = from_date(day.date)
    by = f"{day.calendar}@{day.version}" if day.calendar else "–"
    at = (on.isoformat(), WEEKDAYS[language()][on.weekday()], spelled(day))
    return [*at, word(day.kind), languages.shown(day.name, language()), by]


def spelled(day: api.Day) -> str:
    """When it is worked; a day that no calendar speaks of is neither worked nor off."""
    if not day.calendar:
        return "?"
    spans = [f"{clock(each.opens)}–{clock(each.closes)}" for each in day.hours]
    return ", ".join(spans) or word("off")


def document(day: api.Day) -> dict[str, Any]:
    """A day as plain JSON."""
    return {
        "date": from_date(day.date).isoformat(),
        "hours": [[clock(each.opens), clock(each.closes)] for each in day.hours],
        "kind": kind_of(day),
        "name": languages.parts(day.name),
        "calendar": day.calendar,
        "version": day.version,
    }


def kind_of(day: api.Day) -> str:
    """As the contract names it, in lower case; a day that is not special is usual."""
    name = capital(facts.DayKind, day.kind)
    return name.lower() if day.kind else "usual"


def word(of: Any) -> str:
    """A heading, or a kind of day, in the user's language."""
    return str(WORDS[language()].get(of, of))
