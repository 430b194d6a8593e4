"""`./motcua rates`: rates with their receipts, by time, unit, service, dimension, or two of them.

Promises every indicator by month for the whole tree when nothing is said. Must not compute.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import click

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import events_pb2 as figures
from services.console import terminal
from services.console.commands import estimates
from services.console.display import rate_tables, tables
from services.console.display.names import IDS, Names, names_of
from services.console.instants import next_month, parse_day, to_date
from services.console.outcome import Mistake, spoken
from services.console.portal.as_known import scope_from, scope_options
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.filters import filters_from, text_of
from services.console.portal.location import Location, location_options
from services.console.portal.questions import (
    BREAKDOWNS,
    NOW,
    TIMES,
    definitions,
    get_rate,
    one_rate,
    positions_of,
    rates_and_whole,
    span_of,
)
from services.console.portal.resources import named

CLOSE = "First local day after a row, of --by close; repeatable."
END = "First local day or month after the period [default: the end of the month of --from]."

NOTHING = (
    "Chưa có dữ liệu: hãy chạy ./motcua demo hoặc ./motcua import.",
    "No data yet: try ./motcua demo, or ./motcua import.",
)
NOTHING_COUNTS = (
    "chưa có gì được tính ở đây; --from cho xem một tháng với những gì bị loại trừ",
    "nothing counts here yet; --from shows a month with what is excluded",
)


class Listed(NamedTuple):
    """The rates of one definition, and that of the whole where they add up to one."""

    rates: list[figures.Rate]
    total: figures.Rate | None
    definition: str


class Scope(NamedTuple):
    """Which unit, service ("" is all) and items."""

    unit: str = ""
    service: str = ""
    filters: tuple[figures.Filter, ...] = ()


class View(NamedTuple):
    """How rates are broken down."""

    by: str
    across: str = ""
    cumulative: bool = False
    closes: tuple[date, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As a request has it."""
        across = {"across": BREAKDOWNS[self.across]} if self.across else {}
        closes = [to_date(each) for each in self.closes]
        return {**across, "closes": closes, "cumulative": self.cumulative}


EVERYTHING, BY_MONTH = Scope(), View("month")


@click.command()
@click.option("--definition", "wanted", multiple=True, help="Such as online_handling; repeatable.")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--service", default="", help="services/ID [default: all].")
@click.option(
    "--by",
    type=click.Choice(list(BREAKDOWNS)),
    default="month",
    show_default=True,
    help="A row for each of these.",
)
@click.option("--across", type=click.Choice(list(BREAKDOWNS)), help="A column for each of these.")
@click.option("--close", "closes", multiple=True, metavar="DAY", help=CLOSE)
@click.option("--cumulative", is_flag=True, help="By time: each row from the beginning of all.")
@click.option("--from", "start", metavar="DAY", help="First local day or month, YYYY-MM[-DD].")
@click.option("--to", "end", metavar="DAY", help=END)
@click.option("--estimated", is_flag=True, help=estimates.HELP)
@scope_options
@terminal.table_options
@location_options
def rates(
    *,
    wanted: tuple[str, ...],
    unit: str,
    service: str,
    by: str,
    across: str | None,
    where: tuple[str, ...],
    closes: tuple[str, ...],
    cumulative: bool,
    estimated: bool,
    start: str | None,
    end: str | None,
    as_known: tuple[str, ...],
    units: str,
    as_json: bool,
    location: Location,
) -> None:
    """Show rates by time, unit, service or another dimension, or by two of these."""
    scope = Scope(named("units", unit), named("services", service), tuple(filters_from(where)))
    view = View(by, across or "", cumulative=cumulative, closes=tuple(map(closing, closes)))
    period = period_from(start, end)
    whole = estimates.require_period(period) if estimated else None
    known = scope_from(as_known, "now" if estimated and units == "then" else units)

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            if whole:
                chosen = [each.id for each in pick(await definitions(portal), wanted)]
                asked = [one_rate(each, whole, **scope._asdict()) for each in chosen]
                await estimates.ask_and_show(
                    portal, asked, known, is_named=bool(wanted), as_json=as_json
                )
                return
            found = await collect(
                portal, wanted, view=view, scope=scope, period=period, known=known
            )
            called = await names_in(portal, found, scope)
            show(found, view, as_json, scope, called)

    run(work())


def period_from(start: str | None, end: str | None) -> tuple[date, date] | None:
    """Both days or none; a start alone reaches to the end of its month."""
    if not start:
        if end:
            raise Mistake("--to needs --from")
        return None
    try:
        first = parse_day(start)
        last = parse_day(end) if end else next_month(first)
    except ValueError:
        raise Mistake(
            "--from and --to are days or months of the calendar: YYYY-MM-DD or YYYY-MM"
        ) from None
    except OverflowError:
        raise Mistake("--from lies in the last month that there is: state --to") from None
    if last <= first:
        raise Mistake("--to must lie after --from: it is the first day that does not count")
    return first, last


def closing(text: str) -> date:
    """A day that was typed."""
    try:
        return parse_day(text)
    except ValueError:
        raise Mistake("--close is a day or month there is, YYYY-MM-DD or YYYY-MM") from None


async def collect(
    portal: Portal,
    wanted: Sequence[str] = (),
    *,
    view: View = BY_MONTH,
    scope: Scope = EVERYTHING,
    period: tuple[date, date] | None = None,
    at_least: dict[str, int] | None = None,
    known: Mapping[str, Any] = NOW,
) -> list[Listed]:
    """For each definition its rates, and the rate of the whole where it adds up over the rows.

    Without a period, each over the months that it has anything to tell of: dossiers from the first
    that counts to the last, coverage from the first service to the present.
    """
    options: dict[str, Any] = {"period": period, "at_least": at_least, "known": known}
    options |= {**scope._asdict(), **view.fields()}
    found: list[Listed] = []
    for each in pick(await definitions(portal), wanted):
        rates, total = await rates_and_whole(portal, each.id, by=view.by, **options)
        found.append(Listed(rates, total or await whole(portal, each, rates, view, scope), each.id))
    return found


def pick(known: Sequence[contract.Definition], wanted: Sequence[str]) -> list[contract.Definition]:
    """The definitions that were named, or all; a name that is none is a mistake."""
    names = [each.id for each in known]
    others = [name for name in wanted if name not in names]
    if others:
        raise Mistake(f"no such definition: {', '.join(others)}; known are: {', '.join(names)}")
    return [each for each in known if not wanted or each.id in wanted]


async def whole(
    portal: Portal,
    definition: contract.Definition,
    rates: list[figures.Rate],
    view: View,
    scope: Scope,
) -> figures.Rate | None:
    """The rate of all parts of a period together, as known where they are: they add up to it while
    no unit moves in or out.
    """
    span = span_of(rates)
    is_parts = view.by in TIMES and not view.across and not view.cumulative
    if not span or not is_parts or not definition.adds_over_periods:
        return None
    question = one_rate(definition.id, span, **scope._asdict(), as_known=positions_of(rates[0]))
    if rates[0].receipt.scope.HasField("units_time"):
        question.units_time.CopyFrom(rates[0].receipt.scope.units_time)
    return await get_rate(portal, question)


async def names_in(portal: Portal, found: Sequence[Listed], scope: Scope) -> Names:
    """What units and services are called that rates are of."""
    scopes = [rate.receipt.scope for each in found for rate in each.rates]
    of = {scope.unit, scope.service, *(s.unit for s in scopes), *(s.service for s in scopes)}
    known = max(
        (positions_of(each.rates[0]).get("catalog", 0) for each in found if each.rates), default=0
    )
    return await names_of(portal, of, as_known=known)


def show(
    found: Sequence[Listed],
    view: View,
    as_json: bool,
    scope: Scope = EVERYTHING,
    names: Names = IDS,
) -> None:
    """As a table for each definition, or all in one document."""
    if as_json:
        terminal.print_document({"rates": rate_documents(found), "totals": total_documents(found)})
        return
    asked = [names.of(scope.unit), names.of(scope.service), text_of(scope.filters)]
    for each in found:
        if view.across:
            rate_tables.print_pivot(
                each.rates, view.by, view.across, each.total, asked, names=names
            )
        else:
            rate_tables.print_rates(each.rates, view.by, each.total, asked, names=names)
    if not any(each.rates for each in found):
        terminal.say(spoken(*NOTHING), err=True)
        return
    for each in found:
        if not each.rates:
            terminal.say(f"{each.definition}: {spoken(*NOTHING_COUNTS)}", err=True)


def rate_documents(found: Sequence[Listed]) -> list[dict[str, object]]:
    """Every row of every definition."""
    return [tables.document(rate) for each in found for rate in each.rates]


def total_documents(found: Sequence[Listed]) -> list[dict[str, object]]:
    """The rate of the whole for every definition that has one."""
    return [tables.document(each.total) for each in found if each.total]
