"""The nation's page: what its cities published, added up, and of each city what it adds or why not.

Numbers are the metrics service's, of published figures alone. Must not add up.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from shlex import quote

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import federation_pb2 as api
from services import formats
from services.pages import questions
from services.pages.asking import day, resource
from services.pages.figures import Shown, shown
from services.pages.naming import Naming
from services.pages.questions import Period
from services.pages.slips import Line
from services.pages.tables import Column, Link, Row, Table
from services.pages.values import share
from services.pages.views import periods
from services.pages.views.published import named
from services.pages.visit import Page, Visit

OFFERED = 24  # months
FIRST = "online_handling"
IN_SUM = api.Contribution.STATE_COMPARABLE


async def nation(visit: Visit) -> Page:
    """The page: a period, an indicator with its cities, and all indicators."""
    service = questions.text(visit.parameters, "service").removeprefix("services/")
    period = questions.period(visit.parameters) or last_months()[-1]
    figures = await listed(visit, period, service)
    naming = await named(visit, [rate_of(each) for each in figures])
    chosen = chosen_of(visit, figures)
    return Page(
        "nation.html",
        visit.words("nation.title"),
        {
            **periods.controls(visit, [], period),
            "periods": periods.offered(visit, last_months(), period),
            "service": service,
            "indicators": [
                Link(naming.title(rate_of(each)), each.receipt.definition) for each in figures
            ],
            "indicator": chosen.receipt.definition if chosen else "",
            "figure": one(visit, chosen, naming, slip=True) if chosen else None,
            "about": about(visit, chosen.receipt) if chosen else "",
        },
        [cities(visit, chosen), indicators(visit, figures, naming)],
        place="publications",
    )


def last_months() -> list[Period]:
    """Whole months that are over, the last one last."""
    now = datetime.now(formats.LOCAL).date().replace(day=1)
    starts = [questions.next_month(now, -n) for n in range(OFFERED, -1, -1)]
    return list(pairwise(starts))


async def listed(visit: Visit, period: Period, service: str) -> Sequence[api.NationalFigure]:
    """All figures of a period, by the names of their definitions."""
    request = api.ListNationalFiguresRequest(
        start_date=day(period[0]), end_date=day(period[1]), service=resource("services", service)
    )
    method = visit.services.federation.ListNationalFigures
    return (await visit.client.call(method, request)).figures


def chosen_of(visit: Visit, figures: Sequence[api.NationalFigure]) -> api.NationalFigure | None:
    """The one that is named, or the first; None where nothing was published."""
    name = questions.text(visit.parameters, "indicator")
    by_name = {each.receipt.definition: each for each in figures}
    if name and figures and name not in by_name:
        raise questions.unknown("indicator")
    return by_name.get(name or FIRST, next(iter(figures), None))


def rate_of(figure: api.NationalFigure) -> events.Rate:
    """The same numbers as a page shows those of one installation."""
    receipt = figure.receipt
    return events.Rate(
        state=figure.state,
        percent=figure.percent,
        percent_low=figure.percent_low,
        percent_high=figure.percent_high,
        receipt=events.Receipt(
            definition=receipt.definition,
            version=receipt.version,
            definition_digest=receipt.definition_digest,
            scope=events.FigureScope(service=receipt.service),
            period=receipt.period,
            as_of=receipt.as_of,
            positions=receipt.positions,
            considered=receipt.considered,
            numerator=receipt.numerator,
            denominator=receipt.denominator,
            unknown=receipt.unknown,
            excluded=receipt.excluded,
            provisional=receipt.provisional,
            digest=receipt.digest,
        ),
    )


def rate_of_city(of: api.Contribution) -> events.Rate:
    """What a city adds."""
    return events.Rate(
        state=events.VALUE_STATE_KNOWN if of.percent else events.VALUE_STATE_UNSPECIFIED,
        percent=of.percent,
        percent_low=of.percent_low,
        percent_high=of.percent_high,
        receipt=of.receipt,
    )


def one(visit: Visit, of: api.NationalFigure, naming: Naming, *, slip: bool = False) -> Shown:
    """A figure of the nation, at its own address, with the command that computes it again."""
    receipt = of.receipt
    address = visit.same(indicator=receipt.definition)
    found = shown(rate_of(of), naming, slip=slip, address=address)
    if not receipt.adds_up:
        found = replace(found, reason=visit.words("nation.no_sum"), bar="")
    scope = visit.words("slip.scope")
    lines = [
        Line(scope, visit.words("nation.scope")) if each.term == scope else each
        for each in found.slip
    ]
    return replace(found, slip=lines, command=command(receipt) if slip else "")


def command(receipt: api.NationalReceipt) -> str:
    """That which reads the cities' streams again; a shell reads each name as a name."""
    start, end = (
        questions.date_of(each).isoformat() for each in (receipt.period.start, receipt.period.end)
    )
    service = f" --service {quote(receipt.service)}" if receipt.service else ""
    members = (each.member.partition("/")[2] for each in receipt.contributions)
    readers = "".join(f" --from {quote(each)}=FILE" for each in members)
    return f"./motcua nation verify {start} --to {end}{service}{readers}"


def about(visit: Visit, receipt: api.NationalReceipt) -> str:
    """How many cities are in the sum."""
    at_cut_off = [
        each for each in receipt.contributions if each.state != api.Contribution.STATE_ENDED
    ]
    return visit.words("nation.about", there=sum(map(is_in_sum, at_cut_off)), all=len(at_cut_off))


def is_in_sum(of: api.Contribution) -> bool:
    """Whether its numbers are added, where the indicator adds up at all."""
    return of.state == IN_SUM


def cities(visit: Visit, of: api.NationalFigure | None) -> Table:
    """A row for each member."""
    words = visit.words
    columns = [
        Column("city", words("nation.city")),
        Column("figure", words("column.published")),
        Column("share", words("nation.share"), "number"),
        Column("state", words("nation.state")),
        Column("published", words("column.when")),
    ]
    members = of.receipt.contributions if of else ()
    rows = [city(visit, each) for each in members]
    return Table("cities", words("nation.cities"), columns, rows, empty=words("nation.empty"))


def city(visit: Visit, of: api.Contribution) -> Row:
    """What a city has to do with a figure."""
    words, rate = visit.words, rate_of_city(of)
    counted = of.receipt.numerator, of.receipt.denominator
    numbers = " / ".join(formats.integer(each, visit.language) for each in counted)
    state = api.Contribution.State.Name(of.state).removeprefix("STATE_").lower()
    when = of.publish_time.ToDatetime(tzinfo=UTC)
    return {
        "city": Link(of.display_name, "", of.member),
        "figure": numbers if any(counted) else "",
        "share": share(rate, words),
        "state": words.named("contribution", state),
        "published": Link(
            formats.instant(when, visit.language) if of.sequence else "", "", of.publication
        ),
    }


def indicators(visit: Visit, figures: Sequence[api.NationalFigure], naming: Naming) -> Table:
    """A row for each indicator."""
    columns = [
        Column("indicator", visit.words("column.indicator")),
        Column("figure", visit.words("nation.sum"), "figure"),
        Column("cities", visit.words("nation.in_sum")),
    ]
    rows: list[Row] = [
        {
            "indicator": naming.title(rate_of(each)),
            "figure": one(visit, each, naming),
            "cities": about(visit, each.receipt),
        }
        for each in figures
    ]
    caption, empty = visit.words("nation.indicators"), visit.words("nation.empty")
    return Table("indicators", caption, columns, rows, empty=empty)
